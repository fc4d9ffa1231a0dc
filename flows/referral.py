"""转介办理程序 / Referral: asked, taken up, done; a refusal goes to somebody else, never into silence.

Ground   高检发〔2020〕9号 Art. 12.
Ends in  completed · declined (nobody could be found who does it, with the reason).
A body that answers on paper only is entered by whoever referred, marked as second-hand (转介方代录).
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.procedure import procedure
from flows.turns import join, nth
from rules.follow_through import COMPLETE_REFERRAL, REASSIGN_REFERRAL, TAKE_UP_REFERRAL, ReferralDone
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.REFERRAL)
def referral(case: Proceeding) -> None:
    """A body is asked to act for the child, and the loop is closed. 转介办理."""
    done = refer_to(case, case.owed_by_post, since=case.since_at)
    case.close(CloseReason.COMPLETED if done else CloseReason.DECLINED)


def refer_to(
    case: Proceeding, post: str | None, *, since: datetime, about: str = "", urgent: bool = False
) -> ReferralDone | None:
    """What came of asking one body, or those it was passed to; None: nobody does it, and a decision says so. 转介一家.

    Args:
        about: tells apart several bodies that are asked in one procedure.
        urgent: hours instead of days.
    """
    clock = "urgent" if urgent else "default"
    for turn in count(1):
        asked = join(about, nth(turn))
        answer = case.fulfilled(TAKE_UP_REFERRAL, since=since, about=asked, variant=clock, owed_by=post)
        if answer.accepts:
            taken_up = answer.happened_at
            return case.fulfilled(COMPLETE_REFERRAL, since=taken_up, about=about, variant=clock, owed_by=post)  # 办结

        declined = answer.happened_at
        instead = case.fulfilled(REASSIGN_REFERRAL, since=declined, about=asked, variant=clock)  # 改派
        if not instead.to_post:
            case.tell_nobody_takes_it(instead, asked=TAKE_UP_REFERRAL, why=instead.no_taker)
            return None
        since, post = instead.happened_at, instead.to_post
    return None
