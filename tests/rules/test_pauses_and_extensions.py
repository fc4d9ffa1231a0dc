"""Does a clock stand still while it is paused, and does more time count on from where the time ended?"""

from datetime import date, timedelta

import pytest

from rules.calendar import Calendar
from rules.clock import Due, due, is_in_time
from rules.moments import en_end, shanghai
from rules.period import CountingRule, Extension, Pause, Period, Unit
from rules.standstill import StandStill
from rules.vocabulary import PauseCause

NATIONAL = Calendar.national()
SECOND = timedelta(seconds=1)

THREE_DAYS = Period(amount=3, unit=Unit.DAYS, rule=CountingRule.CALENDAR, set_by="A-17")
FIVE_WORKING_DAYS = Period(amount=5, unit=Unit.WORKING_DAYS, rule=CountingRule.WORKING_DAYS, set_by="N-04")
ONE_MONTH = Period(amount=1, unit=Unit.MONTHS, rule=CountingRule.CALENDAR, set_by="M-04")
A_DAY_OF_HOURS = Period(amount=24, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="B-08")

THURSDAY = "Thursday 2026-03-05 10:00"


def paused(since: str, until: str | None = None) -> Pause:
    return Pause(
        cause=PauseCause.EXPERT_EXAMINATION,
        from_at=shanghai(since),
        until_at=None if until is None else shanghai(until),
    )


def counted(period: Period, *pauses: Pause, since: str = THURSDAY, extensions: tuple[Extension, ...] = ()) -> Due:
    return due(period, shanghai(since), calendar=NATIONAL, pauses=pauses, extensions=extensions)


def end(period: Period, *pauses: Pause, since: str = THURSDAY, extensions: tuple[Extension, ...] = ()) -> str:
    return en_end(counted(period, *pauses, since=since, extensions=extensions).internal_due_at)


def more(amount: int, unit: Unit) -> Extension:
    return Extension(amount=amount, unit=unit, basis="B-11")


class TestHours:
    def test_the_paused_time_is_left_out_to_the_second(self):
        pause = paused("2026-03-05 12:00:00", "2026-03-05 13:00:01")

        assert end(A_DAY_OF_HOURS, pause) == "Friday 2026-03-06 11:00:01"

    def test_a_pause_that_was_there_before_the_start_counts_from_the_start(self):
        assert end(A_DAY_OF_HOURS, paused("2026-03-01 00:00", "2026-03-05 12:00")) == "Friday 2026-03-06 12:00"

    def test_a_pause_that_is_over_before_the_start_does_not_matter(self):
        assert end(A_DAY_OF_HOURS, paused("2026-03-01 00:00", THURSDAY)) == "Friday 2026-03-06 10:00"

    def test_a_pause_within_the_time_that_another_pause_added_counts_too(self):
        first = paused("2026-03-05 12:00", "2026-03-05 20:00")
        second = paused("2026-03-06 12:00", "2026-03-06 13:00")

        assert end(A_DAY_OF_HOURS, first) == "Friday 2026-03-06 18:00"
        assert end(A_DAY_OF_HOURS, first, second) == "Friday 2026-03-06 19:00"

    @pytest.mark.parametrize(
        ("pause_begins", "ends"),
        [
            ("2026-03-06 09:59:59", "Friday 2026-03-06 12:00:01"),  # a second was left
            ("2026-03-06 10:00:00", "Friday 2026-03-06 10:00"),
            ("2026-03-06 10:00:01", "Friday 2026-03-06 10:00"),
        ],
    )
    def test_a_pause_from_the_end_on_does_not_matter(self, pause_begins, ends):
        assert end(A_DAY_OF_HOURS, paused(pause_begins, "2026-03-06 12:00")) == ends

    def test_overlapping_and_touching_pauses_are_not_counted_twice(self):
        pauses = (
            paused("2026-03-05 14:00", "2026-03-05 15:00"),
            paused("2026-03-05 12:00", "2026-03-05 14:00"),
            paused("2026-03-05 12:30", "2026-03-05 14:30"),
            paused("2026-03-05 16:00", "2026-03-05 16:00"),
        )

        assert end(A_DAY_OF_HOURS, *pauses) == "Friday 2026-03-06 13:00"


