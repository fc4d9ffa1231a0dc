"""The verbs of `hutong case` that change a case: open without a report, close, open again. 立案、结案、重新立案."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter, moment_of
from cli.files import document, words
from cli.options import AT, BY, JSON, NO, REASON
from tasks import closing
from tasks.opening import open_case as open_file
from tasks.registering import register_child, registered
from tasks.report_form import read_child
from tasks.said import read_at

if TYPE_CHECKING:
    from tasks.office import Office

OPEN_HELP = "立案建档：没有报告的，由判决、通知、移送函等开始。  Open a case that begins without a report."
CLOSE_HELP = "结案；仍有程序在办的须加 --settle。  Close a case by decision."
REGISTER_HELP = "补登儿童信息：姓名、出生日期、户籍等后来查明的，只写补登的项。  What becomes known of the child later."
REOPEN_HELP = "重新立案，作为新一轮。  Open a closed case again, as a new episode."


def open_case(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help="儿童与相关成年人，写法同报告单的“儿童”一项  the child, as in a report"),
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="来源：判决、通知、移送函等，加密保存  where it comes from")
    ],
    by: BY,
    at: AT = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="办理地区划代码，居住地未写时用  area, if not given")
    ] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="POST", help="牵头岗位，不写为当地民政部门  who leads the case")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Open a case without a report."""
    moment, origin = read_at(at), words(source, field="--source")
    form = read_child(document(file))  # checked before anything is opened

    def act(opened: Office) -> Entered:
        when = moment_of(opened, moment)
        made = open_file(opened, form, when=when, source=origin, by_post=by, area=area, lead=lead)
        numbers = list(dict.fromkeys(made.adults.values()))  # in the order of the file; names stay where they are
        listed = f"，成年人 {'、'.join(numbers)}" if numbers else ""
        return Entered(
            case_no=made.case_no,
            zh=f"已立案建档，儿童 {made.child_no}{listed}",
            en="case opened",
            facts={"child_no": made.child_no, "adults": numbers},
        )

    enter(ctx, as_json, act)


def register(
    ctx: typer.Context,
    no: NO,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|-", help="写法同报告单的“儿童”一项，只写补登的  as in a report, only what is new"),
    ],
    by: BY,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Enter what has become known of the child of a case."""
    moment = read_at(at)
    known = registered(read_child(document(file)))

    def act(opened: Office) -> Entered:
        register_child(opened, no, known, when=moment, by_post=by)
        return Entered(case_no=no, zh="已补登儿童信息", en="registered", facts={})

    enter(ctx, as_json, act)


def close(
    ctx: typer.Context,
    no: NO,
    reason: REASON,
    by: BY,
    settle: Annotated[bool, typer.Option("--settle", help="在办程序一并终结  end the open procedures with it")] = False,
    at: AT = None,
    as_json: JSON = False,
) -> None:
    """Close a case by decision."""
    moment, why = read_at(at), words(reason, field="--reason")

    def act(opened: Office) -> Entered:
        closing.close(opened, no, reason=why, settle=settle, when=moment, by_post=by)
        return Entered(case_no=no, zh="已结案", en="closed", facts={"state": "closed"})

    enter(ctx, as_json, act)


def reopen(ctx: typer.Context, no: NO, reason: REASON, by: BY, at: AT = None, as_json: JSON = False) -> None:
    """Open a closed case again."""
    moment, why = read_at(at), words(reason, field="--reason")

    def act(opened: Office) -> Entered:
        closing.reopen(opened, no, reason=why, when=moment, by_post=by)
        return Entered(case_no=no, zh="已重新立案", en="reopened", facts={"state": "open"})

    enter(ctx, as_json, act)
