"""检察建议、司法建议程序 / Suggestion: a unit that fails children hears so, answers in writing, is looked at again.

Ground   未成年人保护法 Art. 114 (M-04: written reply within one month); 高检发〔2020〕9号 Art. 18 (M-08);
         检察公益诉讼解释 Art. 21 (M-06, M-07) with 未成年人保护法 Art. 106.  When a suggestion issues, and
         what follows a reply, has no number in law: HT-165 to HT-170 are our defaults.
Ends in  completed (mended, and seen to be) · not issued · moved on (to a suit) · withdrawn (no longer
         needed, with the reason).
The addressee is a unit, not a person: neither the child's coming of age nor its death ends it.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.procedure import procedure
from flows.turns import nth
from rules.suggestions import (
    ASSESS_REPLY,
    BEFORE_A_SUIT,
    CONSIDER_SUIT,
    DECIDE_SUGGESTION,
    FOLLOW_UP_SUGGESTION,
    REPLY_CLOCK,
    REPLY_TO_SUGGESTION,
    SERVE_SUGGESTION,
    TELL_SUPERIOR,
    FollowUpVerdict,
    ReplyVerdict,
    SuggestionGround,
)
from rules.vocabulary import CloseReason, ProcedureKind, Role
from tasks.casework import Proceeding


@procedure(ProcedureKind.SUGGESTION)
def suggestion(case: Proceeding) -> None:
    """Issued, served, answered, looked at again until it is mended. 检察建议、司法建议."""
    issuer = case.owed_by_post or case.post_of(Role.PROCURATORATE)
    decision = case.fulfilled(DECIDE_SUGGESTION, since=case.since_at, owed_by=issuer)
    if not decision.issue:  # a suit for which no suggestion is needed is the procuratorate's, and ends this
        case.close(CloseReason.MOVED_ON if decision.sues else CloseReason.NOT_ISSUED)

    served = case.fulfilled(SERVE_SUGGESTION, since=decision.happened_at, owed_by=issuer)  # 送达
    replied = case.fulfilled(  # 书面回复
        REPLY_TO_SUGGESTION,
        since=served.happened_at,
        variant=REPLY_CLOCK[decision.ground],
        owed_by=decision.to_post or issuer,
    )
    assessed = case.fulfilled(ASSESS_REPLY, since=replied.happened_at, owed_by=issuer)
    mended = assessed.reply_verdict is not ReplyVerdict.NOT_MENDED
    _follow_up(case, decision.ground, mended=mended, since=assessed.happened_at, issuer=issuer)


def _follow_up(
    case: Proceeding, ground: SuggestionGround, *, mended: bool, since: datetime, issuer: str | None
) -> None:
    """Looked at again every quarter until it is mended; who does nothing is reported upwards each time. 复查整改."""
    for turn in count(1):
        if not mended:
            since = _press(case, ground, about=nth(turn), since=since, issuer=issuer)
        found = case.fulfilled(FOLLOW_UP_SUGGESTION, since=since, about=nth(turn), owed_by=issuer)
        if found.follow_up_verdict is FollowUpVerdict.MENDED:
            case.close(CloseReason.COMPLETED)
        if found.follow_up_verdict is FollowUpVerdict.NO_LONGER:
            case.close(CloseReason.WITHDRAWN)
        mended, since = False, found.happened_at


def _press(case: Proceeding, ground: SuggestionGround, *, about: str, since: datetime, issuer: str | None) -> datetime:
    """Superior, regulator or industry body hear of it; where the law lets it, a suit is considered. 通报、公益诉讼."""
    told = case.fulfilled(TELL_SUPERIOR, since=since, about=about, owed_by=issuer)
    if ground not in BEFORE_A_SUIT:
        return told.happened_at
    suit = case.fulfilled(CONSIDER_SUIT, since=since, about=about)
    if suit.sues:
        case.close(CloseReason.MOVED_ON)
    return suit.happened_at
