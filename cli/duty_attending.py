"""What is said of a duty besides its answer: `hutong duty read|accept|hand-on|cause|letter`. 阅知、接办、转交、原因."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.causes import read_cause
from cli.files import new_file, words
from cli.opening import office
from cli.options import JSON, NO
from cli.output import say, show_json, show_table
from rules.errors import Refused
from tasks import attending, ladder_letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.office import Office
    from tasks.opened_duty import Acted

DUTY = Annotated[
    str, typer.Argument(metavar="DUTY", help="职责序号、代码、代码@对象或名称  number, code, code@about or name")
]
BY = Annotated[str | None, typer.Option("--by", metavar="POST", help="哪个岗位  which post")]


def add_to(app: typer.Typer) -> None:
    """Hang these verbs beside the others of `hutong duty`."""
    app.command(help="已阅：承办岗位已看到这项职责。  The post has read what it owes.")(read)
    app.command(help="接办：由承办岗位办理，不再催阅催接；督办照常。  The post takes it on.")(accept)
    app.command("hand-on", help="转交其他岗位承办，期限和督办级次不变。  Let another post owe it.")(hand_on)
    app.command(help="说明逾期原因，从该机关的清单中选。  Say why it was late, from the closed list.")(cause)
    app.command(help="制作督办函：某一级督办所附的文书。  The letter that belongs to a rung.")(letter)


def read(ctx: typer.Context, no: NO, duty: DUTY, by: BY = None, as_json: JSON = False) -> None:
    """Say that it was read."""
    _say(ctx, as_json, lambda opened: attending.read(opened, no, duty, by_post=by), "已阅", "read")


def accept(ctx: typer.Context, no: NO, duty: DUTY, by: BY = None, as_json: JSON = False) -> None:
    """Say that it is taken on."""
    _say(ctx, as_json, lambda opened: attending.accept(opened, no, duty, by_post=by), "已接办", "taken on")


def hand_on(
    ctx: typer.Context,
    no: NO,
    duty: DUTY,
    to: Annotated[str, typer.Option("--to", metavar="POST", help="转交给哪个岗位  to which post")],
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  why, kept sealed"),
    ],
    by: BY = None,
    as_json: JSON = False,
) -> None:
    """Let another post owe it."""
    why = words(reason, field="--reason")
    _say(
        ctx,
        as_json,
        lambda opened: attending.hand_on(opened, no, duty, to_post=to, reason=why, by_post=by),
        f"已转交 {to}",
        f"handed on to {to}",
    )


def cause(
    ctx: typer.Context,
    no: NO,
    duty: DUTY,
    given: Annotated[
        str | None, typer.Option("--cause", metavar="CAUSE", help="原因；不写则列出可选项  cause; left out: the list")
    ] = None,
    by: BY = None,
    as_json: JSON = False,
) -> None:
    """Say why it was late, or see what may be said."""
    if given is None:
        with office(ctx) as opened:
            listed = attending.causes_for(opened, no, duty)
        if as_json:
            show_json([one.value for one in listed])
        else:
            show_table(("代码 Code", "原因 Cause"), [(one.value, one.zh) for one in listed])
        return
    with office(ctx) as opened:
        term = read_cause(given, lambda: attending.causes_for(opened, no, duty))
        acted = attending.explain_breach(opened, no, duty, cause=term, by_post=by)
    _tell(acted, as_json, f"已说明逾期原因：{term.zh}", f"late because: {term.value}")


def letter(
    ctx: typer.Context,
    no: NO,
    duty: DUTY,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写入 .docx 或 .html 文件  where to write it")],
    rung: Annotated[int | None, typer.Option("--rung", metavar="N", help="哪一级；不写为最近一级  which rung")] = None,
    as_json: JSON = False,
) -> None:
    """Write the letter of a rung."""
    if out.suffix not in (".docx", ".html"):
        raise Refused("督办函写入 .docx 或 .html 文件", "the letter is a .docx or .html file", field="--out")
    with office(ctx) as opened:
        made = ladder_letter.letter(opened, no, duty, rung=rung)
    with new_file(out) as file:
        file.write(made.docx if out.suffix == ".docx" else made.html)
    if as_json:
        show_json({"case_no": made.case_no, "duty_no": made.duty_no, "rung": made.rung, "file": str(out)})
    else:
        say(f"已写入 {out}（第 {made.rung} 级督办）", f"written, rung {made.rung}")


def _say(ctx: typer.Context, as_json: bool, act: Callable[[Office], Acted], zh: str, en: str) -> None:
    with office(ctx) as opened:
        acted = act(opened)
    _tell(acted, as_json, zh, en)


def _tell(acted: Acted, as_json: bool, zh: str, en: str) -> None:
    if as_json:
        show_json({"case_no": acted.case_no, "duty_no": acted.duty_no, "code": acted.code})
    else:
        say(f"{zh}：{acted.zh}（{acted.case_no}）", en)
