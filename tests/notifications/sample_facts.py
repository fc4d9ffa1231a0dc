"""Facts of fictional notices from 青禾县, in both languages: what the snapshots are made of."""

from __future__ import annotations

from notifications.facts import FACTS

_ANSWER = {
    "zh": "网页：工作台 → 我的待办 → Z-0031\n命令行：hutong duty answer QH-2026-0012 Z-0031 --with …",
    "en": "Board: My duties → Z-0031\nCommand line: hutong duty answer QH-2026-0012 Z-0031 --with …",
}
_DUTY: dict[str, dict[str, object]] = {
    "zh": {
        "case_no": "QH-2026-0012",
        "procedure": "强制报告",
        "duty": "向报告单位反馈",
        "duty_no": "Z-0031",
        "since": "2026年3月5日（星期四）受案",
        "due": "2026年3月8日（星期日）24:00",
        "legal_due": "2026年3月8日（星期日）24:00",
        "provisional": False,
        "period": "3日",
        "period_force": "statutory",
        "period_basis": "高检发〔2020〕9号 第10条",
        "ground": ["高检发〔2020〕9号 第10条", "未成年人保护法 第11条第3款"],
        "how_to_answer": _ANSWER["zh"],
    },
    "en": {
        "case_no": "QH-2026-0012",
        "procedure": "mandatory report",
        "duty": "feedback to the reporting unit",
        "duty_no": "Z-0031",
        "since": "Thursday 5 March 2026, acceptance",
        "due": "Sunday 8 March 2026, 24:00",
        "legal_due": "Sunday 8 March 2026, 24:00",
        "provisional": False,
        "period": "3 days",
        "period_force": "statutory",
        "period_basis": "高检发〔2020〕9号 Art. 10",
        "ground": ["高检发〔2020〕9号 Art. 10", "未成年人保护法 Art. 11(3)"],
        "how_to_answer": _ANSWER["en"],
    },
}
_FULL: dict[str, dict[str, object]] = {
    "zh": {"law_word": "三日内", "document": "案件进展告知书"},
    "en": {"law_word": "三日内", "document": "notice of progress"},
}

