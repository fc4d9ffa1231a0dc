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
    "answer_hotline_ticket": {"proof": "工单20260302-7", "caller_told": "是"},
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
    "end_committee_placement": {"goes_on": "否"},
    "decide_placement": {"mode": "委托亲属抚养"},
    "take_up_referral": {"accepts": "是"},
    "complete_referral": {"outcome": "已完成"},
    "reassign_referral": {"to_post": "P-CIVIL"},
    "confirm_service": {"received": "是"},
    "accept_benefit": {"admits": "是", "proof": "推送〔2026〕12号"},
    "give_benefit_opinion": {"qualifies": "是"},
    "decide_benefit": {"granted": "是", "paid_from": "2026-05-01"},
    "tell_applicant": {"how": "当面告知母亲"},
    "plan_after_refusal": {"after_refusal": "补正后再次申请"},
    "compare_records": {"records_agree": "是"},
    "decide_suggestion": {"issue": "是", "suggestion_ground": "duty_failed", "document_no": "青检建〔2026〕9号"},
    "serve_suggestion": {"method": "当面送达"},
    "reply_to_suggestion": {"replied": "是"},
    "assess_reply": {"reply_verdict": "已整改"},
    "tell_superior": {"told": "县级人民政府"},
    "consider_suit": {"sues": "否", "reason": "已部分履职"},
    "follow_up_suggestion": {"follow_up_verdict": "整改到位"},
    "review_reporting_failure": {"breach_found": "否", "outcome": "已约谈"},
    "reach_by_other_means": {"how": "派人当面告知"},
    "review_case": {"close": "是"},
    "spot_check_files": {},
    "report_spot_checks": {"summary": "各县均已抽查", "document_no": "青民〔2026〕31号"},
    "inspect_care_work": {"findings": "走访记录齐全"},
    "report_progress": {"summary": "各项工作按计划推进", "document_no": "青民〔2026〕33号"},
    "hold_family_education": {"families": 24, "topic": "亲子沟通"},
    "teach_the_law": {"pupils": 180, "topic": "预防校园欺凌"},
    "safety_talk_winter": {"pupils": 180, "topic": "防溺水、防电诈"},
    "safety_talk_summer": {"pupils": 180, "topic": "防溺水、交通安全"},
    "village_safety_activity": {"villages": 3, "topic": "防溺水、防欺凌、防性侵、道路交通安全"},
    "model_training": {"trained": 40, "topic": "走访和强制报告"},
    "certify_january": {"certified": "18", "not_certified": "1"},
    "certify_july": {"certified": "18", "not_certified": "0"},
    "train_child_workers": {"workers": 24, "trained": 24, "training_files": "民政局档案室，2026年培训卷"},
    "routine_contact": {"spoke_with": "实际照护人"},
    "routine_visit": {
        "spoke_with": "儿童本人、实际照护人",
        "child_seen": "是",
        "care": "照护良好",
        "school": "正常就学",
        "health": "健康",
        "safety": "安全",
    },
    "update_child_data": {"changed": "否"},
    "assess_tier": {"tier": "低", "reason": "照护稳定"},
    "confirm_lower_tier": {"agrees": "是"},
    "assess_on_event": {"tier": "中", "reason": "照护吃力，孩子话少"},
    "assess_psychology": {"anomaly": "否"},
    "school_home_visit": {"spoke_with": "实际照护人", "child_seen": "是"},
    "dissuade_as_police": {"spoken_to": "是", "dissuasion_response": "已停止，答应改正"},
    "commend_reporter": {"commendations": "表扬"},
    "dissuade_guardian": {"dissuasion_response": "已停止，答应改正", "serious": "否"},
    "check_dissuasion": {"child_seen": "是", "stopped": "是"},
    "report_conduct": {"proof": "村委会报〔2026〕3号"},
    "establish_grounds": {"placement_grounds": "harmed", "revocation_grounds": "serious_harm"},
    "begin_temporary_guardianship": {"mode": "未成年人救助保护机构", "document_no": "青民临监〔2026〕4号"},
    "check_health": {},
    "screen_psychology": {},
    "tell_of_placement": {"guardian_reached": "是"},
    "give_case_note": {},
    "hold_conference": {},
    "explain_long_stay": {},
    "decide_at_stay_limit": {"goes_on": "否"},
    "conclude_parent_search": {"found": "否", "told": "居（村）民委员会、县级民政部门"},
    "decide_way_out": {"way_out": "返回家庭"},
    "assess_capacity": {"able": "是", "child_heard": "是"},
    "hand_back_child": {"collected": "是", "receipt": "青民交〔2026〕2号"},
    "tell_of_change": {},
    "visit_after_return": {"child_safe": "是"},
    "enter_long_term": {"long_term_ground": "revoked"},
    "name_applicant": {"applicant_kind": "民政部门"},
    "file_application": {"applied": "是"},
    "apply_as_last_resort": {"applied": "是"},
    "suggest_application": {"suggests": "是", "document_no": "青检建〔2026〕5号"},
    "accept_application": {"court_accepts": "是"},
    "support_suit": {"supports": "是", "document_no": "青检支〔2026〕1号"},
    "seek_legal_aid": {"aid_sought": "是"},
    "decide_legal_aid": {"aid_granted": "是"},
    "assign_lawyer": {},
    "meet_lawyer": {},
    "decide_revocation": {"suit_outcome": "撤销监护人资格", "document_no": "（2026）示0101民特3号"},
    "appoint_guardian": {"guardian_kind": "近亲属"},
    "hand_over_child": {"receipt": "青民交〔2026〕9号"},
    "arrange_maintenance": {},
    "examine_restoration": {"intentional_crime": "否", "within_window": "是"},
    "refuse_barred_restoration": {"document_no": "（2027）示0101民特8号"},
    "assess_for_restoration": {"able": "是", "child_heard": "是"},
    "decide_restoration": {"restoration_outcome": "恢复监护人资格", "document_no": "（2027）示0101民特9号"},
    "visit_after_restoration": {"child_safe": "是"},
    "agree_handover": {"agreed": "是"},
    "send_handover": {"proof": "青民移〔2026〕6号"},
    "confirm_receipt": {"accepts": "是", "receipt": "收〔2026〕6号"},
    "decide_handover_anew": {"send_again": "是"},
    "review_coming_of_age": {"duties_go_on": "否"},
    "tell_young_adult": {},
    "end_guardianship": {},
    "report_death": {},
    "review_after_death": {"criminal_goes_on": "是", "accountability_goes_on": "是"},
    "identify_respondent": {"found": "否"},
    "tell_not_issued": {"told": "县级民政部门", "stands": "是"},
    "decide_after_harm": {"confirmed": "是", "next_steps": "人身安全保护令"},
    "decide_penalty": {"punished": "是", "document_no": "青公罚〔2026〕8号"},
    "decide_admonition": {"issue": "是", "document_no": "青公训〔2026〕3号"},
    "hold_admonition": {"method": "当面送达"},
    "tell_of_admonition": {"told": "居（村）民委员会、县级民政部门、妇女联合会"},
    "admonition_visit": {"child_seen": "是", "harm_again": "否"},
    "decide_warning": {"issue": "是", "document_no": "青公告诫〔2026〕2号"},
    "serve_warning": {"method": "当面送达", "victim_has_copy": "是"},
    "tell_of_warning": {"told": "居（村）民委员会、妇女联合会"},
    "explain_protection": {"told": "县级民政部门", "applies": "否"},
    "local_warning_visit": {"child_seen": "是", "harm_again": "否"},
    "warning_visit": {"child_seen": "是", "harm_again": "否"},
    "inquire_into_guardianship": {"fault_found": "是"},
    "hear_guardian": {"heard": "是"},
    "decide_supervision_order": {"issue": "是", "document_no": "青检督〔2026〕1号", "issuers": "公安派出所"},
    "announce_supervision_order": {"method": "公开宣告", "present": "4"},
    "hand_to_partner": {"tasks": "每月走访一次，发现异常即报"},
    "supervision_visit": {"child_seen": "是", "harm_again": "否"},
    "review_supervision_order": {"outcome": "要求已落实"},
    "end_supervision_term": {"outcome": "要求已落实"},
    "suggest_revocation": {"document_no": "青检建〔2026〕6号"},
    "apply_for_protection": {"applied": "是"},
    "accept_protection_application": {"admitted": "是", "urgent": "否"},
    "decide_protection_order": {
        "outcome": "作出人身安全保护令",
        "until": "2026-08-31",
        "measures": "禁止实施家庭暴力",
        "document_no": "（2026）示0101民保令2号",
    },
    "consider_reconsideration": {"asks": "否"},
    "decide_reconsideration": {"outcome": "驳回申请"},
    "serve_protection_order": {"method": "当面送达"},
    "send_protection_order": {"told": "公安派出所、居（村）民委员会", "applicant_has_it": "是"},
    "prepare_police_help": {"respondent_told": "是"},
    "protection_revisit": {"child_seen": "是", "harm_again": "否", "order_broken": "否"},
    "police_on_breach": {"breach_recorded": "是", "court_told": "是"},
    "decide_breach": {"sanction": "训诫"},
    "consider_renewal": {"renewal": "期满终止", "reason": "被申请人已搬离"},
    "decide_extension": {"granted": "是", "until": "2026-11-30"},
    "safety_check_at_end": {"child_seen": "是", "safe": "是"},
    "decide_guidance_order": {"issue": "是", "document_no": "青公家教〔2026〕1号"},
    "serve_guidance_order": {"method": "当面送达"},
    "pass_to_provider": {"to_post": "P-WOMEN"},
    "first_session": {"attended": "是"},
    "guidance_session": {"attended": "是"},
    "report_absence": {},
    "closing_check": {"outcome": "已完成指导，情况改善"},
    "decide_after_ignored": {"confirmed": "是", "next_steps": "训诫"},
    "report_harm": {"situations": "R4", "findings": "手臂多处瘀伤"},
    "take_entrusting_notice": {"entrusts": "是"},
    "choose_carer": {"choice": "父母返回自行照护"},
    "designate_carer": {"designated": "否", "reason": "近邻均不愿意"},
    "verify_carer": {"fit": "是", "child_heard": "是"},
    "confirm_care": {
        "until": "2026-12-31",
        "place_of_work": "外省电子厂",
        "contact": "000-0000-0009",
        "carer_contact": "000-0000-0011",
        "witness": "村妇联主席",
    },
    "consent_to_carer": {"agrees": "是"},
    "file_care_agreement": {"supervisor_signed": "是", "filed_with": "乡镇人民政府、街道办事处、居（村）民委员会"},
    "give_care_copies": {"told": "学校、幼儿园、居（村）民委员会"},
    "care_visit": {"child_seen": "是", "carer_state": "能够照护", "contact_kept": "是", "harm_found": "否"},
    "tell_parents_of_carer": {"guardian_reached": "是", "told": "居（村）民委员会", "course": "照常照护"},
    "urge_contact": {"guardian_reached": "是"},
    "renew_care": {"course": "变更或者续签确认书"},
    "tell_of_serious_problem": {"told": "教育行政部门、卫生健康部门"},
    "sort_psychology": {"channel": "ordinary", "guardian_reached": "是", "harm_found": "否"},
    "answer_crisis": {"called": "120急救、12356心理援助热线", "escorted": "是", "guardian_reached": "是"},
    "assess_at_hospital": {"needs_treatment": "是"},
    "send_psych_referral": {"guardian_consent": "知情并同意", "to_post": "P-WOMEN"},
    "work_with_guardian": {"guardian_consent": "知情并同意", "harm_found": "否"},
    "take_up_psychology": {"accepts": "是"},
    "redirect_psychology": {"to_post": "P-HEALTH"},
    "first_psych_contact": {"child_seen": "是", "suspected_disorder": "否", "harm_found": "否"},
    "advise_hospital": {"guardian_reached": "是", "goes_to_hospital": "是"},
    "psych_outcome": {"outcome": "情况好转，结束干预", "harm_found": "否"},
    "feedback_to_referrer": {"told": "学校、幼儿园"},
    "contact_absent_pupil": {
        "guardian_reached": "是",
        "whereabouts_known": "是",
        "back_in_school": "否",
        "harm_found": "否",
    },
    "home_visit_absence": {
        "child_seen": "是",
        "cause": "务工、经商、帮家里干活",
        "back_in_school": "否",
        "harm_found": "否",
    },
    "persuade_return": {"back_in_school": "否"},
    "report_dropout": {"told": "教育行政部门、未成年人保护工作站、县级民政部门"},
    "decide_schooling_order": {"issue": "是", "document_no": "青教责〔2026〕1号", "demands": "送子女返校就读"},
    "serve_schooling_order": {"method": "当面送达"},
    "check_schooling": {"back_in_school": "是", "harm_found": "否"},
    "request_admonition": {"requests_admonition": "是"},
    "return_plan": {"plan": "补课两周，班主任每日关注"},
    "check_return": {"in_school": "是", "harm_found": "否"},
    "end_care": {"child_seen": "是", "told": "学校、幼儿园、居（村）民委员会"},
}
"""What is usually answered to each duty, as a person types it."""


