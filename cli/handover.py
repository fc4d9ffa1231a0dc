"""`hutong handover`: pass the child, the case, the guardianship or documents on to another body. 移交."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter, moment_of
from cli.arguments import read_term
from cli.files import words
from cli.options import AT, JSON, NO, REASON_IF_ANY
from rules.vocabulary import HandOver
from tasks.opening import hand_over
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@app.command(help="移交儿童、个案、监护职责或者材料，直至对方确认收到。  Hand over, until receipt is confirmed.")
def handover(
    ctx: typer.Context,
    no: NO,
    what: Annotated[
        str, typer.Argument(metavar="WHAT", help="child、case、guardianship、documents 或中文  what passes on")
    ],
    from_post: Annotated[str, typer.Option("--from", metavar="POST", help="移交的岗位，必填  sender")],
    to_post: Annotated[str | None, typer.Option("--to", metavar="POST", help="接收的岗位  receiver")] = None,
    to_outside: Annotated[
        str,
        typer.Option(
            "--to-outside", metavar="TEXT", help="名册以外的接收单位，加密保存  a receiver not in the directory"
        ),
    ] = "",
    at: AT = None,
    reason: REASON_IF_ANY = None,
    as_json: JSON = False,
) -> None:
    """Hand over."""
    passed, moment = read_term(HandOver, what.lower(), field="WHAT"), read_at(at)
    outside, why = words(to_outside, field="--to-outside"), words(reason or "", field="--reason")

    def act(opened: Office) -> Entered:
        procedure_no = hand_over(
            opened,
            no,
            passed,
            from_post=from_post,
            to_post=to_post,
            to_outside=outside,
            reason=why,
            when=moment_of(opened, moment),
        )
        return Entered(
            case_no=no,
            zh=f"已发起移交：{passed.zh}，程序编号 {procedure_no}",
            en=f"hand-over of the {passed} opened",
            facts={"procedure_no": procedure_no},
        )

    enter(ctx, as_json, act)