_PLAIN: dict[str, dict[str, dict[str, object]]] = {
    "report_received": {
        "zh": {
            "report_no": "BG-2026-0009",
            "case_nos": ["QH-2026-0012", "QH-2026-0013"],
            "situations": ["多处损伤、严重营养不良、意识不清，疑受家庭暴力、欺凌、虐待等", "被遗弃或长期无人照料"],
            "children_count": 2,
            "unit_kind": "中小学校",
            "received_at": "2026年3月5日（星期四）09:20",
            "danger_now": "unknown",
            "how_to_answer": _ANSWER["zh"],
        },
        "en": {
            "report_no": "BG-2026-0009",
            "case_nos": ["QH-2026-0012", "QH-2026-0013"],
            "situations": ["multiple injuries, suspected domestic violence", "abandoned or long without care"],
            "children_count": 2,
            "unit_kind": "a school",
            "received_at": "Thursday 5 March 2026, 09:20",
            "danger_now": "unknown",
            "how_to_answer": _ANSWER["en"],
        },
    },
    "report_joined": {
        "zh": {
            "report_no": "BG-2026-0014",
            "case_no": "QH-2026-0012",
            "received_at": "2026年3月20日（星期五）16:05",
            "situations": ["其他严重侵害或正面临危险"],
            "how_to_answer": _ANSWER["zh"],
        },
        "en": {
            "report_no": "BG-2026-0014",
            "case_no": "QH-2026-0012",
            "received_at": "Friday 20 March 2026, 16:05",
            "situations": ["other serious harm or present danger"],
            "how_to_answer": _ANSWER["en"],
        },
    },
    "package_ready": {
        "zh": {
            "package_no": "X-4F7K2-M9QXD",
            "giver": "青禾县民政局（P-CIVIL）",
            "ground": "联合保护救助、转介",
            "purpose": "承接办理",
            "until": "2026年3月27日（星期五）16:05",
            "basis": "高检发〔2020〕9号 第12条",
        },
        "en": {
            "package_no": "X-4F7K2-M9QXD",
            "giver": "Qinghe civil affairs (P-CIVIL)",
            "ground": "joint protection",
            "purpose": "take over",
            "until": "Friday 27 March 2026, 16:05",
            "basis": "高检发〔2020〕9号 第12条",
        },
    },
    "emergency_access": {
        "zh": {
            "case_no": "QH-2026-0012",
            "opened_by": "石桥派出所值班民警岗（P-SHIQIAO-POLICE）",
            "opened_at": "2026年3月20日（星期五）22:05",
            "until": "2026年3月21日（星期六）02:05",
            "review_by": "2026年3月23日（星期一）22:05",
            "basis": "HT-215",
        },
        "en": {
            "case_no": "QH-2026-0012",
            "opened_by": "Shiqiao station duty officer (P-SHIQIAO-POLICE)",
            "opened_at": "Friday 20 March 2026, 22:05",
            "until": "Saturday 21 March 2026, 02:05",
            "review_by": "Monday 23 March 2026, 22:05",
            "basis": "HT-215",
        },
    },
    "referral_declined": {
        "zh": {
            "case_no": "QH-2026-0012",
            "procedure": "服务转介",
            "asked": "承接转介",
            "duty": "改派转介",
            "duty_no": "Z-0031",
            "decided_by": "青禾县民政局",
            "at": "2026年3月20日（星期五）16:05",
            "why": "本地没有这项服务",
            "how_to_answer": _ANSWER["zh"],
        },
        "en": {
            "case_no": "QH-2026-0012",
            "procedure": "service referral",
            "asked": "take up the referral",
            "duty": "find another body for the referral",
            "duty_no": "Z-0031",
            "decided_by": "civil affairs of Qinghe County",
            "at": "Friday 20 March 2026, 16:05",
            "why": "no service",
            "how_to_answer": _ANSWER["en"],
        },
    },
    "duty_opened": {lang: {**_DUTY[lang], **_FULL[lang]} for lang in ("zh", "en")},
    "reminder": {
        "zh": {**_DUTY["zh"], **_FULL["zh"], "remaining": "1日", "last_safe": False},
        "en": {**_DUTY["en"], **_FULL["en"], "remaining": "1 day", "last_safe": False},
    },
    "escalation": {
        "zh": {
            **_DUTY["zh"],
            "period": "24小时",
            "period_force": "our_default",
            "period_basis": "HT-03",
            "owed_by": "青禾县公安局柳溪派出所",
            "rung": 2,
            "rungs_total": 3,
            "overdue_for": "1日6小时",
            "again": 0,
            "document": "hutong duty letter QH-2026-0012 31 --rung 2",
            "yours": False,
            "next_rung": "2026年3月11日 24:00 告知青禾县人民检察院",
        },
        "en": {
            **_DUTY["en"],
            "period": "24 hours",
            "period_force": "our_default",
            "period_basis": "HT-03",
            "owed_by": "Liuxi police station, Qinghe County",
            "rung": 2,
            "yours": False,
            "rungs_total": 3,
            "overdue_for": "1 day 6 hours",
            "again": 0,
            "document": "hutong duty letter QH-2026-0012 31 --rung 2",
            "next_rung": "11 March 2026, 24:00: the procuratorate of Qinghe County",
        },
    },
    "attention": {
        "zh": {
            **_DUTY["zh"],
            "owed_by": "青禾县公安局柳溪派出所",
            "unread": True,
            "told_at": "2026年3月5日（星期四）09:20",
            "how_to_accept": "hutong duty accept QH-2026-0012 31",
        },
        "en": {
            **_DUTY["en"],
            "owed_by": "Liuxi police station, Qinghe County",
            "unread": False,
            "told_at": "Thursday 5 March 2026, 09:20",
            "how_to_accept": "hutong duty accept QH-2026-0012 31",
        },
    },
    "unheld": {
        "zh": {**_DUTY["zh"], "unheld": ["承办岗位", "派出所所长"]},
        "en": {**_DUTY["en"], "unheld": ["the post that owes it", "station chief"]},
    },
    "digest": {
        "zh": {
            "day": "2026年3月10日（星期二）",
            "overdue": ["QH-2026-0012 31 向报告单位反馈：2026年3月8日（星期日）24:00（法定）"],
            "overdue_count": 31,
            "due_soon": ["QH-2026-0013 7 当面见儿童：2026年3月10日（星期二）18:00（本系统默认（非法定））"],
            "due_soon_count": 1,
            "taken_on": 4,
            "unexplained": 2,
            "routine_owed": 12,
            "routine_late": 3,
            "understaffed": 2,
            "stuck": ["逾期未办：3", "无人负责：1"],
            "stuck_count": 4,
            "listed": 30,
        },
        "en": {
            "day": "Tuesday 2026-03-10",
            "overdue": [],
            "overdue_count": 0,
            "due_soon": ["QH-2026-0013 7 see the child: Tuesday 2026-03-10 18:00 (our default)"],
            "due_soon_count": 1,
            "taken_on": 0,
            "unexplained": 0,
            "routine_owed": 0,
            "routine_late": 0,
            "understaffed": 0,
            "stuck": [],
            "stuck_count": 0,
            "listed": 30,
        },
    },
    "digest_unread": {
        "zh": {"post": "柳溪派出所值班民警岗（P-LIUXI-POLICE）", "since": "2026年3月8日（星期日）08:30"},
        "en": {"post": "duty officer, Liuxi police station (P-LIUXI-POLICE)", "since": "Sunday 2026-03-08 08:30"},
    },
    "routine_late": {
        "zh": {
            "duties_count": 2,
            "duties": [
                "QH-2026-0012 3 走访：已逾期 2天0小时，升至第 2 级",
                "QH-2026-0013 2 联系：已逾期 2天0小时，升至第 2 级",
            ],
            "left_out": 3,
        },
        "en": {"duties_count": 1, "duties": ["QH-2026-0012 3 visit: overdue by 2 d 0 h, rung 2"], "left_out": 0},
    },
    "catch_up": {
        "zh": {
            "rungs": 7,
            "duties_count": 2,
            "from": "2026年3月9日（星期一）24:00",
            "to": "2026年4月1日（星期三）12:00",
            "duties": [
                "QH-2026-0012 31 向报告单位反馈：已逾期 23天12小时，升至第 4 级",
                "QH-2026-0013 7 当面见儿童：已逾期 2天0小时，升至第 3 级",
            ],
            "left_out": 3,
        },
        "en": {
            "rungs": 7,
            "duties_count": 2,
            "from": "Monday 9 March 2026, 24:00",
            "to": "Wednesday 1 April 2026, 12:00",
            "duties": [
                "QH-2026-0012 31 feedback: overdue by 23 d 12 h, rung 4",
                "QH-2026-0013 7 see the child: overdue by 2 d, rung 3",
            ],
            "left_out": 0,
        },
    },
    "reporter_receipt": {
        "zh": {
            "report_no": "BG-2026-0009",
            "code": "4F7K-2M9Q",
            "received_at": "2026年3月5日（星期四）09:20",
            "told": ["公安派出所", "县级民政部门", "未成年人保护工作站"],
            "what_next": ["公安机关接受报告并核实孩子是否安全", "决定受案、立案或者不立案，并向您反馈"],
            "feedback_basis": "高检发〔2020〕9号 第10条",
            "feedback_due_rule": "受案或者立案后三日内，移送审查起诉前再次反馈",
            "confidentiality": True,
            "must_report": True,
        },
        "en": {
            "report_no": "BG-2026-0009",
            "code": "4F7K-2M9Q",
            "received_at": "Thursday 5 March 2026, 09:20",
            "told": ["police station", "county civil affairs", "township protection station"],
            "what_next": ["the police accept the report and see that the child is safe", "they decide and tell you"],
            "feedback_basis": "高检发〔2020〕9号 Art. 10",
            "feedback_due_rule": "within 3 days after 受案 or 立案, and again before transfer for prosecution",
            "confidentiality": True,
            "must_report": True,
        },
    },
    "reporter_feedback": {
        "zh": {
            "report_no": "BG-2026-0009",
            "stage": "受案后反馈",
            "outcome": "已受案",
            "at": "2026年3月6日（星期五）10:00",
            "basis": "高检发〔2020〕9号 第10条",
        },
        "en": {
            "report_no": "BG-2026-0009",
            "stage": "feedback after acceptance",
            "outcome": "accepted",
            "at": "Friday 6 March 2026, 10:00",
            "basis": "高检发〔2020〕9号 Art. 10",
        },
    },
    "notice_undelivered": {
        "zh": {
            "notice_no": "N-20260305-0007",
            "case_no": "QH-2026-0012",
            "channel": "邮件",
            "code": "smtp_550",
            "post": "石桥乡儿童督导员",
            "how_to_answer": _ANSWER["zh"],
        },
        "en": {
            "notice_no": "N-20260305-0007",
            "case_no": "QH-2026-0012",
            "channel": "mail",
            "code": "smtp_550",
            "post": "child supervisor, Shiqiao Township",
            "how_to_answer": _ANSWER["en"],
        },
    },
    "reminded": {
        "zh": {
            "kind": "文书即将期满",
            "case_no": "QH-2026-0012",
            "subject": "人身安全保护令（D-7），有效期至 2026-03-20",
            "since": "2026年3月6日（星期五）00:00",
            "asked_by": "县妇儿工委办",
            "what_to_do": "期满前评估：延长、申请新的文书，或者到期终止",
        },
        "en": {
            "kind": "order lapses soon",
            "case_no": "QH-2026-0012",
            "subject": "protection order (D-7), until 2026-03-20",
            "since": "Friday 6 March 2026, 00:00",
            "asked_by": "County Office",
            "what_to_do": "assess before the end: extend, apply anew, or let it end",
        },
    },
    "watchdog_finding": {
        "zh": {
            "kind": "在办个案没有任何待办职责",
            "case_no": "QH-2026-0012",
            "since": "2026年3月7日（星期六）08:00",
            "what_to_do": "查看个案：hutong case show QH-2026-0012\n补开职责，或者记录结案理由。",
        },
        "en": {
            "kind": "an open case without an open duty",
            "case_no": "QH-2026-0012",
            "since": "Saturday 7 March 2026, 08:00",
            "what_to_do": "Look at it: hutong case show QH-2026-0012\nOpen a duty, or record why the case is closed.",
        },
    },
}


def a_notice_of(template: str, lang: str, **changes: object) -> dict[str, object]:
    """The facts of a fictional notice; what a test is about is given by name."""
    return {**_PLAIN[template][lang], **changes}


assert _PLAIN.keys() == FACTS.keys(), "every template has its fictional notice"
