"""Who opened what, and why: the reads that the journal holds. 查阅审计.

Opening an identity, looking at a record, exporting, printing: each is a fact with a post, a person and mostly a reason.
The reasons are sealed; whoever has them shown says why, and that look is a fact like the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam
from sqlmodel import col, select

from models import JournalEntry, SubjectKey
from rules.errors import Refused
from rules.moments import midnight_after, midnight_before
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, known_post, post_by_number
from tasks.projection.facts import facts_of
from tasks.whose import Whose, whose
from vault.vault import key_id_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

READS = (
    Kind.IDENTITY_READ,
    Kind.RECORD_READ,
    Kind.CASE_EXPORTED,
    Kind.HEAD_EXPORTED,
    Kind.DOCUMENT_RENDERED,
)
"""The kinds of facts that say that somebody looked."""

_READS_SPELT_OUT: BindParameter[list[str]] = bindparam(
    "reads", [kind.value for kind in READS], expanding=True, literal_execute=True
)
"""In the statement itself, not bound to it: only so can a database use an index over these kinds alone."""

REASONS_READ = "access_reasons"
"""What was looked at where somebody had the reasons of a case's reads shown."""

CHILDREN_EXPORT = "children_export"
"""What was looked at where a register of children was taken out."""

CASE_LOOKS = "case_looks"
"""What was looked at where somebody had shown who looked at a case."""

CASE_PAGE, CHILD_PAGE = "case_page", "child_page"
"""What was looked at where a case or a child's file was opened in an emergency."""

AUDIT_SHEET = "audit_sheet"
"""What was looked at where the audit sheet of a case, or of many, was opened."""

VISITS_EXPORT = "visits_export"
"""What was looked at where a table of visits was taken out."""

PROCESS_MAP = "process_map"
"""What was looked at where the drawing of a procedure, with how many went which way, was taken out."""

EVIDENCE = "evidence"
"""What was looked at where a file that was handed in as evidence was opened."""

CHILD_REGISTER = "child_register"
"""What was looked at where the file of one child was taken out."""

SHARING_PACKAGE = "sharing_package"
"""What was looked at where a sharing package was made, or fetched by the post that it was made for."""

CARE_DAYS = "care_days"
"""What was looked at where the days in care of the children of an area were counted."""

DRAFT_TEXT = "draft_text"
"""What was looked at where a draft was opened to be mended."""


_OF = {
    DRAFT_TEXT: "文书草稿",
    CARE_DAYS: "照护日数",
    SHARING_PACKAGE: "信息共享包",
    REASONS_READ: "查阅审计中的理由",
    CASE_PAGE: "个案",
    CHILD_PAGE: "孩子档案",
    CASE_LOOKS: "谁看过",
    AUDIT_SHEET: "核查表",
    "ocel": "过程挖掘日志",
    PROCESS_MAP: "流程图",
    CHILDREN_EXPORT: "导出儿童名册",
    VISITS_EXPORT: "导出走访登记",
    CHILD_REGISTER: "导出一人一档",
    EVIDENCE: "证据材料",
}


def said(what: str) -> str:
    """What `Access.what` says, in Chinese: the code in words, what was asked for behind it."""
    code, mark, asked = what.partition("；")
    return f"{_OF.get(code, code)}{mark}{asked}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which reads are asked for. 查询范围.

    Args:
        no: a case or a child file; None: across all, the exports of the installation among them.
        post: only what this post opened.
        first, last: civil days, both included, on which it was recorded.
        most: how many at most, the newest.
    """

    no: str | None = None
    post: str | None = None
    first: date | None = None
    last: date | None = None
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One look. 一次查阅.

    Args:
        chain: what was opened: number of a case, child file or report, or `system`.
        what: a code, or a number of an instrument, that tells it more closely; "" where there is none.
        post: the post, as the directory knows it now; None: the system itself.
        person_no, for_person: who it was, and for whom they acted as a substitute.
        has_reason: whether a reason is recorded.
        reason: in clear, only where it was asked for on the record; None too where its key was destroyed.
        entry: chain and number, by which the journal proves it.
    """

    at: datetime
    kind: Kind
    chain: str
    what: str
    post: FoundPost | None
    person_no: str | None
    for_person: str | None
    has_reason: bool
    reason: str | None
    entry: str


