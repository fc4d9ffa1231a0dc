"""Delivery: what is queued goes out, at least once, under the same message id. 送达.

Claim under a lease, send outside any transaction, write down what came back.  A worker that dies between sending and
writing down leaves a lease that runs out; the message is then sent again, with the same id, so that a channel or a
reader can tell.  That is the one window in which something may be seen twice.

A passing failure waits longer each time; a permanent one is recorded and becomes somebody's duty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, or_, select

from models import Blob, CaseFile, DutyRow, Notice, Outbox, Procedure, ReportChild, SealedReporter
from notifications.message import Outgoing, Rendered
from rules.errors import Unavailable
from rules.vocabulary import ProcedureKind
from tasks.canonical import instant
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.messages import REPORTER_CHANNEL
from tasks.posts import Address, addresses_of
from tasks.procedures import Opening, open_procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.desk import Desk
    from tasks.office import Office

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = 12
"""Tries of a passing failure, over some three and a half hours, until it counts as permanent (our default)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A notice that this worker may send. 待送达."""

    notice_no: str
    channel: str
    address: str
    rendered: Rendered
    attempts: int

    def outgoing(self) -> Outgoing:
        """The message, under the id that it has on every try."""
        return Outgoing(
            message_id=self.notice_no,
            subject=self.rendered.subject,
            text=self.rendered.text,
            address=self.address,
            lang=self.rendered.lang,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came of one try. 送达结果."""

    claimed: Claimed
    receipt: str = ""
    failure: str = ""
    permanent: bool = False


def deliver(office: Office, limit: int = 50) -> int:
    """Send what is queued and due. Returns how many notices were tried.

    On a slow channel only as many as the lease surely covers: what is not begun by half of it is let go.
    """
    until = office.now() + LEASE / 2
    claimed = claim(office, limit)
    for tried, one in enumerate(claimed):
        if office.now() >= until:
            let_go(office, claimed[tried:])
            return tried
        write_down(office, [send(office, one)])
    return len(claimed)


