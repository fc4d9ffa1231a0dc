"""How late, told so that nobody is found later than they were. 逾期的长度."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.vocabulary import DutyState, Precision
from rules.when import earliest
from rules.working_time import WorkingTime
from tasks.audit_fold import FoldedDuty
from tasks.verdicts import Verdict

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A stretch after the legal end. 逾期.

    Args:
        by: the exact stretch.
        days: complete days of 24 hours in it: late by a second is late by 0 days.
        working_days: working days that lie wholly in it.
        at_least: the moment at its end is known roughly only, and its earliest reading was taken.
        guessed: a year without a holiday notice lies in it, so that `working_days` is told by the weekday.
    """

    by: timedelta
    days: int
    working_days: int
    at_least: bool = False
    guessed: bool = False

    def say(self, lang: str) -> str:
        """In words: 3天2小时（满3日，其中满1个工作日）; to the second below a minute."""
        stretch = _stretch(self.by, lang)
        if lang == "zh":
            counted = f"（满{self.days}日，其中满{self.working_days}个工作日）" if self.days else ""
            return f"{'至少' if self.at_least else ''}{stretch}{counted}"
        days = f" ({self.days} complete days, {self.working_days} of them working days)" if self.days else ""
        return f"{'at least ' if self.at_least else ''}{stretch}{days}"


def late_of(duty: FoldedDuty, verdict: Verdict, at: datetime, counted: WorkingTime) -> Late | None:
    """How far a duty was beyond its legal end when it was done, left, or at the moment asked about; None: not at all.

    What was skipped, excused or paused is measured to that moment: leaving something out does not undo that it was
    overdue by then.
    """
    due_at = duty.legal_due_at
    until = _end_of(duty, verdict, at)
    if due_at is None or until is None or until <= due_at:
        return None
    return Late(
        by=until - due_at,
        days=(until - due_at) // _A_DAY,
        working_days=counted.complete_days(due_at, until),
        at_least=verdict is Verdict.LATE and duty.happened_precision != Precision.EXACT,
        guessed=counted.guessed(due_at, until),
    )


def _end_of(duty: FoldedDuty, verdict: Verdict, at: datetime) -> datetime | None:
    """To which moment lateness is measured."""
    if verdict is Verdict.LATE and duty.happened_at is not None:
        return earliest(duty.happened_at, Precision(duty.happened_precision or Precision.EXACT))
    if verdict is Verdict.OVERDUE:
        return at
    if duty.state == DutyState.PAUSED:
        return duty.pauses[-1][1]
    if duty.state == DutyState.SETTLED:
        return duty.settled_at
    return duty.happened_at if duty.state in (DutyState.SKIPPED, DutyState.EXCUSED) else None


def _stretch(by: timedelta, lang: str) -> str:
    seconds = int(by.total_seconds())
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    units = (("天", "d", days), ("小时", "h", hours), ("分", "min", minutes), ("秒", "s", left if seconds < 60 else 0))
    told = [f"{amount}{zh}" if lang == "zh" else f"{amount} {en}" for zh, en, amount in units if amount]
    nothing = "不足1秒" if lang == "zh" else "under a second"
    return ("" if lang == "zh" else " ").join(told) or nothing
