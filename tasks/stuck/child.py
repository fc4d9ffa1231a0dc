"""What time does to a child's case: orders that run out, a birthday, months without contact. 儿童与文书."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, exists, literal
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select

from models import CaseFile, ChildFile, DutyRow, Instrument, InstrumentVersion
from rules.family_education import CLOSING_CHECK, DECIDE_AFTER_IGNORED
from rules.moments import midnight_after, midnight_before
from rules.protection import CONSIDER_RENEWAL, DECIDE_EXTENSION, SAFETY_CHECK_AT_END
from rules.supervision import END_SUPERVISION_TERM
from rules.vocabulary import DutyState, InstrumentKind
from tasks.orders import RUNNING
from tasks.stuck.conditions import CASE_IS_OPEN, NO_FILE_OF_CARE
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look
from tasks.stuck.routine import CONTACTS, missed_twice

DECIDES_THE_END = (
    *(CONSIDER_RENEWAL.code, DECIDE_EXTENSION.code, SAFETY_CHECK_AT_END.code),
    *(END_SUPERVISION_TERM.code, CLOSING_CHECK.code, DECIDE_AFTER_IGNORED.code),
)
"""Duties by which somebody says what becomes of an order at the end of its term."""

_DONE = (DutyState.ANSWERED, DutyState.SKIPPED, DutyState.EXCUSED)


def order_lapses_soon(look: Look) -> Iterator[Found]:
    """In force for some days still, and nobody has said what comes after it."""
    last = look.today + look.limits.watching("lapse_soon")
    soon = col(InstrumentVersion.valid_until).between(look.today, last)
    for row in look.rows(_orders().where(soon)):
        since = midnight_before(row.valid_until - look.limits.watching("lapse_soon"))
        yield _order(row, since=max(since, row.from_at))


def order_lapsed(look: Look) -> Iterator[Found]:
    """Its term is over, it was neither ended nor extended, and nobody has decided anything."""
    for row in look.rows(_orders().where(col(InstrumentVersion.valid_until) < look.today)):
        yield _order(row, since=midnight_after(row.valid_until))


def of_age_soon(look: Look) -> Iterator[Found]:
    """Within months the child is no child any more in law: what must go on has to be prepared."""
    last = look.today + look.limits.watching("of_age_soon")
    query = (
        select(CaseFile.no, CaseFile.area, CaseFile.lead_post, ChildFile.of_age_on)  # type: ignore[type-var]
        .join(CaseFile, col(CaseFile.child_no) == col(ChildFile.no))
        .where(col(ChildFile.of_age_on) > look.today, col(ChildFile.of_age_on) <= last)
        .where(CASE_IS_OPEN, NO_FILE_OF_CARE)
        .where(col(ChildFile.came_of_age_on).is_(None), col(ChildFile.died_precision).is_(None))
    )
    for no, area, lead, of_age_on in look.desk.session.exec(query):
        if of_age_on is not None:
            since = midnight_before(of_age_on - look.limits.watching("of_age_soon"))
            subject = Words(f"{of_age_on} 年满十八周岁", f"is eighteen on {of_age_on}")
            yield Found(ref=no, case_no=no, area=area, subject=subject, holder=lead or "", since=since)


def no_contact(look: Look) -> Iterator[Found]:
    """Nobody has seen or reached the child for long; counted from the opening of the case where nobody ever has.

    How long a child on the list may go without is what its rhythms say: two windows in a row without a contact.
    """
    yield from missed_twice(look, CONTACTS)
    before = look.at - look.limits.watching("no_contact")
    columns = (CaseFile.no, CaseFile.area, CaseFile.lead_post, CaseFile.opened_at, ChildFile.last_contact_at)
    of_child = select(*columns).join(CaseFile, col(CaseFile.child_no) == col(ChildFile.no))  # type: ignore[call-overload]
    alive = of_child.where(CASE_IS_OPEN, NO_FILE_OF_CARE, col(ChildFile.died_precision).is_(None))
    never = and_(col(ChildFile.last_contact_at).is_(None), col(CaseFile.opened_at) < before)
    for query in (alive.where(col(ChildFile.last_contact_at) < before), alive.where(never)):
        for no, area, lead, opened_at, last in look.desk.session.exec(query):
            days = (look.at - (last or opened_at)).days
            nobody_yet = Words(f"立案 {days} 日，没有联系记录", f"open for {days} days, and no contact is recorded")
            subject = Words(f"已 {days} 日没有联系", f"no contact for {days} days") if last else nobody_yet
            yield Found(ref=no, case_no=no, area=area, subject=subject, holder=lead or "", since=last or opened_at)


def _orders() -> Select[Any]:
    """Running orders in open cases, in their present version, about whose end nobody has decided yet."""
    columns = (
        Instrument.no,
        Instrument.case_no,
        Instrument.kind,
        Instrument.document_no,
        InstrumentVersion.valid_until,
        InstrumentVersion.from_at,
        CaseFile.area,
        CaseFile.lead_post,
    )
    query: Select[Any] = (
        select(*columns)  # type: ignore[call-overload]
        .select_from(InstrumentVersion)
        .join(Instrument, col(Instrument.no) == col(InstrumentVersion.instrument_no))
        .join(CaseFile, col(CaseFile.no) == col(Instrument.case_no))
        .where(col(Instrument.state) == "issued", col(Instrument.kind).in_(RUNNING), CASE_IS_OPEN)
        .where(col(InstrumentVersion.n) == col(Instrument.version), ~_decided())
    )
    return query


def _decided() -> ColumnElement[bool]:
    """Somebody has said what becomes of it, and nobody owes a word about it any more."""
    said, owed = aliased(DutyRow), aliased(DutyRow)
    mark = literal("%v") + cast(col(InstrumentVersion.n), String)

    def about_its_end(duty: Any) -> ColumnElement[bool]:
        same = and_(duty.procedure_no == col(Instrument.procedure_no), col(duty.about).like(mark))
        return and_(same, col(duty.code).in_(DECIDES_THE_END))

    answered = exists().where(about_its_end(said), col(said.state).in_(_DONE))
    still = exists().where(about_its_end(owed), col(owed.state).in_(["open", "paused"]))
    return and_(answered, ~still)


def _order(row: Any, *, since: datetime) -> Found:
    kind, until = InstrumentKind(row.kind), row.valid_until
    number = f" {row.document_no}" if row.document_no else ""
    return Found(
        ref=row.no,
        case_no=row.case_no,
        area=row.area,
        subject=Words(
            f"{kind.zh}{number}（{row.no}），有效期至 {until}", f"{kind.en}{number} ({row.no}), holds until {until}"
        ),
        holder=row.lead_post or "",
        since=since,
    )
