"""Objects of an export: what its events are about, as it stands at the moment of the export. 对象."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import Agency, CaseFile, DutyRow, Instrument, Post, Procedure, ReportChild, ReportRow
from rules.moments import civil_day
from rules.vocabulary import Force
from tasks.access.places import COUNTY_DIGITS
from tasks.duty_rules import RULES
from tasks.ocel_events import Json, written
from tasks.ocel_names import ObjectType, Pseudonyms
from tasks.ocel_types import OBJECT_TYPES
from tasks.verdicts import verdict_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.ocel_chosen import Chosen

_FROM_THE_BEGINNING = "1970-01-01T00:00:00Z"
"""The standard's time of an attribute whose history is not told; the events tell it."""

_AT_ONCE = 2_000

_Tied = tuple[tuple[ObjectType, str | None, str], ...]


class Objects:
    """The objects of one export. 导出的对象."""

    def __init__(self, desk: Desk, chosen: Chosen, names: Pseudonyms) -> None:
        self._desk = desk
        self._chosen = chosen
        self._name = names.of
        self._duty_words = lru_cache(maxsize=4_096)(self._look_up_duty_words)

    def all(self, posts: set[str]) -> Iterator[Json]:
        """Each object as OCEL has it.

        Args:
            posts: numbers of the posts that occur in the events.
        """
        yield from self._children()
        yield from self._reports()
        yield from self._cases()
        yield from self._procedures()
        yield from self._duties()
        yield from self._instruments()
        yield from self._posts(posts)

    def _object(self, kind: ObjectType, no: str, said: Mapping[str, Any], tied: _Tied = ()) -> Json:
        return {
            "id": self._name(kind, no),
            "type": kind,
            "attributes": [
                {"name": name, "time": _FROM_THE_BEGINNING, "value": _text(said[name])}
                for name in OBJECT_TYPES[kind]
                if said.get(name) is not None
            ],
            "relationships": [
                {"objectId": self._name(of, to), "qualifier": qualifier} for of, to, qualifier in tied if to
            ],
        }

    # --- which rows ----------------------------------------

    def _stream(self, query: Any) -> Any:
        return self._desk.session.execute(query, execution_options={"yield_per": _AT_ONCE})

    def _in_cases(self, column: Any, query: Any) -> Any:
        """Only what belongs to the cases of the chosen procedures."""
        if not self._chosen.conditions():
            return query
        cases = select(col(Procedure.case_no)).where(col(Procedure.no).in_(self._chosen.procedures()))
        return query.where(column.in_(cases))

    def _in_procedures(self, column: Any, query: Any) -> Any:
        return query.where(column.in_(self._chosen.procedures())) if self._chosen.conditions() else query

    # --- each type ----------------------------------------

    def _children(self) -> Iterator[Json]:
        of_a_child = select(col(CaseFile.child_no)).where(col(CaseFile.child_no).is_not(None)).distinct()
        query = self._in_cases(col(CaseFile.no), of_a_child)
        for (no,) in self._stream(query.order_by(col(CaseFile.child_no))):
            yield self._object(ObjectType.CHILD, no, {})

    def _reports(self) -> Iterator[Json]:
        query = select(col(ReportRow.no), col(ReportRow.area)).order_by(col(ReportRow.no))
        if self._chosen.conditions():
            of_cases = self._in_cases(col(ReportChild.case_no), select(col(ReportChild.report_no)))
            query = query.where(col(ReportRow.no).in_(of_cases))
        for no, area in self._stream(query):
            yield self._object(ObjectType.REPORT, no, {"county": county(area)})

    def _cases(self) -> Iterator[Json]:
        query = self._in_cases(col(CaseFile.no), select(CaseFile).order_by(col(CaseFile.no)))
        for (case,) in self._stream(query):
            said = {"county": county(case.area), "state": case.state, "episode": case.episode}
            yield self._object(ObjectType.CASE, case.no, said, ((ObjectType.CHILD, case.child_no, "of"),))

    def _procedures(self) -> Iterator[Json]:
        query = select(Procedure).where(*self._chosen.conditions()).order_by(col(Procedure.no))
        for (row,) in self._stream(query):
            said = {
                "procedure_kind": row.kind,
                "state": row.state,
                "close_reason": row.close_reason,
                "since": written(row.since_at),
                "rules": row.rules[:12],
            }
            yield self._object(ObjectType.PROCEDURE, row.no, said, ((ObjectType.CASE, row.case_no, "in"),))

    def _duties(self) -> Iterator[Json]:
        query = select(DutyRow, col(Procedure.kind), RULES).join(
            Procedure, col(Procedure.no) == col(DutyRow.procedure_no)
        )
        query = self._in_procedures(col(DutyRow.procedure_no), query.order_by(col(DutyRow.no)))
        for row, kind, rules in self._stream(query):
            zh, force = self._duty_words(rules, row.code, row.variant, civil_day(row.since_at))
            said = {
                "duty_code": row.code,
                "duty_zh": zh,
                "procedure_kind": kind,
                "role": row.role,
                "force": force,
                "since": written(row.since_at),
                "due": written(row.legal_due_at) if row.legal_due_at else None,
                "internal_due": written(row.internal_due_at) if row.internal_due_at else None,
                "provisional": row.provisional,
                "state": row.state,
                "verdict": verdict_of(row, self._desk.at),
                "rungs_fired": row.next_rung,
                "times_reopened": row.turns,
            }
            tied = ((ObjectType.PROCEDURE, row.procedure_no, "part of"), (ObjectType.POST, row.post_no, "owed by"))
            yield self._object(ObjectType.DUTY, row.no, said, tied)

    def _look_up_duty_words(self, rules: str, code: str, variant: str, since: date) -> tuple[str, Force]:
        pack = self._desk.rules(rules)
        spec = pack.duty(code)
        return spec.zh, pack.force_on(spec.periods[variant], since)

    def _instruments(self) -> Iterator[Json]:
        """Not the papers that an answer only names by their number: nothing ever happens to them."""
        query = select(Instrument).where(col(Instrument.kind) != "record").order_by(col(Instrument.no))
        if self._chosen.conditions():
            alone = self._in_cases(col(Instrument.case_no), select(col(Instrument.no)))
            query = query.where(
                col(Instrument.procedure_no).in_(self._chosen.procedures())
                | (col(Instrument.procedure_no).is_(None) & col(Instrument.no).in_(alone))
            )
        for (row,) in self._stream(query):
            said = {"instrument_kind": row.kind, "state": row.state, "granted": row.granted, "version": row.version}
            tied: _Tied = (
                (ObjectType.CASE, row.case_no, "in"),
                (ObjectType.PROCEDURE, row.procedure_no, "part of"),
                (ObjectType.INSTRUMENT, row.follows, "follows"),
            )
            yield self._object(ObjectType.INSTRUMENT, row.no, said, tied)

    def _posts(self, numbers: set[str]) -> Iterator[Json]:
        columns = (col(Post.no), col(Post.role), col(Agency.no), col(Agency.area))
        query = select(*columns).join(Agency, col(Agency.no) == col(Post.agency_no)).order_by(col(Post.no))
        agencies: dict[str, str] = {}
        for no, role, agency_no, area in self._stream(query):
            if no in numbers:
                agencies[agency_no] = area
                said = {"role": role, "county": county(area)}
                yield self._object(ObjectType.POST, no, said, ((ObjectType.AGENCY, agency_no, "of"),))
        for no, area in agencies.items():
            yield self._object(ObjectType.AGENCY, no, {"county": county(area)})


def county(area: str) -> str:
    """A division code no longer than a county's. 县级以上区划."""
    return area[:COUNTY_DIGITS]


def _text(value: Any) -> str:
    """A value as the schema of the standard has it: a text, whatever its declared type."""
    return str(value).lower() if isinstance(value, bool) else str(value)