class TestOpenPause:
    @pytest.mark.parametrize("period", [THREE_DAYS, FIVE_WORKING_DAYS, ONE_MONTH, A_DAY_OF_HOURS])
    def test_while_it_stands_without_an_end_nothing_is_due_and_nothing_is_late(self, period):
        standing = counted(period, paused("2026-03-05 20:00"))

        assert standing.paused
        assert (standing.internal_due_at, standing.legal_due_at, standing.last_day) == (None, None, None)
        assert is_in_time(standing, shanghai("2030-01-01 00:00"))

    @pytest.mark.parametrize(
        ("period", "ends"),
        [
            (A_DAY_OF_HOURS, "2026-03-06 10:00"),
            (THREE_DAYS, "2026-03-08 24:00"),
            (FIVE_WORKING_DAYS, "2026-03-12 24:00"),
            (ONE_MONTH, "2026-04-05 24:00"),
        ],
    )
    def test_the_end_is_reached_only_if_the_clock_ran_up_to_it(self, period, ends):
        at = shanghai(ends)
        for begins, stands in ((at - SECOND, True), (at, False), (at + SECOND, False)):
            pause = Pause(cause=PauseCause.FORCE_MAJEURE, from_at=begins)

            assert counted(period, pause).paused is stands, begins

    def test_one_that_touches_a_pause_that_ended_begins_with_it(self):
        still = StandStill.of([paused("2026-03-06 10:00"), paused("2026-03-05 10:00", "2026-03-06 12:00")])

        assert still == StandStill((), shanghai("2026-03-05 10:00"))

    def test_it_keeps_an_extension_from_ending_even_if_the_period_ended_before_it(self):
        pause = paused("2026-03-10 10:00")

        assert not counted(THREE_DAYS, pause).paused
        assert counted(THREE_DAYS, pause, extensions=(more(2, Unit.DAYS),)).paused

    def test_once_it_has_an_end_the_date_is_there_again(self):
        assert end(THREE_DAYS, paused("2026-03-05 20:00", "2026-03-09 08:00")) == "Wednesday 2026-03-11 24:00"


class TestDays:
    @pytest.mark.parametrize(
        ("begins", "until", "ends"),
        [
            ("2026-03-06 00:00:00", "2026-03-06 24:00:00", "Monday 2026-03-09 24:00"),  # the whole 6th
            ("2026-03-06 00:00:01", "2026-03-06 24:00:00", "Sunday 2026-03-08 24:00"),  # the clock ran for a second
            ("2026-03-06 00:00:00", "2026-03-06 23:59:59", "Sunday 2026-03-08 24:00"),
            ("2026-03-05 12:00:00", "2026-03-07 12:00:00", "Monday 2026-03-09 24:00"),
        ],
    )
    def test_a_day_is_left_out_only_if_all_of_it_is_paused(self, begins, until, ends):
        assert end(THREE_DAYS, paused(begins, until)) == ends

    def test_two_pauses_that_touch_make_a_whole_day(self):
        morning, afternoon = (
            paused("2026-03-06 00:00", "2026-03-06 12:00"),
            paused("2026-03-06 12:00", "2026-03-07 00:00"),
        )

        assert end(THREE_DAYS, morning, afternoon) == "Monday 2026-03-09 24:00"

    def test_the_start_day_is_not_counted_whether_paused_or_not(self):
        assert end(THREE_DAYS, paused("2026-03-05 00:00", "2026-03-05 24:00")) == "Sunday 2026-03-08 24:00"

    def test_a_paused_weekend_takes_nothing_from_working_days(self):
        weekend = paused("2026-03-07 00:00", "2026-03-08 24:00")

        assert end(FIVE_WORKING_DAYS, weekend) == end(FIVE_WORKING_DAYS) == "Thursday 2026-03-12 24:00"

    def test_a_paused_working_day_is_made_up(self):
        assert end(FIVE_WORKING_DAYS, paused("2026-03-09 00:00", "2026-03-09 24:00")) == "Friday 2026-03-13 24:00"

    def test_a_day_left_out_for_a_pause_does_not_make_the_date_provisional(self):
        without_2025 = Calendar(notices=tuple(one for one in NATIONAL.notices if one.year != 2025))
        since = shanghai("Monday 2024-12-30 10:00")
        all_year = paused("2025-01-01 00:00", "2025-12-31 24:00")
        all_but_a_day = paused("2025-01-01 00:00", "2025-12-31 00:00")

        assert not due(FIVE_WORKING_DAYS, since, calendar=without_2025, pauses=[all_year]).provisional
        assert due(FIVE_WORKING_DAYS, since, calendar=without_2025, pauses=[all_but_a_day]).provisional

    def test_while_the_clock_stands_there_is_no_date_that_could_be_provisional(self):
        assert not counted(FIVE_WORKING_DAYS, paused("2027-01-06 10:00"), since="2026-12-30 10:00").provisional


