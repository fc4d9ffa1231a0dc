"""When is a period over?  The worked examples of the fact table, and every boundary around them."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from rules.calendar import Calendar
from rules.clock import Due, due, is_in_time
from rules.moments import en_day, en_end, shanghai
from rules.period import CountingRule, Period, Unit

NATIONAL = Calendar.national()
SECOND = timedelta(seconds=1)


def hours(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.HOURS, rule=CountingRule.CLOCK, set_by="B-24")


def days(amount: int, rule: CountingRule = CountingRule.CIVIL) -> Period:
    return Period(amount=amount, unit=Unit.DAYS, rule=rule, set_by="G-09")


def months(amount: int, rule: CountingRule = CountingRule.CIVIL) -> Period:
    return Period(amount=amount, unit=Unit.MONTHS, rule=rule, set_by="M-04")


def working_days(amount: int) -> Period:
    return Period(amount=amount, unit=Unit.WORKING_DAYS, rule=CountingRule.WORKING_DAYS, set_by="N-04")


def ends(period: Period, since: str) -> tuple[str, str]:
    """Internal and legal end, as people read them."""
    counted = due(period, shanghai(since), calendar=NATIONAL)
    return en_end(counted.internal_due_at), en_end(counted.legal_due_at)


class TestWorkedExamples:
    def test_1_hours_run_through_the_weekend(self):
        accepted = "Friday 2026-03-06 16:30"

        assert ends(hours(72), accepted) == ("Monday 2026-03-09 16:30", "Monday 2026-03-09 16:30")
        assert ends(hours(24), accepted) == ("Saturday 2026-03-07 16:30", "Saturday 2026-03-07 16:30")

    def test_2_three_day_feedback_ends_on_sunday_because_the_text_does_not_roll(self):
        feedback = days(3, CountingRule.CALENDAR)

        assert ends(feedback, "Thursday 2026-03-05 10:00") == ("Sunday 2026-03-08 24:00", "Sunday 2026-03-08 24:00")

    def test_3_five_days_to_ask_for_reconsideration_roll_from_saturday_to_monday(self):
        reconsider = days(5, CountingRule.CIVIL_PROCEDURE)

        assert ends(reconsider, "Monday 2026-06-08 15:00") == ("Saturday 2026-06-13 24:00", "Monday 2026-06-15 24:00")

    def test_4_an_order_of_six_months_ends_on_the_corresponding_day(self):
        order = months(6, CountingRule.NO_ROLLOVER)

        assert ends(order, "Monday 2026-06-01 09:00") == ("Tuesday 2026-12-01 24:00", "Tuesday 2026-12-01 24:00")
        assert en_day(date(2026, 12, 1) - timedelta(days=15)) == "Monday 2026-11-16"

    def test_5_without_a_corresponding_day_it_ends_on_the_last_of_the_month_and_an_order_never_rolls(self):
        order = months(6, CountingRule.NO_ROLLOVER)

        assert ends(order, "Monday 2026-08-31 09:00") == ("Sunday 2027-02-28 24:00", "Sunday 2027-02-28 24:00")

    def test_6_thirty_days_are_not_one_month(self):
        filed = "Monday 2026-03-02 11:00"

        assert ends(days(30), filed) == ("Wednesday 2026-04-01 24:00", "Wednesday 2026-04-01 24:00")
        assert ends(months(1), filed) == ("Thursday 2026-04-02 24:00", "Thursday 2026-04-02 24:00")

    def test_7_three_working_days_from_a_friday_end_on_wednesday(self):
        pushed = "Friday 2026-03-06 09:00"

        assert ends(working_days(3), pushed) == ("Wednesday 2026-03-11 24:00", "Wednesday 2026-03-11 24:00")


class TestBoundaries:
    @pytest.mark.parametrize(
        ("since", "last"),
        [
            ("2026-03-05 23:59:59", "Sunday 2026-03-08 24:00"),
            ("2026-03-05 24:00", "Monday 2026-03-09 24:00"),  # 00:00 of the 6th: the 6th is the start day
            ("2026-03-06 00:00:01", "Monday 2026-03-09 24:00"),
        ],
    )
    def test_the_civil_day_of_the_start_is_the_one_not_counted(self, since, last):
        assert ends(days(3, CountingRule.CALENDAR), since)[0] == last

    def test_the_start_is_read_in_beijing_time_whatever_zone_it_is_kept_in(self):
        at_night = shanghai("2026-03-06 00:30").astimezone(UTC)
        assert at_night.date() == date(2026, 3, 5)

        assert due(days(1), at_night, calendar=NATIONAL).last_day == date(2026, 3, 7)

    def test_an_act_is_in_time_up_to_and_at_the_end_and_late_a_second_after(self):
        counted = due(hours(72), shanghai("Friday 2026-03-06 16:30:15"), calendar=NATIONAL)
        end = shanghai("Monday 2026-03-09 16:30:15")

        assert counted.legal_due_at == end
        assert is_in_time(counted, end - SECOND)
        assert is_in_time(counted, end)
        assert not is_in_time(counted, end + SECOND)

    def test_the_rolled_end_and_not_the_internal_one_decides_what_is_late(self):
        counted = due(days(5, CountingRule.CIVIL_PROCEDURE), shanghai("2026-06-08 15:00"), calendar=NATIONAL)

        assert is_in_time(counted, shanghai("Monday 2026-06-15 23:59:59"))
        assert is_in_time(counted, shanghai("Monday 2026-06-15 24:00"))
        assert not is_in_time(counted, shanghai("Tuesday 2026-06-16 00:00:01"))

    def test_the_leap_day_counts_and_is_the_end_of_its_month(self):
        assert ends(days(1), "Wednesday 2024-02-28 10:00")[0] == "Thursday 2024-02-29 24:00"
        assert ends(months(1), "Wednesday 2024-01-31 10:00")[0] == "Thursday 2024-02-29 24:00"
        assert ends(months(1), "Thursday 2024-02-29 10:00")[0] == "Friday 2024-03-29 24:00"
        assert ends(months(12), "Thursday 2024-02-29 10:00")[0] == "Friday 2025-02-28 24:00"
        assert ends(months(1), "Friday 2025-01-31 10:00")[0] == "Friday 2025-02-28 24:00"

    @pytest.mark.parametrize(
        ("since", "last"),
        [
            ("2026-03-30 10:00", "Thursday 2026-04-30 24:00"),
            ("2026-03-31 10:00", "Thursday 2026-04-30 24:00"),
            ("2026-04-30 10:00", "Saturday 2026-05-30 24:00"),  # the corresponding day, not the month's last
        ],
    )
    def test_month_ends(self, since, last):
        assert ends(months(1, CountingRule.NO_ROLLOVER), since)[0] == last

    def test_everything_returned_is_utc(self):
        counted = due(days(5), shanghai("2026-06-08 15:00"), calendar=NATIONAL)

        assert counted.internal_due_at.tzinfo is UTC
        assert counted.legal_due_at.tzinfo is UTC

    def test_a_naive_start_is_refused(self):
        naive = shanghai("2026-06-08 15:00").replace(tzinfo=None)

        with pytest.raises(ValueError, match="no zone"):
            due(days(5), naive, calendar=NATIONAL)


class TestHolidays:
    def test_a_swapped_saturday_and_sunday_are_working_days(self):
        assert ends(working_days(2), "Thursday 2026-02-12 10:00")[0] == "Saturday 2026-02-14 24:00"
        assert ends(working_days(3), "Thursday 2026-02-12 10:00")[0] == "Tuesday 2026-02-24 24:00"
        assert ends(working_days(1), "Saturday 2026-09-19 10:00")[0] == "Sunday 2026-09-20 24:00"

    def test_a_period_does_not_roll_over_a_swapped_working_weekend(self):
        assert ends(days(1), "Friday 2026-02-13 10:00") == ("Saturday 2026-02-14 24:00", "Saturday 2026-02-14 24:00")
        assert ends(days(1), "Saturday 2024-02-17 10:00") == ("Sunday 2024-02-18 24:00", "Sunday 2024-02-18 24:00")

    def test_the_whole_of_spring_festival_is_rolled_over(self):
        for since in ("Saturday 2026-02-14 10:00", "Sunday 2026-02-22 10:00"):
            assert ends(days(1), since)[1] == "Tuesday 2026-02-24 24:00"
        assert ends(days(1), "Monday 2026-02-23 10:00")[1] == "Tuesday 2026-02-24 24:00"

    def test_national_day_2025_joins_mid_autumn_and_rolls_to_thursday(self):
        assert ends(days(15), "Tuesday 2025-09-16 10:00") == ("Wednesday 2025-10-01 24:00", "Thursday 2025-10-09 24:00")

    def test_rest_days_inside_the_period_count(self):
        assert ends(days(10), "Friday 2026-02-13 10:00")[0] == "Monday 2026-02-23 24:00"
        assert ends(days(11), "Friday 2026-02-13 10:00") == ("Tuesday 2026-02-24 24:00", "Tuesday 2026-02-24 24:00")

    @pytest.mark.parametrize("rule", list(CountingRule))
    def test_only_the_rules_that_say_so_roll(self, rule):
        if rule in (CountingRule.CLOCK, CountingRule.WORKING_DAYS):
            return
        internal, legal = ends(days(1, rule), "Friday 2026-03-06 10:00")

        assert internal == "Saturday 2026-03-07 24:00"
        assert legal == ("Monday 2026-03-09 24:00" if rule.rolls_over else internal)


class TestProvisional:
    """2027 has no notice in the calendar that we hold."""

    def provisional(self, period: Period, since: str) -> bool:
        return due(period, shanghai(since), calendar=NATIONAL).provisional

    def test_working_days_that_reach_into_the_year_are_provisional_from_the_first_such_day(self):
        assert not self.provisional(working_days(2), "Tuesday 2026-12-29 10:00")  # ends on the 31st
        assert self.provisional(working_days(3), "Tuesday 2026-12-29 10:00")

    def test_a_last_day_in_the_year_is_provisional_only_where_it_may_roll(self):
        since = "Monday 2026-12-28 10:00"

        assert self.provisional(days(10), since)
        assert not self.provisional(days(10, CountingRule.CALENDAR), since)
        assert not self.provisional(days(10, CountingRule.NO_ROLLOVER), since)
        assert not self.provisional(months(6, CountingRule.NO_ROLLOVER), since)
        assert not self.provisional(hours(240), since)

    def test_a_last_day_that_rolls_out_of_a_known_year_is_provisional(self):
        only_2022 = Calendar(notices=(replace(NATIONAL.notices[0], year=2022, holidays=()),))
        to_friday, to_saturday = shanghai("Thursday 2022-12-29 10:00"), shanghai("Friday 2022-12-30 10:00")

        assert not due(days(1), to_friday, calendar=only_2022).provisional
        assert due(days(1), to_saturday, calendar=only_2022).provisional

    def test_a_period_that_only_passes_through_an_unknown_year_is_settled(self):
        without_2025 = Calendar(notices=tuple(one for one in NATIONAL.notices if one.year != 2025))
        through = due(months(14), shanghai("2024-12-05 10:00"), calendar=without_2025)

        assert through.last_day == date(2026, 2, 5)
        assert not through.provisional

    def test_once_the_notice_is_loaded_the_same_facts_give_a_settled_date(self):
        without_2026 = Calendar(notices=tuple(one for one in NATIONAL.notices if one.year != 2026))
        start = shanghai("Wednesday 2026-02-11 10:00")

        guessed = due(working_days(3), start, calendar=without_2026)
        settled = due(working_days(3), start, calendar=NATIONAL)

        assert (guessed.provisional, guessed.last_day) == (True, date(2026, 2, 16))
        assert (settled.provisional, settled.last_day) == (False, date(2026, 2, 14))


def test_a_due_date_kept_without_its_account_still_tells_what_is_late():
    kept = Due(internal_due_at=shanghai("2026-03-09 10:00"), legal_due_at=shanghai("2026-03-09 10:00"))

    assert kept.lines == ()
    assert not is_in_time(kept, shanghai("2026-03-09 10:00:01"))
