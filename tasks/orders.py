"""The instruments of one procedure, as its flow sees and makes them. 程序中的文书.

What a flow does with an order is recorded once, however often the flow is told from the top: every act has a key made
of the order and of the answer that it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from models import DutyRow, Instrument, InstrumentAddressee, InstrumentBreach, InstrumentVersion
from rules.duty import Answer
from rules.vocabulary import DutyState, InstrumentKind, Precision, Sanction, ServiceMethod
from tasks.canonical import instant
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.numbers import Named

if TYPE_CHECKING:
    from models import Procedure
    from tasks.desk import Desk


RUNNING = (
    InstrumentKind.GUIDANCE_ORDER,
    InstrumentKind.SUPERVISION_ORDER,
    InstrumentKind.PROTECTION_ORDER,
    InstrumentKind.PLACEMENT_DECISION,
    InstrumentKind.CARE_CONFIRMATION,
    InstrumentKind.SCHOOLING_ORDER,
)
"""Kinds that go on having effect from day to day; the others say once what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an order said from a moment on. 版本.

    Args:
        about: `v1`, `v2` …: what a duty that watches this version is about.
        valid_until: last civil day of the term; None where it names no end.
        superseded: a later version has taken its place.
    """

    n: int
    from_at: datetime
    valid_until: date | None
    superseded: bool

    @property
    def about(self) -> str:
        """`v1`, `v2` …"""
        return f"v{self.n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breach of an order, and what has followed so far. 违反."""

    no: str
    happened_at: datetime
    sanction: Sanction


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An instrument as it stands now. 文书现状."""

    no: str
    kind: InstrumentKind
    about: str
    issued_at: datetime
    valid_until: date | None
    ended: bool
    versions: tuple[Version, ...]
    addressees: tuple[str, ...]
    breaches: tuple[Breach, ...] = ()
    served: Mapping[str, datetime] = field(default_factory=dict)


def moment_of(duty: DutyRow) -> datetime | None:
    """When the duty was done; None where nobody knows."""
    return None if duty.happened_precision == Precision.UNKNOWN else duty.happened_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an instrument is to be. 文书要素.

    Args:
        about: tells apart several of a kind in one procedure.
        to: those to whom it speaks.
        valid_until: last civil day of its term; None where it names no end.
        follows: the instrument that it takes the place of.
        together_with: posts that issue it with whoever answered.
        in_part: only a part of what was asked for was granted.
    """

    kind: InstrumentKind
    about: str = ""
    to: Sequence[str] = ()
    valid_until: date | None = None
    follows: Order | None = None
    together_with: Sequence[str] = ()
    in_part: bool = False


# Made once: making a statement takes longer than running it.
_ISSUED = (
    select(Instrument)
    .where(
        col(Instrument.procedure_no) == bindparam("procedure_no"),
        col(Instrument.kind) == bindparam("kind"),
        col(Instrument.state) != "draft",
    )
    .order_by(col(Instrument.recorded_at), col(Instrument.no))
)
_VERSIONS = (
    select(InstrumentVersion)
    .where(col(InstrumentVersion.instrument_no) == bindparam("no"))
    .order_by(col(InstrumentVersion.n))
)
_ADDRESSEES = (
    select(InstrumentAddressee)
    .where(col(InstrumentAddressee.instrument_no) == bindparam("no"))
    .order_by(col(InstrumentAddressee.party_no))
)
_BREACHES = (
    select(InstrumentBreach)
    .where(col(InstrumentBreach.instrument_no) == bindparam("no"))
    .order_by(col(InstrumentBreach.recorded_at), col(InstrumentBreach.no))
)


