"""Reports and openings as people hand them in. 报告单、立案建档单."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rules.vocabulary import Precision, Relation, Role, Situation, UnitKind
from simulations.census import Household
from simulations.chance import Chance
from simulations.matters import Matter
from simulations.names import full_name
from simulations.places import Places
from simulations.story import Story
from tasks.report_form import ChildForm, ReportForm, read_child, read_report

SITUATIONS: tuple[dict[Situation, float], ...] = (
    {Situation.GUARDIANSHIP: 60, Situation.R6: 20, Situation.R9: 20},
    {Situation.R4: 60, Situation.R6: 15, Situation.R9: 15, Situation.R5: 10},
    {Situation.R4: 45, Situation.R2: 20, Situation.R5: 15, Situation.R1: 10, Situation.R7: 5, Situation.R8: 5},
)
"""By how grave it is."""

RECEIVED_BY: dict[Role | None, float] = {
    None: 15,
    Role.POLICE_STATION: 35,
    Role.HOTLINE: 20,
    Role.TOWNSHIP_STATION: 20,
    Role.CIVIL_AFFAIRS: 10,
}

NEVER_SEEN_BEFORE = 0.04
"""Share of reported children of whom nobody knows the name: their file is opened by the report."""


def first_report(matter: Matter, places: Places, chance: Chance) -> ReportForm:
    """The report with which a matter begins."""
    worst = max(matter.stories, key=lambda story: story.grave)
    children = [
        _child(matter.household, place, story, chance)
        for place, story in zip(matter.concerned, matter.stories, strict=True)
    ]
    return _report(matter.by or UnitKind.CITIZEN, matter.at, worst, matter.household, children, places, chance)


def further_report(matter: Matter, at: datetime, places: Places, chance: Chance) -> ReportForm:
    """Somebody else reports the first child again, and knows its name only and when it was born."""
    form = matter.household.children[0]
    child = {"name": form.name, "birth_on": str(form.birth_on), "residence": {"area": matter.household.area}}
    by = chance.member([UnitKind.SCHOOL, UnitKind.CITIZEN, UnitKind.HOSPITAL, UnitKind.RELATIVE])
    return _report(by, at, matter.stories[0], matter.household, [child], places, chance)


def file_of(matter: Matter) -> ChildForm:
    """The child of a matter that begins without a report, with its parents."""
    household, story = matter.household, matter.stories[0]
    return read_child({**_known(household, 0), "adults": _adults(household, story)})


def _report(
    by: UnitKind,
    at: datetime,
    story: Story,
    household: Household,
    children: list[dict[str, Any]],
    places: Places,
    chance: Chance,
) -> ReportForm:
    discovered = at - timedelta(hours=min(chance.expovariate(1 / 3), 200) + 0.1)
    receiver = chance.one_of(RECEIVED_BY)
    return read_report(
        {
            "unit_kind": by,
            "reporter": _reporter(by, household.area, places, chance),
            "situations": [chance.one_of(SITUATIONS[story.grave])],
            "discovered_at": discovered.isoformat(),
            "reported_at": at.isoformat(),
            "received_by": places.post(receiver, household.area) if receiver else None,
            "danger_now": chance.one_of({story.danger: 80, None: 20}),
            "narrative": f"模拟报告：发现儿童情况异常（程度{story.grave}），请核实。",
            "incident": {
                "happened_at": (discovered - timedelta(hours=chance.between(0.5, 40))).isoformat(),
                "precision": chance.one_of({Precision.ABOUT: 60, Precision.EXACT: 40}),
                "area": household.area,
                "place": "家中",
            },
            "children": children,
        }
    )


def _reporter(by: UnitKind, area: str, places: Places, chance: Chance) -> dict[str, Any]:
    if by is UnitKind.ANONYMOUS:
        return {}
    at_post = {UnitKind.SCHOOL: Role.SCHOOL, UnitKind.HOSPITAL: Role.HOSPITAL, UnitKind.COMMITTEE: Role.COMMITTEE}
    if by in at_post:
        return {"name": full_name(chance), "post": places.post(at_post[by], area)}
    reachable = {"channel": "webhook", "address": f"reporter-{chance.randrange(10**6):06d}"}
    return {"name": full_name(chance), **(reachable if chance.happens(0.7) else {})}


def _child(household: Household, place: int, story: Story, chance: Chance) -> dict[str, Any]:
    if chance.happens(NEVER_SEEN_BEFORE):
        return {"residence": {"area": household.area}}
    return {**_known(household, place), "adults": _adults(household, story)}


def _known(household: Household, place: int) -> dict[str, Any]:
    """What a reporter who knows the child says of it: the file that there is, is found by it."""
    form = household.children[place]
    return {
        "name": form.name,
        "birth_on": str(form.birth_on),
        "id_number": form.id_number,
        "sex": form.sex,
        "residence": {"area": household.area, "address": form.residence.address},
    }


def _adults(household: Household, story: Story) -> list[dict[str, Any]]:
    """The parents; the father is suspected, if anybody is, and in the gravest matters the mother with him."""
    father = {"name": household.father, "relation": Relation.FATHER, "guardian": True, "carer": True}
    mother = {"name": household.mother, "relation": Relation.MOTHER, "guardian": True}
    return [
        {**father, "suspected": story.suspect or None},
        {**mother, "suspected": (story.suspect and story.grave == 2) or None},
    ]
