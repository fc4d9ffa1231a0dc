"""Plausible things with fixed, fictional defaults; a test states only what it is about. 测试用的报告与办理结果.

The cast: 禾苗苗 (the child), 禾大山 (her father, who may have harmed her), 林秋 (her mother, who works in another
province), 张小满 (the teacher who reports).  Nobody of these exists.
"""

from __future__ import annotations

from typing import Any

from tasks.report_form import ReportForm, read_report

Given = dict[str, Any]

CHILD = "禾苗苗"
FATHER = "禾大山"
MOTHER = "林秋"
TEACHER = "张小满"
ID_NUMBER = "990101201605180028"
HOME = "柳溪镇河边路十八号"
REGISTERED = "石桥乡三组"
PHONE = "000-0000-0001"
TEACHER_PHONE = "000-0000-0000"
TEACHER_ADDRESS = "张小满的信箱"
PLACE = "柳溪镇家中后院"
NARRATIVE = "班主任发现学生手臂和后背有多处新旧淤伤，学生说是在家被用木棍打的。"

LIUXI = "990101001"
SHIQIAO = "990101002"


def a_guardian(**changes: Any) -> Given:
    """The father, guardian and carer, suspected."""
    return {"name": FATHER, "relation": "father", "guardian": "是", "carer": "是", "suspected": "是", **changes}


def a_child(**changes: Any) -> Given:
    """A girl of nine who lives in 柳溪镇 and is registered in 石桥乡."""
    return {
        "name": CHILD,
        "sex": "female",
        "birth_on": "2016-05-18",
        "categories": ["left_behind"],
        "registration": {"area": SHIQIAO, "address": REGISTERED},
        "residence": {"area": LIUXI, "address": HOME},
        "adults": [a_guardian(), a_guardian(name=MOTHER, relation="mother", carer=None, suspected=None, phone=PHONE)],
        **changes,
    }


def a_brother(**changes: Any) -> Given:
    """Her brother of six, of the same parents."""
    return a_child(**{"name": "禾田田", "sex": "male", "birth_on": "2019-11-02", **changes})


def a_reporter(**changes: Any) -> Given:
    """The teacher, who can be reached at her school's post."""
    return {"name": TEACHER, "unit": "柳溪镇中心小学", "phone": TEACHER_PHONE, "post": "P-LIUXI-SCHOOL", **changes}


def a_report_as_written(**changes: Any) -> Given:
    """A report by the school, half an hour after it was discovered, as it stands in a file."""
    return {
        "unit_kind": "school",
        "reporter": a_reporter(),
        "situations": ["R4"],
        "discovered_at": "2026-03-02T10:20+08:00",
        "reported_at": "2026-03-02T10:50+08:00",
        "danger_now": "否",
        "narrative": NARRATIVE,
        "incident": {
            "happened_at": "2026-03-01T20:00+08:00",
            "precision": "about",
            "area": LIUXI,
            "place": PLACE,
        },
        "children": [a_child()],
        **changes,
    }


def a_report(**changes: Any) -> ReportForm:
    """The same, read at the border."""
    return read_report(a_report_as_written(**changes))


USUAL: dict[str, Given] = {
    "pass_on_to_police": {"proof": "青热移〔2026〕7号"},
    "triage": {"urgency": "较急", "danger_now": "否"},
    "child_seen": {"safe_where_found": "是"},
    "safety_assessment": {"risk": "较急", "danger_now": "否"},
    "choose_interventions": {"chosen": "关爱服务"},
    "second_reading": {"agrees": "是"},
    "tell_reporter": {"outcome": "已受理，有关部门正在办理"},
    "police_acceptance": {"ours": "是", "track": "涉嫌犯罪"},
    "transfer_to_competent_police": {"to_post": "P-SHIQIAO-POLICE", "receipt": "青公移〔2026〕3号"},
    "decide_administrative_case": {"accepted": "是"},
    "decide_filing": {"filed": "是", "document_no": "青公立〔2026〕12号"},
    "notify_non_filing": {"document_no": "青公不立〔2026〕1号"},
    "review_non_filing": {"asks_for_reasons": "是"},
    "explain_non_filing": {},
    "assess_reasons": {"reasons_hold": "否"},
    "tell_victim_reasons_hold": {},
    "file_after_notice": {},
    "conclude_investigation": {"to_prosecution": "是"},
    "urge_investigation": {"letter_sent": "是"},
    "feedback_on_progress": {"outcome": "已立案，正在侦查"},
    "feedback_on_result": {"outcome": "未予立案"},
    "feedback_before_prosecution": {"outcome": "将移送审查起诉"},
    "send_for_prosecution": {},
    "notify_civil_affairs": {},
    "safe_bed": {"mode": "委托亲属抚养"},
    "decide_placement": {"mode": "委托亲属抚养"},
    "take_up_referral": {"accepts": "是"},
    "complete_referral": {"outcome": "已完成"},
    "reassign_referral": {"to_post": "P-CIVIL"},
    "review_reporting_failure": {"breach_found": "否", "outcome": "已约谈"},
    "reach_by_other_means": {"how": "派人当面告知"},
    "review_case": {"close": "是"},
}
"""What is usually answered to each duty, as a person types it."""


def an_answer(code: str, **changes: Any) -> Given:
    """The usual answer to a duty, with what the test is about."""
    return {**USUAL[code], **changes}