class OrderBook:
    """The instruments of one procedure. 程序文书簿.

    Args:
        answered: the duty that an answer was given to: whoever answered it made what follows from it.
        moment: what a clock may count from, of a moment with its precision.
    """

    def __init__(
        self,
        desk: Desk,
        procedure: Procedure,
        *,
        answered: Callable[[Answer], DutyRow],
        moment: Callable[[datetime, str, datetime], datetime],
    ) -> None:
        self._desk = desk
        self._procedure = procedure
        self._answered = answered
        self._moment = moment
        self._looked_up: dict[InstrumentKind, tuple[int, tuple[Order, ...]]] = {}  # after how many facts, what

    # --- looking ----------------------------------------

    def all(self, kind: InstrumentKind) -> tuple[Order, ...]:
        """The instruments of a kind that were issued, in the order in which they were entered."""
        as_of, found = self._looked_up.get(kind, (-1, ()))
        if as_of != self._desk.recorded:
            asked = {"procedure_no": self._procedure.no, "kind": kind}
            rows = self._desk.session.exec(_ISSUED, params=asked).all()
            found = tuple(self._order(row) for row in rows)
            self._looked_up[kind] = (self._desk.recorded, found)
        return found

    def _order(self, row: Instrument) -> Order:
        session, of = self._desk.session, {"no": row.no}
        versions = session.exec(_VERSIONS, params=of).all()
        addressees = session.exec(_ADDRESSEES, params=of).all()
        breaches = session.exec(_BREACHES, params=of).all()
        return Order(
            no=row.no,
            kind=InstrumentKind(row.kind),
            about=row.about,
            issued_at=self._moment(row.issued_at or row.recorded_at, row.issued_precision, row.recorded_at),
            valid_until=versions[-1].valid_until if versions else None,
            ended=row.state in {"ended", "withdrawn"},
            versions=tuple(
                Version(
                    n=one.n,
                    from_at=self._moment(one.from_at, one.from_precision, one.recorded_at),
                    valid_until=one.valid_until,
                    superseded=one is not versions[-1],
                )
                for one in versions
            ),
            addressees=tuple(one.party_no for one in addressees),
            breaches=tuple(
                Breach(
                    no=one.no,
                    happened_at=self._moment(
                        one.happened_at or one.recorded_at, one.happened_precision, one.recorded_at
                    ),
                    sanction=Sanction(one.sanction),
                )
                for one in breaches
            ),
            served={
                one.party_no: self._moment(
                    one.served_at or one.served_recorded_at, one.served_precision, one.served_recorded_at
                )
                for one in addressees
                if one.served_recorded_at is not None
            },
        )

    # --- making ----------------------------------------

    def issue(self, by: Answer, terms: Terms) -> Order:
        """The instrument that an answer made; a draft of its kind becomes it."""
        if not any(
            one.about == terms.about for one in self.all(terms.kind)
        ):  # it may have been entered by hand already
            self._desk.record(self._issued(by, terms))
        return next(one for one in self.all(terms.kind) if one.about == terms.about)

    def _issued(self, by: Answer, terms: Terms) -> Entry:
        draft = self._draft(terms.kind)
        payload: dict[str, Any] = {
            "no": draft.no if draft else self._desk.number(Named.INSTRUMENT),
            "draft": draft is not None,
            "kind": terms.kind,
            "about": terms.about,
            "title": (draft.title if draft else "") or self._title(by, terms),
            "document_no": by.document_no or (draft.document_no if draft else ""),
            "issuers": self._issuers(by, terms, draft),
            "to": list(dict.fromkeys(terms.to)) or (self._addressees_of(draft.no) if draft else []),
            "valid_until": terms.valid_until.isoformat() if terms.valid_until else None,
            "granted": "part" if terms.in_part else (draft.granted if draft else "full"),
            "follows": terms.follows.no if terms.follows else None,
            "facts_sealed": draft.facts_sealed if draft else None,
            "content_sealed": draft.content_sealed if draft else None,
        }
        key = f"issue:{self._procedure.no}:{terms.kind}:{terms.about}"
        return self._entry(Kind.INSTRUMENT_ISSUED, key, payload, by)

    def _title(self, by: Answer, terms: Terms) -> str:
        """Of a step that was left out nobody here has seen a paper: it is not made up that there is one."""
        unseen = self._answered(by).state != DutyState.ANSWERED and not by.document_no
        return f"{terms.kind.zh}（未见文书）" if unseen else terms.kind.zh

    def _issuers(self, by: Answer, terms: Terms, draft: Instrument | None) -> list[str]:
        """Whoever answered, and those who sign with them; a draft may name them already."""
        drafted: list[str] = json.loads(draft.issuers) if draft else []
        found = [self._answered(by).answered_by_post, *terms.together_with]
        return drafted or list(dict.fromkeys(no for no in found if no))

    def serve(self, order: Order, *, to: str, by: Answer, method: ServiceMethod) -> None:
        """That an order reached one of those to whom it speaks, once; of a step that was left out, nobody knows how."""
        known = self._answered(by).state == DutyState.ANSWERED
        payload = {"no": order.no, "to": to, "method": method if known else ServiceMethod.UNKNOWN, "proof_sealed": None}
        self._once(Kind.INSTRUMENT_SERVED, f"serve:{order.no}:{to}", payload, by)

    def extend(self, order: Order, *, by: Answer, until: date) -> Order:
        """A longer term, once for each answer that grants one."""
        payload = {"no": order.no, "until": until.isoformat(), "document_no": by.document_no}
        self._once(Kind.INSTRUMENT_EXTENDED, f"extend:{order.no}:{instant(by.happened_at)}", payload, by)
        return self._again(order)

    def withdraw(self, order: Order, *, by: Answer) -> None:
        """An order that is taken back."""
        self._once(Kind.INSTRUMENT_WITHDRAWN, f"withdraw:{order.no}", {"no": order.no, "reason_sealed": None}, by)

    def end(self, order: Order, *, by: Answer | None) -> None:
        """An order that has no more effect; None: by the procedure's own end."""
        if not order.ended:
            self._once(Kind.INSTRUMENT_ENDED, f"end:{order.no}", {"no": order.no, "reason_sealed": None}, by)

    def end_all(self) -> None:
        """Every order of the procedure that still has effect ends with it."""
        for kind in RUNNING:
            for order in self.all(kind):
                self.end(order, by=None)

    def decide_breach(self, breach: Breach, *, by: Answer, sanction: Sanction, confidential: bool) -> None:
        """What followed a breach, once."""
        payload = {"no": breach.no, "sanction": sanction, "confidential": confidential, "reason_sealed": None}
        self._once(Kind.BREACH_DECIDED, f"breach-decided:{breach.no}", payload, by)

    # --- how it is written down ----------------------------------------

    def _once(self, kind: Kind, key: str, payload: dict[str, Any], by: Answer | None) -> None:
        if not self._desk.has_happened(key):
            self._desk.record(self._entry(kind, key, payload, by))

    def _entry(self, kind: Kind, key: str, payload: dict[str, Any], by: Answer | None) -> Entry:
        duty = self._answered(by) if by else None
        return Entry(
            chain=self._procedure.case_no,
            kind=kind,
            key=key,
            payload=payload,
            happened_at=moment_of(duty) if duty else self._desk.at,
            precision=Precision(duty.happened_precision or Precision.EXACT) if duty else Precision.EXACT,
            by=Actor(post_no=duty.answered_by_post) if duty else Actor(),
            procedure_no=self._procedure.no,
            duty_no=duty.no if duty else None,
        )

    def _draft(self, kind: InstrumentKind) -> Instrument | None:
        query = select(Instrument).where(
            col(Instrument.procedure_no) == self._procedure.no,
            col(Instrument.kind) == kind,
            col(Instrument.state) == "draft",
        )
        return self._desk.session.exec(query.order_by(col(Instrument.recorded_at))).first()

    def _addressees_of(self, no: str) -> list[str]:
        query = select(InstrumentAddressee.party_no).where(col(InstrumentAddressee.instrument_no) == no)
        return list(self._desk.session.exec(query))

    def _again(self, order: Order) -> Order:
        return next(one for one in self.all(order.kind) if one.no == order.no)