DECLARED: dict[str, dict[str, Any]] = {
    "six_steps.persuade": {"back_in_school": "否", "why": "外出打工"},
    "six_steps.order": {"orders": "是", "document_no": "柳政责〔2026〕1号"},
    "six_steps.serve": {"refused": "否"},
    "six_steps.check": {"back_in_school": "否"},
    "six_steps.fine": {"fines": "是"},
    "six_steps.demand": {},
    "six_steps.check_demand": {"came_of_it": "均未履行"},
    "six_steps.sue": {"goes": "提起民事诉讼"},
    "six_steps.court": {"result": "调解"},
    "six_steps.promise": {"back_in_school": "是"},
    "four_steps.teach": {"back_in_school": "否"},
    "four_steps.order": {"orders": "是"},
    "four_steps.serve": {},
    "four_steps.check": {"back_in_school": "否"},
    "four_steps.fine": {"fines": "是"},
    "four_steps.demand": {},
    "four_steps.check_demand": {"complied": "否"},
    "four_steps.sue": {"goes": "提起民事诉讼"},
    "four_steps.court": {"result": "当庭调解"},
    "four_steps.promise": {"back_in_school": "是"},
}
"""The same, to the steps that packs/example-township and examples/packs/ninglang declare."""


def an_answer(code: str, **changes: Any) -> Given:
    """The usual answer to a duty, with what the test is about."""
    return {**(DECLARED if code in DECLARED else USUAL)[code], **changes}
