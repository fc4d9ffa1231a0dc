"""`hutong audit care`: how many days a child was in care, or the children of an area in a period. 照护日数审计."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import read_day
from cli.opening import office
from cli.options import JSON
from cli.output import ON_A_SCREEN, heading, say, say_if_cut, show_json, show_table
from rules.errors import Refused
from rules.stays import COUNTING_RULE, Nights
from tasks import wording
from tasks.care_days import ChildCare, care_in_area, care_of, summed
from tasks.shapes import of_children

if TYPE_CHECKING:
    from packs.pack import Pack
    from rules.gaps import Reach
    from rules.stays import Stay
    from tasks.office import Office

HELP = (
    "儿童在外照护的日数：逐段、逐案、按方式；或某地某期间合计。  Days in care: of a child, or of an area in a period."
)


def run(opened: Office, no: str | None, *, area: str | None, since: date, until: date | None) -> list[ChildCare]:
    """The care of one child, or of every child of an area.

    Raises: Refused: neither or both are named, or the period ends before it begins.
    """
    if (no is None) == (area is None):
        raise Refused(
            "请写明一个个案或儿童档案编号，或者用 --area 写明地区，二者取一",
            "name one case or child file, or an area by --area: one of the two",
            field="NO",
        )
    if until is not None and until <= since:
        raise Refused("结束日期早于开始日期，请核对", "the period ends before it begins; check it", field="--to")
    with opened.reading() as desk:
        if no is not None:
            return [care_of(desk, no, since=since, until=until)]
        return care_in_area(desk, area or "", since=since, until=until)


def care(
    ctx: typer.Context,
    no: Annotated[str | None, typer.Argument(metavar="[NO]", help="个案或儿童档案编号  case or child file")] = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="地区代码或其前几位  area code, or its first digits")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="自何日的夜晚起  from this night on")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="至何日的夜晚止，含该夜  up to and with this night")
    ] = None,
    as_json: JSON = False,
) -> None:
    """Count the days in care."""
    since, ends = read_day(first, field="--from") or date.min, read_day(last, field="--to")
    until = ends + timedelta(days=1) if ends else None
    with office(ctx) as opened:
        found = run(opened, no, area=area, since=since, until=until)
        pack = opened.pack
    if as_json:
        show_json(of_children.care(found[0]) if no else of_children.care_of_area(found))
        return
    if no:
        _show_child(found[0], pack)
    else:
        _show_area(found)
    say(
        f"计日方法：{pack.fact(COUNTING_RULE).note}（{wording.cite(pack.fact(COUNTING_RULE))}）",
        "nights; our rule, not law",
    )


def _show_child(one: ChildCare, pack: Pack) -> None:
    heading(f"在外照护 · {one.child_no} · {_period(one)}", "days in care")
    for case in one.cases:
        columns = ("阶段 Stage", "方式 Where", "自 From", "至 To", "依据 Source")
        say(f"{case.case_no}", "")
        show_table(columns, [_row(stay) for stay in case.stays])
        if case.unresolved:
            say("  ！仍在照护中，但没有在办的安置或监护程序：去向未记载", "it goes on, and no procedure is open")
    for mode, counted in one.by_mode.items():
        say(f"  {mode.zh}：{_said(counted)}", mode.value)
    for stage, counted in one.by_stage.items():
        say(f"  {stage.zh}：{_said(counted)}", stage.value)
    say(f"合计 {_said(one.total)}{'，仍在照护中' if one.in_care else ''}", "in all")


def _show_area(found: list[ChildCare]) -> None:
    total, modes, stages = summed(found)
    if found:
        rows = [(one.child_no, _said(one.total), "是" if one.in_care else "") for one in found[:ON_A_SCREEN]]
        show_table(("儿童 Child", "日数 Days", "仍在照护 Still"), rows)
        say_if_cut(len(found))
    for term, counted in [*modes.items(), *stages.items()]:
        say(f"  {term.zh}：{_said(counted)}", term.value)
    say(f"合计 {len(found)} 名儿童，{_said(total)}", "children and days in all")


def _period(one: ChildCare) -> str:
    begins = "" if one.since == date.min else f"{one.since} 起，"
    return f"{begins}截至 {one.until}"


def _row(stay: Stay) -> tuple[str, ...]:
    left = _days(stay.left) if stay.left else "仍在"
    return (stay.stage.zh, stay.mode.zh, _days(stay.began), left, f"{stay.began_by}\n{stay.left_by or ''}")


def _days(reach: Reach) -> str:
    return f"{reach.first}" if reach.sure else f"{reach.first} 至 {reach.last} 之间"


def _said(counted: Nights) -> str:
    if counted.at_least == counted.at_most:
        return f"{counted.at_most} 日"
    return f"{counted.at_least} 至 {counted.at_most} 日"
