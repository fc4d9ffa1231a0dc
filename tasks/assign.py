"""Giving duties that nobody held to the post that can hold them by now. 补派职责.

A report may come from a place for which no post was entered yet.  Once the directory covers it, what was owed by
nobody is owed by somebody, and the message that could not be sent then is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, DutyRow, Procedure
from rules.errors import Refused
from rules.vocabulary import LIVE, DutyState, ProcedureKind
from tasks import messages
from tasks.clocks import clock_of
from tasks.duty_rules import RULES
from tasks.filing import actor_at
from tasks.journal import BY_THE_SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.matters import words_of
from tasks.posts import FoundPost, known_post, post_near

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk
    from tasks.office import Office


def assign_unheld(office: Office) -> int:
    """Assign every open duty without a post for which the directory now has one. Returns how many."""
    with office.writing() as desk:
        query = (
            select(DutyRow, Procedure.kind, Procedure.rules, CaseFile.area)
            .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
            .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
            .where(col(DutyRow.post_no).is_(None), col(DutyRow.state) == DutyState.OPEN)
            .with_for_update(of=DutyRow, skip_locked=True)
        )
        entries = []
        for row, kind, rules, area in desk.session.exec(query).all():
            pack = desk.rules(rules)
            roles = pack.duty(row.code).owed_by
            post = post_near(desk, roles, area) if roles else None
            if post is not None:
                entries.append(_assigned(desk, row, ProcedureKind(kind), pack, post))
        desk.record(*entries)
        return len(entries)


def assign_to(office: Office, duty_no: str, *, to_post: str, by_post: str) -> None:
    """Let a post owe a duty that nobody owes. 指派. Raises Refused: no such post, or somebody owes it by now."""
    with office.writing() as desk:
        query = select(DutyRow, Procedure.kind, RULES).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        row, kind, rules = desk.session.exec(query.where(col(DutyRow.no) == duty_no).with_for_update(of=DutyRow)).one()
        if row.post_no is not None or row.state not in LIVE:
            raise Refused(f"该职责已由 {row.post_no} 承办", f"{row.post_no} owes this duty already", field="to")
        post = known_post(desk, to_post, field="to")
        desk.record(_assigned(desk, row, ProcedureKind(kind), desk.rules(rules), post, by=actor_at(desk, by_post)))


def _assigned(
    desk: Desk, row: DutyRow, kind: ProcedureKind, pack: Pack, post: FoundPost, *, by: Actor = BY_THE_SYSTEM
) -> Entry:
    spec = pack.duty(row.code)
    words = words_of(desk, row, kind, pack)
    notices = messages.to_posts(
        desk, [post], "duty_opened", lambda lang: words.facts_in_full(pack, lang), case_no=row.case_no
    )
    return Entry(
        chain=row.case_no,
        kind=Kind.DUTY_ASSIGNED,
        key=f"assign:{row.no}:{post.no}",
        payload={
            "code": row.code,
            "role": post.role,
            "post_no": post.no,
            "attention": clock_of(desk, pack, row).attention(desk.at),
            "notices": notices,
        },
        happened_at=desk.at,
        by=by,
        procedure_no=row.procedure_no,
        duty_no=row.no,
        basis=spec.ground,
    )
