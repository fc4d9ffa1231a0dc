"""What is answered on admonitions, warnings and orders. 训诫、告诫、各类令的答复."""

from __future__ import annotations

from datetime import timedelta

from rules.dissuasion import DissuasionResponse
from rules.family_education import GuidanceOutcome
from rules.orders import NextStep
from rules.protection import Measure, Renewal, RulingOutcome
from rules.supervision import SupervisionOutcome
from rules.vocabulary import Role, Sanction, ServiceMethod
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

AROUND = [Role.COMMITTEE, Role.CIVIL_AFFAIRS, Role.WOMENS_FEDERATION]

SERVED: dict[ServiceMethod, float] = {
    ServiceMethod.IN_PERSON: 80,
    ServiceMethod.LEFT: 10,
    ServiceMethod.POST: 5,
    ServiceMethod.REMOTE: 5,
}


def _served(asked: Asked) -> Given:
    return {"method": asked.chance.one_of(SERVED), "receipt": asked.number("送")}


def _issue(asked: Asked) -> Given:
    """Whether a measure is taken. After the first refusal it is, more often than not."""
    return {"issue": True} if asked.happens(0.88) else {"issue": False, "reason": "情节轻微，已当场改正"}


def _respondent(asked: Asked) -> Given:
    adult = asked.adult() or asked.adult(suspected=False)
    return {"found": True, "adult_no": adult} if adult and asked.happens(0.85) else {"found": False}


def _after_harm(asked: Asked) -> Given:
    if asked.happens(0.2):
        return {"confirmed": False, "reason": "经核实不属实"}
    steps = asked.chance.some_of(
        {
            NextStep.PENALTY: 0.3,
            NextStep.ADMONITION: 0.1,
            NextStep.SUPERVISION_ORDER: 0.2,
            NextStep.PROTECTION_ORDER: 0.3,
            NextStep.GUARDIANSHIP_TRANSFER: 0.1,
        }
    )
    return {"confirmed": True, "next_steps": steps or [NextStep.FAMILY_EDUCATION_ORDER]}


def _visit(asked: Asked) -> Given:
    return {"child_seen": asked.happens(0.95), "harm_again": asked.harm_again()}


def _supervision(asked: Asked) -> Given:
    decided = _issue(asked)
    if not decided["issue"]:
        return decided
    issuers = asked.chance.some_of({Role.POLICE_STATION: 0.4, Role.WOMENS_FEDERATION: 0.3, Role.CIVIL_AFFAIRS: 0.2})
    until = {"until": asked.in_days(60, 240)} if asked.happens(0.7) else {}
    return {**decided, "issuers": issuers, "demands": "按时接送，不得殴打，定期报告", **until}


def _review(asked: Asked) -> Given:
    return _reviewed(asked, {SupervisionOutcome.MET: 55, SupervisionOutcome.CONTINUES: 30})


def _end_of_supervision(asked: Asked) -> Given:
    return _reviewed(asked, {SupervisionOutcome.MET: 75})


def _reviewed(asked: Asked, usual: dict[SupervisionOutcome, float]) -> Given:
    outcome = asked.chance.one_of(
        usual
        | {SupervisionOutcome.EXTENDED: 8, SupervisionOutcome.SECOND_ORDER: 4}
        | {SupervisionOutcome.HARM_AGAIN: 100 * asked.story.again}
    )
    given: Given = {"outcome": outcome}
    if outcome in {SupervisionOutcome.EXTENDED, SupervisionOutcome.SECOND_ORDER}:
        given["until"] = asked.in_days(90, 180)
    if outcome is SupervisionOutcome.HARM_AGAIN:
        given["next_steps"] = [asked.chance.member([NextStep.GUARDIANSHIP_TRANSFER, NextStep.PROTECTION_ORDER])]
    return given


def _apply(asked: Asked) -> Given:
    if asked.happens(0.85):
        return {"applied": True}
    if asked.happens(0.5):
        return {"applied": False, "to_post": asked.post(Role.WOMENS_FEDERATION)}
    return {"applied": False, "reason": "当事人已搬离，暂无现实危险"}


def _ruling(asked: Asked) -> Given:
    outcome = asked.chance.one_of(
        {RulingOutcome.GRANTED: 68, RulingOutcome.GRANTED_IN_PART: 12, RulingOutcome.DISMISSED: 14}
        | {RulingOutcome.WITHDRAWN: 6}
    )
    return _granted(asked, outcome)


def _reconsidered(asked: Asked) -> Given:
    return _granted(asked, RulingOutcome.GRANTED if asked.happens(0.4) else RulingOutcome.DISMISSED)


def _granted(asked: Asked, outcome: RulingOutcome) -> Given:
    if outcome not in {RulingOutcome.GRANTED, RulingOutcome.GRANTED_IN_PART}:
        return {"outcome": outcome, "reason": "未证明有现实危险"}
    measures = [Measure.NO_VIOLENCE, *asked.chance.some_of({Measure.NO_CONTACT: 0.4, Measure.MOVE_OUT: 0.2})]
    given = {"outcome": outcome, "until": asked.in_days(30, 180), "measures": measures}
    adult = asked.adult() or asked.adult(suspected=False)
    return given | ({"adult_no": adult} if adult else {})


