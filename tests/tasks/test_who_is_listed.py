"""Who comes on the list, what its routine will owe, and who is listed in vain. 列入的人、将产生的职责."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from packs.content import canonical, with_content
from rules.errors import Refused
from rules.monitoring import ASSESS_TIER, ROUTINE_VISIT
from rules.screening import Condition
from rules.vocabulary import ChildCategory, ChildMark, Tier
from rules.when import exactly
from tasks import turning
from tasks.child_table import read_children
from tasks.export_children import Chosen, export_children
from tasks.import_children import import_children, look_ahead
from tasks.monitoring import begin
from tasks.routine_ahead import MAKES_KEY, leaves_somebody_out, no_visits
from tasks.stuck import StuckKind, stuck
from tests.colleagues import another
from tests.monitored import MIGRANT, on_the_list, screened
from tests.office import County, national
from tests.registers import a_book, a_row, read_back

IN_DIFFICULTY = {"categories": [ChildCategory.IN_DIFFICULTY], "conditions": [Condition.POVERTY]}
SEVENTEEN = "2008-03-02"
EIGHTEEN = "2008-03-01"
"""The clock stands at 2 March 2026: who was born on 1 March 2008 is surely of age today, a day later is not."""


@pytest.mark.parametrize("born", [EIGHTEEN, "1990-01-01"])
def test_nobody_of_age_is_listed_as_a_child_in_difficulty(county: County, born: str) -> None:
    before = county.entries()
    with pytest.raises(Refused, match="已满十八周岁"):
        on_the_list(county, child={"birth_on": born}, **IN_DIFFICULTY)
    assert county.entries() == before


def test_a_child_in_difficulty_is_listed_on_the_last_day_before(county: County) -> None:
    assert on_the_list(county, child={"birth_on": SEVENTEEN}, **IN_DIFFICULTY).case_no


def test_a_child_who_has_died_is_not_listed(county: County) -> None:
    case = county.a_case()
    turning.record_death(county.office, case, when=exactly(county.clock()), by_post="P-CIVIL")
    child = str(county.case(case).child_no)
    with pytest.raises(Refused, match="死亡"):
        begin(county.office, child, screened(), when=exactly(county.clock()), by_post="P-CIVIL")


def test_a_register_says_row_by_row_who_is_of_age_and_the_file_says_so_too(county: County) -> None:
    rows = [a_row(姓名="禾一", 身份证号=None, 出生日期=born) for born in (EIGHTEEN, SEVENTEEN)]
    table = read_children(a_book(*rows), today=date(2026, 3, 2))
    assert [one.row for one in look_ahead(county.office, table).of_age] == [2]

    entered = import_children(county.office, table, by_post="P-CIVIL")

    assert [one.row for one in entered.of_age] == [2]
    assert state_of_each(county) == ["在册", "已成年"]
    county.clock.move(days=1)  # of a child without a case nobody records the birthday, and it is told all the same
    assert state_of_each(county) == ["已成年", "已成年"]


def state_of_each(county: County) -> list[str]:
    taken = export_children(county.office, Chosen(area="99"), by_post="P-CIVIL", reason="核对")
    heads, *rows = read_back(taken.content)
    return sorted(str(row[list(heads).index("状态")]) for row in rows)


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (Chosen(area="99"), ["禾一", "禾二", "禾三"]),
        (Chosen(area="99", key=True), ["禾一"]),
        (Chosen(area="99", tier=Tier.HIGH), ["禾二"]),
    ],
)
def test_a_register_says_who_is_on_the_list_since_when_on_which_tier_and_can_be_the_ledger_of_key_children(
    county: County, chosen: Chosen, names: list[str]
) -> None:
    on_the_list(county, child={"name": "禾一"})
    on_the_list(county, child={"name": "禾二"}, marks=[], tier=Tier.HIGH)
    import_children(county.office, read_children(a_book(a_row(姓名="禾三")), today=date(2026, 3, 2)), by_post="P-CIVIL")
    heads, *rows = read_back(export_children(county.office, chosen, by_post="P-CIVIL", reason="核对").content)
    care = {
        str(row[list(heads).index("姓名")]): tuple(
            row[list(heads).index(head)] for head in ("列入日期", "风险等级", "关爱标记")
        )
        for row in rows
    }
    stands = {
        "禾一": ("2026-03-02", "低", "重点关爱对象"),
        "禾二": ("2026-03-02", "高", None),
        "禾三": (None, None, None),
    }
    assert care == {name: stands[name] for name in names}


@pytest.mark.parametrize(("born", "counts"), [("2010-03-02", True), ("2010-03-01", False)])
def test_whom_the_file_knows_to_be_under_sixteen_nobody_has_to_tick(county: County, born: str, counts: bool) -> None:
    found = [one for one in MIGRANT if one is not Condition.UNDER_16]
    before = county.entries()
    if not counts:  # sixteen from the day after the birthday on
        with pytest.raises(Refused, match="不满十六周岁"):
            on_the_list(county, child={"birth_on": born}, conditions=found)
        assert county.entries() == before
        return
    case = on_the_list(county, child={"birth_on": born}, conditions=found).case_no
    (entry,) = county.facts("monitoring_began", case)
    assert "under_16" in entry["conditions"]


# ------------------------------------------------------------------------------------------------ what will be owed


def test_a_child_of_the_high_tier_that_is_not_key_is_told_to_owe_no_visit(county: County) -> None:
    begun = on_the_list(county, tier=Tier.HIGH, marks=[])
    assert no_visits(begun.coming)
    assert ASSESS_TIER.code in {one.duty for one in begun.coming}
    assert "routine_visit" not in county.owed(begun.case_no)


def test_a_key_child_is_told_from_when_on_visits_are_owed(county: County) -> None:
    begun = on_the_list(county, tier=Tier.HIGH)
    assert not no_visits(begun.coming)
    visits = [one.from_on for one in begun.coming if one.duty == ROUTINE_VISIT.code]
    assert visits == [date(2026, 3, 2)]
    assert "routine_visit" in county.owed(begun.case_no)


def test_who_is_listed_at_the_end_of_a_window_is_told_when_the_next_one_begins(county: County) -> None:
    county.clock.show("Monday 2026-11-23 09:00")
    begun = on_the_list(county, tier=Tier.LOW, marks=[], conditions=MIGRANT)
    assert county.owed(begun.case_no) == []
    assert {one.from_on for one in begun.coming} == {date(2027, 1, 1)}


@pytest.mark.parametrize("found", sorted(MAKES_KEY))
def test_a_migrant_child_of_whom_the_text_says_so_is_key_without_being_marked(county: County, found: Condition) -> None:
    begun = on_the_list(county, marks=[], conditions=[*MIGRANT, found])
    assert begun.marks == {ChildMark.KEY}
    assert county.facts("monitoring_began", begun.case_no)[0]["marks"] == ["key"]
    assert not no_visits(begun.coming)


def test_a_child_for_whom_nothing_will_ever_be_owed_is_listed_as_stuck(county: County) -> None:
    assert not leaves_somebody_out(national())  # of whatever tier, everybody is assessed
    kept = {code: one for code, one in national().rhythms.items() if one.duty == ROUTINE_VISIT.code}
    rules = replace(national(), version="2026.visits", rhythms=MappingProxyType(kept))
    rules = with_content(rules, canonical(rules))
    county = another(county, pack=rules)
    assert leaves_somebody_out(rules)
    key = on_the_list(county)
    other = on_the_list(county, child={"name": "禾一一", "birth_on": "2015-01-01"}, marks=[])
    assert other.coming == ()
    assert key.coming

    with county.office.reading() as desk:
        found = stuck(desk, frozenset({StuckKind.NO_OPEN_DUTY}))

    assert [one.case_no for one in found] == [other.case_no]
