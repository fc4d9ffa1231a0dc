"""How the instruments of a case stood on a past day. 某日的文书状况.

Told from the versions, not from what holds now: an order that was extended later shows the term it had then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select

from models import CaseFile, Instrument, InstrumentAddressee, InstrumentBreach, InstrumentVersion
from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import InstrumentKind, Precision, Sanction, Term
from tasks.orders import RUNNING
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk


class Standing(Term):
    """How an instrument stood. 效力状态."""

    DRAFT = "draft", "草稿"
    IN_FORCE = "in_force", "有效"
    LAPSED = "lapsed", "期满失效"
    ENDED = "ended", "效力终止"
    WITHDRAWN = "withdrawn", "已撤销、撤回"
    MADE = "made", "已作出"  # says once what it says: nothing to run out


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachView:
    """A breach as it stood. 违反."""

    no: str
    happened_at: datetime | None
    precision: Precision
    sanction: Sanction
    confidential: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentView:
    """An instrument as it stood on a day. 文书.

    Args:
        valid_until: last civil day of the term it had then.
        issuers, issuer_names: who made it, by number where it is a post; what they are called, Chinese and English.
        served: when it reached whom, by number; None: on an unknown day.
    """

    no: str
    kind: InstrumentKind
    title: str
    document_no: str
    state: Standing
    version: int
    issued_at: datetime | None
    precision: Precision
    recorded_at: datetime
    valid_from: date | None
    valid_until: date | None
    ended_at: datetime | None
    granted: str
    follows: str | None
    issuers: tuple[str, ...]
    issuer_names: tuple[tuple[str, str], ...]
    to: tuple[str, ...]
    served: dict[str, datetime | None]
    served_precision: dict[str, Precision]
    breaches: tuple[BreachView, ...]
    versions: tuple[tuple[int, str, datetime, date | None], ...]  # number, change, from, until
    version_precision: dict[int, Precision]
    procedure_no: str | None


def as_it_stood(desk: Desk, case_no: str, on: date | None = None) -> list[InstrumentView]:
    """The instruments of a case on a civil day; as they stand now, if no day is named."""
    day = on or civil_day(desk.at)
    query = select(Instrument).where(col(Instrument.case_no) == case_no)
    rows = desk.session.exec(query.order_by(col(Instrument.issued_at), col(Instrument.no))).all()
    told = _Told.of(desk, case_no) if rows else _Told({}, {}, {})
    views = [_view(desk, row, day, told) for row in rows]
    return [view for view in views if view is not None]


class _Told(NamedTuple):
    """What is told of the instruments of a case beside their own rows, by instrument: with a query for each kind."""

    versions: dict[str, list[InstrumentVersion]]
    addressees: dict[str, list[InstrumentAddressee]]
    breaches: dict[str, list[InstrumentBreach]]

    @classmethod
    def of(cls, desk: Desk, case_no: str) -> _Told:
        numbers = select(Instrument.no).where(col(Instrument.case_no) == case_no)
        version, addressee, breach = (
            col(model.instrument_no) for model in (InstrumentVersion, InstrumentAddressee, InstrumentBreach)
        )
        made = cls({}, {}, {})
        for one in desk.session.exec(
            select(InstrumentVersion).where(version.in_(numbers)).order_by(version, col(InstrumentVersion.n))
        ):
            made.versions.setdefault(one.instrument_no, []).append(one)
        for to in desk.session.exec(
            select(InstrumentAddressee).where(addressee.in_(numbers)).order_by(col(InstrumentAddressee.party_no))
        ):
            made.addressees.setdefault(to.instrument_no, []).append(to)
        for broken in desk.session.exec(
            select(InstrumentBreach)
            .where(breach.in_(numbers))
            .order_by(col(InstrumentBreach.happened_at), col(InstrumentBreach.no))
        ):
            made.breaches.setdefault(broken.instrument_no, []).append(broken)
        return made


def _view(desk: Desk, row: Instrument, day: date, told: _Told) -> InstrumentView | None:
    begun = row.issued_at or row.recorded_at
    if civil_day(begun) > day:
        return None
    all_versions, addressees = told.versions.get(row.no, []), told.addressees.get(row.no, [])
    versions = [one for one in all_versions if civil_day(one.from_at) <= day] or all_versions[:1]
    term = versions[-1].valid_until if versions else None
    issuers: list[str] = json.loads(row.issuers)
    return InstrumentView(
        no=row.no,
        kind=InstrumentKind(row.kind),
        title=row.title,
        document_no=next((one.document_no for one in reversed(versions) if one.document_no), row.document_no),
        state=_state(row, day, term),
        version=versions[-1].n if versions else row.version,
        issued_at=row.issued_at,
        precision=Precision(row.issued_precision),
        recorded_at=row.recorded_at,
        valid_from=civil_day(row.issued_at) if row.issued_at else None,
        valid_until=term,
        ended_at=row.ended_at,
        granted=row.granted,
        follows=row.follows,
        issuers=tuple(issuers),
        issuer_names=tuple(_names(desk, one) for one in issuers),
        to=tuple(one.party_no for one in addressees),
        served={
            one.party_no: one.served_at
            for one in addressees
            if one.served_recorded_at is not None and (one.served_at is None or civil_day(one.served_at) <= day)
        },
        served_precision={one.party_no: Precision(one.served_precision) for one in addressees},
        breaches=_breaches(told.breaches.get(row.no, []), day),
        versions=tuple((one.n, one.change, one.from_at, one.valid_until) for one in versions),
        version_precision={one.n: Precision(one.from_precision) for one in versions},
        procedure_no=row.procedure_no,
    )


def _names(desk: Desk, issuer: str) -> tuple[str, str]:
    """What the post is called that made it; a body without a post here is written as it is called."""
    post = post_by_number(desk, issuer)
    return (post.zh, post.en) if post else (issuer, issuer)


def _state(row: Instrument, day: date, term: date | None) -> Standing:
    if row.state == "draft":
        return Standing.DRAFT
    if row.ended_at is not None and civil_day(row.ended_at) <= day:
        return Standing.WITHDRAWN if row.state == "withdrawn" else Standing.ENDED
    if row.kind not in RUNNING and term is None:
        return Standing.MADE
    return Standing.LAPSED if term is not None and day > term else Standing.IN_FORCE


def _breaches(rows: Iterable[InstrumentBreach], day: date) -> tuple[BreachView, ...]:
    return tuple(
        BreachView(
            no=row.no,
            happened_at=row.happened_at,
            precision=Precision(row.happened_precision),
            sanction=Sanction(
                row.sanction if row.decided_at is None or civil_day(row.decided_at) <= day else "pending"
            ),
            confidential=row.confidential,
        )
        for row in rows
        if row.happened_at is None or civil_day(row.happened_at) <= day
    )


def instrument_row(desk: Desk, case_no: str, instrument_no: str) -> tuple[Instrument, str | None]:
    """The row of an instrument of a case, and the child whose case it is. Raises Refused where there is none."""
    query = select(Instrument, CaseFile.child_no).join(CaseFile, col(CaseFile.no) == col(Instrument.case_no))
    found = desk.session.exec(
        query.where(col(Instrument.no) == instrument_no, col(Instrument.case_no) == case_no)
    ).first()
    if found is None:
        raise Refused(
            f"本案没有编号为 {instrument_no} 的文书", f"this case has no instrument {instrument_no}", field="NO"
        )
    row, child_no = found
    return row, child_no
