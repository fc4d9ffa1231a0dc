"""What is answered on pupils who stay away. 控辍保学的答复."""

from __future__ import annotations

from rules.schooling import AbsenceCause
from rules.vocabulary import Role, ServiceMethod
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

CAUSES: dict[AbsenceCause, float] = {
    AbsenceCause.WEARY: 40,
    AbsenceCause.WORK: 20,
    AbsenceCause.HARDSHIP: 15,
    AbsenceCause.MOVED: 10,
    AbsenceCause.ILLNESS: 10,
    AbsenceCause.OTHER: 5,
}


def _contact(asked: Asked) -> Given:
    return {
        "guardian_reached": asked.happens(0.9),
        "whereabouts_known": asked.happens(0.97),
        "back_in_school": asked.happens(0.3),
        "harm_found": asked.harm_again(),
    }


def _visit(asked: Asked) -> Given:
    return {
        "child_seen": asked.happens(0.9),
        "cause": asked.chance.one_of(CAUSES),
        "back_in_school": asked.happens(0.25),
        "harm_found": asked.harm_again(),
    }


def _decision(asked: Asked) -> Given:
    if asked.happens(0.1):
        return {"issue": False, "reason": "因病送教上门"}
    until = {"until": asked.in_days(7, 15)} if asked.happens(0.5) else {}
    return {"issue": True, "demands": "送子女返校就读", **until}


def _checked(asked: Asked) -> Given:
    return {"back_in_school": asked.happens(0.7), "harm_found": asked.harm_again()}


def _requested(asked: Asked) -> Given:
    if asked.happens(0.75):
        return {"requests_admonition": True}
    return {"requests_admonition": False, "reason": "已转职业学校就读"}


ON_SCHOOLING: Answers = {
    "contact_absent_pupil": _contact,
    "home_visit_absence": _visit,
    "persuade_return": lambda asked: {"back_in_school": asked.happens(0.5), "reason": "已与家长面谈"},
    "report_dropout": lambda asked: {"told": [Role.EDUCATION, Role.TOWNSHIP_STATION, Role.CIVIL_AFFAIRS]},
    "decide_schooling_order": _decision,
    "serve_schooling_order": lambda asked: {"method": ServiceMethod.IN_PERSON, "receipt": asked.number("送")},
    "check_schooling": _checked,
    "request_admonition": _requested,
    "return_plan": lambda asked: {"plan": "补课、结对关爱"},
    "check_return": lambda asked: {"in_school": asked.happens(0.85), "harm_found": asked.harm_again()},
}
