"""Reading who a child is: on a ground, by a post, and on the record. 查阅身份.

Whoever has to see the child must know who and where the child is.  Opening the sealed fields is itself a fact of the
case: which post, which person, why.  The reporter's identity is not opened here, nor by anything that a single post
can do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Adult, CaseFile, ChildFile, ReportChild, ReportRow, Tie
from rules.errors import Refused
from rules.vocabulary import Relation
from tasks.erasure import cipher_of_reasons, erased_at
from tasks.filing import child_of
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case
from tasks.numbers import Named
from tasks.posts import holder_of, known_post

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultInClear:
    """An adult around the child, in clear; `no` is how the other pages call them. 相关成年人."""

    no: str
    name: str | None
    relation: Relation
    guardian: bool
    carer: bool
    suspected: bool
    phone: str | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InClear:
    """Who a case is about. 身份信息. None: not known, or its key was destroyed: `erased` says when."""

    name: str | None
    birth_on: str | None
    sex: str
    residence: str | None
    registration: str | None
    domicile: str | None
    adults: tuple[AdultInClear, ...]
    narratives: tuple[str, ...]
    erased: datetime | None = None


def read_identity(office: Office, case_no: str, *, reason: str, by_post: str) -> InClear:
    """Open the sealed fields of a case, and record who opened them and why.

    Raises: Refused: no such case, no such post, or no reason; nothing is opened.
    """
    if not reason.strip():
        raise Refused("请写明查阅理由", "say why it is opened", field="--reason")
    with office.writing() as desk:
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
        if case is None:
            raise no_such_case(case_no)
        child_no = child_of(case)
        known_post(desk, by_post, field="--by")
        actor = holder_of(desk, by_post, desk.at) or Actor(post_no=by_post)
        sealed = cipher_of_reasons(desk, case_no).seal("reason", reason)
        desk.record(
            Entry(
                chain=case_no,
                kind=Kind.IDENTITY_READ,
                key=f"read:{desk.number(Named.NOTICE)}",
                payload={"reason_sealed": sealed},
                happened_at=desk.at,
                by=actor,
            )
        )
        return in_clear(desk, case_no, child_no)


def in_clear(desk: Desk, case_no: str, child_no: str) -> InClear:
    """The sealed fields of a case in clear. Whoever calls this records who reads them and why, in one transaction."""
    child = desk.session.exec(select(ChildFile).where(col(ChildFile.no) == child_no)).one()
    ties = desk.session.exec(
        select(Adult, Tie).join(Tie, col(Tie.adult_no) == col(Adult.no)).where(col(Tie.child_no) == child_no)
    ).all()
    reports = desk.session.exec(
        select(ReportRow)
        .join(ReportChild, col(ReportChild.report_no) == col(ReportRow.no))
        .where(col(ReportChild.case_no) == case_no)
        .order_by(col(ReportRow.reported_at))
    ).all()
    told = [desk.reveal(report.no, "narrative", report.narrative_sealed) for report in reports]
    return InClear(
        name=desk.reveal(child_no, "name", child.name_sealed),
        birth_on=desk.reveal(child_no, "birth_on", child.birth_on_sealed),
        sex=child.sex,
        residence=desk.reveal(child_no, "residence", child.residence_sealed),
        registration=desk.reveal(child_no, "registration", child.registration_sealed),
        domicile=desk.reveal(child_no, "domicile", child.domicile_sealed),
        adults=tuple(_adult(desk, adult, tie) for adult, tie in ties),
        narratives=tuple(text for text in told if text),
        erased=erased_at(desk, child_no),
    )


def _adult(desk: Desk, adult: Adult, tie: Tie) -> AdultInClear:
    return AdultInClear(
        no=adult.no,
        name=desk.reveal(adult.subject_no, "name", adult.name_sealed),
        relation=Relation(tie.relation),
        guardian=tie.guardian,
        carer=tie.carer,
        suspected=tie.suspected,
        phone=desk.reveal(adult.subject_no, "phone", adult.phone_sealed),
        address=desk.reveal(adult.subject_no, "address", adult.address_sealed),
    )
