"""What several commands show of a case. 个案的显示."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cli.output import say
from cli.stuck_shown import show as show_stuck
from cli.timeline import show_one
from tasks import wording

if TYPE_CHECKING:
    from tasks.cases import Why
    from tasks.timeline import Moment

__all__ = ["show_stuck", "show_timeline", "show_why_briefly"]


def show_timeline(moments: Iterable[Moment]) -> None:
    """A timeline as text."""
    for one in moments:
        show_one(one)


def show_why_briefly(reasons: Why) -> None:
    """A due date in a few lines: duty, period with its force, and how it was counted."""
    view = reasons.duty
    row, basis, force, _ = reasons.period
    say(f"{view.no} {view.zh}：{wording.say_end(view.internal_due_at, 'zh')}", view.en)
    say(f"    {force.zh} {view.period_zh}（{basis}〔{row}〕），自{view.starts}起")
    for line in reasons.lines:
        say(f"    · {line.zh}")