class TestMonths:
    def test_the_end_moves_on_by_the_days_wholly_paused(self):
        assert end(ONE_MONTH) == "Sunday 2026-04-05 24:00"
        assert end(ONE_MONTH, paused("2026-03-10 10:00", "2026-03-13 10:00")) == "Tuesday 2026-04-07 24:00"

    def test_days_paused_among_those_added_move_it_on_again(self):
        in_march = paused("2026-03-10 00:00", "2026-03-12 00:00")  # two whole days
        in_april = paused("2026-04-06 00:00", "2026-04-07 00:00")  # the first day added

        assert end(ONE_MONTH, in_march, in_april) == "Wednesday 2026-04-08 24:00"

    def test_a_pause_right_after_the_corresponding_day_does_not_matter(self):
        assert end(ONE_MONTH, paused("2026-04-05 24:00", "2026-04-20 00:00")) == "Sunday 2026-04-05 24:00"

    def test_a_paused_last_day_moves_the_end_on(self):
        assert end(ONE_MONTH, paused("2026-04-05 00:00", "2026-04-08 00:00")) == "Wednesday 2026-04-08 24:00"


class TestExtensions:
    def test_days_count_on_the_next_day_from_the_end_that_never_rolled(self):
        rolls = Period(amount=5, unit=Unit.DAYS, rule=CountingRule.CIVIL_PROCEDURE, set_by="E-11")
        extended = counted(rolls, since="Monday 2026-06-08 10:00", extensions=(more(2, Unit.DAYS),))

        assert extended.last_day == date(2026, 6, 15)  # 14, 15: not from Monday, to which it would have rolled
        assert en_end(extended.legal_due_at) == "Monday 2026-06-15 24:00"

    def test_the_extended_end_rolls_over(self):
        rolls = Period(amount=5, unit=Unit.DAYS, rule=CountingRule.CIVIL_PROCEDURE, set_by="E-11")
        extended = counted(rolls, since="Monday 2026-06-08 10:00", extensions=(more(1, Unit.DAYS),))

        assert en_end(extended.internal_due_at) == "Sunday 2026-06-14 24:00"
        assert en_end(extended.legal_due_at) == "Monday 2026-06-15 24:00"

    def test_months_end_on_the_corresponding_day_of_the_last_day(self):
        assert (
            end(ONE_MONTH, since="2026-01-31 10:00", extensions=(more(1, Unit.MONTHS),)) == "Saturday 2026-03-28 24:00"
        )

    def test_hours_run_on_from_the_instant(self):
        assert end(A_DAY_OF_HOURS, extensions=(more(24, Unit.HOURS),)) == "Saturday 2026-03-07 10:00"
        assert end(THREE_DAYS, extensions=(more(12, Unit.HOURS),)) == "Monday 2026-03-09 12:00"

    def test_an_end_by_the_hour_does_not_roll(self):
        rolls = Period(amount=1, unit=Unit.DAYS, rule=CountingRule.CIVIL, set_by="G-09")
        extended = counted(rolls, since="Friday 2026-03-06 10:00", extensions=(more(12, Unit.HOURS),))

        assert extended.internal_due_at == extended.legal_due_at == shanghai("Sunday 2026-03-08 12:00")

    def test_days_after_hours_begin_the_day_after_the_one_that_ended_them(self):
        assert end(A_DAY_OF_HOURS, extensions=(more(1, Unit.DAYS),)) == "Saturday 2026-03-07 24:00"
        at_midnight = end(A_DAY_OF_HOURS, since="2026-03-05 00:00", extensions=(more(1, Unit.DAYS),))
        assert at_midnight == "Friday 2026-03-06 24:00"  # the hours ended with the 5th

    def test_working_days_skip_rest_days(self):
        assert end(FIVE_WORKING_DAYS, extensions=(more(2, Unit.WORKING_DAYS),)) == "Monday 2026-03-16 24:00"

    def test_several_follow_each_other_and_pauses_hold_in_all_of_them(self):
        twice = (more(2, Unit.DAYS), more(2, Unit.DAYS))
        pause = paused("2026-03-10 00:00", "2026-03-12 00:00")  # two whole days in the first extension

        assert end(THREE_DAYS, extensions=twice) == "Thursday 2026-03-12 24:00"
        assert end(THREE_DAYS, pause, extensions=twice) == "Saturday 2026-03-14 24:00"
