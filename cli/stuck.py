"""`hutong stuck`: what is stuck, who holds it, since when, what comes by itself, what repairs it. 卡住的个案."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_term
from cli.causes import read_cause
from cli.files import words
from cli.opening import office
from cli.options import BY, JSON
from cli.output import say, show_json
from cli.stuck_shown import LINES_OF_A_KIND, show
from flows.moving import BODIES, move_plainly
from rules.causes import BreachCause
from rules.errors import Refused
from tasks import attending, shapes, wording
from tasks import stuck as finding
from tasks.posts import known_agency, refuse_an_area_of_nobody
from tasks.said import read_at, read_moment
from tasks.stuck import Narrowed, Severity, StuckKind
from tasks.stuck.repairs import Order, Repaired, repair_as

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.stuck import Stuck

app = typer.Typer(add_completion=False, invoke_without_command=True)

_DAYS_AGO = re.compile(r"(\d{1,4})\s*[天日d]", re.ASCII)


def run(opened: Office, kinds: Iterable[StuckKind], narrowed: Narrowed | None = None) -> list[Stuck]:
    """Every stuck case of these kinds, as narrowed."""
    return finding.stuck_now(opened, kinds, narrowed or Narrowed())


@app.callback(help="列出卡住的个案：种类、谁在办、自何时、下一步、怎么办。  List stuck cases.")
def stuck(
    ctx: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="只列这一种，如 逾期未办  of one kind, repeatable"),
    ] = None,
    agency: Annotated[
        str, typer.Option("--agency", metavar="A", help="只列该机构岗位所办，编号或名称  held by posts of one agency")
    ] = "",
    area: Annotated[
        str, typer.Option("--area", metavar="CODE", help="只列该行政区划  of one area, by division code")
    ] = "",
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="D|N天", help="只列自该日起（或最近 N 天内）卡住的  stuck since then"),
    ] = None,
    severity: Annotated[
        list[str] | None,
        typer.Option("--severity", metavar="S", help="只列这一等，如 危急  of one severity, repeatable"),
    ] = None,
    all_of_it: Annotated[
        bool, typer.Option("--all", help=f"每种全部列出，不只列前 {LINES_OF_A_KIND} 项  every line of every kind")
    ] = False,
    as_json: JSON = False,
) -> None:
    """List stuck cases."""
    if ctx.invoked_subcommand is not None:
        return
    kinds = frozenset(read_term(StuckKind, one, field="--kind") for one in kind or []) or frozenset(StuckKind)
    graves = frozenset(read_term(Severity, one, field="--severity") for one in severity or []) or frozenset(Severity)
    with office(ctx) as opened:
        moment = read_since(since, opened.now())
        agency = _there(opened, agency, area)
        found = run(opened, kinds, Narrowed(agency=agency, area=area, since=moment, severities=graves))
    if as_json:
        show_json([shapes.stuck(one) for one in found])
    elif not found and (kind or agency or area or since or severity):
        say(
            "所选范围内没有卡住的个案；去掉筛选可看全部",
            "nothing stuck in what was asked for; ask without filters for all",
        )
    else:
        show(found, most=None if all_of_it or len(kinds) == 1 else LINES_OF_A_KIND)


def _there(opened: Office, agency: str, area: str) -> str:
    """The number of the agency, where one is named. Raises Refused: no such agency, or nobody in that area."""
    with opened.reading() as desk:
        refuse_an_area_of_nobody(desk, area, field="--area")
        return known_agency(desk, agency, field="--agency").no if agency else ""


@app.command("repair", help="处置清单中的一项：催办、补派、重发、推进等。  Do what the list offers for one line.")
def repair_one(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="清单所列编号，如 overdue:C-…/12  as the list shows it")],
    by: BY,
    to: Annotated[str, typer.Option("--to", metavar="POST", help="由哪个岗位承办  which post is to owe it")] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="理由，加密保存；- 读标准输入，@文件 读文件  kept sealed")
    ] = "",
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help="何时起恢复计时  since when the clock runs again")
    ] = None,
    cause: Annotated[
        str | None, typer.Option("--cause", metavar="CAUSE", help="逾期原因，代码或中文  why it was late")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Do what the list offers for one line."""
    with office(ctx) as opened:
        order = Order(
            key=key,
            by_post=by,
            to_post=to,
            reason=words(reason, field="--reason") if reason else "",
            at=read_moment(at),
            cause=read_cause(cause, lambda: _causes_for(opened, key)) if cause else None,
            bodies=BODIES,
        )
        done = repair_as(opened, order)
        move_plainly(opened)
    if as_json:
        show_json(shapes.repaired(done))
    else:
        _show_done(done)


def _causes_for(opened: Office, key: str) -> tuple[BreachCause, ...]:
    """What the agency of the duty that a line is about may give; none where the line is about no late duty."""
    ref = key.partition(":")[2]
    try:
        return attending.causes_for(opened, ref.rpartition("/")[0], ref)
    except Refused:
        return ()


def read_since(written: str | None, now: datetime) -> datetime | None:
    """A day, or so many days back. Raises Refused: neither."""
    if written is None:
        return None
    days = _DAYS_AGO.fullmatch(written.strip())
    if days:
        return now - timedelta(days=int(days[1]))
    when = read_at(written, field="--since")
    if when is None or when.at is None:
        raise Refused(
            "“--since”应为日期或者天数，如 2026-03-02 或 7天", "--since is a day or a number of days", field="--since"
        )
    return when.at


def _show_done(done: Repaired) -> None:
    was = done.was
    line = f"{was.act.zh}：{' · '.join(part for part in (was.kind.zh, was.case_no, was.subject) if part)}"
    say(line, f"done: {wording.say(was.act, 'en')}")
    if done.mended:
        say("该项已不在清单中", "it is not on the list any more")
    else:
        say(f"已记录；办结前仍在清单中。{was.repair}", "recorded; it stays on the list until it is done")
