"""What agencies owe themselves each year: checked, inspected, reported, by the day that the rule names. 定期上报."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.database import Database
from packs.loader import load
from rules.errors import Conflict, Refused
from rules.moments import shanghai
from rules.vocabulary import CasePurpose, ChildCategory, CloseReason, Force, ProcedureKind, WindowKind
from rules.when import exactly
from rules.windows import window_of
from tasks import agency_files, figures, ocel, spot_check
from tasks.audit_sheet import case_sheet, with_reasons
from tasks.closing import close
from tasks.directory import enter_directory, read_directory
from tasks.duty_calendar import duty_calendar
from tasks.erasure import erase
from tasks.export_case import export_case
from tasks.kinds import Kind
from tasks.ocel_chosen import Chosen
from tasks.opening import open_by_hand
from tasks.picture_rows import picture_rows
from tasks.reading import read_identity
from tasks.rounds import regular_round
from tasks.stuck import stuck
from tasks.stuck.kinds import StuckKind
from tasks.timeline import timeline
from tasks.turning import record_death
from tasks.whose import whose
from tests.clock import Clock
from tests.databases import fresh_sqlite
from tests.monitored import LEFT_BEHIND, on_the_list
from tests.office import County, a_county

ROUTINE = ProcedureKind.ROUTINE_REPORTING
CITY, PROVINCE = "P-CITY", "P-PROVINCE"
OF_A_BUREAU = ["spot_check_files", "train_child_workers", "village_safety_activity"]
TEST_CITY = {
    "机构": [
        {
            "编号": "city-mz",
            "名称": "青市民政局",
            "行政区划代码": "9901",
            "岗位": [
                {
                    "编号": CITY,
                    "职能": "city_civil_affairs",
                    "名称": "儿童福利科",
                    "通知渠道": [{"渠道": "file", "地址": CITY}],
                    "人员": [{"编号": "W-901", "姓名": "市民", "自": "2024-01-01T00:00+08:00"}],
                }
            ],
        },
        {
            "编号": "province-mz",
            "名称": "某省民政厅",
            "行政区划代码": "99",
            "岗位": [
                {
                    "编号": PROVINCE,
                    "职能": "provincial_civil_affairs",
                    "名称": "儿童福利处",
                    "通知渠道": [{"渠道": "file", "地址": PROVINCE}],
                    "人员": [{"编号": "W-902", "姓名": "省民", "自": "2024-01-01T00:00+08:00"}],
                }
            ],
        },
    ]
}


@pytest.fixture
def county(database: Database, tmp_path: Path) -> Iterator[County]:
    """Qinghe in Fujian, with its city and its province above it, on the first working day of the year."""
    made = in_fujian(tmp_path, "Monday 2026-01-05 08:00", database)
    yield made
    made.must_hold()


def in_fujian(folder: Path, now: str, database: Database | None = None) -> County:
    made = a_county(database or fresh_sqlite(folder), Clock(shanghai(now)), folder, pack=load("fujian-2024"))
    made.replays = True
    enter_directory(made.office, read_directory(TEST_CITY))
    return made


def begins(county: County) -> None:
    """The round that opens files, and the procedures that follow."""
    agency_files.open_agency_files(county.office)
    county.move()


def file_of(county: County, post: str, about: str = "2026") -> str:
    """The only file of a post for a window."""
    entries = [one for one in county.journal() if one.kind == Kind.PROCEDURE_OPENED]
    of_post = [one.chain for one in entries if f'"{post}"' in one.payload and f'"about":"{about}"' in one.payload]
    assert len(of_post) == 1, of_post
    return of_post[0]


def _whose(county: County, no: str) -> object:
    with county.office.reading() as desk:
        return whose(desk, no)


def left_behind(county: County, turn: int) -> str:
    child = {"name": f"何小{turn}", "birth_on": f"2018-03-{turn:02}"}
    begun = on_the_list(county, child=child, categories=[ChildCategory.LEFT_BEHIND], conditions=LEFT_BEHIND)
    return begun.case_no


# -------------------------------------------------------------------------------- opening


def test_each_post_that_the_rules_ask_has_one_file_a_year(county: County) -> None:
    begins(county)
    city, bureau = file_of(county, CITY), file_of(county, "P-CIVIL")
    assert county.owed(city) == ["inspect_care_work", "model_training", "report_progress", "report_spot_checks"]
    assert county.owed(bureau) == OF_A_BUREAU
    assert county.owed(file_of(county, PROVINCE)) == ["model_training"]
    assert county.owed(file_of(county, "P-EDU")) == ["village_safety_activity"]
    assert county.case(city).purpose == CasePurpose.AGENCY
    assert county.case(city).child_no is None
    assert {row.post_no for row in county.duties(city)} == {CITY}
    opened = [row.chain for row in county.journal() if row.kind == Kind.PROCEDURE_OPENED]
    begins(county)
    assert [row.chain for row in county.journal() if row.kind == Kind.PROCEDURE_OPENED] == opened


def test_where_no_rule_asks_nobody_owes_it(office_county: County) -> None:
    assert agency_files.open_agency_files(office_county.office) == 0


@pytest.fixture
def office_county(tmp_path: Path) -> Iterator[County]:
    """Qinghe under the national rules."""
    made = a_county(fresh_sqlite(tmp_path), Clock(shanghai("Monday 2026-01-05 08:00")), tmp_path)
    yield made
    made.office.database.dispose()


def test_the_daily_round_opens_them(county: County) -> None:
    regular_round(county.office)
    county.move()
    assert county.owed(file_of(county, "P-CIVIL")) == OF_A_BUREAU


def test_a_round_that_was_off_for_two_years_finds_every_year(county: County) -> None:
    begins(county)
    county.clock.show("Monday 2028-01-03 08:00")
    begins(county)
    assert [county.owed(file_of(county, "P-CIVIL", year)) for year in ("2026", "2027", "2028")] == [OF_A_BUREAU] * 3


YEARLY = ["inspect_care_work", "model_training"]
BY_A_DAY = ["report_progress", "report_spot_checks"]


@pytest.mark.parametrize(
    ("entered", "owed"),
    [
        ("Friday 2026-10-02 08:00", [*YEARLY, *BY_A_DAY]),  # the last quarter: the text asks it of the agency all year
        ("Friday 2026-11-06 18:00", [*YEARLY, *BY_A_DAY]),  # two working days before 10 November
        ("Wednesday 2026-11-11 08:00", [*YEARLY, "report_progress"]),
        ("Tuesday 2026-12-01 08:00", YEARLY),
        ("Thursday 2026-12-31 23:00", []),
    ],
)
def test_a_post_that_comes_while_the_year_runs_owes_what_can_still_be_done_in_it(
    tmp_path: Path, entered: str, owed: list[str]
) -> None:
    county = in_fujian(tmp_path, entered)
    begins(county)
    opened = [one.chain for one in county.journal() if one.kind == Kind.CASE_OPENED and f'"{CITY}"' in one.payload]
    assert [county.owed(no) for no in opened] == ([sorted(owed)] if owed else [])
    county.clock.show("Friday 2027-01-01 08:00")
    begins(county)
    assert county.owed(file_of(county, CITY, "2027")) == sorted([*YEARLY, *BY_A_DAY])
    county.must_hold()
    county.office.database.dispose()


@pytest.mark.parametrize(("later", "owes"), [(-1, True), (0, True), (1, False)])
def test_the_last_safe_moment_is_the_last_at_which_who_comes_still_owes_it(
    county: County, tmp_path: Path, later: int, owes: bool
) -> None:
    begins(county)
    safe = county.duty(file_of(county, CITY), "report_spot_checks").last_safe_at
    assert safe is not None
    late = in_fujian(tmp_path, "Monday 2026-01-05 08:00")
    with late.office.writing() as desk:
        rhythm = desk.pack.rhythms["fujian_report_spot_checks"]
        window = window_of(WindowKind.YEAR, date(2026, 1, 5))
        entered = safe + timedelta(seconds=later)
        assert agency_files.still_in_time(desk, desk.pack, rhythm, window, entered) is owes
    late.office.database.dispose()


def test_a_bureau_of_the_city_does_not_owe_what_the_text_asks_of_the_county(county: County) -> None:
    people = [{"编号": "W-903", "姓名": "市教", "自": "2024-01-01T00:00+08:00"}]
    ways = [{"渠道": "file", "地址": "P-CITY-EDU"}]
    post = {"编号": "P-CITY-EDU", "职能": "education", "名称": "基教科", "通知渠道": ways, "人员": people}
    agency = {"编号": "city-jy", "名称": "青市教育局", "行政区划代码": "9901", "岗位": [post]}
    enter_directory(county.office, read_directory({"机构": [agency]}))
    begins(county)

    assert county.owed(file_of(county, "P-EDU")) == ["village_safety_activity"]
    assert not [one for one in county.journal() if one.kind == Kind.CASE_OPENED and "P-CITY-EDU" in one.payload]


# -------------------------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("duty", "due"),
    [
        ("report_spot_checks", "Wednesday 2026-11-11 00:00"),
        ("report_progress", "Tuesday 2026-12-01 00:00"),
        ("inspect_care_work", "Friday 2027-01-01 00:00"),
    ],
)
def test_each_is_due_at_the_end_of_the_day_that_its_rule_names(county: County, duty: str, due: str) -> None:
    begins(county)
    row = county.duty(file_of(county, CITY), duty)
    assert row.legal_due_at == row.internal_due_at == shanghai(due)
    assert not row.provisional


def test_a_report_on_the_tenth_of_november_is_in_time_and_a_second_after_midnight_is_late(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    row = county.duty(city, "report_spot_checks")
    assert row.legal_due_at is not None
    county.clock.show(row.legal_due_at + timedelta(seconds=1))
    assert county.sweep() > 0
    (*_, last) = [one for one in county.facts("rung_fired", city) if one["code"] == "report_spot_checks"]
    assert last["told"] == [CITY]
    late = county.answer(city, "report_spot_checks", at=county.clock())
    assert late.in_time is False


def test_at_midnight_itself_it_is_still_in_time(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    assert county.answer(city, "report_spot_checks", at="Wednesday 2026-11-11 00:00").in_time is True


def test_a_city_that_reports_before_its_counties_have_checked_is_told_so(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    assert county.live(file_of(county, "P-CIVIL"), "spot_check_files").legal_due_at == shanghai(
        "Friday 2027-01-01 00:00"
    )

    done = county.answer(city, "report_spot_checks", at="Tuesday 2026-11-10 10:00")

    assert done.unchecked == 1
    groups = next(one for one in county.facts(Kind.DUTY_ANSWERED, city) if "figures" in one)["figures"]["groups"]
    assert groups["spot_checks_open"]["total"] == 1
    assert groups["spot_checks"]["total"] == 0


def test_the_tenth_of_november_needs_no_calendar(tmp_path: Path) -> None:
    """2029 has no notice of holidays: a day of the year is the same whether it is a working day or not."""
    county = in_fujian(tmp_path, "Monday 2029-01-01 08:00")
    begins(county)
    row = county.duty(file_of(county, CITY, "2029"), "report_spot_checks")
    assert (row.legal_due_at, row.provisional) == (shanghai("Sunday 2029-11-11 00:00"), False)
    county.office.database.dispose()


def test_a_city_that_reports_nothing_is_told_of_at_the_province_again_and_again(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    told = []
    for moment in ("Wednesday 2026-11-11 00:00", "Thursday 2026-11-19 00:00", "Saturday 2026-12-19 00:00"):
        county.clock.show(moment)
        county.sweep()
        fired = [one for one in county.facts("rung_fired", city) if one["code"] == "report_spot_checks"]
        told.append(fired[-1]["told"])
    assert told == [[CITY], [PROVINCE], [PROVINCE]]


def test_whoever_watches_finds_it_among_the_stuck(county: County) -> None:
    begins(county)
    county.clock.show("Friday 2026-11-13 08:00")
    with county.office.reading() as desk:
        found = [one for one in stuck(desk) if one.case_no == file_of(county, CITY)]
    assert StuckKind.OVERDUE in {one.kind for one in found}


def test_it_stands_in_the_calendar_and_the_digest_of_its_post(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    with county.office.reading() as desk:
        days = duty_calendar(desk, CITY)
    assert days.duties == 4
    assert city.encode() in days.content
    county.clock.show("Thursday 2026-11-12 08:30")
    regular_round(county.office)
    assert [one for one in county.notices(post=CITY) if one.why == "digest_sent"]


# -------------------------------------------------------------------------------- the answers


def test_a_city_that_has_checked_inspected_and_reported_is_done_until_the_next_year(county: County) -> None:
    begins(county)
    city = file_of(county, CITY)
    county.answer_all(city, "inspect_care_work", "report_spot_checks", "report_progress", "model_training")
    assert county.ends(city, ROUTINE) == [CloseReason.COMPLETED]
    assert [row.kind for row in county.procedures(city)] == [ROUTINE]
    assert county.case(city).state == "closed"
    begins(county)
    assert county.case(city).state == "closed"
    county.clock.show("Friday 2027-01-01 08:00")
    begins(county)
    assert county.owed(file_of(county, CITY, "2027"))


def test_files_are_drawn_once_and_drawing_again_gives_the_same(county: County) -> None:
    begins(county)
    bureau = file_of(county, "P-CIVIL")
    there = {left_behind(county, turn) for turn in range(1, 13)}
    on_the_list(county)  # a migrant child is none whose files are checked
    drawing = spot_check.draw(county.office, bureau, by_post="P-CIVIL")
    assert (drawing.files, len(drawing.drawn)) == (12, 10)
    assert set(drawing.drawn) < there
    with pytest.raises(Conflict, match="不能重抽"):
        spot_check.draw(county.office, bureau, by_post="P-CIVIL")
    county.clock.move(days=3)
    left_behind(county, 20)
    with county.office.reading() as desk:
        assert spot_check.comes_out_again(desk, drawing)


def test_a_spot_check_speaks_only_of_the_files_that_were_drawn(county: County) -> None:
    begins(county)
    bureau = file_of(county, "P-CIVIL")
    there = [left_behind(county, turn) for turn in range(1, 13)]
    with pytest.raises(Refused, match="hutong figures draw"):
        county.answer(bureau, "spot_check_files")
    drawing = spot_check.draw(county.office, bureau, by_post="P-CIVIL")
    left_out = next(no for no in there if no not in drawing.drawn)
    with pytest.raises(Refused, match="不在抽取的档案中"):
        county.answer(bureau, "spot_check_files", with_gaps=[left_out], findings="缺走访记录")
    with pytest.raises(Refused, match="findings"):
        county.answer(bureau, "spot_check_files", with_gaps=[drawing.drawn[0]])
    twice = [drawing.drawn[0]]
    with pytest.raises(Refused, match="只有一种结果"):
        county.answer(bureau, "spot_check_files", with_gaps=twice, not_kept=twice, findings="缺走访记录")
    county.answer(bureau, "spot_check_files", with_gaps=[drawing.drawn[0]], findings="缺走访记录")
    assert "spot_check_files" not in county.owed(bureau)


def test_a_county_without_such_children_checks_an_empty_list(county: County) -> None:
    begins(county)
    bureau = file_of(county, "P-CIVIL")
    assert spot_check.draw(county.office, bureau, by_post="P-CIVIL").drawn == ()
    county.answer_all(bureau, *OF_A_BUREAU)
    assert county.case(bureau).state == "closed"


def test_a_report_keeps_the_figures_of_that_day_and_nobody_types_them(county: County) -> None:
    begins(county)
    city, bureau = file_of(county, CITY), file_of(county, "P-CIVIL")
    first = left_behind(county, 1)
    left_behind(county, 2)
    county.clock.show("Wednesday 2026-03-04 08:00")
    county.a_case()
    county.answer(first, "routine_visit")
    drawing = spot_check.draw(county.office, bureau, by_post="P-CIVIL")
    county.answer(bureau, "spot_check_files", not_kept=[drawing.drawn[1]], findings="没有走访记录")
    with pytest.raises(Refused):
        county.answer(city, "report_spot_checks", on_list=200)
    county.answer(city, "report_spot_checks")
    said = next(one for one in county.facts(Kind.DUTY_ANSWERED, city) if "figures" in one)["figures"]
    assert (said["area"], said["year"]) == ("9901", 2026)
    groups = said["groups"]
    assert groups["on_list"] == {"total": 2, "low": 2, "middle": 0, "high": 0}
    assert groups["categories"]["left_behind"] == 2
    assert (groups["routine_visit"]["total"], groups["routine_visit"]["in_time"]) == (2, 1)
    assert groups["routine_visit"]["not_due"] == 1
    assert (groups["reports"]["total"], groups["opened"]["total"], groups["closed"]["total"]) == (1, 1, 0)
    assert groups["spot_checks"] == {"total": 1}
    assert groups["files_checked"] == {"total": 2, "in_order": 1, "with_gaps": 0, "not_kept": 1}


def test_figures_change_with_the_record_and_not_with_the_day_of_asking_for_a_past_year(county: County) -> None:
    left_behind(county, 1)
    county.clock.show("Monday 2027-02-01 08:00")
    with county.office.reading() as desk:
        found = figures.figures_of(desk, area="9901", year=2026)
        with pytest.raises(Refused, match="尚未开始"):
            figures.figures_of(desk, area="9901", year=2028)
    assert found.last.isoformat() == "2026-12-31"
    visits = next(one for one in found.groups if one.code == "routine_visit")
    assert visits.total == sum(number for _, number in visits.parts.values()) == 1


def test_small_numbers_are_withheld_from_what_leaves_the_house(county: County) -> None:
    for turn in range(1, 8):
        left_behind(county, turn)
    with county.office.reading() as desk:
        found = figures.figures_of(desk, area="9901", year=2026)
    shared = {group.code: (total, parts) for group, total, parts in found.shared()}
    assert shared["on_list"] == (7, {"low": 7, "middle": 0, "high": 0})
    assert shared["left"] == (0, {})
    county.answer(left_behind(county, 8), "routine_visit")
    with county.office.reading() as desk:
        shared = {
            one.code: (total, parts) for one, total, parts in figures.figures_of(desk, area="9901", year=2026).shared()
        }
    total, parts = shared["routine_visit"]
    assert total == 8
    assert parts["in_time"] is None
    assert parts["not_due"] is None


# -------------------------------------------------------------------------------- what such a file is not


def test_a_file_of_an_agency_is_no_case_that_people_open_or_close(county: County) -> None:
    begins(county)
    bureau = file_of(county, "P-CIVIL")
    with pytest.raises(Refused, match="机关事项"):
        close(county.office, bureau, reason="办完", settle=True, by_post="P-CIVIL")


def test_whoever_looks_for_a_child_in_it_is_told_that_there_is_none(county: County) -> None:
    begins(county)
    bureau, office = file_of(county, "P-CIVIL"), county.office
    asked: tuple[Callable[[], object], ...] = (
        lambda: _whose(county, bureau),
        lambda: read_identity(office, bureau, by_post="P-CIVIL", reason="核对"),
        lambda: erase(office, bureau, reason="到期", by_post="P-CIVIL", second_post="P-OFFICE"),
        lambda: open_by_hand(office, bureau, ProcedureKind.REFERRAL, when=exactly(county.clock()), by_post="P-CIVIL"),
        lambda: record_death(office, bureau, when=exactly(county.clock()), by_post="P-CIVIL"),
    )
    before = county.entries()
    for ask in asked:
        with pytest.raises(Refused, match="不涉及儿童"):
            ask()
    assert county.entries() == before


def test_its_timeline_sheet_picture_and_exports_are_those_of_any_file(county: County) -> None:
    begins(county)
    bureau, office = file_of(county, "P-CIVIL"), county.office
    left_behind(county, 1)
    spot_check.draw(office, bureau, by_post="P-CIVIL")
    county.answer(bureau, "spot_check_files", note="档案柜第三层")
    with office.reading() as desk:
        assert any("抽取 1 份" in line.zh for line in timeline(desk, bureau))
        assert "spot_check_files" in {duty.code for duty in case_sheet(desk, bureau).case.duties.values()}
        assert with_reasons(desk, case_sheet(desk, bureau)).case_no == bureau
        assert picture_rows(desk, bureau)
    exported = export_case(office, bureau, by_post="P-CIVIL", reason="上级调阅")
    assert set(exported.chains) == {bureau}
    assert "档案柜" not in exported.content.decode()
    out = county.home / "events.jsonocel"
    ocel.export(office, Chosen(), out, by_post="P-CIVIL", reason="流程分析")
    events = json.loads(out.read_text(encoding="utf-8"))
    assert sum(one["type"] == "child" for one in events["objects"]) == 1


def test_schools_of_tianmen_owe_an_activity_each_term(tmp_path: Path) -> None:
    county = a_county(
        fresh_sqlite(tmp_path),
        Clock(shanghai("Tuesday 2026-09-01 08:00")),
        tmp_path,
        pack=load("hubei-tianmen-2025"),
    )
    begins(county)
    term = file_of(county, "P-LIUXI-SCHOOL", "2026-2027-1")
    assert set(county.owed(term)) == {"hold_family_education", "teach_the_law"}
    assert county.duty(term, "hold_family_education").legal_due_at == shanghai("Monday 2027-02-01 00:00")
    with pytest.raises(Refused, match="1 以上"):
        county.answer(term, "hold_family_education", families=0)
    county.answer(term, "hold_family_education")
    county.answer(term, "teach_the_law")
    county.clock.show("Monday 2027-02-01 00:00")
    begins(county)
    second = file_of(county, "P-LIUXI-SCHOOL", "2026-2027-2")
    assert set(county.owed(second)) == {"hold_family_education", "teach_the_law"}
    county.must_hold()
    county.office.database.dispose()


@pytest.mark.parametrize("place", ["hubei-tianmen-2025", "fujian-2024", "shandong-linyi-2024"])
def test_schools_of_three_places_owe_a_talk_on_safety_before_either_holidays(place: str, tmp_path: Path) -> None:
    clock, pack = Clock(shanghai("Friday 2027-01-01 08:00")), load(place)
    county = a_county(fresh_sqlite(tmp_path), clock, tmp_path, pack=pack)
    begins(county)
    year = file_of(county, "P-LIUXI-SCHOOL", "2027")
    due = {code: county.duty(year, code).legal_due_at for code in county.owed(year)}
    assert due == {
        "safety_talk_winter": shanghai("Saturday 2027-01-16 00:00"),
        "safety_talk_summer": shanghai("Thursday 2027-07-01 00:00"),
    }
    assert {pack.force_of(pack.duty(code).periods["default"]) for code in due} == {Force.OUR_DEFAULT}
    with pytest.raises(Refused, match="1 以上"):
        county.answer(year, "safety_talk_winter", pupils=0)
    county.answer(year, "safety_talk_winter")
    county.answer(year, "safety_talk_summer")
    assert county.owed(year) == []
    county.must_hold()
    county.office.database.dispose()


# -------------------------------------------------------------------------------- villages and training


@pytest.mark.parametrize("post", ["P-EDU", "P-CIVIL"])
def test_each_department_of_a_county_in_fujian_teaches_safety_in_villages_once_a_year(
    county: County, post: str
) -> None:
    begins(county)
    file = file_of(county, post)
    assert county.duty(file, "village_safety_activity").legal_due_at == shanghai("Friday 2027-01-01 00:00")
    with pytest.raises(Refused, match="1 以上"):
        county.answer(file, "village_safety_activity", villages=0)
    county.answer(file, "village_safety_activity", villages=2, held_with="公安、妇联")
    assert "village_safety_activity" not in county.owed(file)


def test_a_year_without_an_activity_in_the_villages_reaches_the_county_government(county: County) -> None:
    begins(county)
    file, told = file_of(county, "P-EDU"), list[str]()
    for moment in ("Friday 2027-01-01 00:00", "Monday 2027-01-11 00:00", "Tuesday 2027-02-02 00:00"):
        county.clock.show(moment)
        county.sweep()
        fired = [one for one in county.facts("rung_fired", file) if one["code"] == "village_safety_activity"]
        told.append(fired[-1]["told"])
    assert told == [["P-EDU", "P-CIVIL-LEADER"], [CITY, "P-OFFICE"], ["P-GOV"]]


def test_the_city_and_the_province_hold_a_model_training_each(county: County) -> None:
    begins(county)
    for file in (file_of(county, CITY), file_of(county, PROVINCE)):
        assert county.duty(file, "model_training").legal_due_at == shanghai("Friday 2027-01-01 00:00")
        with pytest.raises(Refused, match="1 以上"):
            county.answer(file, "model_training", trained=0)
        county.answer(file, "model_training")
    assert county.ends(file_of(county, PROVINCE), ROUTINE) == [CloseReason.COMPLETED]


@pytest.mark.parametrize("trained", [0, 23, 25])
def test_as_long_as_one_child_director_is_untrained_the_training_stays_owed(county: County, trained: int) -> None:
    begins(county)
    bureau = file_of(county, "P-CIVIL")
    with pytest.raises(Refused, match="全部受训后再登记"):
        county.answer(bureau, "train_child_workers", workers=24, trained=trained)
    with pytest.raises(Refused, match="1 以上"):
        county.answer(bureau, "train_child_workers", workers=0, trained=0)
    with pytest.raises(Refused, match="training_files"):
        county.answer(bureau, "train_child_workers", training_files="")
    county.answer(bureau, "train_child_workers")
    assert "train_child_workers" not in county.owed(bureau)
