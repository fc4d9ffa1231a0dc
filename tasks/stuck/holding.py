"""Who owes it: nobody, or one after the other. 承办."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import col, or_

from models import DutyRow
from rules.follow_through import REASSIGN_REFERRAL, TAKE_UP_REFERRAL
from rules.handover import AGREE_HANDOVER, CONFIRM_RECEIPT, DECIDE_HANDOVER_ANEW, SEND_HANDOVER
from tasks.stuck.conditions import DUTY_LIVE, unheld_posts
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look, duties

HANDED_ON_OFTEN = 2
"""Handed on twice: the third post now, or back to the first."""

_IN_TURNS = (
    *(TAKE_UP_REFERRAL.code, REASSIGN_REFERRAL.code),
    *(AGREE_HANDOVER.code, SEND_HANDOVER.code, CONFIRM_RECEIPT.code, DECIDE_HANDOVER_ANEW.code),
)
_FIRST_TURNS = ("", "2")
"""What the duties of the first try and of the second are about: from the third on it was refused twice."""


def nobody_holds_post(look: Look) -> Iterator[Found]:
    """Owed by nobody, or by a post that nobody holds."""
    for nobody in (col(DutyRow.post_no).is_(None), unheld_posts(look.at)):
        for row in look.rows(duties(care=True).where(DUTY_LIVE, nobody)):
            yield look.of_duty(row, since=row.opened_at)


def back_and_forth(look: Look) -> Iterator[Found]:
    """Handed on twice, or refused twice, and nobody has taken it on."""
    often = (DUTY_LIVE, col(DutyRow.hand_ons) >= HANDED_ON_OFTEN, col(DutyRow.accepted_at).is_(None))
    columns = (col(DutyRow.hand_ons),)
    for row in look.rows(duties().add_columns(*columns).where(*often)):
        remark = Words(f"，已转交 {row.hand_ons} 次", f", handed on {row.hand_ons} times")
        yield look.of_duty(row, since=row.told_at or row.opened_at, remark=remark)
    refused = (DUTY_LIVE, col(DutyRow.code).in_(_IN_TURNS), col(DutyRow.about).not_in(_FIRST_TURNS))
    again = or_(col(DutyRow.hand_ons) < HANDED_ON_OFTEN, col(DutyRow.accepted_at).is_not(None))
    for row in look.rows(duties().add_columns(col(DutyRow.about)).where(*refused, again)):
        remark = Words(f"，第 {row.about} 次", f", turn {row.about}")
        yield look.of_duty(row, since=row.opened_at, remark=remark)
