"""The children of the county and their households, before anything has happened. 儿童与家庭."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from rules.vocabulary import ChildCategory, Relation, Sex
from simulations.chance import Chance, stream
from simulations.names import given_name, surname
from simulations.places import COUNTY, township
from simulations.plan import TOWNSHIPS, Plan
from tasks.report_form import ChildForm, read_child

IN_A_HOUSEHOLD = {1: 6.0, 2: 3.5, 3: 0.5}


@dataclass(frozen=True, kw_only=True)
class Household:
    """Children who live together. 家庭.

    Args:
        area: code of its township.
        children: as they are known to the survey: without their adults, but for a carer who is no parent.
        father, mother: their names.
    """

    number: int
    area: str
    children: tuple[ChildForm, ...]
    father: str
    mother: str


def households(plan: Plan) -> Iterator[Household]:
    """All households of the county, in order, until there are as many children as planned."""
    left, number, taken = plan.children, 0, set[tuple[str, date]]()
    while left > 0:
        chance = stream(plan.seed, "household", number)
        size = min(chance.one_of(IN_A_HOUSEHOLD), left)
        yield _household(plan, number, size, plan.children - left, chance, taken)
        left, number = left - size, number + 1


def _household(
    plan: Plan, number: int, size: int, before: int, chance: Chance, taken: set[tuple[str, date]]
) -> Household:
    name, area = surname(chance), township(chance.randrange(TOWNSHIPS))
    away = chance.happens(0.3)
    forms = [
        read_child(_child(plan, before + nth, name, area, away=away, chance=chance, taken=taken)) for nth in range(size)
    ]
    return Household(
        number=number,
        area=area,
        children=tuple(forms),
        father=name + given_name(chance),
        mother=surname(chance) + given_name(chance),
    )


def _child(
    plan: Plan, number: int, name: str, area: str, *, away: bool, chance: Chance, taken: set[tuple[str, date]]
) -> dict[str, Any]:
    whole, birth_on = name + given_name(chance), _birthday(plan, chance)
    while (whole, birth_on) in taken:  # a child is recognised by both together
        birth_on -= timedelta(days=1)
    taken.add((whole, birth_on))
    categories = chance.some_of({ChildCategory.MIGRANT: 0.08, ChildCategory.IN_DIFFICULTY: 0.06})
    if away:
        categories.append(ChildCategory.LEFT_BEHIND)
    carer = {"name": surname(chance) + given_name(chance), "relation": Relation.GRANDPARENT, "carer": True}
    return {
        "name": whole,
        "birth_on": birth_on.isoformat(),
        "id_number": f"{COUNTY}{birth_on:%Y%m%d}{number % 1000:03d}{number // 1000 % 10}",
        "sex": chance.member([Sex.FEMALE, Sex.MALE]),
        "categories": categories,
        "registration": {"area": area, "address": f"{chance.randrange(1, 40)}组{chance.randrange(1, 90)}号"},
        "residence": {"area": area, "address": f"{chance.randrange(1, 40)}组{chance.randrange(1, 90)}号"},
        "adults": [carer] if away else [],
    }


def _birthday(plan: Plan, chance: Chance) -> date:
    """Between two months and eighteen years less a week: nobody in the survey is grown or was just born."""
    oldest = plan.start - relativedelta(years=18) + timedelta(days=7)
    return oldest + timedelta(days=chance.randrange((plan.start - oldest).days - 60))
