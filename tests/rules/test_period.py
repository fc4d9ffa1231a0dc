"""Are shapes of time that no rule can count refused, and are periods read as people say them?"""

import pytest

from rules.moments import shanghai
from rules.period import CountingRule, Extension, Pause, Period, Unit
from rules.vocabulary import PauseCause


@pytest.mark.parametrize(
    ("amount", "unit", "rule", "because"),
    [
        (0, Unit.DAYS, CountingRule.CIVIL, "positive amount"),
        (24, Unit.HOURS, CountingRule.CIVIL, "counted by the clock rule"),
        (3, Unit.DAYS, CountingRule.CLOCK, "only hours are"),
        (3, Unit.WORKING_DAYS, CountingRule.CIVIL, "counted by the working-day rule"),
        (1, Unit.MONTHS, CountingRule.WORKING_DAYS, "only they are"),
    ],
)
def test_a_period_that_no_rule_can_count_is_refused(amount, unit, rule, because):
    with pytest.raises(ValueError, match=because):
        Period(amount=amount, unit=unit, rule=rule, set_by="A-17")


@pytest.mark.parametrize(
    ("amount", "unit", "rule", "zh", "en"),
    [
        (24, Unit.HOURS, CountingRule.CLOCK, "24小时", "24 hours"),
        (1, Unit.DAYS, CountingRule.CIVIL, "1日", "1 calendar day"),
        (3, Unit.WORKING_DAYS, CountingRule.WORKING_DAYS, "3个工作日", "3 working days"),
        (6, Unit.MONTHS, CountingRule.NO_ROLLOVER, "6个月", "6 months"),
    ],
)
def test_a_period_is_read_as_people_say_it(amount, unit, rule, zh, en):
    period = Period(amount=amount, unit=unit, rule=rule, set_by="A-17")

    assert (period.zh, period.en) == (zh, en)


def test_an_extension_adds_something():
    with pytest.raises(ValueError, match="positive amount"):
        Extension(amount=0, unit=Unit.DAYS, basis="B-11")


def test_a_pause_needs_instants_in_their_order():
    begins = shanghai("2026-03-06 10:00")

    with pytest.raises(ValueError, match="aware"):
        Pause(cause=PauseCause.FORCE_MAJEURE, from_at=begins.replace(tzinfo=None))
    with pytest.raises(ValueError, match="before it begins"):
        Pause(cause=PauseCause.FORCE_MAJEURE, from_at=begins, until_at=shanghai("2026-03-06 09:59:59"))
