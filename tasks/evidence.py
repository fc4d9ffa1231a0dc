"""Files as evidence: handed in, sealed under the child's key, told by their hash. 提交证据材料.

The hash is of the bytes as they came and stands in the journal: whoever is given the file later can tell that it is the
one that was handed in, and when.  The bytes are sealed with the key of the child's file, so that its erasure takes them
too; the name that the file had and the words about it are sealed as well.  What it is, is found out from the content.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Evidence
from rules.access import FieldClass
from rules.errors import Forbidden, Refused
from rules.vocabulary import Precision
from rules.when import When
from tasks.access import sight_of
from tasks.case_hands import CaseAct, demand_act, may_act
from tasks.erasure import erased_at
from tasks.evidence_types import Material, material_of
from tasks.filing import filing
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import FoundPost, known_post, post_by_number
from tasks.wording import short_no

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk
    from tasks.filing import Filing
    from tasks.office import Office

LARGEST = 20_000_000
"""Bytes of one file (HT-241, our default): a scanned paper of many pages, some minutes of recording."""

LONGEST_WORDS = 4_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is handed in. 提交的文件.

    Args:
        content: the bytes as they came.
        name: that it had; kept sealed, and used for nothing.
        words: what it shows, where it comes from; sealed.
    """

    content: bytes = field(repr=False)
    name: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of it. 提交结果. `again`: the very same bytes were in the case already, and nothing was written."""

    no: str
    sha256: str
    material: Material
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A file as lists tell it: nothing of what it shows. 证据材料.

    Args:
        sha256, bytes: of the file as it came.
        duty_no: running number of the duty for which it was handed in; "" where for none.
        happened_at, precision: when it was taken or obtained.
        opens: whether the seat that asks may open it.
    """

    no: str
    material: Material
    bytes: int
    sha256: str
    duty_no: str
    happened_at: datetime | None
    precision: Precision
    recorded_at: datetime
    by: FoundPost | None
    opens: bool


def add_evidence(
    office: Office, case_no: str, file: File, *, duty_no: str = "", when: When, by_post: str | None
) -> Added:
    """Keep a file in a case, also in one that was closed.

    Args:
        duty_no: running number of the duty that it belongs to.
        when: it was taken or obtained.
    Raises: Refused: empty, too large, of no kind that is taken, no such case or duty, the child's key destroyed;
        Forbidden: this post does not work on the case.  Nothing is written.
    """
    material = _taken(file)
    digest = hashlib.sha256(file.content).hexdigest()
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        sight = sight_of(filed.desk, known_post(filed.desk, str(by_post), field="by"))
        demand_adding(filed.desk, sight, case_no, duty_no)
        known = filed.desk.session.exec(
            select(Evidence.no).where(col(Evidence.case_no) == case_no, col(Evidence.sha256) == digest)
        ).first()
        if known is not None:
            return Added(no=known, sha256=digest, material=material, again=True)
        number = _record(filed, file, material, digest, duty_no, when)
    return Added(no=number, sha256=digest, material=material, again=False)


def evidence_of(desk: Desk, sight: Sight, case_no: str, *, duty_no: str = "") -> list[EvidenceView]:
    """The files of a case, the newest first: all to whoever may open them, to anybody else what they handed in."""
    opens = sight.may(case_no, FieldClass.EVIDENCE).at_all
    query = select(Evidence).where(col(Evidence.case_no) == case_no)
    if duty_no:
        query = query.where(col(Evidence.duty_no) == f"{case_no}/{duty_no}")
    if not opens:
        query = query.where(col(Evidence.by_post) == (sight.post.no if sight.post else None))
    rows = desk.session.exec(query.order_by(col(Evidence.recorded_at).desc(), col(Evidence.no)))
    return [_view(desk, row, opens) for row in rows]


def may_add(desk: Desk, sight: Sight, case_no: str, duty_no: str = "") -> bool:
    """Whether a seat may hand in evidence: who works on the case, and for a duty whoever owes or owed it (HT-241)."""
    if may_act(sight, case_no, CaseAct.EVIDENCE):
        return True
    row = _duty(desk, case_no, duty_no) if duty_no else None
    return row is not None and sight.post is not None and row.post_no == sight.post.no


