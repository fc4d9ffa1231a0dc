"""How a duty stands: one shape, one word, one date. 期限标记 (visual language §5).

Lateness is said of a legal date only; past our own date the mark is the last safe moment, not a breach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rules.moments import civil_day
from rules.vocabulary import DutyState, Precision

if TYPE_CHECKING:
    from board.words import Words
    from tasks.cases import DutyView

SOON = timedelta(days=3)
"""From here on a date is near (our choice; a list of a week has its own)."""

_SURE = frozenset({Precision.EXACT, Precision.DAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A mark. 标记.

    Args:
        css: class that draws the shape; "" for a date that is far.
        words: what the shape says.
        at: the date beside it; None: there is none to show.
    """

    css: str
    words: str
    at: datetime | None = None


def chip(view: DutyView, say: Words) -> Chip:
    """How a duty stands at this moment."""
    if view.state is DutyState.PAUSED:
        return Chip(css="hold", words=say("已暂停", "Paused"))
    if view.state is not DutyState.OPEN:
        return _settled(view, say)
    due, legal = view.internal_due_at, view.legal_due_at
    if due is None or legal is None:
        return Chip(css="", words=say("未计时", "No date"))
    if view.overdue:
        late = say.stretch(say.now - legal)
        return Chip(css="over", words=say(f"逾期 {late}", f"{late} overdue"), at=legal)
    if view.provisional:
        return Chip(css="prov", words=say("暂定", "Provisional"), at=due)
    if say.now > due:
        return Chip(css="last", words=say("最后时机", "Last safe moment"), at=legal)
    return _to_come(due, say)


def chip_of_window(due: datetime | None, say: Words, *, overdue: bool) -> Chip:
    """How a routine duty stands, of which a list knows the legal date alone."""
    if due is None:
        return Chip(css="", words=say("未计时", "No date"))
    if overdue:
        late = say.stretch(say.now - due)
        return Chip(css="over", words=say(f"逾期 {late}", f"{late} overdue"), at=due)
    return _to_come(due, say)


def _to_come(due: datetime, say: Words) -> Chip:
    left = due - say.now
    if civil_day(due - timedelta(microseconds=1)) == say.today:  # midnight is the end of the day before
        return Chip(css="soon", words=say("今天到期", "Due today"), at=due)
    words = say(f"还有 {say.stretch(left)}", f"{say.stretch(left)} left")
    return Chip(css="soon" if left <= SOON else "", words=words, at=due)


def _settled(view: DutyView, say: Words) -> Chip:
    if view.state is DutyState.SKIPPED:
        return Chip(css="skp", words=say("略过", "Skipped"), at=view.happened_at)
    if view.state is DutyState.EXCUSED:
        return Chip(css="exc", words=say("免除", "Excused"), at=view.happened_at)
    if view.state is DutyState.SETTLED:
        return Chip(css="skp", words=say("随程序终结", "Ended with its procedure"))
    if view.in_time is False:
        return Chip(css="over", words=say("迟办", "Done late"), at=view.happened_at)
    if view.in_time is None and view.precision not in _SURE:
        return Chip(css="prov", words=say("已办，日期不确定", "Done, day uncertain"), at=view.happened_at)
    return Chip(css="met", words=say("按期办结", "Done in time"), at=view.happened_at)
