"""Does the sheet of a joint conference show some of every grave kind, however many there are of one? 联席会议材料."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tasks.meeting_sheet import meeting_sheet, shared_out
from tasks.stuck import Stuck, StuckKind, stuck
from tests.office import County
from tests.planted import an_order, overdue


def some(one: Stuck, kind: StuckKind, count: int) -> list[Stuck]:
    return [
        replace(one, kind=kind, key=f"{kind}:{nth}", since=one.since + timedelta(hours=nth)) for nth in range(count)
    ]


def a_line(county: County) -> Stuck:
    county.a_case()
    overdue(county, "")
    with county.office.reading() as desk:
        return stuck(desk, {StuckKind.OVERDUE})[0]


def test_the_places_go_to_the_kinds_in_turn_and_to_the_longest_of_each(county: County) -> None:
    one = a_line(county)
    many, few = some(one, StuckKind.OVERDUE, 50), some(one, StuckKind.ORDER_LAPSED, 2)

    assert shared_out([*many, *few], 5) == [*many[:3], *few]
    assert shared_out([*many, *few], 40) == [*many[:38], *few]
    assert shared_out([*many, *few], 1) == many[:1]
    assert shared_out(few, 40) == few


def test_the_sheet_says_of_each_kind_how_many_there_are_and_how_many_are_shown(county: County) -> None:
    a_line(county)
    case = county.a_case(children=[{"name": "某童", "residence": {"area": "990101001"}}])
    an_order(county, case, days=-1)
    with county.office.reading() as desk:
        made = meeting_sheet(desk, most=2)

    kinds = {one.kind: one for one in made.kinds}
    late = kinds[StuckKind.OVERDUE]
    assert late.total > late.shown == 1
    assert (kinds[StuckKind.ORDER_LAPSED].total, kinds[StuckKind.ORDER_LAPSED].shown) == (1, 1)
    assert made.items == 2
    assert f"{late.total} 项，列出 1 项" in made.paper.text


def test_when_something_happens_by_itself_is_said_once(county: County) -> None:
    line = a_line(county)
    with county.office.reading() as desk:
        text = meeting_sheet(desk).paper.text
    said = next(row for row in text.splitlines() if line.next_zh in row)
    assert said.count("督办第") == said.count(line.next_zh) == said.count("星期") == 1
