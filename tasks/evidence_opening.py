"""Opening evidence: with a reason, on the record, and only as it was handed in. 调阅、核对证据材料."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Blob, CaseFile, Evidence
from rules.access import FieldClass
from rules.errors import Forbidden, Refused, Unavailable
from rules.vocabulary import Term
from tasks.access import sight_of
from tasks.audit_access import EVIDENCE
from tasks.erasure import cipher_of_reasons, erased_at
from tasks.evidence_types import Material
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.posts import known_post

if TYPE_CHECKING:
    from tasks.access import Sight
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file in clear. 调阅的证据材料.

    Args:
        content: the bytes, whose hash is the one that stands in the journal.
        name, words: that the file had, and what was said of it; None where nothing was.
    """

    no: str
    material: Material
    sha256: str
    content: bytes = field(repr=False)
    name: str | None = field(repr=False)
    words: str | None = field(repr=False)

    @property
    def file_name(self) -> str:
        """Under which it is given out: its number, and nothing of the name that it had."""
        return f"{self.no}.{self.material.ending}"


def open_evidence(office: Office, case_no: str, evidence_no: str, *, reason: str, by_post: str) -> Opened:
    """Open one file for a post, and record who opened it and why.

    Raises: Forbidden: the post does not see evidence of this case, or there is no such file in it; Refused: no reason,
        the key destroyed; Unavailable: the bytes are gone or are not those that were handed in.  Nothing is opened.
    """
    if not reason.strip():
        raise Refused("请写明调阅理由", "say why it is opened", field="reason")
    with office.writing() as desk:
        row = demand_evidence(desk, sight_of(desk, known_post(desk, by_post, field="by")), case_no, evidence_no)
        _refuse_erased(desk, case_no)
        desk.record(
            Entry(
                chain=case_no,
                kind=Kind.RECORD_READ,
                key=f"read:{desk.number(Named.NOTICE)}",
                payload={
                    "of": EVIDENCE,
                    "evidence_no": row.no,
                    "reason_sealed": cipher_of_reasons(desk, case_no).seal("reason", reason),
                },
                happened_at=desk.at,
                by=actor_at(desk, by_post),
                duty_no=row.duty_no,
            )
        )
        return _in_clear(desk, row)


def demand_evidence(desk: Desk, sight: Sight, case_no: str, evidence_no: str) -> Evidence:
    """A file of a case, as the journal tells it.

    Raises: Forbidden: the seat does not see evidence of this case, or there is no such file in it.
    """
    sight.demand(case_no, FieldClass.EVIDENCE)
    query = select(Evidence).where(col(Evidence.no) == evidence_no, col(Evidence.case_no) == case_no)
    row = desk.session.exec(query).first()
    if row is None:
        raise Forbidden(
            f"个案 {case_no} 没有编号为 {evidence_no} 的证据材料，请核对",
            f"case {case_no} has no evidence {evidence_no}; check the number",
            field="evidence_no",
            hidden=True,
        )
    return row


def _refuse_erased(desk: Desk, case_no: str) -> None:
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).one()
    if erased_at(desk, case.subject_no) is not None:
        raise Refused(
            "该档案的密钥已销毁，证据材料不可恢复",
            "the key of this file was destroyed; what was handed in cannot be read any more",
            field="NO",
        )


def _in_clear(desk: Desk, row: Evidence) -> Opened:
    subject = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == row.case_no)).one().subject_no
    blob = desk.session.get(Blob, row.blob)
    if blob is None:
        raise _not_as_handed_in(row)
    content = desk.cipher(subject).open_bytes(row.no, blob.content)
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise _not_as_handed_in(row)
    return Opened(
        no=row.no,
        material=Material(row.media_type),
        sha256=row.sha256,
        content=content,
        name=desk.reveal(subject, "name", row.name_sealed),
        words=desk.reveal(subject, "evidence", row.words_sealed),
    )


def _not_as_handed_in(row: Evidence) -> Unavailable:
    return Unavailable(
        f"证据材料 {row.no} 的文件缺失或者与提交时的校验值不符。请保留现场，从备份中恢复后再调阅，并报告",
        f"the bytes of {row.no} are gone or not those that were handed in: keep everything as it is, restore them from "
        "a backup, and report it",
        permanent=True,
        code="evidence-altered",
    )


class BytesFault(Term):
    """What is wrong with the bytes of a file. 文件问题."""

    GONE = "gone", "文件缺失"
    ALTERED = "altered", "文件被改动"


def faulty_evidence(desk: Desk) -> Iterator[tuple[Evidence, BytesFault]]:
    """Every file whose sealed bytes are gone or altered; no key is needed, so erased ones are looked at, too."""
    query = select(Evidence, Blob.content).outerjoin(Blob, col(Blob.sha256) == col(Evidence.blob))
    rows = desk.session.exec(query.order_by(col(Evidence.no)).execution_options(yield_per=10))
    for row, sealed in rows:
        if sealed is None:
            yield row, BytesFault.GONE
        elif hashlib.sha256(sealed).hexdigest() != row.blob:
            yield row, BytesFault.ALTERED
