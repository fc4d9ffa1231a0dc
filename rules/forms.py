"""What the fields of an answer are called in Chinese. 表单用语.

The code of a field is what is stored and scripted; its Chinese name is what people read in forms and errors.
"""

from __future__ import annotations

FIELD_ZH: dict[str, str] = {
    "accepted": "是否受案",
    "accepts": "是否承接",
    "agrees": "是否同意",
    "asks_for_reasons": "是否要求说明不立案理由",
    "breach_found": "是否认定未履行报告义务",
    "child_needs_place": "儿童是否需要安置",
    "chosen": "干预措施",
    "close": "是否结案",
    "complainant": "是否有控告人",
    "complexity": "疑难程度",
    "danger_now": "目前是否有危险",
    "document_no": "文书编号",
    "filed": "是否立案",
    "happened_at": "办理时间",
    "how": "方式",
    "late_unit": "应报告而未及时报告的单位类别",
    "letter_sent": "是否已发催办函",
    "mode": "安置方式",
    "next_review_on": "下次审查日期",
    "note": "备注",
    "now_criminal": "是否转为涉嫌犯罪",
    "ours": "是否属本单位管辖",
    "outcome": "结果",
    "proof": "移送凭证",
    "reason": "理由",
    "reasons_hold": "理由是否成立",
    "receipt": "回执",
    "risk": "风险程度",
    "safe_where_found": "儿童目前所处之处是否安全",
    "same_matter": "是否与在办事项相同",
    "to_post": "接收岗位编号",
    "to_prosecution": "是否移送审查起诉",
    "track": "案件性质",
    "urgency": "紧急程度",
}
