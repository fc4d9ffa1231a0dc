"""移交程序 / Hand-over: from a sender to a receiver, with a receipt; what comes back is decided anew and never lost.

Ground   our defaults (HT-56); the duty to hand over stands with the procedure that calls for it.
Ends in  completed · declined (the sender keeps it, with the reason).
The receiver is a post, or somebody outside the directory: then civil affairs there is asked first, and the sender
obtains the receipt.
"""

from __future__ import annotations

from datetime import datetime
from itertools import count

from flows.procedure import procedure
from flows.turns import nth
from rules.handover import (
    AGREE_HANDOVER,
    CONFIRM_RECEIPT,
    DECIDE_HANDOVER_ANEW,
    SEND_HANDOVER,
    HandoverReceived,
)
from rules.vocabulary import CloseReason, HandOver, InstrumentKind, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.HANDOVER)
def handover(case: Proceeding) -> None:
    """Agreed, sent, signed for. 移交."""
    since, to = case.since_at, case.receiver
    for turn in count(1):
        came_back = _one_try(case, to, about=nth(turn), since=since)
        if came_back is None:
            break
        anew = case.fulfilled(DECIDE_HANDOVER_ANEW, since=came_back, about=nth(turn), owed_by=case.owed_by_post)
        if not anew.send_again:
            case.close(CloseReason.DECLINED)
        since, to = anew.happened_at, anew.to_post or None
    case.close(CloseReason.COMPLETED)


def _one_try(case: Proceeding, to: str | None, *, about: str, since: datetime) -> datetime | None:
    """When it came back; None where it was received. 一次移交."""
    sender = case.owed_by_post
    if to is None:
        agreed = case.fulfilled(AGREE_HANDOVER, since=since, about=about, owed_by=sender)  # 与对方民政部门协商
        if not agreed.agreed:
            return agreed.happened_at
        since = agreed.happened_at
    sent = case.fulfilled(SEND_HANDOVER, since=since, about=about, owed_by=sender)  # 送出
    case.issue(InstrumentKind.HANDOVER_FORM, sent, about=about, to=(to,) if to else ())
    received = _receipt(case, to or sender, about=about, since=sent.happened_at)
    if received.accepts and to is not None and case.about == HandOver.CASE:  # 承办机关变更
        case.move_case_to(to, by=received)
    return None if received.accepts else received.happened_at


def _receipt(case: Proceeding, owed_by: str | None, *, about: str, since: datetime) -> HandoverReceived:
    return case.fulfilled(CONFIRM_RECEIPT, since=since, about=about, owed_by=owed_by)  # 回执
