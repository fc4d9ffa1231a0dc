"""Delivery: what is queued goes out, at least once, under the same message id. 送达.

Claim under a lease, send outside any transaction, write down what came back.  A worker that dies between sending and
writing down leaves a lease that runs out; the message is then sent again, with the same id, so that a channel or a
reader can tell.  That is the one window in which something may be seen twice.

A passing failure waits longer each time; a permanent one is recorded and becomes somebody's duty.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, bindparam, update
from sqlmodel import col, or_, select

from models import Blob, CaseFile, DutyRow, Notice, Outbox, Procedure, ReportChild, SealedReporter
from models.bulk import table_of
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


# Made once: making a statement takes longer than running it.
_OUTBOX = table_of(Outbox)
_NUMBERS: BindParameter[list[str]] = bindparam("numbers", expanding=True)
_FREE = (
    select(Outbox.notice_no)
    .where(
        col(Outbox.next_try_at) <= bindparam("at"),
        or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= bindparam("at")),
    )
    .order_by(col(Outbox.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = (
    _OUTBOX.update()
    .where(_OUTBOX.c.notice_no.in_(_NUMBERS))
    .values(leased_until=bindparam("until_at"), leased_by=bindparam("by"))
)
_QUEUED = select(Outbox.notice_no).where(col(Outbox.notice_no).in_(_NUMBERS)).order_by(col(Outbox.id)).with_for_update()
_CONTENT = (
    select(Notice, Blob.content, Outbox.attempts)
    .join(Blob, col(Blob.sha256) == col(Notice.blob))
    .join(Outbox, col(Outbox.notice_no) == col(Notice.no))
    .where(col(Notice.no).in_(_NUMBERS))
)
_NOTICES = select(Notice).where(col(Notice.no).in_(_NUMBERS))
_DONE = _OUTBOX.delete().where(_OUTBOX.c.notice_no.in_(_NUMBERS))


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
        connection = desk.connection
        numbers = list(connection.execute(_FREE, {"at": desk.at, "most": limit}).scalars())
        if numbers:
            lease = {"numbers": numbers, "until_at": desk.at + LEASE, "by": office.name}
            connection.execute(_LEASE, lease)
        return _claimed(desk, numbers)


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
    tried = list(results)
    with office.writing() as desk:
        queued = _still_queued(desk, tried)  # otherwise another worker, after our lease ran out, was faster
        for come_to, run in groupby((one for one in tried if one.claimed.notice_no in queued), key=_come_to):
            come_to(desk, list(run))


def _come_to(sent: Sent) -> Callable[[Desk, list[Sent]], None]:
    """What is written down for one try; those that follow one another and came to the same are written together."""
    if not sent.failure:
        return _delivered
    return _failed if sent.permanent or sent.claimed.attempts + 1 >= GIVE_UP_AFTER else _again_later


def _still_queued(desk: Desk, tried: list[Sent]) -> set[str]:
    return set(desk.connection.execute(_QUEUED, {"numbers": _numbers(tried)}).scalars())


def _numbers(tried: Iterable[Sent]) -> list[str]:
    return [sent.claimed.notice_no for sent in tried]


def _claimed(desk: Desk, numbers: list[str]) -> list[Claimed]:
    """The notices with these numbers, in their order."""
    found = {}
    for notice, content, attempts in desk.session.exec(_CONTENT, params={"numbers": numbers}) if numbers else ():
        address = _address(desk, notice)
        found[notice.no] = Claimed(
            notice_no=notice.no,
            channel=address.channel,
            address=address.address,
            rendered=Rendered.from_bytes(content),
            attempts=attempts,
        )
    return [found[no] for no in numbers]


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


def _delivered(desk: Desk, tried: list[Sent]) -> None:
    _finish(desk, tried, Kind.NOTICE_DELIVERED, lambda sent: {"receipt": sent.receipt})


def _failed(desk: Desk, tried: list[Sent]) -> None:
    for sent in tried:
        _failed_for_good(desk, sent)


def _failed_for_good(desk: Desk, sent: Sent) -> None:
    """Silence is never an end state: a message that cannot be delivered becomes a duty in every case it concerns.

    One duty for each addressee and case, however many messages fail.  A message about that duty which fails in turn
    opens nothing: the ladder of the duty climbs past a broken address by itself.
    """
    (notice,) = _finish(desk, [sent], Kind.NOTICE_FAILED, lambda sent: {"code": sent.failure})
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


def _again_later(desk: Desk, tried: list[Sent]) -> None:
    for sent in tried:
        attempts = sent.claimed.attempts
        desk.session.execute(
            update(Outbox)
            .where(col(Outbox.notice_no) == sent.claimed.notice_no)
            .values(
                attempts=attempts + 1,
                next_try_at=desk.at + min(FIRST_RETRY * 2**attempts, LONGEST_RETRY),
                leased_until=None,
                leased_by=None,
                last_failure=sent.failure,
            )
        )


def _finish(desk: Desk, tried: list[Sent], kind: Kind, facts_of: Callable[[Sent], dict[str, object]]) -> list[Notice]:
    """Record what became of notices and take them from the queue. Returns them, in the order of the tries."""
    numbers = _numbers(tried)
    found = {row.no: row for row in desk.session.exec(_NOTICES, params={"numbers": numbers})}
    notices = [found[no] for no in numbers]
    desk.record(
        *(
            Entry(
                chain=notice.chain,
                kind=kind,
                key=_key(desk, kind, notice.no),
                payload={"notice_no": notice.no, "attempts": sent.claimed.attempts + 1, **facts_of(sent)},
                happened_at=desk.at,
                duty_no=notice.duty_no,
            )
            for notice, sent in zip(notices, tried, strict=True)
        )
    )
    desk.connection.execute(_DONE, {"numbers": numbers})
    return notices


def _key(desk: Desk, kind: Kind, notice_no: str) -> str:
    """A message that was sent again after it had failed for good may fail for good again."""
    key = f"{kind}:{notice_no}"
    if kind is Kind.NOTICE_FAILED and desk.has_happened(key):
        return f"{key}:{instant(desk.at)}"
    return key


def _cases(desk: Desk, notice: Notice) -> list[str]:
    if notice.case_no:
        return [notice.case_no]
    query = select(ReportChild.case_no).where(col(ReportChild.report_no) == notice.report_no)
    return sorted(set(desk.session.exec(query)))
