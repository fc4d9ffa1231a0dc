"""Agencies, posts, persons, holdings and substitutes from the journal. 机构与岗位的投影."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlmodel import SQLModel, col

from models import Agency, Holding, Person, Post, Substitute
from tasks.canonical import read_instant
from tasks.kinds import Kind
from tasks.projection.facts import Projector, add, facts_of

if TYPE_CHECKING:
    from models import JournalEntry
    from tasks.desk import Desk


def _latest(table: type[SQLModel]) -> Projector:
    """A projector for things that are entered anew when they change: the latest entry is what holds."""

    def projector(desk: Desk, rows: list[JournalEntry]) -> None:
        latest = {facts["no"]: _columns(table, facts) for facts in map(facts_of, rows)}
        found = select(table.no).where(col(table.no).in_(latest))  # type: ignore[attr-defined]
        known = set(desk.session.execute(found).scalars())
        for no in known:  # changed in its place: others refer to it
            changed = update(table).where(col(table.no) == no)  # type: ignore[attr-defined]
            desk.session.execute(changed.values(**latest[no]))
        add(desk, table, [facts for no, facts in latest.items() if no not in known])

    return projector


def _terms(table: type[SQLModel], *key: str) -> Projector:
    """A projector for stretches of time; entered again with an end, they end."""

    def projector(desk: Desk, rows: list[JournalEntry]) -> None:
        columns = [getattr(table, name) for name in key]
        known = {tuple(one) for one in desk.session.execute(select(*columns))}
        latest: dict[tuple[Any, ...], dict[str, Any]] = {}
        for facts in map(facts_of, rows):
            terms = {name: read_instant(facts[name]) for name in ("from_at", "until_at")}
            row = _columns(table, {**facts, **terms})
            latest[tuple(row[name] for name in key)] = row
        for same in known & latest.keys():
            desk.session.execute(
                delete(table).where(*(column == value for column, value in zip(columns, same, strict=True)))
            )
        add(desk, table, list(latest.values()))

    return projector


def _columns(table: type[SQLModel], facts: dict[str, Any]) -> dict[str, Any]:
    """What of an entry the table holds; which account entered it stands in the journal alone."""
    return {name: value for name, value in facts.items() if name in table.model_fields}


PROJECTORS: dict[Kind, Projector] = {
    Kind.AGENCY_ENTERED: _latest(Agency),
    Kind.POST_ENTERED: _latest(Post),
    Kind.PERSON_ENTERED: _latest(Person),
    Kind.HOLDING_BEGAN: _terms(Holding, "post_no", "person_no", "from_at"),
    Kind.SUBSTITUTE_NAMED: _terms(Substitute, "post_no", "for_person", "person_no", "from_at"),
}