def _renewal(asked: Asked) -> Given:
    choice = asked.chance.one_of(
        {Renewal.LET_LAPSE: 50, Renewal.NOT_NEEDED: 20, Renewal.EXTEND: 20, Renewal.NEW_ORDER: 10}
    )
    return {"renewal": choice, "reason": "已评估"}


def _extension(asked: Asked) -> Given:
    if not asked.happens(0.7):
        return {"granted": False, "reason": "已无现实危险"}
    # the court extends from the end of the term, which lies at most some weeks ahead
    ends_on = asked.duty.ends_on or asked.today + timedelta(days=20)
    return {"granted": True, "until": (ends_on + timedelta(days=asked.chance.randrange(30, 120))).isoformat()}


def _breach(asked: Asked) -> Given:
    sanction = asked.chance.one_of(
        {Sanction.ADMONITION: 50, Sanction.FINE: 20, Sanction.DETENTION: 15, Sanction.NONE: 15}
    )
    return {"sanction": sanction, "reason": "情节如卷", "confidential": asked.happens(0.1)}


def _closing(asked: Asked) -> Given:
    outcome = asked.chance.one_of(
        {GuidanceOutcome.COMPLETED: 75, GuidanceOutcome.RENEWED: 10, GuidanceOutcome.NOT_COMPLETED: 15}
    )
    return {"outcome": outcome} | ({"until": asked.in_days(30, 90)} if outcome is GuidanceOutcome.RENEWED else {})


def _dissuaded(asked: Asked) -> Given:
    kinds = {DissuasionResponse.STOPPED: 80, DissuasionResponse.REFUSED: 20}
    return {"dissuasion_response": asked.chance.one_of(kinds), "serious": asked.happens(0.08)}


ON_ORDERS: Answers = {
    "dissuade_guardian": _dissuaded,
    "dissuade_as_police": lambda asked: {"spoken_to": True, **_dissuaded(asked)},
    "check_dissuasion": lambda asked: {"child_seen": asked.happens(0.95), "stopped": asked.happens(0.85)},
    "report_conduct": lambda asked: {"proof": asked.number("村报")},
    "identify_respondent": _respondent,
    "tell_not_issued": lambda asked: {"told": AROUND, "stands": asked.happens(0.7)},
    "decide_after_harm": _after_harm,
    "decide_penalty": lambda asked: {"punished": asked.happens(0.8), "reason": "依法处理"},
    "decide_admonition": lambda asked: {**_issue(asked), "with_guidance": asked.happens(0.25)},
    "hold_admonition": _served,
    "tell_of_admonition": lambda asked: {"told": AROUND},
    "admonition_visit": lambda asked: {**_visit(asked), "demands_met": asked.happens(0.85)},
    "decide_warning": _issue,
    "serve_warning": lambda asked: {**_served(asked), "victim_has_copy": True, "recorded": asked.happens(0.8)},
    "tell_of_warning": lambda asked: {"told": AROUND},
    "explain_protection": lambda asked: {"told": AROUND, "applies": asked.happens(0.15)},
    "warning_visit": _visit,
    "local_warning_visit": _visit,
    "inquire_into_guardianship": lambda asked: {"fault_found": asked.happens(0.9), "findings": "疏于照护"},
    "hear_guardian": lambda asked: {"heard": asked.happens(0.9), "reply": "愿意改正"},
    "decide_supervision_order": _supervision,
    "announce_supervision_order": lambda asked: {**_served(asked), "present": asked.chance.randrange(1, 8)},
    "hand_to_partner": lambda asked: {"tasks": "每月走访一次，发现异常即报", "receipt": asked.number("交")},
    "supervision_visit": _visit,
    "review_supervision_order": _review,
    "end_supervision_term": _end_of_supervision,
    "suggest_revocation": lambda asked: {"to_post": asked.post(Role.CIVIL_AFFAIRS)},
    "apply_for_protection": _apply,
    "accept_protection_application": lambda asked: (
        {"admitted": True, "urgent": asked.story.danger}
        if asked.happens(0.95)
        else {"admitted": False, "reason": "不符"}
    ),
    "decide_protection_order": _ruling,
    "consider_reconsideration": lambda asked: {"asks": asked.happens(0.5)},
    "decide_reconsideration": _reconsidered,
    "serve_protection_order": _served,
    "send_protection_order": lambda asked: {"told": [Role.POLICE_STATION, Role.COMMITTEE], "applicant_has_it": True},
    "prepare_police_help": lambda asked: {"respondent_told": asked.happens(0.95)},
    "protection_revisit": lambda asked: {**_visit(asked), "order_broken": asked.harm_again()},
    "police_on_breach": lambda asked: {"breach_recorded": True, "court_told": True},
    "decide_breach": _breach,
    "consider_renewal": _renewal,
    "decide_extension": _extension,
    "safety_check_at_end": lambda asked: {"child_seen": True, "safe": asked.happens(0.93)},
    "decide_guidance_order": _issue,
    "serve_guidance_order": _served,
    "pass_to_provider": lambda asked: {
        "to_post": asked.post(asked.chance.member([Role.WOMENS_FEDERATION, Role.SOCIAL_WORK])),
        "receipt": asked.number("交"),
    },
    "first_session": lambda asked: {"attended": asked.happens(0.85)},
    "guidance_session": lambda asked: {"attended": asked.happens(0.85)},
    "report_absence": lambda asked: {},
    "closing_check": _closing,
    "decide_after_ignored": _after_harm,
}
