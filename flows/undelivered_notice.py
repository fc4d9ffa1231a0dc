"""通知未送达补救程序 / A message that cannot be delivered is somebody's duty.

Ground   our default: silence is never an end state.
Ends in  completed.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.follow_through import REACH_BY_OTHER_MEANS
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.UNDELIVERED_NOTICE)
def undelivered_notice(case: Proceeding) -> None:
    """Reach the addressee by other means, and mend the address. 以其他方式通知."""
    case.fulfilled(REACH_BY_OTHER_MEANS, since=case.since_at)
    case.close(CloseReason.COMPLETED)
