"""Are visits that were made entered part by part, so that none is lost and none entered twice? 走访导入."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from rules.errors import Refused
from rules.vocabulary import ChildMark, NoteKind
from rules.when import exactly
from tasks import export_visits as exports
from tasks import import_visits as imports
from tasks import windows
from tasks.export_visits import ChosenVisits, export_visits
from tasks.import_visits import Became, ImportedVisits, import_visits, look_ahead
from tasks.kinds import Kind
from tasks.notes import note
from tasks.visit_table import VisitTable, read_visits
from tests.monitored import on_the_list
from tests.office import County
from tests.registers import a_book, read_back

CIVIL = "P-CIVIL"
HEADS = (
    *("档案编号", "姓名", "出生日期", "身份证号", "走访日期", "方式", "联系对象", "是否见到儿童"),
    *("照护情况", "就学情况", "健康情况", "安全情况", "发现的问题", "儿童需求", "走访岗位"),
)


def a_visit(child: str | None, day: str | None, **changes: Any) -> list[Any]:
    """A visit on which all is well; by Chinese head."""
    row: dict[str, Any] = dict.fromkeys(HEADS)
    row |= {"档案编号": child, "走访日期": day, "联系对象": "儿童本人、实际照护人", "是否见到儿童": "是"}
    row |= {"照护情况": "照护良好", "就学情况": "正常就学", "健康情况": "健康", "安全情况": "安全"}
    assert not changes.keys() - row.keys()
    return [*{**row, **changes}.values()]


def a_contact(child: str | None, day: str | None, **changes: Any) -> list[Any]:
    said = {"方式": "联系", "联系对象": "实际照护人", "是否见到儿童": None}
    nothing = dict.fromkeys(("照护情况", "就学情况", "健康情况", "安全情况"))
    return a_visit(child, day, **{**said, **nothing, **changes})


def read(county: County, *rows: Sequence[Any]) -> VisitTable:
    return read_visits(a_book(*rows, heads=HEADS), today=county.clock().date())


def entered(county: County, *rows: Sequence[Any], by: str = CIVIL) -> ImportedVisits:
    """What looking ahead says comes true."""
    table, before = read(county, *rows), county.entries()
    ahead = look_ahead(county.office, table, by_post=by, tell=lambda done: None)
    assert county.entries() == before
    done = import_visits(county.office, table, by_post=by, tell=lambda done: None)
    assert (done.visits, done.mistakes) == (ahead.visits, ahead.mistakes)
    county.move()
    return done


def listed(county: County, turn: int = 0) -> str:
    """A key child of the low tier: a visit each quarter, a contact each month."""
    child = {"name": f"何小{turn}", "birth_on": "2018-03-05"}
    return on_the_list(county, child=child, marks=[ChildMark.KEY]).case_no


def test_a_visit_answers_what_is_owed_for_its_day_and_counts_as_a_contact(county: County) -> None:
    case = listed(county)
    child = county.case(case).child_no
    county.clock.move(days=3)
    done = entered(county, a_visit(child, "2026-03-04", 发现的问题="作业无人辅导"))
    assert [one.became for one in done.visits] == [Became.ANSWER]
    assert county.duty(case, "routine_visit").state == county.duty(case, "routine_contact").state == "answered"
    answer = next(one for one in county.facts(Kind.DUTY_ANSWERED, case) if "entered_by" in one)
    assert answer["entered_by"] == CIVIL
    assert "作业" not in str(answer)
    row = county.duty(case, "routine_visit")
    assert (row.happened_precision, row.answered_by_post) == ("day", row.post_no)
    county.must_hold()


def test_the_same_table_handed_in_again_changes_nothing(county: County) -> None:
    case = listed(county)
    county.clock.move(days=40)
    windows.open_windows(county.office)
    county.move()
    rows = [a_visit(case, "2026-03-04"), a_contact(case, "2026-04-02"), a_contact(case, "2026-01-09")]
    done = entered(county, *rows)
    assert [one.became for one in done.visits] == [Became.ANSWER, Became.ANSWER, Became.NOTE]
    before = county.entries()
    again = entered(county, *rows)
    assert {one.became for one in again.visits} == {Became.ALREADY}
    assert county.entries() == before


def test_a_visit_that_somebody_entered_by_hand_is_not_entered_again(county: County) -> None:
    case = listed(county)
    county.answer(case, "routine_visit")
    today = county.clock().date().isoformat()
    assert [one.became for one in entered(county, a_visit(case, today)).visits] == [Became.ALREADY]
    county.clock.move(days=2)
    note(county.office, case, NoteKind.VISIT, words="路过看望", when=exactly(county.clock()), by_post=CIVIL)
    note(county.office, case, NoteKind.CONTACT, words="电话无人接听", when=exactly(county.clock()), by_post=CIVIL)
    later = county.clock().date().isoformat()
    done = entered(county, a_visit(case, later), a_contact(case, later))
    assert [one.became for one in done.visits] == [Became.ALREADY, Became.NOTE]  # a vain call was no contact


def test_a_visit_of_which_nothing_is_owed_any_more_is_kept_as_a_note(county: County) -> None:
    case = listed(county)
    county.clock.move(days=5)
    done = entered(county, a_visit(case, "2026-03-04"), a_visit(case, "2026-03-06", 儿童需求="课外书"))
    assert [one.became for one in done.visits] == [Became.ANSWER, Became.NOTE]
    (said,) = county.facts(Kind.NOTED, case)
    assert said["kind"] == NoteKind.VISIT
    assert "课外书" not in str(said)
    county.must_hold()


def test_a_late_visit_is_entered_and_is_late(county: County) -> None:
    case = listed(county)
    county.clock.show("Friday 2026-04-03 09:00")
    done = entered(county, a_contact(case, "2026-04-02"))
    assert [(one.became, one.late) for one in done.visits] == [(Became.ANSWER, True)]


def test_a_row_that_stands_twice_is_entered_once_and_both_are_named(county: County) -> None:
    case = listed(county)
    county.clock.move(days=3)
    child = county.case(case).child_no
    done = entered(county, a_visit(child, "2026-03-04"), a_visit(case, "2026-03-04"))
    assert [(one.row, one.became, one.same_as) for one in done.visits] == [
        (2, Became.ANSWER, None),
        (3, Became.REPEATED, 2),
    ]


def test_a_child_is_recognised_as_in_a_register(county: County) -> None:
    listed(county)
    county.clock.move(days=3)
    by_name = a_visit(None, "2026-03-04", 姓名="何小0", 出生日期="2018-03-05")
    stranger = a_visit(None, "2026-03-04", 姓名="何大", 出生日期="2018-03-05")
    done = entered(county, by_name, stranger)
    assert [one.became for one in done.visits] == [Became.ANSWER]
    assert [(one.row, "不" in one.zh or "没有" in one.zh) for one in done.mistakes] == [(3, True)]


@pytest.mark.parametrize(
    ("changes", "head", "mend"),
    [
        ({"走访日期": "2026-03-20"}, "走访日期", "将来"),
        ({"走访日期": None}, "走访日期", "请填写"),
        ({"走访日期": "上周"}, "走访日期", "2015-12-01"),
        ({"档案编号": "K-12345-67890"}, "档案编号", "照档案抄写"),
        ({"档案编号": None}, "档案编号", "才能识别"),
        ({"联系对象": None}, "联系对象", "请至少选一个"),
        ({"联系对象": "邻居"}, "联系对象", "应为"),
        ({"是否见到儿童": "否"}, "是否见到儿童", "不算完成"),
        ({"是否见到儿童": None}, "是否见到儿童", "应为"),
        ({"照护情况": None}, "照护情况", "应为"),
        ({"安全情况": "面临危险"}, "安全情况", "立即"),
        ({"发现的问题": "长" * 201}, "发现的问题", "过长"),
        ({"走访岗位": "P-NOBODY"}, "走访岗位", "没有这个岗位"),
        ({"走访岗位": "P-POLICE"}, "走访岗位", "岗位"),
    ],
)
def test_a_bad_row_is_named_with_its_mend_and_the_good_one_is_entered(
    county: County, changes: dict[str, Any], head: str, mend: str
) -> None:
    case = listed(county)
    county.clock.move(days=5)
    done = read(county, a_visit(case, "2026-03-04"), a_visit(case, "2026-03-05", **changes))
    result = import_visits(county.office, done, by_post=CIVIL, tell=lambda _: None)
    (wrong,) = [*done.mistakes, *result.mistakes]
    assert (wrong.row, wrong.head) == (3, head)
    assert mend in wrong.zh
    assert wrong.en
    assert [one.row for one in result.visits] == [2]


def test_whoever_owes_it_or_leads_or_coordinates_may_enter_it_and_nobody_else(county: County) -> None:
    case = listed(county)
    county.clock.move(days=3)
    owes = county.duty(case, "routine_visit").post_no
    assert owes is not None
    for post, may in ((owes, True), (CIVIL, True), ("P-OFFICE", True), ("P-LIUXI-SCHOOL", False)):
        ahead = look_ahead(county.office, read(county, a_visit(case, "2026-03-04")), by_post=post, tell=lambda _: None)
        assert bool(ahead.visits) is may, post
    with pytest.raises(Refused):
        import_visits(county.office, read(county, a_visit(case, "2026-03-04")), by_post="P-NOBODY", tell=lambda _: None)


STATION, OTHER_STATION, COMMITTEE = "P-LIUXI-STATION", "P-SHIQIAO-STATION", "P-HEBIAN-COMMITTEE"


def test_a_township_enters_the_visits_of_its_villages_and_both_are_on_record(county: County) -> None:
    village = {"name": "何小村", "birth_on": "2018-03-05", "residence": {"area": "990101001001"}}
    case = on_the_list(county, child=village, marks=[ChildMark.KEY]).case_no
    county.clock.move(days=5)
    assert county.duty(case, "routine_visit").post_no == COMMITTEE
    before = a_visit(case, "2026-01-09")  # older than the file: nothing was owed

    done = entered(county, a_visit(case, "2026-03-04"), before, by=STATION)

    assert [one.became for one in done.visits] == [Became.ANSWER, Became.NOTE]
    facts = [*county.facts(Kind.DUTY_ANSWERED, case), *county.facts(Kind.NOTED, case)]
    assert [one["entered_by"] for one in facts if "entered_by" in one] == [STATION, STATION]
    made = [one.by_post for one in county.journal() if one.kind in (Kind.DUTY_ANSWERED, Kind.NOTED)]
    assert COMMITTEE in made
    assert STATION not in made


def test_who_is_not_above_the_village_is_told_who_is(county: County) -> None:
    village = {"name": "何小村", "birth_on": "2018-03-05", "residence": {"area": "990101001001"}}
    case = on_the_list(county, child=village, marks=[ChildMark.KEY]).case_no
    county.clock.move(days=5)
    for day in ("2026-03-04", "2026-01-09"):
        for post in (OTHER_STATION, "P-LIUXI-SCHOOL"):
            table = read(county, a_visit(case, day))
            (wrong,) = look_ahead(county.office, table, by_post=post, tell=lambda _: None).mistakes
            assert f"由 {COMMITTEE} 承办" in wrong.zh
            assert "未成年人保护工作站" in wrong.zh
            assert post in wrong.zh
            assert COMMITTEE in wrong.en


def test_a_village_does_not_enter_what_its_township_did(county: County) -> None:
    case = listed(county)
    county.clock.move(days=3)
    owes = county.duty(case, "routine_visit").post_no
    by_township = a_visit(case, "2026-01-09", 走访岗位=CIVIL)
    ahead = look_ahead(county.office, read(county, by_township), by_post=owes, tell=lambda _: None)
    assert ahead.visits == []


def test_a_long_table_is_entered_in_parts_and_finished_after_a_break(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    cases = [listed(county, turn) for turn in range(5)]
    county.clock.move(days=3)
    table = read(county, *(a_visit(case, "2026-03-04") for case in cases))

    def cable_pulled(done: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_visits(county.office, table, by_post=CIVIL, tell=cable_pulled)
    again = import_visits(county.office, table, by_post=CIVIL, tell=lambda _: None)
    assert [one.became for one in again.visits] == [Became.ALREADY] * 4 + [Became.ANSWER]
    county.move()
    county.must_hold()


def test_what_is_taken_out_comes_back_and_changes_nothing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_AT_ONCE", 2)
    cases = [listed(county, turn) for turn in range(3)]
    county.clock.move(days=35)
    windows.open_windows(county.office)
    county.move()
    rows = [*(a_visit(case, "2026-03-04", 发现的问题="缺课") for case in cases), a_contact(cases[0], "2026-04-02")]
    entered(county, *rows)
    chosen = ChosenVisits(area="990101", first=date(2026, 1, 1), last=county.clock().date())
    taken = export_visits(county.office, chosen, by_post=CIVIL, reason="年度抽查")
    heads, *lines = read_back(taken.content)
    assert (taken.visits, taken.children, len(lines)) == (4, 3, 4)  # the contact that a visit counted for is no line
    first = dict(zip(heads, lines[0], strict=True))
    assert (first["走访日期"], first["是否见到儿童"], first["发现的问题"]) == ("2026-03-04", "是", "缺课")
    reads = [one for one in county.journal() if one.kind == Kind.IDENTITY_READ]
    assert {one.chain for one in reads} == {county.case(case).child_no for case in cases}
    before = county.entries()
    back = read_visits(taken.content, today=county.clock().date() + timedelta(days=1))
    again = import_visits(county.office, back, by_post=CIVIL, tell=lambda _: None)
    assert ({one.became for one in again.visits}, again.mistakes) == ({Became.ALREADY}, [])
    assert county.entries() == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": " "}, "理由"),
        ({"chosen": ChosenVisits(area="9", first=date(2026, 1, 1), last=date(2026, 1, 2))}, "行政区划代码"),
        ({"chosen": ChosenVisits(area="99", first=date(2026, 1, 3), last=date(2026, 1, 2))}, "早于"),
        ({"by_post": "P-NOBODY"}, "岗位"),
        ({}, "没有走访"),
    ],
)
def test_nothing_is_taken_out_without_a_reason_a_place_and_a_visit(
    county: County, changes: dict[str, Any], said: str
) -> None:
    before = county.entries()
    asked: dict[str, Any] = {
        "chosen": ChosenVisits(area="99", first=date(2026, 1, 1), last=date(2026, 12, 31)),
        "by_post": CIVIL,
        "reason": "年度抽查",
        **changes,
    }
    with pytest.raises(Refused, match=said):
        export_visits(county.office, asked.pop("chosen"), **asked)
    assert county.entries() == before
