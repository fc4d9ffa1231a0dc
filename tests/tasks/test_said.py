"""When was it, as people type it into a form? 时间的说法."""

from __future__ import annotations

from datetime import datetime

import pytest

from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import Precision
from tasks.said import read_at, read_coming, read_moment, read_spoken, to_the_minute

NOW = shanghai("2026-11-24 09:20")


def read(written: str) -> tuple[datetime | None, Precision]:
    said = read_spoken(written, NOW, field="when")
    assert said is not None
    return said.at, said.precision


@pytest.mark.parametrize(
    ("written", "means", "precision"),
    [
        ("刚才", "2026-11-24 09:20", Precision.EXACT),
        ("今天 8:05", "2026-11-24 08:05", Precision.EXACT),
        ("昨天 20：00", "2026-11-23 20:00", Precision.EXACT),
        ("前天", "2026-11-22 00:00", Precision.DAY),
        ("11月23日", "2026-11-23 00:00", Precision.DAY),
        ("11月23日 7:30", "2026-11-23 07:30", Precision.EXACT),
        ("11.24", "2026-11-24 00:00", Precision.DAY),
        ("2026年3月2日 10:20", "2026-03-02 10:20", Precision.EXACT),
        ("2026-03-02 10:20", "2026-03-02 10:20", Precision.EXACT),
        ("约 2026-03-02", "2026-03-02 00:00", Precision.ABOUT),
    ],
)
def test_a_moment_is_read_as_people_type_it(written: str, means: str, precision: Precision) -> None:
    assert read(written) == (shanghai(means), precision)


def test_a_day_without_a_year_that_is_still_to_come_was_last_year() -> None:
    assert read("11月24日")[0] == shanghai("2026-11-24 00:00")
    assert read("11月25日")[0] == shanghai("2025-11-25 00:00")


def test_yesterday_is_yesterday_in_china_also_before_eight_in_the_morning() -> None:
    said = read_spoken("昨天", shanghai("2026-03-02 00:30"), field="when")
    assert said is not None
    assert said.at == shanghai("2026-03-01 00:00")


def test_nothing_said_is_nothing() -> None:
    assert read_spoken("  ", NOW, field="when") is None
    assert read_spoken(None, NOW, field="when") is None


@pytest.mark.parametrize("written", ["2月30日", "13.1", "昨天 25:00", "上周", "2026-02-29"])
def test_what_is_no_date_is_refused_and_says_of_which_field(written: str) -> None:
    with pytest.raises(Refused) as refused:
        read(written)
    assert refused.value.field == "when"


@pytest.mark.parametrize("written", ["2026-03", "2026-03-02", "昨天", "约 2026-03-02"])
def test_a_clock_is_changed_from_no_moment_that_is_less_exact_than_a_minute(written: str) -> None:
    with pytest.raises(Refused, match="几时几分"):
        to_the_minute(read_spoken(written, NOW, field="at"))


def test_a_clock_is_changed_from_the_minute_that_was_said_or_from_now() -> None:
    assert to_the_minute(read_spoken("今天 8:05", NOW, field="at")) == shanghai("2026-11-24 08:05")
    assert to_the_minute(read_spoken("", NOW, field="at")) is None


@pytest.mark.parametrize(
    "written", ["0206-03-02", "0206-03-02 10:20", "0001-01-01", "约 0001-01-01", "0001", "1899-12-31"]
)
def test_a_year_in_which_nobody_lived_who_lives_now_is_a_slip_of_the_pen(written: str) -> None:
    with pytest.raises(Refused, match="年份") as refused:
        read(written)
    assert refused.value.field == "when"


@pytest.mark.parametrize("written", ["0001-01-01T00:00+08:00", "9999-12-31T23:59-12:00"])
def test_an_instant_beyond_the_calendar_is_refused_in_words(written: str) -> None:
    for way in (read_at, read_moment):
        with pytest.raises(Refused, match="年份"):
            way(written)


@pytest.mark.parametrize("written", ["9999-12-31", "0206-06-30", "9999年12月31日"])
def test_nothing_holds_until_the_end_of_the_calendar(written: str) -> None:
    with pytest.raises(Refused, match="年份"):
        read_coming(written, NOW, field="until")
