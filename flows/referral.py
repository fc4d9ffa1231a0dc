"""转介办理程序 / Referral: asked, taken up, done; a refusal goes to somebody else, never into silence.

Ground   高检发〔2020〕9号 Art. 12.
Ends in  completed · declined (nobody could be found who does it, with the reason).
"""

from __future__ import annotations

from itertools import count

from flows.procedure import procedure
from rules.follow_through import COMPLETE_REFERRAL, REASSIGN_REFERRAL, TAKE_UP_REFERRAL
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.REFERRAL)
def referral(case: Proceeding) -> None:
    """A body is asked to act for the child, and the loop is closed. 转介办理."""
    since, post = case.since_at, case.owed_by_post
    for turn in count(1):
        about = "" if turn == 1 else str(turn)
        answer = case.fulfilled(TAKE_UP_REFERRAL, since=since, about=about, owed_by=post)
        if answer.accepts:
            case.fulfilled(COMPLETE_REFERRAL, since=answer.happened_at, owed_by=post)  # 办结
            case.close(CloseReason.COMPLETED)

        instead = case.fulfilled(REASSIGN_REFERRAL, since=answer.happened_at, about=about)  # 改派
        if not instead.to_post:
            case.close(CloseReason.DECLINED)
        since, post = instead.happened_at, instead.to_post
