"""Which children of the county are on the list of those who are visited, and since when. 关爱对象."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from rules.age import turns_on
from rules.moments import at_clock, civil_day
from rules.screening import ALL_OF, Condition
from rules.vocabulary import ChildCategory, ChildMark
from simulations.census import Household
from simulations.chance import stream
from simulations.on_monitoring import TIERS
from simulations.plan import Plan
from tasks.monitored_ages import LIMIT_OF_AGE
from tasks.monitoring import Screened
from tasks.report_form import ChildForm

LISTED_IN_DAYS = 10
"""The survey takes the first days."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A child that is put on the list. 列入."""

    at: datetime
    child: ChildForm
    area: str
    screened: Screened


def listings(plan: Plan, there: Sequence[Household]) -> Iterator[Listing]:
    """As many as planned of the children whom some policy speaks of, in the order of their households."""
    eligible = [(house, child) for house in there for child in house.children if _may_be_listed(plan, child)]
    for number, (house, child) in enumerate(eligible[: plan.monitored]):
        chance = stream(plan.seed, "listed", number)
        day = civil_day(plan.begins) + timedelta(days=chance.randrange(min(LISTED_IN_DAYS, plan.days)))
        yield Listing(
            at=at_clock(day, time(9 + chance.randrange(8), chance.randrange(60))),
            child=child,
            area=house.area,
            screened=Screened(
                categories=child.categories,
                conditions=_conditions(child.categories),
                tier=chance.one_of(TIERS),
                marks=[ChildMark.KEY],
                reason="摸排：家庭照护情况",
            ),
        )


def _may_be_listed(plan: Plan, child: ChildForm) -> bool:
    """Some policy speaks of the child, and it stays under sixteen for the whole time."""
    last = civil_day(plan.ends)
    return bool(child.categories) and child.birth_on is not None and turns_on(child.birth_on, LIMIT_OF_AGE) > last


def _conditions(categories: Sequence[ChildCategory]) -> list[Condition]:
    """What the survey found: all that its categories ask for."""
    found = [one for category in categories for one in ALL_OF[category]]
    if ChildCategory.IN_DIFFICULTY in categories:
        found.append(Condition.POVERTY)
    return list(dict.fromkeys(found))
