"""How exactly is a moment known, and what may be concluded from it? 时间与精度."""

from __future__ import annotations

import pytest

from rules.errors import Refused
from rules.moments import shanghai
from rules.vocabulary import Precision
from rules.when import UNKNOWN, When, exactly, read_when, say_when


@pytest.mark.parametrize(
    ("written", "precision", "earliest", "latest"),
    [
        ("2024-02-29 10:30", Precision.EXACT, "2024-02-29 10:30", "2024-02-29 10:30"),
        ("2024-02-29", Precision.DAY, "2024-02-29 00:00", "2024-02-29 23:59:59"),
        ("2024-02", Precision.MONTH, "2024-02-01 00:00", "2024-02-29 23:59:59"),
        ("2023-02", Precision.MONTH, "2023-02-01 00:00", "2023-02-28 23:59:59"),
        ("2024-12", Precision.MONTH, "2024-12-01 00:00", "2024-12-31 23:59:59"),
        ("2024", Precision.YEAR, "2024-01-01 00:00", "2024-12-31 23:59:59"),
        ("约 2024-03-10", Precision.ABOUT, "2024-03-03 00:00", "2024-03-17 00:00"),
        ("约2024-03", Precision.MONTH, "2024-03-01 00:00", "2024-03-31 23:59:59"),
        ("about 2024", Precision.YEAR, "2024-01-01 00:00", "2024-12-31 23:59:59"),
    ],
)
def test_the_spelling_says_how_exactly_a_moment_is_known(
    written: str, precision: Precision, earliest: str, latest: str
) -> None:
    when = read_when(written)

    assert when.precision is precision
    assert (when.earliest, when.latest) == (shanghai(earliest), shanghai(latest))


def test_a_weekday_before_a_day_is_checked() -> None:
    assert read_when("星期二 2026-03-03") == read_when("2026-03-03")
    assert read_when("Tuesday 2026-03-03 10:00") == read_when("2026-03-03 10:00")
    for written in ("星期一 2026-03-03", "周一 2026-03-03 10:00"):
        with pytest.raises(Refused, match="2026-03-03是星期二"):
            read_when(written)


def test_nobody_knows_when() -> None:
    assert read_when("不详") == UNKNOWN
    assert UNKNOWN.earliest is UNKNOWN.latest is None


@pytest.mark.parametrize(
    "written", ["", "昨天", "2024-13", "2024-02-30", "24-02-01", "2024/02/01", "约 昨天", "2024-02-29 25:00"]
)
def test_what_is_no_moment_is_refused_with_the_spellings_that_are(written: str) -> None:
    with pytest.raises(Refused, match="约 2021-01-20") as refused:
        read_when(written)
    assert "unknown" in refused.value.en


def test_a_moment_is_unknown_or_it_has_an_instant() -> None:
    with pytest.raises(ValueError, match="unknown"):
        When(at=None)
    with pytest.raises(ValueError, match="unknown"):
        When(at=shanghai("2024-01-01 00:00"), precision=Precision.UNKNOWN)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-02-29 10:30", "2024年2月29日10:30"),
        ("2024-02-29", "2024年2月29日"),
        ("2024-02", "2024年2月（日期不详）"),
        ("2024", "2024年（月日不详）"),
        ("约 2024-03-10", "约2024年3月10日"),
        ("不详", "时间不详"),
    ],
)
def test_a_moment_is_said_no_more_exactly_than_it_is_known(written: str, said: str) -> None:
    assert say_when(read_when(written)) == said


def test_an_exact_moment_is_its_own_earliest_and_latest() -> None:
    at = shanghai("2026-03-02 10:55")
    assert exactly(at).earliest == exactly(at).latest == at
