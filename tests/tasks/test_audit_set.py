"""What does the audit say of a county, and what of it may leave? 成批核查."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from sqlmodel import select

from models import DutyRow
from rules.calendar import Calendar
from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import Force, ProcedureKind
from rules.working_time import WorkingTime
from tasks.audit_set import Asked, SetSheet, Step, set_sheet
from tasks.audit_set_paper import set_paper
from tasks.audit_sheet import case_sheet
from tasks.audit_view import COLUMNS, SetView, inside, shared
from tasks.verdicts import Verdict
from tests.builders import a_child
from tests.office import County

YEAR: dict[str, Any] = {"area": "990101", "from_on": date(2026, 1, 1), "to_on": date(2026, 12, 31)}
MINUTES_TAKEN = (20, 30, 45, 55, 90, 200)
"""From the report at 10:50 until the police accepted it; within an hour is in time."""


@pytest.fixture
def cases(county: County) -> list[str]:
    """Six children are reported; the police accept four reports in time and two late; two children are seen."""
    numbers = [
        county.a_case(children=[a_child(name=f"禾苗{n}", birth_on=f"2015-0{n}-11")])
        for n in range(1, len(MINUTES_TAKEN) + 1)
    ]
    for no, minutes in zip(numbers, MINUTES_TAKEN, strict=True):
        county.answer(no, "police_acceptance", at=shanghai("Monday 2026-03-02 10:50") + timedelta(minutes=minutes))
    county.clock.show("Monday 2026-03-02 14:30")
    county.answer_all(numbers[0], "triage")
    return numbers


def found(county: County, **asked: Any) -> SetSheet:
    with county.office.reading() as desk:
        return set_sheet(desk, Asked(**{**YEAR, **asked}))


def step(sheet: SetSheet, code: str) -> Step:
    (one,) = [step for step in sheet.steps if step.rule.code == code]
    return one


def counts(sheet: SetSheet) -> Counter[tuple[str, Verdict]]:
    return Counter(
        {(rule.code, verdict): n for rule, counter in sheet.counts.items() for verdict, n in counter.items()}
    )


def test_a_set_counts_what_the_sheets_of_its_cases_say(county: County, cases: list[str]) -> None:
    one_by_one: Counter[tuple[str, Verdict]] = Counter()
    with county.office.reading() as desk:
        for no in cases:
            one_by_one += Counter((judged.rule.code, judged.verdict) for judged in case_sheet(desk, no).rules)

    sheet = found(county)
    assert counts(sheet) == one_by_one
    assert sheet.cases == len(cases)


def test_times_are_those_of_the_tables_with_linear_quantiles(county: County, cases: list[str]) -> None:
    taken = step(found(county), "police_acceptance")
    with county.office.reading() as desk:
        rows = desk.session.exec(select(DutyRow).where(DutyRow.code == "police_acceptance")).all()
    stretches = sorted((row.happened_at - row.since_at) for row in rows if row.happened_at)

    assert taken.n == len(MINUTES_TAKEN)
    assert taken.elapsed is not None
    assert taken.elapsed.median == median(stretches) == timedelta(minutes=50)
    assert taken.elapsed.p90 == timedelta(minutes=145)  # half-way between the fifth and the sixth
    assert (taken.in_time, taken.not_in_time) == (4, 2)
    counted = WorkingTime(Calendar.national())
    office = sorted(counted.between(row.since_at, row.happened_at) for row in rows if row.happened_at)
    assert taken.working is not None
    assert taken.working.median == median(office)


def test_what_is_late_is_listed_with_its_case_law_first_then_the_longest(county: County, cases: list[str]) -> None:
    county.clock.show("Tuesday 2026-03-24 09:00")
    sheet = found(county)
    late = [one for one in sheet.broken if one.judged.rule.code == "police_acceptance"]
    assert [one.case_no for one in late] == [cases[5], cases[4]]
    forces = [one.judged.rule.force for one in sheet.broken]
    assert forces == sorted(forces, key=list(Force).index)
    assert all(one.judged.proofs for one in sheet.broken)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"from_on": date(2026, 3, 2), "to_on": date(2026, 3, 2)}, True),
        ({"from_on": date(2026, 3, 3)}, False),
        ({"to_on": date(2026, 3, 1)}, False),
        ({"area": "99"}, True),
        ({"area": "990102"}, False),
        ({"procedure": ProcedureKind.MANDATORY_REPORTING}, True),
        ({"procedure": ProcedureKind.CASE_REVIEW}, False),
    ],
)
def test_area_period_and_procedure_choose_what_is_counted(
    county: County, cases: list[str], asked: dict[str, Any], there: bool
) -> None:
    assert (counts(found(county, **asked))["police_acceptance", Verdict.MET] == 4) is there


def test_an_agency_is_told_what_its_own_posts_owed_and_nothing_else(county: County, cases: list[str]) -> None:
    agency = step(found(county), "police_acceptance").agency_no
    sheet = found(county, agency_no=agency)
    assert {one.agency_no for one in sheet.steps} == {agency}
    assert Verdict.NOT_APPLICABLE not in {verdict for _, verdict in counts(sheet)}


def test_on_a_past_day_the_set_is_as_it_was_recorded_then(county: County, cases: list[str]) -> None:
    county.clock.show("Friday 2026-03-06 09:00")
    county.answer(cases[1], "triage", at="Friday 2026-03-06 10:00")
    then = counts(found(county, on=date(2026, 3, 5)))
    assert then["triage", Verdict.OVERDUE] == counts(found(county))["triage", Verdict.OVERDUE] + 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from_on": date(2027, 1, 1)}, "--from"),
        ({"area": "清河县"}, "--area"),
        ({"area": "99%"}, "--area"),
        ({"agency_no": "A-NOBODY"}, "--agency"),
        ({"on": date(2026, 12, 31)}, "--on"),
    ],
)
def test_nonsense_is_refused(county: County, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        found(county, **asked)
    assert refused.value.field == field


# ------------------------------------------------------------------------------------------------ what may leave


def test_what_leaves_names_no_case_and_shows_no_small_number(county: County, cases: list[str]) -> None:
    view = shared(found(county))
    assert view.broken == ()
    assert not any(no in str(set_paper(view)) for no in cases)
    numbers = [number for table in view.tables for row in table.rows for number in (*row.cells, row.total)]
    numbers += [number for table in view.tables for number in (*table.totals, table.total)]
    numbers += [number for one in view.steps for number in (one.n, one.unmeasured)]
    assert not {1, 2, 3, 4} & set(numbers)
    assert None in numbers


def test_of_fewer_than_five_not_even_the_zeros_are_told(county: County, cases: list[str]) -> None:
    county.answer(cases[0], "decide_filing")  # so that one reporter, and no other, is owed feedback
    police = step(found(county), "police_acceptance").agency_no
    view = shared(found(county, agency_no=police))
    (row,) = [row for table in view.tables for row in table.rows if row.rule.code == "feedback_on_progress"]
    assert {*row.cells, row.total} == {None}


def test_a_rule_with_a_hidden_number_gives_none_of_its_agencies_away(county: County, cases: list[str]) -> None:
    taken = _of(shared(found(county)), "police_acceptance")  # four in time and two late: both hidden
    assert (taken.n, taken.share) == (None, None)
    assert taken.elapsed is not None  # six children: a median of them may be told
    assert not taken.p90_shown
    assert _of(shared(found(county)), "triage").elapsed is None  # of one child it may not


def test_where_no_number_is_small_everything_but_the_cases_is_told(county: County) -> None:
    for n in range(1, 7):
        no = county.a_case(children=[a_child(name=f"禾苗{n}", birth_on=f"2015-0{n}-11")])
        county.answer(no, "police_acceptance", at=shanghai("Monday 2026-03-02 10:56") + timedelta(minutes=n))

    view = shared(found(county))
    assert view.cases == 6
    taken = _of(view, "police_acceptance")
    assert (taken.n, taken.share, taken.p90_shown) == (6, 1.0, False)


def test_inside_everything_is_shown(county: County, cases: list[str]) -> None:
    view = inside(found(county))
    row = next(row for table in view.tables for row in table.rows if row.rule.code == "police_acceptance")
    assert (row.cells[COLUMNS.index(Verdict.MET)], row.cells[COLUMNS.index(Verdict.LATE)], row.total) == (4, 2, 6)
    assert _of(view, "police_acceptance").share == pytest.approx(4 / 6)


def _of(view: SetView, code: str) -> Any:
    (one,) = [row for row in view.steps if row.rule.code == code]
    return one
