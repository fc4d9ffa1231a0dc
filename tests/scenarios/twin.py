"""A second database that is given a story's journal entry by entry, so that flows can be told over any prefix. 重演.

Nothing of a replay stays: each look is a transaction that is rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from flows.registry import PROCEDURES
from models import ChainHead, DutyRow, JournalEntry, Procedure, RuleBook, SealedReporter, SubjectKey
from models.bulk import table_of
from rules.vocabulary import ProcedureKind
from scenarios.clockwork import MovedClock
from scenarios.player import Played
from tasks.advance import Bodies, _run
from tasks.casework import Proceeding
from tasks.desk import Desk
from tasks.kinds import Kind
from tasks.office import Office
from tasks.projection import project
from tests.databases import fresh_sqlite

BODIES: Bodies = {kind: procedure.fn for kind, procedure in PROCEDURES.items()}
ROUNDS = 20
"""Procedures open others; more rounds than this are a story that goes round in circles."""

_BY_A_FLOW = (
    "duty:",
    "release:",
    "again:",
    "open:P-",
    "review:P-",
    "tell:",
    "case-closed:P-",
    "moved:",
    "issue:",
    "guardian:",
    "counts:",
    "tier:",
)
_BY_A_FLOW_UNLESS_BY_HAND = ("close:", "serve:", "extend:", "withdraw:", "end:", "breach-decided:", "join:P-")


class Asked(NamedTuple):
    """A duty that a flow opened, told without the numbers that a replay draws anew."""

    case_no: str
    procedure: str
    about: str
    code: str
    matter: str
    variant: str
    post_no: str | None
    since_at: str
    internal_due_at: str | None
    legal_due_at: str | None


class RollBack(Exception):
    """Everything of this look is undone."""


class Twin:
    """The second database and how far it has been filled. 副本."""

    def __init__(self, played: Played, folder: Path) -> None:
        self.entries = _journal(played.office)
        self.clock = MovedClock(self.entries[0].recorded_at)
        folder.mkdir(parents=True, exist_ok=True)
        self.office = replace(played.office, database=fresh_sqlite(folder), now=self.clock)
        self._copy(played.office, SubjectKey, RuleBook, SealedReporter)
        self.filled = 0

    def fill(self, upto: int) -> None:
        """Record the entries up to number `upto`, as they were."""
        with self.office.writing() as desk:
            for row in self.entries[self.filled : upto]:
                self.clock.at = row.recorded_at
                _insert(desk, JournalEntry, [row.model_dump()])
                head = {"chain": row.chain, "n": row.n, "mac": row.mac}
                table = table_of(ChainHead)
                if row.n == 1:
                    _insert(desk, ChainHead, [head])
                else:
                    desk.session.connection().execute(table.update().where(table.c.chain == row.chain).values(**head))
                project(desk, [row])
        self.filled = upto

    def points(self) -> list[int]:
        """Prefixes at which the flows may be told: around every run of theirs, and within it before every duty."""
        made = [by_a_flow(row) for row in self.entries]
        found = []
        for at in range(1, len(self.entries) + 1):
            before = made[at - 1]
            after = at < len(self.entries) and made[at]
            begins, ends = after and not before, before and not after
            within = (
                before
                and after
                and {self.entries[at - 1].kind, self.entries[at].kind} == {Kind.DUTY_OPENED.value}
                and self.entries[at - 1].procedure_no == self.entries[at].procedure_no
            )
            if begins or ends or within:
                found.append(at)
        return found

    def expected(self, at: int) -> list[Asked]:
        """The duties that were opened after this prefix, before anything happened that no flow made."""
        found = []
        for row in self.entries[at:]:
            if not by_a_flow(row):
                break
            if row.kind == Kind.DUTY_OPENED:
                found.append(_asked(row, json.loads(row.payload), self._procedures))
        return sorted(found, key=repr)

    @cached_property
    def _procedures(self) -> dict[str, tuple[str, str]]:
        opened = [json.loads(row.payload) for row in self.entries if row.kind == Kind.PROCEDURE_OPENED]
        return {facts["no"]: (facts["kind"], facts["about"]) for facts in opened}

    def told_again(self, bodies: Bodies = BODIES) -> list[Asked]:
        """What every open procedure asks for when it is told from the top, and those that it opens."""
        after = self.entries[self.filled] if self.filled < len(self.entries) else self.entries[-1]
        self.clock.at = max(self.clock.at, after.recorded_at if by_a_flow(after) else self.clock.at)
        with self.tried() as desk:
            last = desk.session.exec(select(func.max(JournalEntry.seq))).one()
            tell_all(desk, bodies)
            new = select(JournalEntry).where(col(JournalEntry.seq) > last, col(JournalEntry.kind) == Kind.DUTY_OPENED)
            kinds = {row.no: (row.kind, row.about) for row in desk.session.exec(select(Procedure))}
            rows = desk.session.exec(new).all()
            return sorted((_asked(row, json.loads(row.payload), kinds) for row in rows), key=repr)
        raise AssertionError("unreachable")

    @contextmanager
    def tried(self) -> Iterator[Desk]:
        """A desk on which everything is undone afterwards."""
        try:
            with self.office.writing() as desk:
                yield desk
                raise RollBack
        except RollBack:
            pass

    def _copy(self, office: Office, *models: type[SQLModel]) -> None:
        for model in models:
            with office.reading() as desk:
                rows = [row.model_dump() for row in desk.session.exec(select(model))]
            with self.office.writing() as desk:
                _insert(desk, model, rows)


def tell_all(desk: Desk, bodies: Bodies) -> None:
    """Tell every open procedure, and those that are opened by it, until nothing is added."""
    for _ in range(ROUNDS):
        before = desk.session.exec(select(func.max(JournalEntry.seq))).one()
        query = select(Procedure).where(col(Procedure.state) == "open").order_by(col(Procedure.no))
        for row in desk.session.exec(query).all():
            desk.session.refresh(row)
            if row.state == "open":
                _run(bodies[ProcedureKind(row.kind)], Proceeding(desk, row))
        desk.session.expire_all()
        if desk.session.exec(select(func.max(JournalEntry.seq))).one() == before:
            return
    raise AssertionError("the flows do not come to rest")


def by_a_flow(row: JournalEntry) -> bool:
    """Whether a flow wrote this entry as it ran."""
    if row.key.startswith(_BY_A_FLOW):
        return True
    if not row.key.startswith(_BY_A_FLOW_UNLESS_BY_HAND):
        return False
    return row.duty_no is not None or row.by_post is None


def _asked(row: JournalEntry, facts: dict[str, Any], procedures: dict[str, tuple[str, str]]) -> Asked:
    kind, about = procedures[row.procedure_no or ""]
    taken = ("code", "about", "variant", "post_no", "since_at", "internal_due_at", "legal_due_at")
    return Asked(row.chain, kind, about, *(facts[name] for name in taken))


def _journal(office: Office) -> Sequence[JournalEntry]:
    with office.reading() as desk:
        return desk.session.exec(select(JournalEntry).order_by(col(JournalEntry.seq))).all()


def _insert(desk: Desk, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    if rows:
        desk.session.connection().execute(table_of(model).insert(), rows)


def live_duties(desk: Desk) -> set[tuple[str, str, str, str]]:
    """What is owed now: case, procedure, code and matter."""
    query = select(DutyRow).where(col(DutyRow.state).in_(["open", "paused"]))
    return {(row.case_no, row.procedure_no, row.code, row.about) for row in desk.session.exec(query)}
