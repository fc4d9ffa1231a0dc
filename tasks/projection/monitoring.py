"""Children in care and windows that have begun, from the journal. 关爱对象与周期的投影."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlmodel import col

from models import MonitoredChild, RoutineWindow
from tasks.canonical import canonical, instant
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def _monitoring_began(desk: Desk, rows: list[JournalEntry]) -> None:
    listed = []
    for row in rows:
        facts = facts_of(row)
        from_at = row.happened_at or row.recorded_at
        standing = [instant(from_at), facts["categories"], facts["tier"], facts["marks"]]
        listed.append(
            {
                "procedure_no": row.procedure_no,
                "case_no": row.chain,
                "child_no": facts["child_no"],
                "tier": facts["tier"],
                "standings": canonical([standing]),
                "standing_since": from_at,
                "proposed": None,
                "proposals": 0,
                "began_at": from_at,
                "ended_at": None,
                "end_reason": None,
            }
        )
    add(desk, MonitoredChild, listed)


def _tier_proposed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        proposed = {"n": facts["n"], "tier": facts["tier"], "at": instant(row.happened_at or row.recorded_at)}
        _change(desk, row, proposed=canonical({**proposed, "by_person": row.by_person}), proposals=facts["n"])


def _tier_changed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        facts = facts_of(row)
        at = row.happened_at or row.recorded_at
        standings = _standings(desk, row)
        _, categories, _, marks = standings[-1]
        standings.append([instant(at), categories, facts["tier"], marks])
        values = {"tier": facts["tier"], "standings": canonical(standings), "standing_since": at}
        _change(desk, row, proposed=None, **values)


def _marks_changed(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        at = row.happened_at or row.recorded_at
        standings = _standings(desk, row)
        _, categories, tier, _ = standings[-1]
        standings.append([instant(at), categories, tier, facts_of(row)["marks"]])
        _change(desk, row, standings=canonical(standings), standing_since=at)


def _monitoring_ended(desk: Desk, rows: list[JournalEntry]) -> None:
    for row in rows:
        ended_at = row.happened_at or row.recorded_at
        _change(desk, row, ended_at=ended_at, end_reason=facts_of(row)["reason"])


def _window_began(desk: Desk, rows: list[JournalEntry]) -> None:
    begun = []
    for row in rows:
        facts = facts_of(row)
        days = {"first": date.fromisoformat(facts["first"]), "last": date.fromisoformat(facts["last"])}
        begun.append({"code": facts["code"], "kind": facts["kind"], **days, "begun_at": row.recorded_at})
    add(desk, RoutineWindow, begun)


def _standings(desk: Desk, row: JournalEntry) -> list[Any]:
    """All that the child ever stood as, as the table keeps it."""
    held = select(col(MonitoredChild.standings)).where(col(MonitoredChild.procedure_no) == row.procedure_no)
    standings: list[Any] = json.loads(desk.session.execute(held).scalar_one())
    return standings


def _change(desk: Desk, row: JournalEntry, **values: Any) -> None:
    changed = update(MonitoredChild).where(col(MonitoredChild.procedure_no) == row.procedure_no)
    desk.session.execute(changed.values(**values))


PROJECTORS: dict[Kind, Projector] = {
    Kind.MONITORING_BEGAN: _monitoring_began,
    Kind.TIER_PROPOSED: _tier_proposed,
    Kind.TIER_CHANGED: _tier_changed,
    Kind.MARKS_CHANGED: _marks_changed,
    Kind.MONITORING_ENDED: _monitoring_ended,
    Kind.WINDOW_BEGAN: _window_began,
}
