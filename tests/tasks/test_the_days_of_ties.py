"""Somebody is guardian from next month on: does anything hang on when a procedure looks? 监护、照护关系的起止日."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from cli import sweep
from flows.runner import Runner
from rules.moments import civil_day, midnight_before
from rules.vocabulary import ProcedureKind, Relation
from tasks import acts, people
from tasks.tie_days import note_tie_days
from tests.office import County
from tests.whole_lives import adults_of, in_days

ADMONITION = "训诫（未成年人保护法第118条）"
POST = "P-CIVIL"


def admonished(county: County, case: str) -> set[str]:
    """Against whom an admonition was begun."""
    return {row.about for row in county.procedures(case, ProcedureKind.POLICE_ADMONITION)}


def a_case_up_to_the_plan(county: County) -> str:
    """A case in which only the interventions are still to be chosen, besides what the police owe."""
    case = county.a_case()
    county.answer_all(case, "triage", "child_seen", "safety_assessment")
    return case


def a_stepfather(
    county: County, case: str, *, from_in_days: int | None = None, until_in_days: int | None = None
) -> str:
    return people.add(
        county.office,
        case,
        name="禾后爹",
        relation=Relation.OTHER_RELATIVE,
        guardian=True,
        suspected=True,
        from_on=in_days(county, from_in_days) if from_in_days is not None else None,
        until_on=in_days(county, until_in_days) if until_in_days is not None else None,
        by_post=POST,
    )


def sweep_once(county: County) -> None:
    """One round of `hutong sweep`."""
    sweep.run(county.office)


def look_once(county: County) -> None:
    """The first look of a resident runner, which everything else waits for."""
    asyncio.run(Runner(office=county.office, link=None, batch_from=10, lease=timedelta(minutes=1)).look())


def looked_at_again(county: County) -> int:
    """Every open procedure looks once more. Returns how many facts that added."""
    before = county.entries()
    county.wake_everything()
    county.move()
    return county.entries() - before


@pytest.mark.parametrize("days_later", [0, 9, 10, 11, 400])
def test_the_same_record_gives_the_same_procedures_on_whatever_day_it_is_looked_at(
    county: County, days_later: int
) -> None:
    case = a_case_up_to_the_plan(county)
    father = adults_of(county, case)[0]
    a_stepfather(county, case, from_in_days=10)
    leaving = a_stepfather(county, case, until_in_days=10)
    county.answer(case, "choose_interventions", chosen=ADMONITION)
    assert admonished(county, case) == {father, leaving}

    county.clock.move(days=days_later)

    assert looked_at_again(county) == 0
    assert admonished(county, case) == {father, leaving}


def test_who_begins_later_is_there_for_a_procedure_once_it_is_recorded_that_the_day_has_come(county: County) -> None:
    case = a_case_up_to_the_plan(county)
    father = adults_of(county, case)[0]
    stepfather = a_stepfather(county, case, from_in_days=10)
    county.answer(case, "choose_interventions", chosen=ADMONITION)
    day = in_days(county, 10)

    county.clock.show(midnight_before(day) - timedelta(seconds=1))
    assert note_tie_days(county.office) == 0
    county.clock.move(seconds=1)
    assert note_tie_days(county.office) == 1
    assert note_tie_days(county.office) == 0  # once
    county.move()

    assert admonished(county, case) == {father, stepfather}
    said = county.facts("tie_day_came", county.case(case).child_no)
    assert [(one["on"], len(one["begin"]), one["end"]) for one in said] == [(day.isoformat(), 1, [])]
    assert looked_at_again(county) == 0
    county.must_hold()


def test_who_was_to_leave_is_not_proceeded_against_after_the_day_was_recorded(county: County) -> None:
    case = a_case_up_to_the_plan(county)
    father = adults_of(county, case)[0]
    a_stepfather(county, case, until_in_days=1)

    county.clock.show(midnight_before(in_days(county, 1)))
    note_tie_days(county.office)
    county.answer(case, "choose_interventions", chosen=ADMONITION)

    assert admonished(county, case) == {father}


def test_whoever_looks_half_a_year_late_records_each_day_by_its_own_date(county: County) -> None:
    case = a_case_up_to_the_plan(county)
    a_stepfather(county, case, from_in_days=3, until_in_days=5)
    begins, ends = in_days(county, 3), in_days(county, 5)

    county.clock.move(days=180)
    assert note_tie_days(county.office) == 2

    rows = [row for row in county.journal(county.case(case).child_no) if row.kind == "tie_day_came"]
    assert [civil_day(row.happened_at) for row in rows if row.happened_at] == [begins, ends]
    assert {civil_day(row.recorded_at) for row in rows} == {civil_day(county.clock())}


def test_a_day_that_lay_in_the_past_when_it_was_entered_needs_no_recording(county: County) -> None:
    case = a_case_up_to_the_plan(county)
    a_stepfather(county, case, from_in_days=-30, until_in_days=0)

    county.clock.move(days=40)

    assert note_tie_days(county.office) == 0


@pytest.mark.parametrize("service", [sweep_once, look_once], ids=["sweep", "runner"])
def test_what_goes_on_by_itself_records_the_day_before_anything_moves(
    county: County, service: Callable[[County], None]
) -> None:
    case = a_case_up_to_the_plan(county)
    father = adults_of(county, case)[0]
    a_stepfather(county, case, until_in_days=1)
    county.clock.show(midnight_before(in_days(county, 1)))
    row = county.live(case, "choose_interventions")
    acts.answer(county.office, case, row.no, {"chosen": ADMONITION}, by_post=county.who(row))  # nothing has moved yet

    service(county)
    county.move()

    assert admonished(county, case) == {father}
