"""Harm found in the course of a procedure is reported by whoever found it. 发现侵害即报告.

Ground   未成年人保护法 Art. 11(2); the hour is our default (A-90).
A step of entrusted_care, psychological_referral and dropout: a flow has no report to begin the mandatory report with;
the report does that when it is handed in.
"""

from __future__ import annotations

from datetime import datetime

from rules.harm_found import REPORT_HARM
from tasks.casework import Proceeding


def report_harm(case: Proceeding, *, since: datetime, about: str, owed_by: str | None = None) -> None:
    """The finding is reported, once. 强制报告.

    Args:
        about: which look it was found on.
        owed_by: the post that found it, where the rules do not name one.
    """
    case.fulfilled(REPORT_HARM, since=since, about=about, owed_by=owed_by)
