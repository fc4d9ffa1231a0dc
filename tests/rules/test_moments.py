"""Does an instant fall on the right civil day in China, and is it read and written as people there do?"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from rules.errors import Refused
from rules.moments import (
    at_clock,
    civil_day,
    day_ended_by,
    en,
    en_end,
    midnight_after,
    midnight_before,
    shanghai,
    utc,
    zh,
    zh_end,
)

SECOND = timedelta(seconds=1)


def test_a_day_in_china_begins_at_16_hours_utc_of_the_day_before():
    begins = datetime(2026, 3, 5, 16, tzinfo=UTC)

    assert civil_day(begins - SECOND) == date(2026, 3, 5)
    assert civil_day(begins) == date(2026, 3, 6)
    assert midnight_before(date(2026, 3, 6)) == midnight_after(date(2026, 3, 5)) == begins


def test_an_instant_written_in_any_zone_falls_on_the_same_civil_day():
    in_new_york = datetime(2026, 3, 5, 12, tzinfo=timezone(timedelta(hours=-5)))

    assert civil_day(in_new_york) == date(2026, 3, 6)
    assert utc(in_new_york).tzinfo is UTC


def test_24_hours_belongs_to_the_day_that_ends():
    end = shanghai("Sunday 2026-03-08 24:00")

    assert end == midnight_after(date(2026, 3, 8)) == shanghai("2026-03-09 00:00")
    assert day_ended_by(end) == date(2026, 3, 8)
    assert zh_end(end) == "2026年3月8日（星期日）24:00"
    assert en_end(end) == "Sunday 2026-03-08 24:00"
    assert zh_end(end + SECOND) == "2026年3月9日（星期一）00:00:01"


def test_everything_kept_is_utc():
    moments = shanghai("2026-03-06 16:30"), midnight_after(date(2026, 3, 6)), at_clock(date(2026, 3, 6), time(8))

    assert all(at.tzinfo is UTC for at in moments)


def test_an_instant_is_told_in_beijing_time_in_both_languages():
    at = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)

    assert zh(at) == "2026年3月6日（星期五）16:30"
    assert en(at) == "Friday 2026-03-06 16:30"


@pytest.mark.parametrize("weekday", ["", "Friday ", "fri ", "星期五 ", "周五 "])
def test_a_date_may_carry_its_weekday(weekday):
    assert shanghai(f"{weekday}2026-03-06 16:30") == datetime(2026, 3, 6, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("weekday", ["星期日", "星期天", "周日", "周天", "Sunday"])
def test_sunday_has_several_names(weekday):
    assert civil_day(shanghai(f"{weekday} 2026-03-08 09:00:30")) == date(2026, 3, 8)


def test_a_weekday_that_is_not_the_days_is_refused():
    with pytest.raises(Refused, match="2026-03-06是星期五") as refused:
        shanghai("Thursday 2026-03-06 16:30")
    assert "is a Friday" in refused.value.en


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-06",
        "2026-02-29 10:00",
        "2026-03-06 25:00",
        "2026-03-06 24:01",
        "6.3.2026 10:00",
        "",
        "2026-03-06 10:00Z",
    ],
)
def test_what_is_no_date_and_time_is_refused_with_the_right_form(written):
    with pytest.raises(Refused, match="2026-03-06 16:30"):
        shanghai(written)


def test_a_naive_datetime_is_refused_everywhere():
    naive = datetime(2026, 3, 6, 16, 30)  # noqa: DTZ001 - the very thing that is refused

    for ask in (utc, civil_day, day_ended_by, zh, en, zh_end):
        with pytest.raises(ValueError, match="no zone"):
            ask(naive)
