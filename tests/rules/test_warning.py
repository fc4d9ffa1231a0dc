"""When do people hear that something will be, or is, late?"""

from datetime import time, timedelta

import pytest

from rules.calendar import Calendar
from rules.clock import Due, due
from rules.duty import Ladder, Point, Rung
from rules.moments import en, en_end, shanghai
from rules.period import CountingRule, Extension, Pause, Period, Unit
from rules.vocabulary import PauseCause, Role
from rules.warning import after_pauses, last_safe_at, rung_times, share_at

NATIONAL = Calendar.national()

THREE_DAYS = Period(amount=3, unit=Unit.DAYS, rule=CountingRule.CALENDAR, set_by="A-17")
FIVE_TO_ROLL = Period(amount=5, unit=Unit.DAYS, rule=CountingRule.CIVIL_PROCEDURE, set_by="E-11")
THREE_WORKING_DAYS = Period(amount=3, unit=Unit.WORKING_DAYS, rule=CountingRule.WORKING_DAYS, set_by="N-04")
SEVENTY_TWO_HOURS = Period(amount=72, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="B-24")
A_DAY_LATER = Period(amount=24, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="HT-01")
A_WORKING_DAY_LATER = Period(amount=1, unit=Unit.WORKING_DAYS, rule=CountingRule.WORKING_DAYS, set_by="HT-01")

OPEN = Pause(cause=PauseCause.FORCE_MAJEURE, from_at=shanghai("2026-03-05 12:00"))


def rung(point: Point, *, share: float = 0.0, after: Period | None = None) -> Rung:
    return Rung(point=point, tell=(Role.STATION_CHIEF,), share=share, after=after)


def ladder(*rungs: Rung) -> Ladder:
    return Ladder(code="chief_then_procuratorate", rungs=rungs)


def counted(period: Period, since: str, *pauses: Pause) -> Due:
    return due(period, shanghai(since), calendar=NATIONAL, pauses=pauses)


def last_safe(period: Period, since: str, takes_hours: float = 0.0, closes: time | None = None) -> str:
    end, start = counted(period, since), shanghai(since)
    if closes is None:
        return en(last_safe_at(end, period, takes_hours, NATIONAL, since=start))
    return en(last_safe_at(end, period, takes_hours, NATIONAL, since=start, closes=closes))


class TestShare:
    def test_it_is_a_share_of_the_stretch_to_the_internal_end(self):
        since = shanghai("Friday 2026-03-06 16:30")
        end = counted(SEVENTY_TWO_HOURS, "Friday 2026-03-06 16:30")

        assert en(share_at(end, since, 0.5)) == "Sunday 2026-03-08 04:30"

    def test_reminders_do_not_wait_for_a_rolled_end(self):
        since = shanghai("Monday 2026-06-08 00:00")
        end = counted(FIVE_TO_ROLL, "Monday 2026-06-08 00:00")

        assert en_end(share_at(end, since, 0.5)) == "Wednesday 2026-06-10 24:00"  # half of 6 days, not of 8

    def test_there_is_none_while_the_clock_stands(self):
        assert share_at(counted(THREE_DAYS, "2026-03-05 10:00", OPEN), shanghai("2026-03-05 10:00"), 0.5) is None


class TestLastSafeMoment:
    def test_hours_run_at_night_too(self):
        assert last_safe(SEVENTY_TWO_HOURS, "Friday 2026-03-06 16:30", 4) == "Monday 2026-03-09 12:30"
        assert last_safe(SEVENTY_TWO_HOURS, "Friday 2026-03-06 02:00", 1.5) == "Monday 2026-03-09 00:30"

    def test_a_three_day_feedback_that_ends_on_sunday_is_safe_until_friday_evening(self):
        assert last_safe(THREE_DAYS, "Thursday 2026-03-05 10:00") == "Friday 2026-03-06 17:30"
        assert last_safe(THREE_DAYS, "Thursday 2026-03-05 10:00", 2) == "Friday 2026-03-06 15:30"

    def test_it_is_counted_to_the_internal_day_and_not_to_the_rolled_one(self):
        assert last_safe(FIVE_TO_ROLL, "Monday 2026-06-08 10:00") == "Friday 2026-06-12 17:30"

    def test_a_swapped_saturday_is_a_day_in_the_office(self):
        assert last_safe(THREE_DAYS, "Thursday 2026-02-12 10:00") == "Saturday 2026-02-14 17:30"

    def test_it_is_never_before_the_beginning(self):
        assert last_safe(THREE_DAYS, "Monday 2026-02-16 10:00") == "Monday 2026-02-16 10:00"  # all holidays
        assert last_safe(SEVENTY_TWO_HOURS, "Friday 2026-03-06 16:30", 100) == "Friday 2026-03-06 16:30"

    def test_an_office_may_close_at_another_hour(self):
        assert last_safe(THREE_WORKING_DAYS, "Friday 2026-03-06 09:00", closes=time(16)) == "Wednesday 2026-03-11 16:00"

    def test_it_is_never_after_an_end_by_the_hour(self):
        since = shanghai("Monday 2026-03-09 10:00")
        extended = due(
            THREE_DAYS, since, calendar=NATIONAL, extensions=[Extension(amount=6, unit=Unit.HOURS, basis="B-11")]
        )
        assert en_end(extended.internal_due_at) == "Friday 2026-03-13 06:00"

        assert en(last_safe_at(extended, THREE_DAYS, 1, NATIONAL, since=since)) == "Friday 2026-03-13 05:00"

    def test_there_is_none_while_the_clock_stands(self):
        standing, since = counted(THREE_DAYS, "2026-03-05 10:00", OPEN), shanghai("2026-03-05 10:00")

        assert last_safe_at(standing, THREE_DAYS, 1, NATIONAL, since=since) is None


