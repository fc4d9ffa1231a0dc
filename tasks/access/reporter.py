"""Who reported, opened by two posts together. 两个岗位共同查阅报告人信息 (高检发〔2020〕9号 Art. 13; HT-211).

One post asks and says why; another one agrees: another person, at another agency, and one of the two is the county
office or the procuratorate, so that no agency finds out by itself who reported it.  Only whoever asked then sees it,
only as long as it was granted, and every look is a fact of its own.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import AccessGrant, ReportRow, SealedReporter
from rules.errors import Conflict, Forbidden, Gap, Refused
from tasks.access.grants import (
    FOR_REPORTERS,
    REPORTER,
    change,
    grant_of,
    new_grant,
    no_such_grant,
    person_at,
    revealed,
    sealed,
    span,
    words_given,
)
from tasks.access.two_posts import refuse_a_stranger, why_not
from tasks.canonical import instant
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.wording import say_moment

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

_SECRECY = "A-20"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A wish to know who reported, and what became of it. 查阅申请.

    Args:
        until: the end of the time for which it was granted; None: not granted.
        refused: somebody said no; it cannot be granted any more.
    """

    no: str
    report_no: str
    asked_by_post: str
    asked_by_person: str | None
    asked_at: datetime
    agreed_by_post: str | None
    until: datetime | None
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterInClear:
    """Who reported, as it was left at the time; "" what was not. 报告人."""

    name: str
    unit: str
    phone: str
    post: str
    channel: str
    address: str


def ask_to_open(office: Office, report_no: str, *, reason: str, by_post: str) -> Asked:
    """Ask to know who made a report. Nothing is opened by it. 申请.

    Raises:
        Refused: no reason, no such post, nobody there, nobody left anything.
        Forbidden: this post is nothing to the cases of the report that could open it; a report of another county, or
            none, which is the same.
        Conflict: it asked already and has had no answer, or has it open.
    """
    reason = words_given(reason, field="reason")
    with office.writing() as desk:
        by = person_at(desk, by_post)
        desk.lock(f"reporter {report_no}")
        refuse_a_stranger(desk, report_no, by_post)
        if desk.session.get(SealedReporter, report_no) is None:
            raise Refused(
                "报告人没有留下任何信息，无可查阅",
                "whoever reported left nothing: there is nothing to open",
                field="NO",
            )
        if any(_stands(one, desk.at) for one in _grants(desk, report_no) if one.asked_by_post == by_post):
            raise Conflict("本岗位已有一件未办结的申请", "this post has asked already")
        kept = sealed(desk, report_no, "reason", reason)
        no = new_grant(desk, REPORTER, report_no, by, kept)
        _record(desk, Kind.REPORTER_ASKED_FOR, report_no, no, by, reason_sealed=kept)
        return _shown(desk, grant_of(desk, REPORTER, no))


def agree(office: Office, grant_no: str, *, by_post: str) -> Asked:
    """Agree that it is opened to whoever asked, from now on and for a time. 同意.

    Raises: Refused: no such post, nobody there; Forbidden: the same person, post or agency, or neither of the two is
        the county office or the procuratorate; Conflict: answered already.
    """
    with office.writing() as desk:
        by, grant = _second(desk, grant_no, by_post)
        until = desk.at + span(desk, FOR_REPORTERS)
        change(
            desk,
            grant,
            agreed_by_post=by.post_no,
            agreed_by_person=by.person_no,
            agreed_at=desk.at,
            from_at=desk.at,
            until_at=until,
        )
        _record(desk, Kind.REPORTER_GRANTED, grant.subject_no, grant_no, by, until_at=instant(until))
        return _shown(desk, grant)


def refuse(office: Office, grant_no: str, *, reason: str, by_post: str) -> Asked:
    """Say no, with a reason; it must be asked for anew. 不同意. Raises: as `agree`; Refused: no reason."""
    reason = words_given(reason, field="reason")
    with office.writing() as desk:
        by, grant = _second(desk, grant_no, by_post)
        change(desk, grant, closed_at=desk.at)
        kept = sealed(desk, grant.subject_no, "reason", reason)
        _record(desk, Kind.REPORTER_DENIED, grant.subject_no, grant_no, by, reason_sealed=kept)
        return _shown(desk, grant)


def open_reporter(office: Office, grant_no: str, *, by_post: str) -> ReporterInClear:
    """Who reported, for whoever asked and as long as it is granted; each look is recorded. 查阅.

    Raises: Refused: nobody there; Forbidden: not theirs, not granted, over; Gap: altered or erased.
    """
    with office.writing() as desk:
        by = person_at(desk, by_post)
        grant = grant_of(desk, REPORTER, grant_no)
        if (grant.asked_by_post, grant.asked_by_person) != (by.post_no, by.person_no):
            raise no_such_grant(grant_no)
        _refuse_outside_its_time(grant, desk.at)
        found = _in_clear(desk, grant.subject_no)
        look = desk.office.entropy(12).hex()
        _record(desk, Kind.RECORD_READ, grant.subject_no, grant_no, by, key=f"read:{look}", what=REPORTER)
        return found