def accesses(desk: Desk, asked: Asked) -> list[Access]:
    """The looks that were asked for, the newest first; their reasons stay sealed.

    Of one case it is a look into its chains; across cases the journal is read through (no index tells kinds apart).

    Raises: Refused: no such case, child file or post, or a period that ends before it begins.
    """
    return [_access(desk, row) for row in _rows(desk, asked, whose(desk, asked.no) if asked.no else None)]


def accesses_with_reasons(office: Office, asked: Asked, *, by_post: str, reason: str) -> list[Access]:
    """The same of one case or child, with the reasons in clear; that they were looked at stands among them.

    Raises: Refused: no case or child named, no reason, no such post; nothing is opened.
    """
    if not reason.strip():
        raise Refused("请写明查阅理由", "say why it is opened", field="--reason")
    if asked.no is None:
        raise Refused(
            "查阅理由只能逐案打开，请写明个案或者儿童档案编号",
            "reasons are opened for one case or child at a time; name it",
            field="NO",
        )
    with office.writing() as desk:
        known_post(desk, by_post, field="--by")
        found = whose(desk, asked.no)
        rows = _rows(desk, asked, found)  # what is wrong with the question is told before anything is recorded
        written = desk.record(_look(desk, found, by_post=by_post, reason=reason))
        return [_access(desk, row, reason=_reason(desk, row)) for row in [*written, *rows][: asked.most]]


def _look(desk: Desk, found: Whose, *, by_post: str, reason: str) -> Entry:
    return Entry(
        chain=found.no,
        kind=Kind.RECORD_READ,
        key=f"read:{desk.number(Named.NOTICE)}",
        payload={"of": REASONS_READ, "reason_sealed": desk.cipher(found.child_no).seal("reason", reason)},
        happened_at=desk.at,
        by=actor_at(desk, by_post),
    )


def _rows(desk: Desk, asked: Asked, found: Whose | None) -> list[JournalEntry]:
    if asked.first and asked.last and asked.last < asked.first:
        raise Refused("结束日期早于开始日期，请核对", "the period ends before it begins; check it", field="--to")
    query = select(JournalEntry).where(col(JournalEntry.kind).in_(_READS_SPELT_OUT))
    if found is not None:
        query = query.where(col(JournalEntry.chain).in_(found.chains))
    if asked.post is not None:
        known_post(desk, asked.post, field="--post")
        query = query.where(col(JournalEntry.by_post) == asked.post)
    if asked.first is not None:
        query = query.where(col(JournalEntry.recorded_at) >= midnight_before(asked.first))
    if asked.last is not None:
        query = query.where(col(JournalEntry.recorded_at) < midnight_after(asked.last))
    return list(desk.session.exec(query.order_by(col(JournalEntry.seq).desc()).limit(asked.most)))


def _access(desk: Desk, row: JournalEntry, *, reason: str | None = None) -> Access:
    facts = facts_of(row)
    return Access(
        at=row.recorded_at,
        kind=Kind(row.kind),
        chain=row.chain,
        what=_what(facts),
        post=post_by_number(desk, row.by_post) if row.by_post else None,
        person_no=row.by_person,
        for_person=row.for_person,
        has_reason=bool(facts.get("reason_sealed")),
        reason=reason,
        entry=f"{row.chain}#{row.n}",
    )


_SAID = {
    "area": "地区",
    "procedure": "程序",
    "agency": "机构",
    "on": "截至",
    "format": "格式",
    "evidence_no": "编号",
    "grant_no": "编号",
}


def _what(facts: dict[str, Any]) -> str:
    """What was opened or taken out, as its entry says: a code where there is one, else what was asked for."""
    code = str(facts.get("instrument_no") or facts.get("of") or facts.get("what") or "")
    asked = {**facts, **facts.get("chosen", {})}
    said = [f"{zh} {asked[name]}" for name, zh in _SAID.items() if asked.get(name)]
    if asked.get("from") or asked.get("to"):
        said.append(f"{asked.get('from') or '…'} 至 {asked.get('to') or '…'}")
    if asked.get("for_sharing"):
        said.append("对外提供")
    return "；".join([code, *said]) if said else code


def _reason(desk: Desk, row: JournalEntry) -> str | None:
    """A reason in clear. It is sealed under the case, the child or the report: its token says which."""
    token = facts_of(row).get("reason_sealed")
    if not token:
        return None
    subject = desk.session.exec(select(SubjectKey.subject_no).where(col(SubjectKey.id) == key_id_of(token))).first()
    return desk.reveal(subject, "reason", token) if subject else None
