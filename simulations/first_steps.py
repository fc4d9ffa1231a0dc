"""What is answered from the report to the interventions, and by the police. 报告、研判、评估、公安办理的答复."""

from __future__ import annotations

from collections.abc import Callable

from rules.follow_through import Commendation, NoTaker
from rules.placement import PlacementMode
from rules.reporting import Complexity, Track, Urgency
from rules.vocabulary import Intervention, Role, UnitKind
from simulations.asked import Asked, Given

Answers = dict[str, Callable[[Asked], Given]]

PLACES_FOR_A_NIGHT: dict[PlacementMode, float] = {
    PlacementMode.RELATIVES: 50,
    PlacementMode.RELIEF_INSTITUTION: 30,
    PlacementMode.FOSTER_FAMILY: 5,
    PlacementMode.WELFARE_INSTITUTION: 5,
    PlacementMode.OTHER_GUARDIAN: 10,
}


def _triage(asked: Asked) -> Given:
    urgency = (Urgency.ORDINARY, Urgency.URGENT, Urgency.EMERGENCY)[asked.story.grave]
    same_matter = asked.joined and asked.happens(0.8)
    given: Given = {"urgency": urgency, "danger_now": asked.story.danger, "same_matter": same_matter}
    if asked.happens(0.03):
        given["late_unit"] = asked.chance.member([UnitKind.SCHOOL, UnitKind.HOSPITAL, UnitKind.COMMITTEE])
    return given


def _acceptance(asked: Asked) -> Given:
    if not asked.duty.about and asked.happens(0.04):
        return {"ours": False}
    return {
        "ours": True,
        "track": asked.story.track,
        "complexity": asked.story.complexity,
        "complainant": asked.happens(0.4),
        "child_needs_place": asked.story.danger and asked.happens(0.3),
    }


def _transfer(asked: Asked) -> Given:
    stations = [seat.no for seat in asked.places.seats.values() if seat.role is Role.POLICE_STATION]
    return {"to_post": asked.chance.member(stations), "receipt": asked.number("移")}


def _interventions(asked: Asked) -> Given:
    """What the story says; whoever was told to look again by the second reader chooses something."""
    chosen = asked.story.chosen or ((Intervention.SERVICES,) if asked.duty.about else ())
    return {"chosen": list(chosen)} if chosen else {"chosen": [], "reason": "情况轻微，家庭已自行改正"}


def _conclusion(asked: Asked) -> Given:
    if asked.story.track is Track.CRIMINAL and asked.happens(0.6):
        return {"to_prosecution": True}
    return {"to_prosecution": False, "outcome": "作出行政处理后办结"}


FIRST_STEPS: Answers = {
    "pass_on_to_police": lambda asked: {"proof": asked.number("转")},
    "answer_hotline_ticket": lambda asked: {"proof": asked.number("单"), "caller_told": asked.happens(0.8)},
    "triage": _triage,
    "child_seen": lambda asked: {"safe_where_found": not asked.happens(0.06 * asked.story.grave)},
    "safety_assessment": lambda asked: {
        "risk": (Urgency.ORDINARY, Urgency.URGENT, Urgency.EMERGENCY)[asked.story.grave],
        "danger_now": asked.story.danger and asked.happens(0.3),
    },
    "choose_interventions": _interventions,
    "second_reading": lambda asked: {"agrees": asked.happens(0.8), "reason": "已阅全卷"},
    "commend_reporter": lambda _: {"commendations": [Commendation.PRAISED]},
    "tell_reporter": lambda asked: {"outcome": "已受理，有关部门正在办理"},
    "police_acceptance": _acceptance,
    "transfer_to_competent_police": _transfer,
    "decide_administrative_case": lambda asked: {
        "accepted": asked.happens(0.85),
        "now_criminal": asked.happens(0.05),
    },
    "decide_filing": lambda asked: {
        "filed": asked.happens(0.5 if asked.story.complexity is Complexity.CLUES else 0.8),
        "complainant": asked.happens(0.4),
    },
    "notify_non_filing": lambda asked: {},
    "review_non_filing": lambda asked: {"asks_for_reasons": asked.happens(0.5)},
    "explain_non_filing": lambda asked: {},
    "assess_reasons": lambda asked: {"reasons_hold": asked.happens(0.6)},
    "tell_victim_reasons_hold": lambda asked: {},
    "file_after_notice": lambda asked: {},
    "conclude_investigation": _conclusion,
    "urge_investigation": lambda asked: {"letter_sent": True},
    "feedback_on_progress": lambda asked: {"outcome": "已受案，正在办理"},
    "feedback_on_result": lambda asked: {"outcome": "经审查，不予受案（立案）"},
    "feedback_before_prosecution": lambda asked: {"outcome": "将移送审查起诉"},
    "send_for_prosecution": lambda asked: {},
    "notify_civil_affairs": lambda asked: {},
    "safe_bed": lambda asked: {"mode": asked.chance.one_of(PLACES_FOR_A_NIGHT)},
    "decide_placement": lambda asked: {
        "mode": PlacementMode.NOT_NEEDED if asked.happens(0.45) else asked.chance.one_of(PLACES_FOR_A_NIGHT)
    },
    "take_up_referral": lambda asked: {"accepts": asked.happens(0.9), "reason": "按职责承接"},
    "complete_referral": lambda asked: {"outcome": "已提供服务并回访"},
    "reassign_referral": lambda asked: (
        {"to_post": asked.post(asked.chance.member([Role.CIVIL_AFFAIRS, Role.SOCIAL_WORK, Role.WOMENS_FEDERATION]))}
        if asked.happens(0.85)
        else {"to_post": "", "no_taker": NoTaker.NO_SERVICE, "reason": "暂无单位可以提供"}
    ),
    "confirm_service": lambda asked: (
        {"received": True}
        if asked.happens(0.85)
        else {"received": False, "refer_again": asked.happens(0.5), "reason": "家长说还没有收到"}
    ),
    "review_reporting_failure": lambda asked: {"breach_found": asked.happens(0.4), "outcome": "已约谈并责令改正"},
    "reach_by_other_means": lambda asked: {"how": "派人当面告知，并更正地址"},
    "review_case": lambda asked: (
        {"close": True} if asked.happens(0.85) else {"close": False, "next_review_on": asked.in_days(20, 60)}
    ),
    "agree_handover": lambda asked: {"agreed": asked.happens(0.85), "reason": "已电话协商"},
    "send_handover": lambda asked: {"proof": asked.number("交")},
    "confirm_receipt": lambda asked: (
        {"accepts": True, "receipt": asked.number("收")}
        if asked.happens(0.85)
        else {"accepts": False, "reason": "材料不全，退回补正"}
    ),
    "decide_handover_anew": lambda asked: (
        {"send_again": True, "to_post": asked.post(Role.TOWNSHIP_STATION)}
        if asked.happens(0.8)
        else {"send_again": False, "reason": "由原单位继续办理"}
    ),
    "review_coming_of_age": lambda asked: {"duties_go_on": asked.happens(0.3), "reason": "已审查"},
    "tell_young_adult": lambda asked: {},
    "end_guardianship": lambda asked: {},
    "report_death": lambda asked: {},
    "review_after_death": lambda asked: (
        {"criminal_goes_on": asked.happens(0.5), "accountability_goes_on": True}
        | ({"late_unit": UnitKind.HOSPITAL} if asked.happens(0.3) else {})
    ),
}
