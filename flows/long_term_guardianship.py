"""长期监护 / Civil affairs is guardian for good: without a suit on one of five grounds, or appointed by a judgment.

Ground   未成年人保护法 Arts. 94–96; 民法典 Art. 32.
A track of guardianship transfer.
"""

from __future__ import annotations

from datetime import datetime

from flows.temporary_guardianship import Stay
from rules.guardianship import ENTER_LONG_TERM, TELL_OF_CHANGE, Leads, Leg, LongTermEntered
from tasks.casework import Proceeding


def long_term_guardianship(case: Proceeding, stay: Stay, *, about: str, since: datetime) -> Leg:
    """Without a suit: parents cannot be found, have died or can act no more. 长期监护（不经诉讼）."""
    entered = enter_long_term(case, about=about, since=since)
    stay.left = entered
    case.fulfilled(TELL_OF_CHANGE, since=entered.happened_at, about=about)
    return Leg(Leads.NEW_GUARDIAN, entered.happened_at)


def enter_long_term(case: Proceeding, *, about: str, since: datetime) -> LongTermEntered:
    """The file of long-term guardianship: where the child lives, goes to school, is registered. 建立长期监护档案."""
    return case.fulfilled(ENTER_LONG_TERM, since=since, about=about)
