"""How a duty comes to be owed: its number, its clock, and who is told of it. 职责的产生."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam
from sqlmodel import col, select

from models import CaseFile, DutyRow, Procedure
from rules.duty import DutySpec, Ladder
from rules.vocabulary import Precision, ProcedureKind, Role
from tasks import attention, messages, wording
from tasks.canonical import instant
from tasks.clocks import DutyClock, clock_of, start_clock
from tasks.duty_rules import rules_of
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.matters import matter_of
from tasks.posts import FoundPost, is_held, post_near

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk


# Made once: making a statement takes longer than running it.
_COUNTED = select(CaseFile.duties_opened).where(col(CaseFile.no) == bindparam("no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty that is about to be owed in a procedure. 拟产生的职责.

    Args:
        spec: what its rules say of it.
        about: tells apart several of the same duty in one procedure.
        variant: which of the pack's periods applies.
        since_at, since_precision: the moment from which its clock runs, and how exactly that is known.
        ends_on: last day of the document's term, for a period that counts back from it.
        owner: the post that owes it; None: nobody that is known yet.
        area: where the child is, and its ladder is looked for.
    """

    spec: DutySpec
    about: str
    variant: str
    since_at: datetime
    since_precision: Precision
    ends_on: date | None
    owner: FoundPost | None
    area: str


def open_duty(desk: Desk, pack: Pack, procedure: Procedure, owed: Owed) -> None:
    """Record that it is owed from now on, and tell whoever owes it."""
    spec, post = owed.spec, owed.owner
    clock = start_clock(
        pack,
        desk.office.calendar,
        spec,
        owed.variant,
        owed.since_at,
        opened_at=desk.at,
        ends_on=owed.ends_on,
    )
    count = desk.connection.execute(_COUNTED, {"no": procedure.case_no}).scalar_one()
    duty_no = f"{procedure.case_no}/{count + 1}"
    payload = {
        "n": count + 1,
        "code": spec.code,
        "about": owed.about,
        "variant": owed.variant,
        "role": post.role if post else None,
        "post_no": post.no if post else None,
        "since_at": instant(owed.since_at),
        **clock.facts(),
        "attention": clock.attention(desk.at) if post else [],
        "notices": _tell_owner(desk, pack, procedure, owed, clock, duty_no),
    }
    if owed.since_precision is not Precision.EXACT:
        payload["since_precision"] = owed.since_precision
    if owed.ends_on:
        payload["ends_on"] = owed.ends_on.isoformat()
    desk.record(
        Entry(
            chain=procedure.case_no,
            kind=Kind.DUTY_OPENED,
            key=f"duty:{procedure.no}:{spec.code}:{owed.about}",
            payload=payload,
            happened_at=desk.at,
            procedure_no=procedure.no,
            duty_no=duty_no,
            basis=(*spec.ground, clock.period.set_by),
        )
    )


def open_duty_again(desk: Desk, row: DutyRow) -> None:
    """Record that it is owed again, with the clock that it had."""
    clock = clock_of(desk, rules_of(desk, row), row)
    asked = attention.from_now_on(clock, row, desk.at)
    dates = clock.facts_again(row.next_rung, desk.at)
    desk.record(
        Entry(
            chain=row.case_no,
            kind=Kind.DUTY_REOPENED,
            key=f"again:{row.no}:{row.turns + 1}",
            payload={"code": row.code, "about": row.about, **dates, **asked},
            happened_at=desk.at,
            precision=Precision.EXACT,
            procedure_no=row.procedure_no,
            duty_no=row.no,
        )
    )


def _tell_owner(
    desk: Desk, pack: Pack, procedure: Procedure, owed: Owed, clock: DutyClock, duty_no: str
) -> list[dict[str, object]]:
    """Whoever owes it; where nobody does, or nobody holds that post, the first on the ladder who is there."""
    post = owed.owner
    words = wording.DutyWords(
        case_no=procedure.case_no,
        duty_no=duty_no,
        procedure=ProcedureKind(procedure.kind),
        spec=clock.spec,
        period=clock.period,
        since_at=clock.since_at,
        internal_due_at=clock.due.internal_due_at,
        legal_due_at=clock.due.legal_due_at,
        provisional=clock.due.provisional,
        matter=matter_of(desk, procedure.no, procedure.kind, owed.about),
    )
    told = messages.to_posts(
        desk,
        [post] if post else [],
        "duty_opened",
        lambda lang: words.facts_in_full(pack, lang),
        case_no=procedure.case_no,
    )
    if post is not None and is_held(desk, post.no):
        return told
    return told + messages.to_posts(
        desk,
        _first_held(desk, clock.ladder, owed.area),
        "unheld",
        lambda lang: words.unheld_facts(pack, ["owner"], lang),
        case_no=procedure.case_no,
    )


def _first_held(desk: Desk, ladder: Ladder, area: str) -> list[FoundPost]:
    """Those whom the lowest rung of a ladder tells that anybody above the owner hears of."""
    for rung in ladder.rungs:
        posts = [post_near(desk, [Role(role)], area) for role in rung.tell]
        held = [post for post in posts if post is not None and is_held(desk, post.no)]
        if held:
            return held
    return []