def claim(office: Office, limit: int) -> list[Claimed]:
    """Lease queued notices to this worker."""
    with office.writing() as desk:
        free = or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= desk.at)
        query = (
            select(Outbox.notice_no)
            .where(col(Outbox.next_try_at) <= desk.at, free)
            .order_by(col(Outbox.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        numbers = list(desk.session.exec(query))
        if numbers:
            desk.session.execute(
                update(Outbox)
                .where(col(Outbox.notice_no).in_(numbers))
                .values(leased_until=desk.at + LEASE, leased_by=office.name)
            )
        return [_claimed(desk, no) for no in numbers]


def let_go(office: Office, claimed: Iterable[Claimed]) -> None:
    """Give up leases of notices that were not tried; another worker may take them at once."""
    numbers = [one.notice_no for one in claimed]
    with office.writing() as desk:
        mine = col(Outbox.notice_no).in_(numbers) & (col(Outbox.leased_by) == office.name)
        desk.session.execute(update(Outbox).where(mine).values(leased_until=None, leased_by=None))


def send(office: Office, claimed: Claimed) -> Sent:
    """Try one message on its channel; outside any transaction."""
    channel = office.channels.get(claimed.channel)
    if channel is None:
        return Sent(claimed=claimed, failure="no_such_channel", permanent=True)
    try:
        receipt = channel.send(claimed.outgoing())
    except Unavailable as failure:
        return Sent(claimed=claimed, failure=failure.code, permanent=failure.permanent)
    except Exception as error:  # noqa: BLE001 - a fault in a channel must not hold up the notices behind it
        return Sent(claimed=claimed, failure=type(error).__name__)
    return Sent(claimed=claimed, receipt=receipt.reference)


def write_down(office: Office, results: Iterable[Sent]) -> None:
    """Record what came of the tries: delivered, to be tried again, or failed for good."""
    with office.writing() as desk:
        for sent in results:
            if desk.session.exec(select(Outbox.notice_no).where(_is(sent)).with_for_update()).first() is None:
                continue  # another worker, after our lease ran out, was faster
            if not sent.failure:
                _delivered(desk, sent)
            elif sent.permanent or sent.claimed.attempts + 1 >= GIVE_UP_AFTER:
                _failed(desk, sent)
            else:
                _again_later(desk, sent)


def _claimed(desk: Desk, notice_no: str) -> Claimed:
    notice = desk.session.exec(select(Notice).where(col(Notice.no) == notice_no)).one()
    content = desk.session.exec(select(Blob.content).where(col(Blob.sha256) == notice.blob)).one()
    attempts = desk.session.exec(select(Outbox.attempts).where(col(Outbox.notice_no) == notice_no)).one()
    address = _address(desk, notice)
    return Claimed(
        notice_no=notice_no,
        channel=address.channel,
        address=address.address,
        rendered=Rendered.from_bytes(content),
        attempts=attempts,
    )


def _address(desk: Desk, notice: Notice) -> Address:
    """Where it goes; a reporter's contact is opened here, to send, and nowhere else."""
    if notice.channel == REPORTER_CHANNEL:
        return _reporter_address(desk, notice.report_no or "")
    found = [one for one in addresses_of(desk, notice.post_no or "") if one.channel == notice.channel]
    return found[0] if found else Address(channel="none", address="")  # the post has left that channel meanwhile


def _reporter_address(desk: Desk, report_no: str) -> Address:
    sealed = desk.session.exec(select(SealedReporter.sealed).where(col(SealedReporter.report_no) == report_no)).one()
    known: Mapping[str, str] = json.loads(desk.office.vault.open_reporter(report_no, sealed))
    if known.get("channel") and known.get("address"):
        return Address(channel=known["channel"], address=known["address"])
    if known.get("post"):
        return next(iter(addresses_of(desk, known["post"])), Address(channel="none", address=""))
    return Address(channel="none", address="")


def _is(sent: Sent) -> ColumnElement[bool]:
    return col(Outbox.notice_no) == sent.claimed.notice_no


def _delivered(desk: Desk, sent: Sent) -> None:
    _finish(desk, sent, Kind.NOTICE_DELIVERED, {"receipt": sent.receipt})


def _failed(desk: Desk, sent: Sent) -> None:
    """Silence is never an end state: a message that cannot be delivered becomes a duty in every case it concerns.

    One duty for each addressee and case, however many messages fail.  A message about that duty which fails in turn
    opens nothing: the ladder of the duty climbs past a broken address by itself.
    """
    notice = _finish(desk, sent, Kind.NOTICE_FAILED, {"code": sent.failure})
    if _is_about_a_failure(desk, notice):
        return
    addressee = notice.post_no or REPORTER_CHANNEL
    for case_no in _cases(desk, notice):
        if _is_open(desk, case_no) and not _is_in_hand(desk, case_no, addressee):
            opening = Opening(
                case_no=case_no,
                kind=ProcedureKind.UNDELIVERED_NOTICE,
                since_at=desk.at,
                key=f"undelivered:{notice.no}:{case_no}",
                about=addressee,
            )
            open_procedure(desk, opening)


def _is_about_a_failure(desk: Desk, notice: Notice) -> bool:
    query = (
        select(Procedure.no)
        .join(DutyRow, col(DutyRow.procedure_no) == col(Procedure.no))
        .where(col(DutyRow.no) == notice.duty_no, col(Procedure.kind) == ProcedureKind.UNDELIVERED_NOTICE)
    )
    return desk.session.exec(query).first() is not None


def _is_open(desk: Desk, case_no: str) -> bool:
    """A closed case is not opened again by a message: the failure stays on the stuck list."""
    return desk.session.exec(select(CaseFile.state).where(col(CaseFile.no) == case_no)).first() == "open"


def _is_in_hand(desk: Desk, case_no: str, addressee: str) -> bool:
    query = select(Procedure.no).where(
        col(Procedure.case_no) == case_no,
        col(Procedure.kind) == ProcedureKind.UNDELIVERED_NOTICE,
        col(Procedure.about) == addressee,
        col(Procedure.state) == "open",
    )
    return desk.session.exec(query).first() is not None


def _again_later(desk: Desk, sent: Sent) -> None:
    attempts = sent.claimed.attempts
    pause = min(FIRST_RETRY * 2**attempts, LONGEST_RETRY)
    desk.session.execute(
        update(Outbox)
        .where(_is(sent))
        .values(
            attempts=attempts + 1,
            next_try_at=desk.at + pause,
            leased_until=None,
            leased_by=None,
            last_failure=sent.failure,
        )
    )


def _finish(desk: Desk, sent: Sent, kind: Kind, facts: dict[str, object]) -> Notice:
    notice = desk.session.exec(select(Notice).where(col(Notice.no) == sent.claimed.notice_no)).one()
    desk.record(
        Entry(
            chain=notice.chain,
            kind=kind,
            key=_key(desk, kind, notice.no),
            payload={"notice_no": notice.no, "attempts": sent.claimed.attempts + 1, **facts},
            happened_at=desk.at,
            duty_no=notice.duty_no,
        )
    )
    desk.session.execute(delete(Outbox).where(_is(sent)))
    return notice


def _key(desk: Desk, kind: Kind, notice_no: str) -> str:
    """A message that was sent again after it had failed for good may fail for good again."""
    key = f"{kind}:{notice_no}"
    return f"{key}:{instant(desk.at)}" if desk.has_happened(key) else key


def _cases(desk: Desk, notice: Notice) -> list[str]:
    if notice.case_no:
        return [notice.case_no]
    query = select(ReportChild.case_no).where(col(ReportChild.report_no) == notice.report_no)
    return sorted(set(desk.session.exec(query)))
