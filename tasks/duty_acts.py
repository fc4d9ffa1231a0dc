"""What may be done with a duty besides answering it, and by whom: for whoever offers it. 职责的其他办法."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import Agency, CaseFile, DutyRow, Post, Procedure
from rules.causes import BreachCause
from rules.errors import Refused
from rules.vocabulary import LIVE, DutyState, PauseCause
from tasks.breaches import causes_of_breach, is_breach, may_explain
from tasks.duty_rules import RULES
from tasks.posts import FoundPost, coordinates, known_post, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What a post may do with a duty besides answering it. 其他办法.

    Args:
        hand_on: let another post owe it.
        leave_out: skip it; only who leads the case, and the county office.
        excuse: release from it; the same, but nobody from what they are late with themselves.
        pauses: causes that its rules list; none where its clock may not stand still, or stands already.
        resume: its clock stands.
        extensions: rows that allow more time for the period that it has.
        causes: why it was late, where it was and this post may say it.
    """

    hand_on: bool
    leave_out: bool
    excuse: bool
    pauses: tuple[PauseCause, ...]
    resume: bool
    extensions: tuple[str, ...]
    causes: tuple[BreachCause, ...]


def ways_of(desk: Desk, case_no: str, duty_no: str, *, by_post: str) -> Ways:
    """What this post may do with this duty now. The acts themselves look again: this only says what to offer.

    Raises: Refused: there is no such duty.
    """
    found = desk.session.exec(
        select(DutyRow, RULES, CaseFile.lead_post, CaseFile.area)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        .where(col(DutyRow.no) == f"{case_no}/{duty_no}")
    ).first()
    if found is None:
        raise Refused(
            f"个案 {case_no} 没有第 {duty_no} 项职责，请核对", f"case {case_no} has no duty {duty_no}", field="DUTY"
        )
    row, rules, lead, area = found
    spec = desk.rules(rules).duty(row.code)
    live, paused, owes = row.state in LIVE, row.state == DutyState.PAUSED, row.post_no == by_post
    post = known_post(desk, by_post, field="by")
    above, leads = coordinates(post, area), by_post == lead or coordinates(post, area)
    late = row.legal_due_at is not None and desk.at > row.legal_due_at
    may_time = live and owes
    return Ways(
        hand_on=live and (owes or leads),
        leave_out=live and leads,
        excuse=live and (above or (leads and not (late and owes))),
        pauses=tuple(sorted(spec.pauses)) if may_time and not paused else (),
        resume=paused and (owes or leads),
        extensions=tuple(one for one in spec.extensions if one == spec.periods[row.variant].set_by) if may_time else (),
        causes=causes_of_breach(desk, row) if is_breach(desk, row) and may_explain(desk, row, post) else (),
    )


def posts_to_hand_on_to(desk: Desk, case_no: str, *, but: str | None) -> list[FoundPost]:
    """The posts that serve the area of a case, the nearest first: to whom a duty of it may pass."""
    area = desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == case_no)).first() or ""
    serving = [area[:length] for length in range(1, len(area) + 1)]
    query = (
        select(Post.no)
        .join(Agency, col(Agency.no) == col(Post.agency_no))
        .where(col(Post.open), col(Agency.area).in_(serving))
    )
    found = [post for no in desk.session.exec(query) if no != but and (post := post_by_number(desk, no))]
    return sorted(found, key=lambda post: (-len(post.area), post.agency_zh, post.no))
