"""The deadline sweep: every rung that is due is climbed, once, in order. 逾期督办.

The indexed column only finds candidates; what is due is derived from the ladder that was frozen with the duty.  A
sweep that was off for months finds exactly the rungs that it would have found, climbs them in order, and says of
each that it was caught up; whoever should have heard of them is sent one summary of all (`tasks.catching_up`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlmodel import col

from models import DutyRow
from rules.duty import Point, Rung
from tasks import attention, catching_up, messages, wording
from tasks.canonical import instant, instant_or_none
from tasks.catching_up import CAUGHT_UP_AFTER, keep_for_the_summary
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.laddered import Laddered, Reached, due_by, found_due
from tasks.posts import FoundPost, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

AT_ONCE = 500
"""Duties in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep came to. 督办结果."""

    rungs: int
    more: bool  # there is more to do than one transaction holds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One rung to climb: its number, when it was due, when the next one is."""

    number: int
    at: datetime
    following: datetime | None


def sweep(office: Office, limit: int = AT_ONCE) -> Swept:
    """Climb every rung that is due now, of at most `limit` duties."""
    with office.writing() as desk:
        found = found_due(desk, _DUE, limit)
        entries = list(chain.from_iterable(_climb(desk, one) for one in found))
        desk.record(*entries)
        return Swept(rungs=len(entries), more=len(found) == limit)


def sweep_all(office: Office) -> int:
    """Sweep until nothing is due; ask those who do not react; send the summaries of what was missed.

    Returns: the number of rungs climbed.
    """
    total = 0
    more = True
    while more:
        swept = sweep(office)
        total += swept.rungs
        more = swept.more
    attention.ask_all(office, AT_ONCE)
    catching_up.summarise(office)
    return total


_DUE = due_by(col(DutyRow.next_rung_at))


def _climb(desk: Desk, due: Laddered) -> list[Entry]:
    """The entries for all rungs of one duty that are due, in order."""
    entries = []
    number, at = due.row.next_rung, due.row.next_rung_at
    while at is not None and at <= desk.at:
        step = _step(desk, due, number, at)
        entries.append(_entry(desk, due, step))
        number, at = number + 1, step.following
    return entries


def _step(desk: Desk, due: Laddered, number: int, at: datetime) -> _Step:
    """The last rung is told again and again; of the times that were missed only the latest is told."""
    following = due.after(number, at)
    while number >= len(due.times) and following is not None and following <= desk.at:
        at, following = following, due.after(number, following)
    return _Step(number=number, at=at, following=following)


def _entry(desk: Desk, due: Laddered, step: _Step) -> Entry:
    rung = due.rung(step.number)
    overtaken = rung.point is not Point.OVERDUE and _is_overtaken(due.row, step.at, desk.at)
    reached = Reached() if overtaken else due.reach(step.number)
    # what was entered late was late before anybody could sweep: that is no missed tick
    caught_up = desk.at - max(step.at, due.row.opened_at) > CAUGHT_UP_AFTER
    # after months without a sweep nobody is flooded, nor with a month that ends for every child of a province: each
    # post hears of all in one message
    gathered = caught_up or due.pack.duty(due.row.code).routine
    if gathered:
        keep_for_the_summary(desk, due.row.no, step.number, step.at, reached.posts)
    notices = [] if gathered else _tell(desk, due, step, rung, reached)
    payload = {
        "code": due.row.code,
        "rung": step.number,
        "rung_at": instant(step.at),
        "caught_up": caught_up,
        "overtaken": overtaken,
        "told": [post.no for post in reached.posts],
        "unheld": list(reached.unheld),
        "next_rung_at": instant_or_none(step.following),
        "notices": notices,
    }
    if reached.climbed_to is not None:
        payload["climbed_to"] = reached.climbed_to
    if rung.document and reached.posts:
        payload["document"] = rung.document
    return Entry(
        chain=due.row.case_no,
        kind=Kind.RUNG_FIRED,
        key=f"rung:{due.row.no}:{step.number}",
        payload=payload,
        happened_at=desk.at,
        procedure_no=due.row.procedure_no,
        duty_no=due.row.no,
        basis=(rung.basis,),
    )


def _is_overtaken(row: DutyRow, rung_at: datetime, at: datetime) -> bool:
    """A reminder of what is overdue by now, or was only opened after it: recorded, and nobody is bothered with it."""
    return rung_at < row.opened_at or (row.legal_due_at is not None and at >= row.legal_due_at)


def _tell(desk: Desk, due: Laddered, step: _Step, rung: Rung, reached: Reached) -> list[dict[str, Any]]:
    def to(posts: Sequence[FoundPost], template: str, facts_in: messages.FactsIn) -> list[dict[str, Any]]:
        return messages.to_posts(desk, posts, template, facts_in, case_no=due.row.case_no, rung=step.number + 1)

    if reached.climbed_to is not None:
        return to(reached.posts, "unheld", lambda lang: due.unheld_facts(reached, lang))
    if rung.template != "escalation":
        return to(reached.posts, rung.template, lambda lang: _reminding(due, step, lang))
    # whoever owes it is asked to do it, everybody else to see that it is done
    owner = [post for post in reached.posts if post.no == due.row.post_no]
    others = [post for post in reached.posts if post.no != due.row.post_no]
    facts_in = cache(partial(_escalating, desk, due, step))
    return [
        *to(owner, "escalation", lambda lang: {**facts_in(lang), "yours": True}),
        *to(others, "escalation", lambda lang: {**facts_in(lang), "yours": False}),
    ]


def _reminding(due: Laddered, step: _Step, lang: str) -> dict[str, Any]:
    at = due.desk.at
    left = (due.row.internal_due_at or at) - at
    return {
        **due.words().facts_in_full(due.pack, lang),
        "remaining": wording.say_stretch(left, lang),
        "last_safe": due.rung(step.number).point is Point.LAST_SAFE,
    }


def _escalating(desk: Desk, due: Laddered, step: _Step, lang: str) -> dict[str, Any]:
    """All facts of the message but one: whether it is the reader who owes the duty."""
    rung = due.rung(step.number)
    owner = post_by_number(desk, due.row.post_no) if due.row.post_no else None
    nobody = "无人在岗" if lang == "zh" else "nobody"
    return {
        **due.words().facts(due.pack, lang),
        "owed_by": (owner.zh if lang == "zh" else owner.en) if owner else nobody,
        "rung": min(step.number + 1, len(due.times)),
        "rungs_total": len(due.times),
        "again": max(0, step.number + 1 - len(due.times)),
        "overdue_for": _overdue_for(desk.at - (due.row.legal_due_at or desk.at), lang),
        "next_rung": wording.say_moment(step.following, lang) if step.following else "",
        "document": _letter(due, step.number) if rung.document else "",
    }


def _overdue_for(late: timedelta, lang: str) -> str:
    if late < timedelta(minutes=1):
        return "不足1分钟" if lang == "zh" else "less than a minute"
    return wording.say_stretch(late, lang)


def _letter(due: Laddered, number: int) -> str:
    """How the document of a rung is had."""
    return f"hutong duty letter {due.row.case_no} {wording.short_no(due.row.no)} --rung {number + 1}"
