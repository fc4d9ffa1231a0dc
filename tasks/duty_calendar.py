"""The dates of a post's duties as a calendar: numbers and the names of duties, nobody's name. 职责日历.

A calendar leaves the house: it lies on telephones and other people's servers.  What a duty is about is therefore told
by the numbers that messages carry too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlmodel import col, select

from documents.ics import Event, ics
from models import DutyRow
from rules.moments import SHANGHAI, day_ended_by, utc
from rules.vocabulary import DutyState
from tasks import wording
from tasks.cases import DutyView, duty_list
from tasks.posts import known_post

if TYPE_CHECKING:
    from tasks.desk import Desk

MOST = 5_000
"""Duties in one calendar; no post has that many, and no calendar program shows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCalendar:
    """The file, and what is in it. 职责日历.

    Args:
        duties: how many it has.
        undated: how many of the post's duties have no date now: their clocks stand.
    """

    content: bytes
    duties: int
    undated: int


def duty_calendar(desk: Desk, post: str) -> DutyCalendar:
    """The calendar of what a post owes now. Raises Refused where there is no such post."""
    held = known_post(desk, post, field="--post")
    owed = duty_list(desk, post=post, limit=MOST)
    dated = [view for view in owed if view.state is DutyState.OPEN and view.internal_due_at is not None]
    safe = _last_safe(desk, post)
    house = desk.office.vault.fingerprint()
    events = [_event(view, safe.get(f"{view.case_no}/{view.no}"), house, desk.at) for view in dated]
    content = ics(events, name=f"护童待办 {held.no}", made_at=desk.at)
    return DutyCalendar(content=content, duties=len(events), undated=len(owed) - len(events))


def _last_safe(desk: Desk, post: str) -> dict[str, datetime]:
    query = select(DutyRow.no, DutyRow.last_safe_at).where(
        col(DutyRow.post_no) == post, col(DutyRow.state) == DutyState.OPEN, col(DutyRow.last_safe_at).is_not(None)
    )
    return {no: at for no, at in desk.session.exec(query) if at is not None}


def _event(view: DutyView, safe: datetime | None, house: str, now: datetime) -> Event:
    assert view.internal_due_at is not None  # only what has a date is asked for
    number = f"{view.case_no}/{view.no}"
    return Event(
        uid=f"{number.replace('/', '.')}@{house}.hutong.invalid",
        by=_by(view.internal_due_at),
        summary=f"{view.zh}（{number}）",
        description="\n".join(_description(view, safe)),
        alarm_at=safe if safe is not None and safe > now else None,
        tentative=view.provisional,
    )


def _by(end: datetime) -> datetime | date:
    midnight = utc(end).astimezone(SHANGHAI).time() == time(0)
    return day_ended_by(end) if midnight else end


def _description(view: DutyView, safe: datetime | None) -> list[str]:
    """Which rule sets the date, and of what force it is: a default of ours is never told as law."""
    about = f"，对象 {view.about}" if view.about else ""
    lines = [
        f"个案 {view.case_no}，职责 {view.no}{about}",
        f"时限：{view.period_force.zh} {view.period_zh}（{view.period_basis}），自{view.starts}起",
        f"内部届满 {wording.say_end(view.internal_due_at, 'zh')}",
    ]
    if view.legal_due_at != view.internal_due_at:
        lines.append(f"遇休息日顺延至 {wording.say_end(view.legal_due_at, 'zh')}")
    if safe is not None:
        lines.append(f"最后安全时刻 {wording.say_moment(safe, 'zh')}：此后着手，已难按期办完")
    if view.provisional:
        lines.append("节假日安排未公布，日期暂定")
    lines += [
        f"{view.en}: {view.period_en} ({wording.FORCE_EN[view.period_force]})",
        f"hutong why {view.case_no} {view.no}",
    ]
    return lines
