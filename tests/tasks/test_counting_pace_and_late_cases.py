"""Are durations, ways and late cases counted as they are defined? 用时、路径、逾期个案."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.vocabulary import Precision, ProcedureKind
from tasks import acts
from tasks.ocel_chosen import Chosen
from tasks.ocel_figures import Figures, Pace, figures, pace
from tests.builders import an_answer
from tests.office import County


def counted(county: County, chosen: Chosen | None = None) -> Figures:
    with county.office.reading() as desk:
        return figures(desk, chosen or Chosen())


def answer(county: County, case: str, code: str, at: str, precision: Precision = Precision.EXACT) -> None:
    """Entered now, done then."""
    from rules.moments import shanghai

    who = county.who(county.duty(case, code))
    acts.answer(county.office, case, code, an_answer(code), at=shanghai(at), precision=precision, by_post=who)
    county.move()


def hours(*given: float) -> list[timedelta]:
    return [timedelta(hours=one) for one in given]


@pytest.mark.parametrize(
    ("lengths", "median", "p90"),
    [
        (hours(5), 5, 5),
        (hours(1, 2), 1.5, 1.9),
        (hours(1, 2, 3), 2, 2.8),
        (hours(10, 3, 1, 2), 2.5, 7.9),
        (hours(*range(11)), 5, 9),
        (hours(4, 4, 4), 4, 4),
    ],
)
def test_the_ninth_decile_lies_between_the_two_nearest_values(
    lengths: list[timedelta], median: float, p90: float
) -> None:
    assert pace(lengths) == Pace(len(lengths), timedelta(hours=median), timedelta(hours=p90))


def test_a_step_takes_from_when_it_arose_until_it_was_done_not_until_that_was_entered(county: County) -> None:
    case = county.a_case()  # reported at 10:50
    county.clock.move(days=3)
    answer(county, case, "triage", "2026-03-02 12:20")

    assert counted(county).paces["triage"] == Pace(1, timedelta(minutes=90), timedelta(minutes=90))


def test_a_day_without_an_hour_is_counted_in_whole_days(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=5)
    answer(county, case, "triage", "2026-03-05 00:00", Precision.DAY)

    assert counted(county).paces["triage"].median == timedelta(days=3)


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.YEAR, Precision.ABOUT])
def test_what_is_known_less_exactly_is_not_measured(precision: Precision, county: County) -> None:
    case = county.a_case()
    county.clock.show("Wednesday 2026-04-15 09:00")
    answer(county, case, "triage", "2026-04-01 00:00", precision)

    assert "triage" not in counted(county).paces


def test_what_was_skipped_is_neither_measured_nor_on_the_way(county: County) -> None:
    case = county.a_case()
    county.clock.move(hours=1)
    acts.skip(county.office, case, "triage", reason="已研判", given=an_answer("triage"), by_post="P-OFFICE")
    county.move()
    county.answer(case, "child_seen")

    found = counted(county)

    assert "triage" not in found.paces
    assert found.ways == {}


def test_ways_follow_when_things_were_done_not_when_they_were_entered(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)
    answer(county, case, "triage", "2026-03-02 13:00")
    answer(county, case, "police_acceptance", "2026-03-02 11:00")
    answer(county, case, "child_seen", "2026-03-02 14:00")

    assert counted(county).ways == {
        "mandatory_reporting": {("police_acceptance", "triage"): 1, ("triage", "child_seen"): 1}
    }


def test_of_two_at_the_same_moment_the_one_entered_first_comes_first(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=1)
    answer(county, case, "triage", "2026-03-02 11:00")
    answer(county, case, "police_acceptance", "2026-03-02 11:00")

    assert counted(county).ways == {"mandatory_reporting": {("triage", "police_acceptance"): 1}}


def test_a_case_is_late_from_the_second_after_the_limit(county: County) -> None:
    case = county.a_case()
    limits = [row.legal_due_at for row in county.duties(case) if row.legal_due_at is not None]
    county.clock.show(min(limits))
    assert counted(county).late_cases == frozenset()

    county.clock.move(seconds=1)
    assert counted(county).late_cases == {case}


def test_a_case_stays_late_when_what_was_late_has_been_done(county: County) -> None:
    case = county.a_case()
    county.clock.move(days=30)
    county.finish(case)
    late = counted(county).late_cases
    assert late == {case}


def test_a_case_in_which_all_was_in_time_is_not_late(county: County) -> None:
    punctual = county.a_case()
    county.answer_all(punctual, "triage", "police_acceptance")
    assert counted(county).late_cases == frozenset()


def test_only_the_chosen_procedures_are_counted(county: County) -> None:
    case = county.a_case()
    county.answer_all(case, "triage", "police_acceptance")
    assert counted(county).paces
    assert counted(county, Chosen(kind=ProcedureKind.HANDOVER)) == Figures(paces={}, ways={}, late_cases=frozenset())
