"""What is said when a state has lasted as long as a local rule generally lets it. 上限届满.

National law limits few states; local rules say 一般不超过一年, 一般不超过二十四小时.  Such a number is no period in
which something is done: it is the end of a state, and 一般 means that whoever goes past it says why, and until when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from rules.duty import Answer, Fault, Words
from rules.moments import civil_day
from rules.orders import missing

LOOKED_AT_WITHIN = relativedelta(months=6)
"""No later than this somebody looks again at what goes past its limit, or might (our default, HT-261)."""


@dataclass(frozen=True, kw_only=True)
class LimitReached(Answer):
    """Whether a state that has reached its limit goes on. 上限届满决定.

    Args:
        goes_on: past its limit; False: it ends, or is being ended.
        reason: why it goes on.
        next_review_on: until when; it is asked again on that day, for as long as the state lasts.
    """

    goes_on: bool
    reason: Words = ""
    next_review_on: date | None = None

    def faults(self) -> tuple[Fault, ...]:
        """Nothing goes past a limit without a reason, or without another day on which somebody looks."""
        if not self.goes_on:
            return ()
        wrong: list[Fault] = []
        if not self.reason:
            zh = "继续的，请写明理由（reason）：规定是“一般不超过”，超过须说明"
            wrong.append(missing("reason", zh, "reason is missing: what goes past its limit needs one"))
        if self.next_review_on is None:
            zh = "继续的，请填写下次审查日期（next_review_on）：到那天再次决定"
            wrong.append(missing("next_review_on", zh, "next_review_on is missing: it is decided again by then"))
        elif self.next_review_on <= civil_day(self.happened_at):
            zh = "下次审查日期（next_review_on）须在办理之日以后，请更正"
            wrong.append(missing("next_review_on", zh, "next_review_on must be after the day of the decision"))
        elif self.next_review_on > civil_day(self.happened_at) + LOOKED_AT_WITHIN:
            zh = "下次审查日期（next_review_on）应在办理之日起六个月内（本系统默认，HT-261），请提早"
            en = "next_review_on is within six months of the decision (our default, HT-261): name an earlier day"
            wrong.append(missing("next_review_on", zh, en))
        return tuple(wrong)
