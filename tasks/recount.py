"""Counting dates again when what they were counted with has changed. 期限重新计算.

A calendar notice that was not there yet, or that was amended, changes dates that are still ahead.  Both answers stay in
the journal, with what each was counted with; what was done is never counted again, and nobody becomes late by a date
that moved while they were in time.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import col, select

from models import DutyRow, Installation, Procedure
from rules.vocabulary import DutyState
from tasks.canonical import canonical, instant, instant_or_none
from tasks.clocks import DutyClock, clock_of, dates_of, rungs_of
from tasks.duty_rules import RULES
from tasks.journal import Entry
from tasks.kinds import Kind

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

CALENDAR = "calendar"
"""Mark of the installation: the calendar by which every open date was last counted."""

CALENDAR_BASIS = "P-13"
AT_ONCE = 500
"""Duties in one transaction."""


def settle_provisional(office: Office) -> int:
    """Settle every provisional date that the calendar now covers. Returns how many were settled. 暂定期限的确定."""
    with office.writing() as desk:
        query = _open_duties().where(col(DutyRow.provisional))
        settled = [
            entry
            for row, rules in desk.session.exec(query).all()
            if (entry := _settled(desk, row, clock_of(desk, desk.rules(rules), row))) is not None
        ]
        desk.record(*settled)
        return len(settled)


def recount_after_a_notice(office: Office) -> int:
    """Count every open date again where the calendar is not the one that it was last counted by.

    Returns: how many dates changed.
    """
    content_hash = office.calendar.content_hash
    with office.reading() as desk:
        if _last_counted_by(desk) == content_hash:
            return 0
    changed, after = 0, ""
    while (part := _recount_part(office, after)) is not None:
        more, after = part
        changed += more
    with office.writing() as desk:
        desk.add_if_absent(Installation, {"key": CALENDAR, "value": content_hash})
        mark = update(Installation).where(col(Installation.key) == CALENDAR)
        desk.session.execute(mark.values(value=content_hash))
    return changed


def recounted(desk: Desk, row: DutyRow, clock: DutyClock, *, because: dict[str, Any]) -> Entry | None:
    """The entry that moves a date, or None where it stays.

    Args:
        because: what it is counted with now: the hash of the calendar, or of the rules.
    """
    if _same(row, clock):
        return None
    kept = _would_be_late_by_it(row, clock, desk.at)
    dates = {} if kept else clock.facts_again(row.next_rung, desk.at)
    counted = {"legal_due_at": instant_or_none(clock.due.legal_due_at)}
    payload = {**(dates or _as_they_are(row)), "before": dates_of(row), "counted": counted, "kept": kept, **because}
    which = ":".join(f"{name}={value}" for name, value in sorted(because.items()))
    key = f"recount:{row.no}:{which}:{instant_or_none(row.legal_due_at)}"
    if kept and desk.has_happened(key):  # whoever counted before was killed before it was through
        return None
    if not kept:  # two versions of this program side by side may move it to and fro
        key = f"{key}:{instant(desk.at)}"
    return Entry(
        chain=row.case_no,
        kind=Kind.DUTY_RECOUNTED,
        key=key,
        payload=payload,
        happened_at=desk.at,
        procedure_no=row.procedure_no,
        duty_no=row.no,
        basis=(CALENDAR_BASIS,) if CALENDAR in because else (),
    )


def _recount_part(office: Office, after: str) -> tuple[int, str] | None:
    """The next duties in the order of their numbers: how many changed, and the last one looked at."""
    with office.writing() as desk:
        query = _open_duties().where(col(DutyRow.no) > after).order_by(col(DutyRow.no)).limit(AT_ONCE)
        rows = desk.session.exec(query).all()
        if not rows:
            return None
        because = {CALENDAR: office.calendar.content_hash}
        clocks = [(row, clock_of(desk, desk.rules(rules), row)) for row, rules in rows if not row.provisional]
        entries = [one for row, clock in clocks if (one := recounted(desk, row, clock, because=because)) is not None]
        desk.record(*entries)
        return len(entries), rows[-1][0].no


def _open_duties() -> Any:
    return (
        select(DutyRow, RULES)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.state) == DutyState.OPEN)
        .with_for_update(of=DutyRow)
    )


def _last_counted_by(desk: Desk) -> str | None:
    return desk.session.exec(select(Installation.value).where(col(Installation.key) == CALENDAR)).first()


def _same(row: DutyRow, clock: DutyClock) -> bool:
    """Whether nothing moved: neither the date nor the rungs that are still to come."""
    rungs = canonical([instant_or_none(at) for at in clock.rungs])
    return (row.internal_due_at, row.legal_due_at, row.rungs) == (
        clock.due.internal_due_at,
        clock.due.legal_due_at,
        rungs,
    )


def _would_be_late_by_it(row: DutyRow, clock: DutyClock, at: datetime) -> bool:
    """In time by the old date, late by the new one, and the new one has passed: the old one stays."""
    old, new = row.legal_due_at, clock.due.legal_due_at
    return old is not None and new is not None and new < at <= old


def _as_they_are(row: DutyRow) -> dict[str, Any]:
    return {
        **dates_of(row),
        "last_safe_at": instant_or_none(row.last_safe_at),
        "rungs": [instant_or_none(at) for at in rungs_of(row)],
        "next_rung": row.next_rung,
        "next_rung_at": instant_or_none(row.next_rung_at),
    }


def _settled(desk: Desk, row: DutyRow, clock: DutyClock) -> Entry | None:
    """The entry that makes a date firm, or None while the year is still without a notice."""
    if clock.due.provisional:
        return None
    return Entry(
        chain=row.case_no,
        kind=Kind.DUTY_DATE_SETTLED,
        key=f"settled:{row.no}:{desk.office.calendar.content_hash}",
        payload={
            **clock.facts_again(row.next_rung, desk.at),
            "calendar": desk.office.calendar.content_hash,
            "before": dates_of(row),
        },
        happened_at=desk.at,
        procedure_no=row.procedure_no,
        duty_no=row.no,
        basis=(CALENDAR_BASIS,),
    )
