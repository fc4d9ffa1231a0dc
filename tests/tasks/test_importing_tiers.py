"""Does a table of tiers do what is done for one child, on either database, and looking ahead nothing? 等级导入."""

from __future__ import annotations

from datetime import date

import pytest

from packs.loader import load
from rules.errors import Refused
from rules.vocabulary import ChildMark, MonitoringEnd, Tier
from rules.when import exactly
from tasks.grades import grades_in
from tasks.import_standings import Became, ImportedStandings, import_standings
from tasks.monitoring import end
from tasks.standing_table import read_standings
from tests.colleagues import another
from tests.monitored import on_the_list
from tests.office import County
from tests.registers import a_book

HEADS = ("档案编号", "风险等级", "关爱标记", "定级理由", "决定日期")


def entered(county: County, *rows: list[str | None], by: str = "P-CIVIL", dry_run: bool = False) -> ImportedStandings:
    table = read_standings(a_book(*rows, heads=HEADS), today=date(2026, 3, 2))
    assert table.mistakes == ()
    return import_standings(county.office, table, by_post=by, dry_run=dry_run)


def test_looking_ahead_takes_back_what_it_did_and_entering_keeps_it(county: County) -> None:
    child = on_the_list(county)
    before = county.entries()
    row: list[str | None] = [child.child_no, "高", "重点、小学低年级", "父亲服刑", None]
    for dry_run in (True, False):
        [one] = entered(county, row, dry_run=dry_run).standings
        assert one.became == (Became.RAISED, Became.MARKED)
        assert (county.entries() == before) is dry_run
    county.move()
    [again] = entered(county, row).standings
    assert again.became == (Became.SAME,)


def test_a_lower_tier_waits_for_the_second_person_and_is_not_proposed_twice(county: County) -> None:
    child = on_the_list(county, tier=Tier.HIGH)
    row: list[str | None] = [child.case_no, "低", None, "姑姑同住", None]
    assert [one.became for one in entered(county, row, by="P-LIUXI-STATION").standings] == [(Became.PROPOSED,)]
    county.move()
    assert county.duty(child.case_no, "confirm_lower_tier").post_no == "P-CIVIL"
    county.answer(child.case_no, "confirm_lower_tier", agrees="否", reason="仍须观察")
    before = county.entries()
    assert [one.became for one in entered(county, row).standings] == [(Became.DECIDED,)]
    assert county.entries() == before


def test_whoever_handed_the_table_in_does_not_agree_with_it_as_the_second_person(county: County) -> None:
    child = on_the_list(county, tier=Tier.HIGH)
    entered(county, [child.case_no, "中", None, "姑姑同住", None])
    county.move()
    with pytest.raises(Refused, match="不能自己复核"):
        county.answer(child.case_no, "confirm_lower_tier")


def test_one_child_after_the_other_stands_as_the_table_says_and_a_bad_row_stops_none(county: County) -> None:
    first = on_the_list(county, child={"name": "禾一"})
    second = on_the_list(county, child={"name": "禾二"}, marks=[ChildMark.KEY])
    told = entered(
        county,
        [first.child_no, "中", None, "祖父住院", None],
        [first.child_no, "高", None, "祖父住院", None],
        [second.child_no, None, "无", "误标", "2026-03-02"],
    )
    assert [one.became for one in told.standings] == [(Became.RAISED,), (Became.MARKED,)]
    assert [one.row for one in told.mistakes] == [3]


def test_who_has_left_the_list_is_put_there_again_only_by_a_new_decision(county: County) -> None:
    child = on_the_list(county)
    row: list[str | None] = [child.child_no, "中", None, "又外出", None]
    entered(county, row)
    county.clock.move(minutes=5)
    end(county.office, child.child_no, MonitoringEnd.PARENTS_RETURNED, when=exactly(county.clock()), by_post="P-CIVIL")
    county.move()
    [mistake] = entered(county, row).mistakes
    assert "已核实的条件" in mistake.zh


def test_nobody_decides_from_a_post_that_there_is_not(county: County) -> None:
    child = on_the_list(county)
    table = read_standings(a_book([child.child_no, "高", None, "x", None], heads=HEADS), today=date(2026, 3, 2))
    before = county.entries()
    with pytest.raises(Refused, match="P-NOBODY"):
        import_standings(county.office, table, by_post="P-NOBODY", dry_run=False)
    assert county.entries() == before


def test_the_words_of_a_place_for_the_tiers_are_read_and_written_there_and_nowhere_else(county: County) -> None:
    jining = another(county, pack=load("shandong-jining-2016"))
    child = on_the_list(jining)
    book = a_book([child.child_no, "差", None, "祖母病重", None], heads=HEADS)
    today = date(2026, 3, 2)

    assert [one.head for one in read_standings(book, today=today).mistakes] == ["风险等级"]
    table = read_standings(book, today=today, grades=grades_in(jining.office.pack))
    assert (table.mistakes, table.standings[0].tier) == ((), Tier.HIGH)
    [one] = import_standings(jining.office, table, by_post="P-CIVIL", dry_run=False).standings
    assert one.became == (Became.RAISED,)
