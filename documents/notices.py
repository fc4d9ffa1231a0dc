"""What the law itself gives the reader to know. 权利告知、违反后果 / dated, with fact row.

Only verified rows stand here.  A kind without an entry gets none: the supervision order (督促监护令) is named by no
national statute and has neither a period nor a penalty of its own (row D-02), for the family-education order the
objection is known at second hand only (row C-07), and the admonition of guardians has no statutory form (row B-25).
What a body tells about remedies beyond this comes as `InstrumentFacts.rights`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from rules.vocabulary import InstrumentKind


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing the law says to the reader. 告知事项.

    Args:
        zh: the sentence, with its article.
        row: the fact row that it rests on.
        since: first day of the article in this wording.
        burdens: it threatens; then a document of unknown or earlier date does not carry it.
    """

    zh: str
    row: str
    since: date
    burdens: bool = False

    def speaks_on(self, issued_on: date | None) -> bool:
        """Whether a document of that day carries it. An unknown day never takes a right away. 是否适用."""
        if issued_on is None:
            return not self.burdens
        return self.since <= issued_on


_ADV = date(2016, 3, 1)  # 反家庭暴力法
_CIVIL_CODE = date(2021, 1, 1)  # 民法典
_MPL = date(2021, 6, 1)  # 未成年人保护法 (2020)
_PSA = date(2026, 1, 1)  # 治安管理处罚法 (2025)

_RECONSIDERATION = Notice(
    "被申请人对人身安全保护令不服的，可以自裁定生效之日起五日内向作出裁定的人民法院申请复议一次；"
    "复议期间不停止人身安全保护令的执行。（反家庭暴力法第三十一条）",
    "E-11",
    _ADV,
)
_EXTENSION = Notice(
    "人身安全保护令失效前，人民法院可以根据申请人的申请撤销、变更或者延长。（反家庭暴力法第三十条）", "E-10", _ADV
)
_BREACH = Notice(
    "违反人身安全保护令，构成犯罪的，依法追究刑事责任；尚不构成犯罪的，人民法院应当给予训诫，"
    "可以根据情节轻重处以一千元以下罚款、十五日以下拘留。（反家庭暴力法第三十四条）",
    "E-14",
    _ADV,
    burdens=True,
)
_AFTER_DISMISSAL = Notice(
    "申请人对驳回人身安全保护令申请不服的，可以自裁定生效之日起五日内向作出裁定的人民法院申请复议一次。"
    "（反家庭暴力法第三十一条）",
    "E-11",
    _ADV,
)
_WARNING_REFUSED = Notice(
    "拒不执行家庭暴力告诫书的，依法予以警告、罚款，情节严重的予以拘留，可以并处罚款。"
    "（治安管理处罚法（2025年修订）第七十三条第二款）",
    "B-41",
    _PSA,
    burdens=True,
)
_SEND_BACK = Notice(
    "监护人重新具备履行监护职责条件的，经评估，民政部门可以将未成年人送回监护人抚养。"
    "（未成年人保护法第九十三条第二款）",
    "F-03",
    _MPL,
)
_MAINTENANCE = Notice(
    "依法负担被监护人抚养费的父母，被人民法院撤销监护人资格后，应当继续履行负担的义务。（民法典第三十七条）",
    "G-13",
    _CIVIL_CODE,
)
_RESTORATION = Notice(
    "父母被撤销监护人资格后确有悔改表现的，经其申请，人民法院可以在尊重被监护人真实意愿的前提下，"
    "视情况恢复其监护人资格；对被监护人实施故意犯罪的除外。（民法典第三十八条）",
    "H-01",
    _CIVIL_CODE,
)
_RESTORED = Notice(
    "恢复监护人资格的，人民法院指定的监护人与被监护人的监护关系同时终止。（民法典第三十八条）", "H-01", _CIVIL_CODE
)

NOTICES: Mapping[InstrumentKind, tuple[Notice, ...]] = MappingProxyType(
    {
        InstrumentKind.WARNING: (_WARNING_REFUSED,),
        InstrumentKind.COURT_ADMONITION: (_BREACH,),
        InstrumentKind.PROTECTION_ORDER: (_RECONSIDERATION, _EXTENSION, _BREACH),
        InstrumentKind.DISMISSAL: (_AFTER_DISMISSAL,),
        InstrumentKind.PLACEMENT_DECISION: (_SEND_BACK,),
        InstrumentKind.REVOCATION_JUDGMENT: (_MAINTENANCE, _RESTORATION),
        InstrumentKind.RESTORATION_JUDGMENT: (_RESTORED,),
    }
)
"""By kind; a kind that is not here has no notice by law. 各类文书的法定告知."""


def rights(kind: InstrumentKind, issued_on: date | None) -> tuple[str, ...]:
    """What the reader may do, by law. 权利告知."""
    return tuple(one.zh for one in NOTICES.get(kind, ()) if not one.burdens and one.speaks_on(issued_on))


def consequences(kind: InstrumentKind, issued_on: date | None) -> tuple[str, ...]:
    """What follows a breach, by law. 违反后果."""
    return tuple(one.zh for one in NOTICES.get(kind, ()) if one.burdens and one.speaks_on(issued_on))
