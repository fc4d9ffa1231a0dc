"""上限 / A state that a local rule limits: by the end of the limit it ends, or somebody says why it goes on.

Ground   local rules only, such as 上海 Art. 77(4) (temporary guardianship, 一般不超过一年).  Where the rules of a case
         set no limit nothing is asked (`where_set`, ADR 0021).
A track of the procedure that tells the state.  It comes again for as long as the state lasts: a limit that was once
gone past is never silent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count

from rules.duty import Duty
from rules.limits import LimitReached
from tasks.casework import Proceeding

Turn = Callable[[int], str]
"""What the first decision at a limit is about, and the second."""


def kept_within_limit(
    case: Proceeding, duty: Duty[LimitReached], *, since: datetime, about: Turn, ends_by_word: bool = False
) -> None:
    """By the end of the limit, and then on every day that was named: does it end, or why not? 上限届满决定.

    Args:
        since: when the state began.
        about: tells the turns apart.
        ends_by_word: whoever answers that it ends has ended it.  Otherwise the procedure sees the end elsewhere, and
            stops asking; until then a state that was said to end is asked about again.
    """
    said = case.where_set(duty, since=since, about=about(1))
    for turn in count(2):
        if said is None or (ends_by_word and not said.goes_on):
            return
        variant = "named" if said.goes_on else "ending"
        said = case.fulfilled(
            duty, since=said.happened_at, about=about(turn), variant=variant, ends_on=said.next_review_on
        )


def release_limit(case: Proceeding, duty: Duty[LimitReached], *, about: Turn) -> None:
    """The state is over: nobody is asked about its limit any more. 状态已结束."""
    for turn, _ in enumerate((None, *case.recorded(duty)), start=1):
        case.release(duty, about=about(turn))
