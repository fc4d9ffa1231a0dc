"""Events of an export, one after another from the journal, in the order in which they were recorded. 事件.

Moments.  An event's `time` is when it happened: the first instant of the day, month or year where no more is known.
What happened at an unknown moment has the moment of its record, by which it had happened, and says so: precision
`unknown`.  A duty arises with the fact from which its clock runs, which may be before it was recorded.  What was
corrected later has its right moment, and says that it was corrected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_, select
from sqlmodel import col

from models import CaseFile, DutyRow, InstrumentBreach, JournalEntry, Procedure, ReportChild
from rules.vocabulary import Precision
from tasks.canonical import read_instant
from tasks.kinds import Kind
from tasks.numbers import Named
from tasks.ocel_names import ObjectType, Pseudonyms
from tasks.ocel_types import EXPORTED, INSTRUMENTS, RELEASED, event_types

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen

Json = dict[str, Any]

_AT_ONCE = 2_000  # rows fetched from the database at a time


@dataclass(frozen=True, slots=True)
class _Moment:
    """When an event happened, as the export says it."""

    at: datetime
    precision: str
    corrected: bool


class Events:
    """The events of one export. 导出的事件.

    Attributes:
        posts: numbers of the posts that occurred so far; their objects are written after the events.
    """

    def __init__(self, desk: Desk, chosen: Chosen, names: Pseudonyms) -> None:
        self._desk = desk
        self._chosen = chosen
        self._name = names.of
        self._attributes = {kind: tuple(types) for kind, types in event_types().items()}
        self.posts: set[str] = set()

    def __iter__(self) -> Iterator[Json]:
        """Each event as OCEL has it."""
        rows = self._desk.session.execute(self._query(), execution_options={"yield_per": _AT_ONCE})
        for nth, row in enumerate(rows, start=1):
            yield self._event(nth, row)

    # --- what is looked up ----------------------------------------

    def _query(self) -> Any:
        journal = JournalEntry
        columns: tuple[Any, ...] = (
            *(col(journal.chain), col(journal.n), col(journal.kind), col(journal.happened_at)),
            *(col(journal.happened_precision), col(journal.recorded_at), col(journal.by_post), col(journal.payload)),
            *(col(journal.procedure_no), col(journal.duty_no)),
            col(DutyRow.code).label("duty_code"),
            col(DutyRow.post_no).label("duty_post"),
            col(Procedure.kind).label("procedure_kind"),
            col(CaseFile.child_no).label("child_no"),
        )
        query = (
            select(*columns)
            .outerjoin(DutyRow, col(DutyRow.no) == col(journal.duty_no))
            .outerjoin(Procedure, col(Procedure.no) == col(journal.procedure_no))
            .outerjoin(CaseFile, col(CaseFile.no) == col(journal.chain))
            .where(col(journal.kind).in_(EXPORTED))
            .order_by(col(journal.seq))
        )
        if not self._chosen.conditions():
            return query
        cases = self._cases()
        reports = select(col(ReportChild.report_no)).where(col(ReportChild.case_no).in_(cases))
        beside = col(journal.procedure_no).is_(None) & or_(
            col(journal.chain).in_(cases), col(journal.chain).in_(reports)
        )
        return query.where(or_(col(journal.procedure_no).in_(self._chosen.procedures()), beside))

    def _cases(self) -> Any:
        """The cases of the chosen procedures."""
        return select(col(Procedure.case_no)).where(col(Procedure.no).in_(self._chosen.procedures()))

    @cached_property
    def _corrections(self) -> dict[str, JournalEntry]:
        """By the entry that was put right: the last correction of its moment."""
        query = select(JournalEntry).where(col(JournalEntry.kind) == Kind.ENTRY_CORRECTED)
        rows = self._desk.session.scalars(query.order_by(col(JournalEntry.seq)))
        read = ((json.loads(row.payload), row) for row in rows)
        return {facts["of"]: row for facts, row in read if facts["moved"]}

    @cached_property
    def _concerned(self) -> dict[str, list[tuple[str, str]]]:
        """By report: the children that it concerns and their cases, as far as they are in the export."""
        query = select(col(ReportChild.report_no), col(ReportChild.child_no), col(ReportChild.case_no))
        if self._chosen.conditions():
            query = query.where(col(ReportChild.case_no).in_(self._cases()))
        found: dict[str, list[tuple[str, str]]] = {}
        for report_no, child_no, case_no in self._desk.session.execute(query.order_by(col(ReportChild.child_no))):
            found.setdefault(report_no, []).append((child_no, case_no))
        return found

    @cached_property
    def _broken(self) -> dict[str, str]:
        """The instrument of each breach."""
        columns = (col(InstrumentBreach.no), col(InstrumentBreach.instrument_no))
        return dict(self._desk.session.execute(select(*columns)).all())

    @cached_property
    def _discarded(self) -> frozenset[str]:
        """Drafts that were thrown away: what was done with them is told of the case, since they are no papers."""
        query = select(col(JournalEntry.payload)).where(col(JournalEntry.kind) == Kind.INSTRUMENT_DISCARDED)
        return frozenset(str(json.loads(payload)["no"]) for payload in self._desk.session.scalars(query))

    # --- one event ----------------------------------------

    def _event(self, nth: int, row: Row[Any]) -> Json:
        kind = Kind(row.kind)
        facts: Json = json.loads(row.payload)
        moment = self._moment(kind, row, facts)
        type_ = RELEASED if kind is Kind.DUTY_EXCUSED and facts.get("overtaken") else kind.value
        said = {
            "recorded_at": written(row.recorded_at),
            "precision": moment.precision,
            "corrected": "true" if moment.corrected else None,
            "procedure_kind": row.procedure_kind,
            "duty_code": row.duty_code,
            **_details(kind, facts),
        }
        return {
            "id": f"e{nth}",
            "type": type_,
            "time": written(moment.at),
            "attributes": [
                {"name": name, "value": said[name]} for name in self._attributes[type_] if said.get(name) is not None
            ],
            "relationships": [
                {"objectId": self._name(about, no), "qualifier": qualifier}
                for about, no, qualifier in self._relations(kind, row, facts)
            ],
        }

    def _moment(self, kind: Kind, row: Row[Any], facts: Json) -> _Moment:
        if kind is Kind.DUTY_OPENED:
            since = read_instant(facts["since_at"])
            assert since is not None
            return _Moment(since, facts.get("since_precision", Precision.EXACT), corrected=False)
        mended = self._corrections.get(f"{row.chain}#{row.n}")
        at, precision = (mended or row).happened_at, (mended or row).happened_precision
        if at is None:
            return _Moment((mended or row).recorded_at, Precision.UNKNOWN, corrected=mended is not None)
        return _Moment(at, precision, corrected=mended is not None)

    def _relations(self, kind: Kind, row: Row[Any], facts: Json) -> Iterator[tuple[ObjectType, str, str]]:
        """What an event is about, each thing once."""
        if row.child_no is None and not row.chain.startswith(f"{Named.CASE}-"):
            yield from self._of_report(row)
        else:
            yield ObjectType.CASE, row.chain, "in"
            if row.duty_no is None and row.child_no is not None:
                yield ObjectType.CHILD, row.child_no, "concerns"
        if row.procedure_kind is not None:
            yield ObjectType.PROCEDURE, row.procedure_no, "part of"
        if row.duty_code is not None:
            yield ObjectType.DUTY, row.duty_no, "about"
        if instrument := self._instrument(kind, facts):
            yield ObjectType.INSTRUMENT, instrument, "about"
        yield from self._posts(kind, row, facts)

    def _of_report(self, row: Row[Any]) -> Iterator[tuple[ObjectType, str, str]]:
        yield ObjectType.REPORT, row.chain, "about"
        for child_no, case_no in self._concerned.get(row.chain, ()):
            yield ObjectType.CHILD, child_no, "concerns"
            yield ObjectType.CASE, case_no, "in"

    def _instrument(self, kind: Kind, facts: Json) -> str | None:
        if kind is Kind.BREACH_DECIDED:
            return self._broken.get(str(facts["no"]))
        if kind not in INSTRUMENTS or str(facts["no"]) in self._discarded:
            return None
        return str(facts["no"])

    def _posts(self, kind: Kind, row: Row[Any], facts: Json) -> Iterator[tuple[ObjectType, str, str]]:
        """Who owed it from then on, and who did it; one post may be both and is named once, as the one that did it.

        Not for a report: the role of the post that entered it could tell who reported (高检发〔2020〕9号 Art. 13).
        """
        if kind in (Kind.REPORT_RECEIVED, Kind.REPORTER_TOLD):
            return
        owner = facts.get("post_no") if kind in (Kind.DUTY_OPENED, Kind.DUTY_ASSIGNED) else row.duty_post
        qualified = {owner: "owed by", row.by_post: "by"}
        for no, qualifier in qualified.items():
            if no:
                self.posts.add(no)
                yield ObjectType.POST, no, qualifier


def written(at: datetime) -> str:
    """A moment as OCEL writes it: 2026-03-02T01:20:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _details(kind: Kind, facts: Json) -> Json:
    """What only events of some types say; codes and numbers, never words."""
    due = read_instant(facts.get("legal_due_at"))
    rung = facts.get("rung") if kind is Kind.RUNG_FIRED else None
    return {
        "due": written(due) if due else None,
        "cause": facts.get("cause"),
        "close_reason": facts.get("reason"),
        "rung": None if rung is None else str(rung + 1),
        "instrument_kind": facts.get("kind"),
        "sanction": facts.get("sanction"),
    }
