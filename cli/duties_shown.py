"""Duties as people read them: what, who, by when, on what basis and with what force. 职责的显示.

A default of ours is never shown as law, and lateness is said only of a legal date.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cli.output import show_table
from rules.vocabulary import DutyState, Precision
from rules.when import When, say_when
from tasks import wording

if TYPE_CHECKING:
    from tasks.cases import DutyView

_SURE = frozenset({Precision.EXACT, Precision.DAY})

_COLUMNS = ("序号 No.", "职责 Duty", "谁 Who", "限期 Due", "时限与依据 Period and basis")


def show_duties(views: Iterable[DutyView], now: datetime, *, with_case: bool = False) -> None:
    """A table of duties; the case beside each where they are of several."""
    columns = ("个案 Case", *_COLUMNS) if with_case else _COLUMNS
    show_table(columns, [(*([view.case_no] if with_case else []), *_row(view, now)) for view in views])


def _row(view: DutyView, now: datetime) -> tuple[str, ...]:
    about = f"@{view.about}" if view.about else ""
    zh, en = view.matter
    name = f"{view.zh}{f'（{zh}）' if zh else ''}{about}\n{view.en}{f' ({en})' if en else ''}"
    return view.no, name, owner_words(view), due_words(view, now), basis_words(view)


def owner_words(view: DutyView) -> str:
    """Who owes it."""
    return f"{view.owner.zh}\n{view.owner.no}" if view.owner else "无人负责\nnobody holds it"


def basis_words(view: DutyView) -> str:
    """How long, with what force, by which article."""
    zh, en = view.period_force.zh, wording.FORCE_EN[view.period_force]
    return f"{zh}：{view.period_zh}\n{en}: {view.period_en}\n{view.period_basis}"


def due_words(view: DutyView, now: datetime) -> str:
    """How it stands, and its date."""
    zh, en = _standing(view, now)
    date = wording.say_end(view.internal_due_at, "zh") if view.state is DutyState.OPEN else ""
    return "\n".join(line for line in (zh, date, en) if line)


def _standing(view: DutyView, now: datetime) -> tuple[str, str]:
    if view.state is DutyState.PAUSED:
        return "已暂停", "paused"
    if view.state is not DutyState.OPEN:
        return _done(view)
    if view.internal_due_at is None or view.legal_due_at is None:
        return "未计时", "no date"
    if view.overdue:
        late = now - view.legal_due_at
        return f"■ 逾期{_stretch(late, 'zh')}", f"{_stretch(late, 'en')} overdue"
    provisional = ("暂定，", "provisional, ") if view.provisional else ("", "")
    if now > view.internal_due_at:  # only the rest days at its end are left of it
        return f"▲ {provisional[0]}内部期限已过，期限尚未届满", f"{provisional[1]}past our date, not past the limit"
    left = view.internal_due_at - now
    return f"{provisional[0]}还有{_stretch(left, 'zh')}", f"{provisional[1]}{_stretch(left, 'en')} left"


def _stretch(length: timedelta, lang: str) -> str:
    """A length of time; nobody counts hours beyond three days."""
    if length < timedelta(days=3):
        return wording.say_stretch(length, lang)
    return f"{length.days}天" if lang == "zh" else f"{length.days} d"


def _done(view: DutyView) -> tuple[str, str]:
    if view.state is DutyState.ANSWERED and view.precision not in _SURE:
        return _uncertain(view)
    words = {None: ("", ""), True: ("按期", ", in time"), False: ("迟", ", late")}
    zh, en = words[view.in_time if view.state is DutyState.ANSWERED else None]
    return f"✓ {zh}{view.state.zh}" if zh else f"– {view.state.zh}", f"{view.state.value}{en}"


def _uncertain(view: DutyView) -> tuple[str, str]:
    """What was done on a day that is only about known, with the day in words."""
    words = {None: ("日期不足以判断是否按期", "in time or not: open"), True: ("按期", "in time"), False: ("迟", "late")}
    zh, en = words[view.in_time]
    unknown = view.happened_at is None or view.precision is Precision.UNKNOWN
    day = "时间不详" if unknown else say_when(When(at=view.happened_at, precision=view.precision))
    return f"✓ {view.state.zh}，{zh}\n{day}", f"{view.state.value}, {en}"
