"""A duty on its ladder: which rung comes when, and whom it reaches. 阶梯上的职责.

A rung whose posts nobody holds does not speak into an empty room: its message goes at once to the next rung that
reaches somebody, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import CaseFile, DutyRow, Procedure
from packs.pack import Pack
from rules.duty import Rung
from rules.vocabulary import ProcedureKind, Role
from rules.warning import span_after
from tasks import wording
from tasks.armed import IS_OPEN
from tasks.clocks import rungs_of
from tasks.duty_rules import rules_within
from tasks.matters import matter_said
from tasks.posts import FoundPost, is_held, post_by_number, post_near

if TYPE_CHECKING:
    from tasks.desk import Desk

OWNER = "owner"
"""In place of a role: the post that owes the duty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Whom a rung reaches. 告知到谁.

    Args:
        posts: those that are told.
        unheld: roles of the rung that nobody near has, or whose post nobody holds.
        climbed_to: number of the rung whose posts are told instead, counted from 0; None: nobody had to.
    """

    posts: tuple[FoundPost, ...] = ()
    unheld: tuple[str, ...] = ()
    climbed_to: int | None = None


@dataclass(frozen=True, kw_only=True)
class Laddered:
    """An open duty with its frozen ladder, and what is needed to climb it."""

    desk: Desk
    row: DutyRow
    kind: ProcedureKind
    pack: Pack
    area: str
    matter: wording.Matter

    @cached_property
    def times(self) -> tuple[datetime, ...]:
        """When each rung is due, as it was computed when the duty was opened."""
        return rungs_of(self.row)

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs, as frozen."""
        return self.pack.ladder(self.pack.duty(self.row.code).ladder).rungs

    def rung(self, number: int) -> Rung:
        """The rung of a number, counted from 0; beyond the last it is the last, told again."""
        return self.rungs[min(number, len(self.rungs) - 1)]

    def after(self, number: int, at: datetime) -> datetime | None:
        """When the rung after this one is due; None where the rules it began under let the ladder end."""
        if number + 1 < len(self.times):
            return self.times[number + 1]
        again = self.rungs[-1].repeat
        return span_after(again, at, self.desk.office.calendar) if again else None

    def reach(self, number: int) -> Reached:
        """Whom a rung reaches: its own posts, or where nobody holds any of them, those of the next that does."""
        posts, unheld = self._posts_of(self.rung(number))
        if any(is_held(self.desk, post.no) for post in posts):
            return Reached(posts=posts, unheld=unheld)
        higher = self.first_held_from(number + 1)
        if higher is None:
            return Reached(posts=posts, unheld=unheld)
        climbed_to, above = higher
        return Reached(posts=(*posts, *above), unheld=unheld, climbed_to=climbed_to)

    def first_held_from(self, number: int) -> tuple[int, tuple[FoundPost, ...]] | None:
        """The first rung from this number on that reaches somebody, and those whom it reaches."""
        for climbed_to in range(number, len(self.rungs)):
            posts, _ = self._posts_of(self.rungs[climbed_to])
            held = tuple(post for post in posts if is_held(self.desk, post.no))
            if held:
                return climbed_to, held
        return None

    def attend(self, number: int) -> Reached:
        """Whom a rung of attention reaches."""
        ladder = self.pack.ladder(self.pack.duty(self.row.code).ladder)
        posts, unheld = self._posts_of(ladder.attention[number])
        return Reached(posts=posts, unheld=unheld)

    def _posts_of(self, rung: Rung) -> tuple[tuple[FoundPost, ...], tuple[str, ...]]:
        """The posts that a rung names, and the roles that nobody near has or holds."""
        named: list[tuple[str, FoundPost | None]] = []
        if rung.tell_owner:
            owner = post_by_number(self.desk, self.row.post_no) if self.row.post_no else None
            named.append((OWNER, owner))
        named += [(role.value, post_near(self.desk, [Role(role)], self.area)) for role in rung.tell]
        posts = {post.no: post for _, post in named if post}
        unheld = tuple(role for role, post in named if post is None or not is_held(self.desk, post.no))
        return tuple(posts.values()), unheld

    def words(self) -> wording.DutyWords:
        """The duty as messages speak of it."""
        return wording.DutyWords.of(self.row, self.kind, self.pack, self.matter)

    def unheld_facts(self, reached: Reached, lang: str) -> dict[str, Any]:
        """What a message says that went higher because nobody holds the post below."""
        return self.words().unheld_facts(self.pack, reached.unheld, lang)


def due_by(armed: Mapped[datetime | None]) -> SelectOfScalar[DutyRow]:
    """The open duties for which something was armed by a moment `at`, the longest due first, of at most `most`.

    Made once for each arm: a resident runner asks several times a second, and making a statement takes longer than
    running it.  Locked, and what another runner has locked is passed over.

    The number stands in the statement itself: a plan made for any number is made for a tenth of the table.
    """
    return (
        select(DutyRow)
        .where(armed <= bindparam("at"), IS_OPEN)
        .order_by(armed, col(DutyRow.no))
        .limit(bindparam("most", type_=Integer, literal_execute=True))
        .with_for_update(skip_locked=True)
    )


_PROCEDURES = select_columns(
    *(col(Procedure.no), col(Procedure.kind), col(Procedure.rules)),
    *(col(Procedure.about), col(Procedure.receiver), col(CaseFile.area)),
).join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))


def found_due(desk: Desk, due: SelectOfScalar[DutyRow], most: int) -> list[Laddered]:
    """What is due now, each with its ladder.

    What belongs to the duties is fetched when they are known, by its keys: asked in one breath, PostgreSQL now and
    then joined the duties of a whole province to find the first five hundred.
    """
    rows = desk.session.exec(due, params={"at": desk.at, "most": most}).all()
    sought = list({row.procedure_no for row in rows})
    if not rows:
        return []
    found = desk.connection.execute(_PROCEDURES.where(col(Procedure.no).in_(sought)))
    of = {procedure.no: procedure for procedure in found}
    return [_laddered(desk, row, of[row.procedure_no]) for row in rows]


def _laddered(desk: Desk, row: DutyRow, procedure: Any) -> Laddered:
    return Laddered(
        desk=desk,
        row=row,
        kind=ProcedureKind(procedure.kind),
        pack=rules_within(desk, row, procedure.rules),
        area=procedure.area,
        matter=matter_said(desk, procedure.kind, procedure.about, procedure.receiver, row.about),
    )
