"""What a paper still lacks: every place of its template for which the case has nothing. 文书缺项.

Asked of the template itself, so that a template that begins to use something is asked for it from that day on.  Whether
something is known is told, never what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING

from documents.instrument import (
    ApplicantParticulars,
    ForRespondent,
    RespondentParticulars,
    known_to,
    view_for,
)
from documents.render import variables
from models import Instrument
from tasks.orders import RUNNING
from tasks.paper_view import UNKNOWN, Sheet, for_authority, for_respondent

if TYPE_CHECKING:
    from rules.vocabulary import InstrumentKind
    from tasks.desk import Desk

_NEVER_MISSED = frozenset(
    {
        "date_words",
        "issued_on",
        "valid_from",
        "version",
        "previous",
        "services",
        "rights",
        "simulated",
        "draft",
        "basis",
    }
)
"""What the paper gets by being issued, served or changed, or from the rules; nobody fills it in."""

_ONLY_WHERE_THERE_IS_ONE = frozenset(
    {
        *("applicants", "new_guardian", "new_guardian_address", "school"),
        *("carer", "carer_address", "carer_phone", "supervisor"),
    }
)
"""Empty wherever the case has no such person or the file does not say: no gap of the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One place that is empty. 缺项.

    Args:
        in_case: it is entered in the case (people, child), not in the form of the paper.
    """

    name: str
    zh: str
    en: str
    in_case: bool


_WORDS: Mapping[str, tuple[str, str, bool]] = MappingProxyType(
    {
        "addressees": ("相对人", "whom it speaks to", False),
        "content": ("内容", "what it orders", False),
        "document_no": ("文号", "its number", False),
        "facts": ("认定的事实", "what was found", False),
        "issuers": ("作出机关", "who issues it", False),
        "valid_until": ("有效期", "until when it holds", False),
        "respondents": ("相对人", "who is acted on", False),
        "own_address": ("相对人的住址", "the respondent's address", True),
        "relation": ("相对人与儿童的关系", "what the respondent is to the child", True),
        "child": ("儿童姓名", "the child's name", True),
        "child_sex": ("儿童性别", "the child's sex", True),
        "child_born": ("儿童出生日期", "the child's date of birth", True),
        "child_identity_no": ("儿童证件号码", "the child's identity number", True),
        "child_household_address": ("儿童户籍地址", "the child's registered address", True),
        "child_present_address": ("儿童现住址", "where the child lives", True),
        "name": ("相对人姓名", "the respondent's name", True),
    }
)


def gaps_of(desk: Desk, row: Instrument, child_no: str) -> list[Missing]:
    """What is missing in the paper of an instrument as it stands now, in the order of the template's names.

    Args:
        row: of the table, or one that is only thought of (`thought_of`).
    """
    sheet = Sheet(desk=desk, row=row, child_no=child_no)
    view = for_respondent(sheet) if view_for(sheet.kind) is ForRespondent else for_authority(sheet)
    used = variables(sheet.kind) - _NEVER_MISSED - _ONLY_WHERE_THERE_IS_ONE
    if sheet.kind not in RUNNING:
        used -= {"valid_until"}
    empty = [name for name, value in known_to(view).items() if name in used and value in ("", (), None)]
    if "addressees" in empty:  # then it is the same gap
        empty = [name for name in empty if name != "respondents"]
    return [_missing(name) for name in dict.fromkeys([*empty, *_of_people(view.respondents)])]


def thought_of(kind: InstrumentKind, case_no: str, post_no: str) -> Instrument:
    """A paper of this kind that nobody has written yet, to ask what the case lacks for it."""
    return Instrument(no="", case_no=case_no, kind=kind, title=kind.zh, state="draft", issued_by_post=post_no)


def _of_people(people: tuple[RespondentParticulars | ApplicantParticulars, ...]) -> list[str]:
    """Of one respondent the address; of several neither needs the other's (`paper_view`)."""
    asked = {"name", "own_address", "relation"} if len(people) == 1 else {"name", "relation"}
    return [
        one.name
        for person in people
        for one in fields(person)
        if one.name in asked and getattr(person, one.name) in ("", None, UNKNOWN)
    ]


def _missing(name: str) -> Missing:
    zh, en, in_case = _WORDS[name]
    return Missing(name=name, zh=zh, en=en, in_case=in_case)
