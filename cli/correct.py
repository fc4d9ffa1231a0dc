"""`hutong correct`: a second version of a recorded fact; the first one stays. 更正、存疑."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter
from cli.arguments import read_fields
from cli.exits import Misuse
from cli.files import words
from cli.options import AT, BY, JSON, NO, REASON_IF_ANY
from rules.errors import Refused
from tasks import corrections
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@app.command(
    help="更正一条记录的时间或内容；来源不一的用 --disputed 并存。原记录保留。  Correct an entry, or dispute it."
)
def correct(
    ctx: typer.Context,
    no: NO,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="记录号，见 hutong timeline  number of the entry")],
    by: BY,
    at: AT = None,
    given: Annotated[
        list[str] | None, typer.Option("--with", metavar="K=V", help="更正的填写项，可多次  a field put right")
    ] = None,
    reason: REASON_IF_ANY = None,
    disputed: Annotated[
        bool, typer.Option("--disputed", help="另一来源说法不同，两说并存  another source says otherwise")
    ] = False,
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="存疑时：哪个来源，加密保存  which source says so")
    ] = "",
    as_json: JSON = False,
) -> None:
    """Correct an entry, or let a second version stand beside it."""
    number, moment, fields = _number(no, entry), read_at(at), read_fields(given or [])
    why, origin = words(reason or "", field="--reason"), words(source, field="--source")
    if disputed and (moment is None or fields):
        raise Misuse(
            "存疑须写明另一说的时间：--disputed --at 时间 --source 来源，不能改内容",
            "a dispute gives the other time: --disputed --at WHEN --source TEXT, and changes no field",
            field="--disputed",
        )

    def act(opened: Office) -> Entered:
        if disputed and moment is not None:
            made = corrections.dispute(opened, no, number, when=moment, source=origin, by_post=by)
            return Entered(
                case_no=no, zh=f"第 {number} 条存疑，两说并存（记录 {made}）", en="disputed", facts={"entry": made}
            )
        made = corrections.correct(opened, no, number, when=moment, given=fields, reason=why, by_post=by)
        return Entered(
            case_no=no,
            zh=f"第 {number} 条已更正（记录 {made}），原记录保留",
            en="corrected; the old entry stays",
            facts={"entry": made},
        )

    enter(ctx, as_json, act)


def _number(case_no: str, written: str) -> int:
    """`12`, or `C-…#12` as the timeline writes it."""
    chain, _, number = written.rpartition("#")
    if chain in ("", case_no) and number.isascii() and number.isdigit():
        return int(number)
    raise Refused(
        f"请写本个案的记录号，如 12 或 {case_no}#12（见 hutong timeline {case_no}）",
        f"give the number of an entry of this case, such as 12 or {case_no}#12 (see `hutong timeline {case_no}`)",
        field="ENTRY",
    )
