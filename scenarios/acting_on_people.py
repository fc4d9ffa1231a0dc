"""Doing what a line says with the people around a child. 人员行为."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.moments import civil_day
from rules.vocabulary import Relation
from scenarios.shape import Act, Line
from scenarios.stage import Performer, Stage, post_of
from tasks import people


def _add(stage: Stage, line: Line, act: Act, child: str) -> None:
    for nickname in act.given["adult"]:
        enter(stage, line, nickname, child)


def enter(stage: Stage, line: Line, nickname: str, child: str) -> None:
    """Enter an adult with the file of a child; one who is known from another child is only tied to this one."""
    adult = stage.scenario.adults[nickname]
    tie = adult.ties[child]
    told = {
        "relation": tie.relation,
        "guardian": tie.guardian,
        "carer": tie.carer,
        "suspected": tie.suspected,
        "from_on": adult.from_on,
        "until_on": adult.until_on,
    }
    common: dict[str, Any] = {**told, "when": line.when, "by_post": line.by or stage.lead(child)}
    case_no = stage.case(child)
    if nickname in stage.adults:
        people.link(stage.office, case_no, stage.adults[nickname], **common)
    else:
        stage.adults[nickname] = people.add(
            stage.office, case_no, name=adult.name, phone=adult.phone, address=adult.address, **common
        )


def _link(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    adult = stage.scenario.adults[given["adult"]]
    known = adult.ties.get(child)
    people.link(
        stage.office,
        stage.case(child),
        stage.adult(given["adult"]),
        relation=given.get("relation") or (known.relation if known else Relation.UNKNOWN),
        **{
            role: given.get(role, getattr(known, role) if known else False)
            for role in ("guardian", "carer", "suspected")
        },
        from_on=given.get("from_on", adult.from_on),
        until_on=given.get("until_on", adult.until_on),
        when=line.when,
        by_post=post_of(line),
    )


def _leave(stage: Stage, line: Line, act: Act, child: str) -> None:
    people.leave(
        stage.office,
        stage.case(child),
        stage.adult(act.given["adult"]),
        until_on=act.given.get("until_on") or _day_of(line),
        reason=act.given["reason"],
        when=line.when,
        by_post=post_of(line),
    )


def _day_of(line: Line) -> date:
    return civil_day(line.when.at or line.at)


def _identify(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    people.identify(
        stage.office,
        stage.case(child),
        stage.adult(given["adult"]),
        name=given["name"],
        phone=given.get("phone"),
        address=given.get("address"),
        when=line.when,
        by_post=post_of(line),
    )


def _join(stage: Stage, line: Line, act: Act, child: str) -> None:
    given = act.given
    people.join(
        stage.office,
        stage.case(child),
        stage.procedure(given["procedure"], child),
        stage.party(given["party"]),
        given["role"],
        when=line.when,
        by_post=post_of(line),
    )


ON_PEOPLE: dict[str, Performer] = {
    "add": _add,
    "link": _link,
    "leave": _leave,
    "identify": _identify,
    "join": _join,
}
"""How each act on people is done."""
