"""Harm found in the course of a procedure is reported by whoever found it. 发现侵害即报告.

Ground   未成年人保护法 Art. 11(2), which binds the unit that found it; the hour is our default (A-90).
A step of entrusted_care, psychological_referral, dropout and monitoring: a flow has no report to begin the mandatory
report with; the report does that when it is handed in.
"""

from __future__ import annotations

from rules.duty import Answer
from rules.harm_found import REPORT_HARM
from tasks.casework import Proceeding


def report_harm(case: Proceeding, *, found: Answer, about: str) -> None:
    """The finding is reported, once, by the post that made it. 强制报告.

    Args:
        found: the answer in which the harm stands; its clock runs from there.
        about: which look it was found on.
    """
    case.fulfilled(REPORT_HARM, since=found.happened_at, about=about, owed_by=case.found_by(found))
