"""What is answered on suggestions to units and between residence and registration. 建议、户籍地衔接的答复."""

from __future__ import annotations

from rules.registration import AfterRefusal
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


def _accepted(asked: Asked) -> Given:
    if asked.happens(0.9):
        return {"admits": True, "proof": asked.number("推")}
    return {"admits": False, "reason": "材料不全"}


def _decided(asked: Asked) -> Given:
    paper = {"second_hand": True, "paper_no": asked.number("函")}
    if asked.happens(0.8):
        return {"granted": True, "paid_from": asked.in_days(5, 35), **paper}
    return {"granted": False, "reason": "父母一方仍有抚养能力", **paper}


def _records(asked: Asked) -> Given:
    if asked.happens(0.8):
        return {"records_agree": True, "child_moved": asked.happens(0.05)}
    return {"records_agree": False, "differences": "户籍地仍登记为在原住址"}


ON_OTHER_BODIES: Answers = {
    "spot_check_files": lambda asked: {},
    "report_spot_checks": lambda asked: {"summary": "各县均已抽查"},
    "inspect_care_work": lambda asked: {"findings": "走访记录齐全"},
    "report_progress": lambda asked: {"summary": "各项工作按计划推进"},
    "hold_family_education": lambda asked: {"families": asked.chance.randrange(5, 60)},
    "teach_the_law": lambda asked: {"pupils": asked.chance.randrange(20, 400)},
    "safety_talk_winter": lambda asked: {"pupils": asked.chance.randrange(20, 400)},
    "safety_talk_summer": lambda asked: {"pupils": asked.chance.randrange(20, 400)},
    "village_safety_activity": lambda asked: {"villages": asked.chance.randrange(1, 12)},
    "model_training": lambda asked: {"trained": asked.chance.randrange(20, 120)},
    "certify_january": lambda asked: {"certified": asked.chance.randrange(0, 60), "not_certified": 0},
    "certify_july": lambda asked: {"certified": asked.chance.randrange(0, 60), "not_certified": 0},
    "train_child_workers": lambda asked: {"workers": 24, "trained": 24, "training_files": "民政局档案室"},
    "accept_benefit": _accepted,
    "give_benefit_opinion": lambda asked: {"qualifies": asked.happens(0.85), "reason": "已入户核实"},
    "decide_benefit": _decided,
    "tell_applicant": lambda asked: {"how": "电话告知监护人"},
    "plan_after_refusal": lambda asked: {
        "after_refusal": asked.chance.one_of(
            {AfterRefusal.RESUBMIT: 40, AfterRefusal.RELIEF_HERE: 40, AfterRefusal.NOTHING: 20}
        ),
        "reason": "与家庭商量后决定",
    },
    "compare_records": _records,
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