def demand_adding(desk: Desk, sight: Sight, case_no: str, duty_no: str = "") -> None:
    """The same, where the page stands and falls with it.

    Raises: Forbidden: it may not, or there is no such duty; a case that it may not know of looks like none.
    """
    if not may_add(desk, sight, case_no, duty_no):
        demand_act(sight, case_no, CaseAct.EVIDENCE)
    if duty_no and _duty(desk, case_no, duty_no) is None:
        raise Forbidden(
            f"个案 {case_no} 没有第 {duty_no} 项职责，请核对",
            f"case {case_no} has no duty {duty_no}; check the number",
            field="duty_no",
            hidden=True,
        )


def demand_list(desk: Desk, sight: Sight, case_no: str) -> None:
    """Whoever may open evidence or hand it in may ask which there is. Raises Forbidden: neither."""
    if not may_add(desk, sight, case_no):
        sight.demand(case_no, FieldClass.EVIDENCE)


def _taken(file: File) -> Material:
    """What it is. Raises Refused: it is not taken."""
    if not file.content:
        raise Refused("请选择文件；所选文件是空的", "choose a file that is not empty", field="file")
    if len(file.content) > LARGEST:
        raise Refused(
            f"文件过大，单个文件不超过 {LARGEST // 1_000_000} MB，未写入；请压缩、分开提交或者另行移交",
            f"too large: at most {LARGEST // 1_000_000} MB a file; nothing was written. Make it smaller, or hand it in "
            "in parts",
            field="file",
            source="HT-241",
        )
    if len(file.words) > LONGEST_WORDS:
        raise Refused(
            f"说明过长，请控制在 {LONGEST_WORDS} 字以内", f"at most {LONGEST_WORDS} characters", field="words"
        )
    found = material_of(file.content)
    if found is None:
        kinds = "、".join(one.zh for one in Material)
        raise Refused(
            f"不收这种文件（按内容判断，与文件名无关），未写入。可收：{kinds}；"
            "网页、程序、压缩包、带宏的文件请先另存为 PDF",
            "a file of this kind is not taken (told from its content, whatever its name); nothing was written. Taken "
            f"are {', '.join(one.ending for one in Material)}: save pages, macros and archives as PDF first",
            field="file",
            source="HT-241",
        )
    return found


def _record(filed: Filing, file: File, material: Material, digest: str, duty_no: str, when: When) -> str:
    desk = filed.desk
    if erased_at(desk, filed.case.subject_no) is not None:
        raise Refused(
            "该档案的密钥已销毁，不能再提交证据材料",
            "the key of this file was destroyed: nothing can be sealed under it any more",
            field="NO",
        )
    number = desk.number(Named.EVIDENCE)
    sealed = filed.cipher.seal_bytes(number, file.content)
    payload = {
        "no": number,
        "sha256": digest,
        "bytes": len(file.content),
        "media_type": material.value,
        "blob": desk.keep(sealed, "application/octet-stream"),
        "name_sealed": filed.sealed("name", file.name[:LONGEST_NAME]),
        "words_sealed": filed.sealed("evidence", file.words),
    }
    desk.record(
        Entry(
            chain=filed.case.no,
            kind=Kind.EVIDENCE_ADDED,
            key=f"evidence:{filed.case.no}:{digest}",
            payload=payload,
            happened_at=when.at,
            precision=when.precision,
            by=filed.by,
            duty_no=f"{filed.case.no}/{duty_no}" if duty_no else None,
        )
    )
    return number


def _duty(desk: Desk, case_no: str, duty_no: str) -> DutyRow | None:
    return desk.session.exec(select(DutyRow).where(col(DutyRow.no) == f"{case_no}/{duty_no}")).first()


def _view(desk: Desk, row: Evidence, opens: bool) -> EvidenceView:
    return EvidenceView(
        no=row.no,
        material=Material(row.media_type),
        bytes=row.bytes,
        sha256=row.sha256,
        duty_no=short_no(row.duty_no) if row.duty_no else "",
        happened_at=row.happened_at,
        precision=Precision(row.happened_precision),
        recorded_at=row.recorded_at,
        by=post_by_number(desk, row.by_post) if row.by_post else None,
        opens=opens,
    )
