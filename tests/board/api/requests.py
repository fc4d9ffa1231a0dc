"""A request to every endpoint that could succeed, were it allowed. 各接口的请求."""

from __future__ import annotations

from typing import Any

from tests.board.api.conftest import a_report

BODIES: dict[str, Any] = {
    "file_report": a_report(),
    "open_case": {"child": {"name": "禾苗苗", "residence": {"area": "990101001"}}, "source": "法院移送"},
    "register_child": {"child": {"name": "禾苗苗"}},
    "close_case": {"reason": "已办结", "settle": True},
    "reopen_case": {"reason": "又有新情况"},
    "add_person": {"name": "禾大山", "relation": "father", "guardian": True},
    "link_person": {"adult_no": "A-00000-00000", "relation": "other_relative", "carer": True},
    "leave_person": {"adult_no": "A-00000-00000", "until_on": "2026-03-01"},
    "identify_person": {"adult_no": "A-00000-00000", "name": "禾大山"},
    "join_person": {"procedure": "mandatory_reporting", "party": "A-00000-00000", "role": "respondent"},
    "list_child": {
        "child": {"name": "禾苗苗", "residence": {"area": "990101001"}},
        "categories": ["in_difficulty"],
        "conditions": ["poverty"],
        "tier": "low",
        "reason": "摸排",
    },
    "mark_child": {"give": ["key"], "reason": "符合重点"},
    "move_tier": {"tier": "high", "reason": "风险上升"},
    "ask_to_assess": {"reason": "父母外出"},
    "end_care": {"why": "moved_away"},
    "excuse_window": {"cause": "in_hospital", "reason": "住院"},
    "import_children": {"content": "5aeT5ZCNCg=="},
    "import_visits": {"content": "5aeT5ZCNCg=="},
    "export_children": {"reason": "年度核对"},
    "export_visits": {"reason": "年度核对"},
    "enter_worker": {"person_no": "W-801", "name": "新同事"},
    "seat_worker": {"person_no": "W-801"},
    "vacate_post": {},
    "name_substitute": {"person_no": "W-801", "until_on": "2026-12-31"},
    "end_substitute": {"person_no": "W-801"},
    "draw_files": {},
    "move_to_rules": {"reason": "改用现行规则"},
    "check_services": {"conditions": {"orphan": True}},
    "refer_to_service": {"service": "temporary_relief"},
    "answer_duty": {"fields": {"urgency": "urgent", "danger_now": False}},
    "read_duty": {},
    "accept_duty": {},
    "hand_on_duty": {"to": "P-CIVIL", "reason": "由民政办理"},
    "skip_duty": {"reason": "另行办理", "fields": {"urgency": "urgent", "danger_now": False}},
    "excuse_duty": {"reason": "无法再办", "fields": {"urgency": "urgent", "danger_now": False}},
    "pause_duty": {"cause": "child_in_treatment"},
    "resume_duty": {},
    "extend_duty": {"amount": 1, "unit": "days", "basis": "B-22"},
    "explain_breach": {"cause": "waiting_for_court"},
    "note": {"kind": "visit", "words": "已入户走访"},
    "correct_entry": {"entry": 1, "at": "2026-03-02", "reason": "原记有误"},
    "record_death": {"at": "2026-03-01"},
    "open_procedure": {"kind": "emergency_placement"},
    "hand_over": {"what": "case", "to": "P-RELIEF"},
    "draft_instrument": {"kind": "admonition", "title": "训诫书"},
    "revise_instrument": {"instrument_no": "D-00000-00000", "title": "训诫书"},
    "issue_draft": {"instrument_no": "D-00000-00000"},
    "discard_instrument": {"instrument_no": "D-00000-00000", "reason": "写错了对象"},
    "note_not_seen": {"why": "nobody_home"},
    "issue_instrument": {"kind": "admonition", "title": "训诫书"},
    "serve_instrument": {"instrument_no": "D-00000-00000", "to": "A-00000-00000", "method": "in_person"},
    "enter_breach": {"instrument_no": "D-00000-00000"},
    "decide_breach": {"instrument_no": "D-00000-00000", "breach_no": "B-00000-00000", "sanction": "fine"},
    "vary_instrument": {"instrument_no": "D-00000-00000", "content": "不得接近"},
    "extend_instrument": {"instrument_no": "D-00000-00000", "until": "2026-06-01"},
    "make_package": {
        "to": "P-RELIEF",
        "ground": "joint_protection",
        "purpose": "take_over",
        "words": "接收并照护",
    },
    "withdraw_package": {"package_no": "X-00000-00000", "reason": "给错了"},
    "withdraw_instrument": {"instrument_no": "D-00000-00000", "reason": "撤销"},
    "end_instrument": {"instrument_no": "D-00000-00000", "reason": "目的已达到"},
    "add_evidence": {"content": "JVBERi0xLjcK", "words": "扫描件"},
    "open_evidence": {"reason": "核对伤情"},
    "read_notice": None,
    "repair_stuck": {"key": "overdue:C-00000-00000/1"},
    "audit_case": {"reason": "年度检查"},
    "audit_area": {"area": "990101", "from_on": "2026-01-01", "to_on": "2026-03-01", "reason": "年度检查"},
}
"""By operation; those that are asked for by GET have none."""


def endpoints(description: dict[str, Any]) -> list[tuple[str, str, str, list[str]]]:
    """(operation, method, path, scopes) of every endpoint that an OpenAPI description names."""
    return [
        (one["operationId"], method, path, one["security"][0]["token"])
        for path, methods in description["paths"].items()
        for method, one in methods.items()
    ]


def filled(path: str, *, case_no: str = "C-00000-00000", duty_no: str = "1", child_no: str = "K-00000-00000") -> str:
    """A path with numbers in it."""
    numbers = {
        "{case_no}": case_no,
        "{duty_no}": duty_no,
        "{notice_no}": "N-00000-00000",
        "{evidence_no}": "E-00000-00000",
        "{pack_id}": "national",
        "{child_no}": child_no,
        "{procedure}": "mandatory_reporting",
        "{year}": "2026",
        "{post_no}": "P-CIVIL",
        "{other_id}": "national",
    }
    for name, number in numbers.items():
        path = path.replace(name, number)
    return path