def reason_for(office: Office, grant_no: str, *, by_post: str) -> str | None:
    """Why it is asked for, for whoever may agree; None where its key was destroyed since. Raises: as `agree`."""
    with office.reading() as desk:
        _, grant = _second(desk, grant_no, by_post, to_read=True)
        return revealed(desk, grant.subject_no, "reason", grant.reason_sealed)


def waiting_for(desk: Desk, by_post: str) -> list[Asked]:
    """What waits for an answer that this post may give, the oldest first. 待答复的申请."""
    query = select(AccessGrant).where(
        col(AccessGrant.kind) == REPORTER, col(AccessGrant.agreed_at).is_(None), col(AccessGrant.closed_at).is_(None)
    )
    rows = desk.session.exec(query.order_by(col(AccessGrant.asked_at), col(AccessGrant.no))).all()
    by = person_at(desk, by_post)
    return [_shown(desk, one) for one in rows if why_not(desk, one, by) is None]


def asked_by(desk: Desk, by: Actor, *, most: int = 20) -> list[Asked]:
    """What this person asked for from this post, whatever became of it, the newest first. 我的申请."""
    query = select(AccessGrant).where(
        col(AccessGrant.kind) == REPORTER,
        col(AccessGrant.asked_by_post) == by.post_no,
        col(AccessGrant.asked_by_person) == by.person_no,
    )
    rows = desk.session.exec(query.order_by(col(AccessGrant.asked_at).desc(), col(AccessGrant.no)).limit(most))
    return [_shown(desk, one) for one in rows]


# ------------------------------------------------------------------------------------------------ who may


def _second(desk: Desk, grant_no: str, by_post: str, *, to_read: bool = False) -> tuple[Actor, AccessGrant]:
    """Whoever answers, and what they answer. Raises as `agree`."""
    by = person_at(desk, by_post)
    grant = grant_of(desk, REPORTER, grant_no, to_read=to_read)
    refusal = why_not(desk, grant, by)
    if refusal is not None:
        raise refusal
    if grant.agreed_at is not None or grant.closed_at is not None:
        raise Conflict("该申请已有答复", "this was answered already")
    return by, grant


def _refuse_outside_its_time(grant: AccessGrant, at: datetime) -> None:
    if grant.agreed_at is None or grant.until_at is None:
        raise Forbidden(
            "另一岗位尚未同意，不能查阅" if grant.closed_at is None else "申请未获同意，不能查阅",
            "no other post has agreed" if grant.closed_at is None else "it was refused",
            source=FOR_REPORTERS,
        )
    if at >= grant.until_at:
        raise Forbidden(
            f"查阅期限已于 {say_moment(grant.until_at, 'zh')} 届满，请重新申请",
            f"the time for it ended on {say_moment(grant.until_at, 'en')}; ask anew",
            source=FOR_REPORTERS,
        )


# ------------------------------------------------------------------------------------------------ what is kept


def _in_clear(desk: Desk, report_no: str) -> ReporterInClear:
    """What was left, checked against the digest that the journal knows. Raises Gap: it is not what was sealed."""
    query = select(SealedReporter.sealed).where(col(SealedReporter.report_no) == report_no)
    token = desk.session.exec(query).first()
    digest = desk.session.exec(select(ReportRow.reporter_digest).where(col(ReportRow.no) == report_no)).first()
    if token is None or hashlib.sha256(token.encode()).hexdigest() != digest:
        raise Gap(
            "封存的报告人信息缺失或者与记录不符，请从备份恢复",
            "the sealed identity is missing or not what was recorded: restore it from a backup",
        )
    known: dict[str, str] = json.loads(desk.office.vault.open_reporter(report_no, token))
    return ReporterInClear(**{name: str(known.get(name) or "") for name in ReporterInClear.__dataclass_fields__})


def _grants(desk: Desk, report_no: str) -> list[AccessGrant]:
    query = select(AccessGrant).where(col(AccessGrant.kind) == REPORTER, col(AccessGrant.subject_no) == report_no)
    return list(desk.session.exec(query))


def _stands(grant: AccessGrant, at: datetime) -> bool:
    """Whether it waits for an answer, or can be opened still."""
    return grant.closed_at is None and (grant.until_at is None or at < grant.until_at)


def _record(desk: Desk, kind: Kind, report_no: str, grant_no: str, by: Actor, *, key: str = "", **more: Any) -> None:
    payload = {"grant_no": grant_no, **more}
    entry = Entry(
        chain=report_no,
        kind=kind,
        key=key or f"{kind}:{grant_no}",
        payload=payload,
        happened_at=desk.at,
        by=by,
        basis=(_SECRECY, FOR_REPORTERS),
    )
    desk.record(entry)


def _shown(desk: Desk, grant: AccessGrant) -> Asked:
    desk.session.refresh(grant)
    return Asked(
        no=grant.no,
        report_no=grant.subject_no,
        asked_by_post=grant.asked_by_post,
        asked_by_person=grant.asked_by_person,
        asked_at=grant.asked_at,
        agreed_by_post=grant.agreed_by_post,
        until=grant.until_at,
        refused=grant.agreed_at is None and grant.closed_at is not None,
    )
