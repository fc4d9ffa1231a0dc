"""结案审查程序 / Case review: when the last procedure of a case has ended, somebody decides whether the case has.

Ground   our default: no case ends in a blind alley, and none ends by itself.
Ends in  completed (the case is closed, or goes on in another procedure that was opened meanwhile).
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from flows.procedure import procedure
from rules.follow_through import REVIEW_CASE
from rules.moments import midnight_before
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.CASE_REVIEW)
def case_review(case: Proceeding) -> None:
    """Close the case, or name the day on which it is looked at again. 结案审查."""
    since = case.since_at
    for turn in count(1):
        review = case.fulfilled(REVIEW_CASE, since=since, about="" if turn == 1 else str(turn), owed_by=case.lead)
        if review.close:
            case.close_case(decided=review)
            case.close(CloseReason.COMPLETED)
        since = _next_look(review.next_review_on, review.happened_at)


def _next_look(on: date | None, decided_at: datetime) -> datetime:
    """The clock of the next review starts on the day named; without one it starts at once."""
    return midnight_before(on) if on else decided_at
