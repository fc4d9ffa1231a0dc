"""When is something due that must be done before an order runs out? 有效期届满前."""

from __future__ import annotations

from datetime import date

import pytest

from rules.age import comes_of_age_on
from rules.calendar import Calendar
from rules.clock import due, is_in_time
from rules.moments import midnight_after, shanghai
from rules.period import CountingRule, Period, Unit
from rules.terms import longest_end
from rules.vocabulary import InstrumentKind

CALENDAR = Calendar.national()


def before(days: int) -> Period:
    return Period(amount=days, unit=Unit.DAYS, rule=CountingRule.NO_ROLLOVER, set_by="E-91", before_end=True)


def test_it_is_due_at_the_end_of_the_day_so_many_days_before() -> None:
    end = due(before(15), shanghai("2026-01-20 10:00"), calendar=CALENDAR, ends_on=date(2026, 7, 20))

    assert end.legal_due_at == end.internal_due_at == midnight_after(date(2026, 7, 5))
    assert is_in_time(end, shanghai("2026-07-05 23:59"))
    assert not is_in_time(end, shanghai("2026-07-06 00:01"))


def test_it_never_moves_over_a_rest_day() -> None:
    sunday = date(2026, 3, 8)
    end = due(before(0), shanghai("2026-01-20 10:00"), calendar=CALENDAR, ends_on=sunday)

    assert end.legal_due_at == midnight_after(sunday)


def test_of_a_term_that_is_shorter_the_day_on_which_it_began_remains() -> None:
    end = due(before(15), shanghai("2026-03-02 10:00"), calendar=CALENDAR, ends_on=date(2026, 3, 9))

    assert end.legal_due_at == midnight_after(date(2026, 3, 2))


def test_it_is_explained_by_the_term() -> None:
    end = due(before(15), shanghai("2026-01-20 10:00"), calendar=CALENDAR, ends_on=date(2026, 7, 20))

    assert [line.basis for line in end.lines] == ["E-91"]
    assert "有效期至2026年7月20日" in end.lines[0].zh
    assert "不顺延" in end.lines[0].zh


def test_without_a_term_nothing_can_be_counted() -> None:
    with pytest.raises(ValueError, match="last day"):
        due(before(15), shanghai("2026-01-20 10:00"), calendar=CALENDAR)


@pytest.mark.parametrize(("days", "unit"), [(-1, Unit.DAYS), (1, Unit.MONTHS), (1, Unit.HOURS)])
def test_only_days_can_be_counted_back(days: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="before an end"):
        Period(amount=days, unit=unit, rule=CountingRule.NO_ROLLOVER, set_by="E-91", before_end=True)


def test_a_protection_order_holds_for_six_months_at_most_and_other_orders_have_no_limit_in_law() -> None:
    assert longest_end(InstrumentKind.PROTECTION_ORDER, date(2026, 8, 31)) == date(2027, 2, 28)
    assert longest_end(InstrumentKind.SUPERVISION_ORDER, date(2026, 8, 31)) is None
    assert longest_end(InstrumentKind.PLACEMENT_DECISION, date(2026, 8, 31)) is None


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        (date(2008, 3, 10), date(2026, 3, 11)),
        (date(2008, 2, 29), date(2026, 3, 1)),  # 2026 has no 29 February
        (date(2008, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_child_is_of_age_on_the_day_after_its_eighteenth_birthday(born: date, of_age: date) -> None:
    assert comes_of_age_on(born) == of_age
