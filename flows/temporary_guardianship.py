"""临时监护 / One stay in temporary guardianship: the child is received, looked after and talked about until it leaves.

Ground   未成年人保护法 Arts. 92–93, 96.  No national law limits it (F-04); the conferences are our default (F-92).
         Where a local rule limits it (上海 Art. 77(4), F-51) somebody decides at its end.
A track of guardianship transfer.  It ends when somebody has signed for the child, not with a judgment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from flows.limits import kept_within_limit, release_limit
from flows.turns import known, nth, respondents
from rules.duty import Answer
from rules.guardianship import (
    BEGIN_TEMPORARY_GUARDIANSHIP,
    CHECK_HEALTH,
    DECIDE_AT_STAY_LIMIT,
    EXPLAIN_LONG_STAY,
    GIVE_CASE_NOTE,
    HOLD_CONFERENCE,
    IN_CARE,
    IN_INSTITUTION,
    SCREEN_PSYCHOLOGY,
    TELL_OF_PLACEMENT,
    GuardianshipBegun,
)
from rules.placement import PlacementMode
from rules.vocabulary import InstrumentKind
from tasks.casework import Proceeding


@dataclass
class Stay:
    """One stay of the child outside its home. 一次临时监护.

    Args:
        number: first, second … in this procedure.
        left: the answer that says that somebody has signed for the child; set as the way out is told.
    """

    number: int
    began: GuardianshipBegun
    left: Answer | None = None

    @property
    def in_care(self) -> bool:
        """Civil affairs is temporary guardian, and stays it until the child is handed over."""
        return self.began.mode in IN_CARE and self.left is None

    @property
    def at_home(self) -> bool:
        """The child was never taken away."""
        return self.began.mode is PlacementMode.NOT_NEEDED

    @property
    def about(self) -> str:
        """What the duties of this stay are about."""
        return nth(self.number)

    def nth(self, turn: int) -> str:
        """What the second duty of a kind in this stay is about, and the third."""
        return nth(self.number, turn)


def begin_stay(case: Proceeding, number: int, *, since: datetime) -> Stay:
    """Where the child is, and from when; perhaps it was decided as an emergency. 启动临时监护."""
    began = case.fulfilled(BEGIN_TEMPORARY_GUARDIANSHIP, since=since, about=nth(number))
    return Stay(number, began)


def temporary_guardianship(case: Proceeding, stay: Stay) -> None:
    """What is owed to a child in care, side by side; nothing of it once the child has left. 临时监护."""
    if stay.began.mode not in IN_CARE:
        return
    to = known(respondents(case))
    decision = case.issue(InstrumentKind.PLACEMENT_DECISION, stay.began, about=stay.about, to=to)
    if stay.left:
        _release_all(case, stay)
        case.end(decision, by=stay.left)
        return
    case.beside(
        lambda case: case.fulfilled(CHECK_HEALTH, since=stay.began.happened_at, about=stay.about),  # 健康检查
        lambda case: case.fulfilled(SCREEN_PSYCHOLOGY, since=stay.began.happened_at, about=stay.about),  # 心理筛查
        lambda case: case.fulfilled(TELL_OF_PLACEMENT, since=stay.began.happened_at, about=stay.about),  # 告知
        lambda case: _case_note(case, stay),
        lambda case: _conferences(case, stay),
        lambda case: case.fulfilled(EXPLAIN_LONG_STAY, since=stay.began.happened_at, about=stay.about),  # 满十二个月
        lambda case: kept_within_limit(  # 地方规定的上限
            case, DECIDE_AT_STAY_LIMIT, since=stay.began.happened_at, about=stay.nth
        ),
    )


def _case_note(case: Proceeding, stay: Stay) -> None:
    if stay.began.mode in IN_INSTITUTION:  # 公安机关情况说明
        case.fulfilled(GIVE_CASE_NOTE, since=stay.began.happened_at, about=stay.about)


def _conferences(case: Proceeding, stay: Stay) -> None:
    """The first after 30 days, then every 90, for as long as the child is in care. 个案会商."""
    since, variant = stay.began.happened_at, "default"
    for turn in count(1):
        held = case.fulfilled(HOLD_CONFERENCE, since=since, about=stay.nth(turn), variant=variant)
        since, variant = held.happened_at, "next"


def _release_all(case: Proceeding, stay: Stay) -> None:
    case.release(CHECK_HEALTH, about=stay.about)
    case.release(SCREEN_PSYCHOLOGY, about=stay.about)
    case.release(TELL_OF_PLACEMENT, about=stay.about)
    case.release(GIVE_CASE_NOTE, about=stay.about)
    case.release(EXPLAIN_LONG_STAY, about=stay.about)
    for turn, _ in enumerate((None, *case.recorded(HOLD_CONFERENCE)), start=1):
        case.release(HOLD_CONFERENCE, about=stay.nth(turn))
    release_limit(case, DECIDE_AT_STAY_LIMIT, about=stay.nth)
