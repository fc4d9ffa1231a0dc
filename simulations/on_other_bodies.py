"""What is answered on suggestions to units. 检察（司法）建议的答复."""

from __future__ import annotations

from rules.suggestions import FollowUpVerdict, ReplyVerdict, SuggestionGround
from rules.vocabulary import Role, ServiceMethod
from simulations.asked import Asked, Given
from simulations.first_steps import Answers


def _suggestion(asked: Asked) -> Given:
    if asked.happens(0.15):
        return {"issue": False, "reason": "单位已自行整改"}
    ground = asked.chance.one_of(
        {
            SuggestionGround.DUTY_FAILED: 60,
            SuggestionGround.REPORTING: 25,
            SuggestionGround.PUBLIC_INTEREST: 10,
            SuggestionGround.PUBLIC_INTEREST_URGENT: 5,
        }
    )
    return {"issue": True, "suggestion_ground": ground, "to_post": asked.post(Role.EDUCATION)}


def _reply(asked: Asked) -> Given:
    return {"replied": True, "outcome": "已制定整改措施"} if asked.happens(0.85) else {"replied": False}


ON_OTHER_BODIES: Answers = {
    "decide_suggestion": _suggestion,
    "serve_suggestion": lambda asked: {"method": ServiceMethod.IN_PERSON, "receipt": asked.number("送")},
    "reply_to_suggestion": _reply,
    "assess_reply": lambda asked: {
        "reply_verdict": asked.chance.one_of(
            {ReplyVerdict.MENDED: 60, ReplyVerdict.PROMISED: 25, ReplyVerdict.NOT_MENDED: 15}
        )
    },
    "tell_superior": lambda asked: {"told": [Role.COUNTY_GOVERNMENT]},
    "consider_suit": lambda asked: {"sues": asked.happens(0.3), "reason": "经审查"},
    "follow_up_suggestion": lambda asked: {
        "follow_up_verdict": asked.chance.one_of(
            {FollowUpVerdict.MENDED: 80, FollowUpVerdict.NOT_MENDED: 17, FollowUpVerdict.NO_LONGER: 3}
        ),
        "reason": "已实地查看",
    },
}
