"""服务转介程序 / Service referral: every department that a service rests on is asked, and the child is asked after it.

Ground   高检发〔2020〕9号 Art. 12; 民发〔2024〕35号 (N-02) and the lists of services that a place publishes.
         No text sets a period: every number here is our default (HT-11, HT-12, HT-15, HT-160 to HT-163).
Ends in  completed (the service reached the child) · declined (nobody does it, or it did not reach the child, with the
         reason) · child died.
Temporary relief 临时救助 is its urgent case and runs in hours.  A department that is not in the directory, or answers
on paper only, is asked by the referrer, who enters the answer as second-hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count

from flows.orders import Track
from flows.procedure import procedure
from flows.referral import refer_to
from flows.turns import join, nth
from rules.follow_through import CONFIRM_SERVICE, ReferralDone
from rules.services import TEMPORARY_RELIEF
from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.SERVICE_REFERRAL, ends_at=(Turning.DIED,))
def service_referral(case: Proceeding) -> None:
    """One service for one child: asked for, given, and seen to have arrived. 服务转介."""
    since = case.since_at
    for turn in count(1):
        given = _ask_each(case, since=since, turn=turn)
        if not given:
            case.close(CloseReason.DECLINED)

        arrived = max(one.happened_at for one in given)
        confirmed = case.fulfilled(CONFIRM_SERVICE, since=arrived, about=nth(turn), owed_by=case.owed_by_post)  # 回访
        if confirmed.received:
            case.close(CloseReason.COMPLETED)
        if not confirmed.refer_again:
            case.close(CloseReason.DECLINED)
        since = confirmed.happened_at


def _ask_each(case: Proceeding, *, since: datetime, turn: int) -> list[ReferralDone]:
    """What each of the responsible departments gave; a department that nobody stands in for gives nothing. 责任部门."""
    given: list[ReferralDone] = []

    def asking(department: str, post: str | None) -> Track:
        def ask(case: Proceeding) -> None:
            urgent = case.about == TEMPORARY_RELIEF
            done = refer_to(case, post, since=since, about=join(nth(turn), department), urgent=urgent)
            if done:
                given.append(done)

        return ask

    departments: Mapping[str, str | None] = case.bodies or {"": case.owed_by_post}
    case.beside(*(asking(department, post) for department, post in departments.items()))
    return given
