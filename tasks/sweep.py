"""The deadline sweep: every rung that is due is climbed, once, in order. 逾期督办.

The indexed column only finds candidates; what is due is derived from the ladder that was frozen with the duty.  A
sweep that was off for months finds exactly the rungs that it would have found, climbs them in order, and says of
each that it was caught up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, DutyRow, Procedure
from packs.pack import Pack
from rules.duty import Point, Rung
from rules.vocabulary import DutyState, ProcedureKind, Role
from tasks import messages, wording
from tasks.canonical import instant, read_instant
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number, post_near

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

CAUGHT_UP_AFTER = timedelta(minutes=5)
"""A rung climbed later than this was missed by the tick that should have climbed it, and says so."""

AT_ONCE = 500
"""Duties in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep came to. 督办结果."""

    rungs: int
    more: bool  # there is more to do than one transaction holds


@dataclass(frozen=True, kw_only=True)
class Due:
    """A duty with rungs that are due, and what is needed to climb them."""

    row: DutyRow
    kind: ProcedureKind
    pack: Pack
    area: str
    times: tuple[datetime, ...]

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The rungs, as frozen."""
        return self.pack.ladder(self.pack.duty(self.row.code).ladder).rungs

    def words(self) -> wording.DutyWords:
        """The duty as messages speak of it."""
        spec = self.pack.duty(self.row.code)
        return wording.DutyWords(
            case_no=self.row.case_no,
            duty_no=self.row.no,
            procedure=self.kind,
            spec=spec,
            period=spec.periods[self.row.variant],
            since_at=self.row.since_at,
            internal_due_at=self.row.internal_due_at,
            legal_due_at=self.row.legal_due_at,
            provisional=self.row.provisional,
        )


def sweep(office: Office, limit: int = AT_ONCE) -> Swept:
    """Climb every rung that is due now, of at most `limit` duties."""
    with office.writing() as desk:
        found = _found(desk, limit)
        entries = list(chain.from_iterable(_climb(desk, one) for one in found))
        desk.record(*entries)
        return Swept(rungs=len(entries), more=len(found) == limit)


def sweep_all(office: Office) -> int:
    """Sweep until nothing is due. Returns the number of rungs climbed."""
    total = 0
    while True:
        swept = sweep(office)
        total += swept.rungs
        if not swept.more:
            return total


def _found(desk: Desk, limit: int) -> list[Due]:
    query = (
        select(DutyRow, Procedure.kind, Procedure.rules, CaseFile.area)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        .where(col(DutyRow.next_rung_at) <= desk.at, col(DutyRow.state) == DutyState.OPEN)
        .order_by(col(DutyRow.next_rung_at), col(DutyRow.no))
        .limit(limit)
        .with_for_update(of=DutyRow, skip_locked=True)
    )
    return [
        Due(row=row, kind=ProcedureKind(kind), pack=desk.rules(rules), area=area, times=_times(row))
        for row, kind, rules, area in desk.session.exec(query)
    ]


def _times(row: DutyRow) -> tuple[datetime, ...]:
    return tuple(at for at in map(read_instant, json.loads(row.rungs)) if at is not None)


def _climb(desk: Desk, due: Due) -> list[Entry]:
    """The entries for all rungs of one duty that are due, in order."""
    first = due.row.next_rung
    return [_entry(desk, due, number) for number in range(first, len(due.times)) if due.times[number] <= desk.at]


def _entry(desk: Desk, due: Due, number: int) -> Entry:
    rung, rung_at = due.ladder[number], due.times[number]
    overtaken = rung.point is not Point.OVERDUE and _is_overtaken(due.row, rung_at, desk.at)
    posts, unheld = ([], []) if overtaken else _told(desk, due, rung)
    # what was entered late was late before anybody could sweep: that is no missed tick
    caught_up = desk.at - max(rung_at, due.row.opened_at) > CAUGHT_UP_AFTER
    following = due.times[number + 1] if number + 1 < len(due.times) else None

    def facts_in(lang: str) -> dict[str, Any]:
        return _facts(desk, due, number, lang, caught_up=caught_up, following=following)

    notices = messages.to_posts(desk, posts, rung.template, facts_in, case_no=due.row.case_no, rung=number + 1)
    return Entry(
        chain=due.row.case_no,
        kind=Kind.RUNG_FIRED,
        key=f"rung:{due.row.no}:{number}",
        payload={
            "code": due.row.code,
            "rung": number,
            "rung_at": instant(rung_at),
            "caught_up": caught_up,
            "overtaken": overtaken,
            "told": [post.no for post in posts],
            "unheld": unheld,
            "next_rung_at": instant(following) if following else None,
            "notices": notices,
        },
        happened_at=desk.at,
        procedure_no=due.row.procedure_no,
        duty_no=due.row.no,
        basis=(rung.basis,),
    )


def _is_overtaken(row: DutyRow, rung_at: datetime, at: datetime) -> bool:
    """A reminder of what is overdue by now, or was only opened after it: recorded, and nobody is bothered with it."""
    return rung_at < row.opened_at or (row.legal_due_at is not None and at >= row.legal_due_at)


def _told(desk: Desk, due: Due, rung: Rung) -> tuple[list[FoundPost], list[str]]:
    """The posts that this rung tells, and the roles on it that nobody near holds."""
    roles: list[tuple[str, FoundPost | None]] = []
    if rung.tell_owner:
        owner = post_by_number(desk, due.row.post_no) if due.row.post_no else None
        roles.append(("owner", owner))
    roles += [(role.value, post_near(desk, [Role(role)], due.area)) for role in rung.tell]
    return [post for _, post in roles if post], [role for role, post in roles if post is None]


def _facts(
    desk: Desk, due: Due, number: int, lang: str, *, caught_up: bool, following: datetime | None
) -> dict[str, Any]:
    rung = due.ladder[number]
    words = due.words()
    left = (due.row.internal_due_at or desk.at) - desk.at
    if rung.template == "reminder":
        full = words.facts_in_full(due.pack, lang)
        return {**full, "remaining": wording.say_stretch(left, lang), "last_safe": rung.point is Point.LAST_SAFE}
    owner = post_by_number(desk, due.row.post_no) if due.row.post_no else None
    nobody = "无人在岗" if lang == "zh" else "nobody"
    return {
        **words.facts(due.pack, lang),
        "owed_by": (owner.zh if lang == "zh" else owner.en) if owner else nobody,
        "rung": number + 1,
        "rungs_total": len(due.times),
        "overdue_for": wording.say_stretch(desk.at - (due.row.legal_due_at or desk.at), lang),
        "caught_up": caught_up,
        "rung_due": wording.say_moment(due.times[number], lang),
        "next_rung": wording.say_moment(following, lang) if following else "",
    }