class TestRungs:
    def times(self, period: Period, since: str, *rungs: Rung, takes_hours: float = 0.0) -> list[str]:
        found = rung_times(ladder(*rungs), counted(period, since), shanghai(since), period, takes_hours, NATIONAL)
        return [en_end(at) for at in found]

    def test_a_ladder_climbs_from_a_share_over_the_last_safe_moment_to_the_overdue_rungs(self):
        assert self.times(
            SEVENTY_TWO_HOURS,
            "Friday 2026-03-06 16:30",
            rung(Point.SHARE, share=0.5),
            rung(Point.LAST_SAFE),
            rung(Point.OVERDUE),
            rung(Point.OVERDUE, after=A_DAY_LATER),
            takes_hours=4,
        ) == [
            "Sunday 2026-03-08 04:30",
            "Monday 2026-03-09 12:30",
            "Monday 2026-03-09 16:30",
            "Tuesday 2026-03-10 16:30",
        ]

    def test_overdue_counts_from_the_rolled_end(self):
        found = self.times(FIVE_TO_ROLL, "Monday 2026-06-08 10:00", rung(Point.OVERDUE))

        assert found == ["Monday 2026-06-15 24:00"]

    def test_a_working_day_after_the_end_is_counted_from_the_end_as_its_start_event(self):
        # The end is 00:00 of Thursday the 12th: that day is not counted, Friday is.
        found = self.times(
            THREE_WORKING_DAYS, "Friday 2026-03-06 09:00", rung(Point.OVERDUE, after=A_WORKING_DAY_LATER)
        )

        assert found == ["Friday 2026-03-13 24:00"]

    def test_no_rung_comes_before_the_one_below_it(self):
        late_share, last_safe_rung = rung(Point.SHARE, share=0.9), rung(Point.LAST_SAFE)
        since = "Thursday 2026-03-05 10:00"

        one, other = self.times(THREE_DAYS, since, late_share, last_safe_rung)

        assert self.times(THREE_DAYS, since, last_safe_rung) == ["Friday 2026-03-06 17:30"]
        assert one == other > "Sunday 2026-03-08"

    def test_there_is_none_while_the_clock_stands(self):
        since = "Thursday 2026-03-05 10:00"
        all_points = ladder(rung(Point.OVERDUE, after=A_DAY_LATER), rung(Point.LAST_SAFE))

        standing = counted(THREE_DAYS, since, OPEN)

        assert rung_times(all_points, standing, shanghai(since), THREE_DAYS, 0, NATIONAL) == ()

    @pytest.mark.parametrize("period", [THREE_DAYS, FIVE_TO_ROLL, THREE_WORKING_DAYS, SEVENTY_TWO_HOURS])
    def test_whatever_the_day_it_begins_the_rungs_never_go_down_and_never_precede_the_beginning(self, period):
        climbed = ladder(
            rung(Point.SHARE, share=0.5),
            rung(Point.LAST_SAFE),
            rung(Point.OVERDUE),
            rung(Point.OVERDUE, after=A_WORKING_DAY_LATER),
        )
        begin = shanghai("2026-01-01 08:00")
        for since in (begin + timedelta(days=n) for n in range(330)):
            times = rung_times(climbed, due(period, since, calendar=NATIONAL), since, period, 2, NATIONAL)

            assert list(times) == sorted(times), since
            assert times[0] > since


END = shanghai("2026-03-05 12:00")
RUNGS = tuple(shanghai(f"2026-03-{day} 12:00") for day in ("04", "05", "06", "10"))


def stood(since: str, until: str | None) -> Pause:
    return Pause(cause=PauseCause.FORCE_MAJEURE, from_at=shanghai(since), until_at=shanghai(until) if until else None)


@pytest.mark.parametrize(
    ("pauses", "days"),
    [
        ([], ["04", "05", "06", "10"]),
        ([stood("2026-03-01 12:00", "2026-03-03 12:00")], ["04", "05", "06", "10"]),  # before the end: moved the end
        ([stood("2026-03-07 12:00", "2026-03-09 12:00")], ["04", "05", "06", "12"]),
        ([stood("2026-03-06 12:00", "2026-03-07 12:00")], ["04", "05", "07", "11"]),  # from the very moment of a rung
        ([stood("2026-03-04 12:00", "2026-03-06 12:00")], ["04", "06", "07", "11"]),  # over the end: from the end on
        ([stood("2026-03-07 12:00", None)], ["04", "05", "06", "10"]),
        (
            [stood("2026-03-13 12:00", "2026-03-14 12:00"), stood("2026-03-07 12:00", "2026-03-09 12:00")],
            ["04", "05", "06", "12"],
        ),
    ],
)
def test_a_clock_that_stood_after_its_end_moves_what_was_still_to_come(pauses: list[Pause], days: list[str]) -> None:
    assert after_pauses(RUNGS, END, pauses) == tuple(shanghai(f"2026-03-{day} 12:00") for day in days)


def test_where_nothing_ends_nothing_is_moved() -> None:
    assert after_pauses((), None, [stood("2026-03-07 12:00", "2026-03-09 12:00")]) == ()
