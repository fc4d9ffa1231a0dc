"""Asking those who do not react: has it been read, has somebody taken it on? 催阅、催接.

Read, taken on and done are three facts with three clocks.  Reading silences the question whether it was read, taking
on silences both; neither touches the ladder of the duty itself, whose next rung comes all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col

from models import DutyRow
from rules.duty import DutySpec, Ladder, Point
from rules.vocabulary import DutyState
from tasks import duty_rules, messages, wording
from tasks.armed import first_due
from tasks.canonical import instant, read_instant
from tasks.catching_up import ATTENTION_RUNG, CAUGHT_UP_AFTER, keep_for_the_summary
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.laddered import Laddered, due_by, found_due
from tasks.posts import post_by_number

if TYPE_CHECKING:
    from tasks.clocks import DutyClock
    from tasks.desk import Desk
    from tasks.office import Office


_WAITS = first_due(col(DutyRow.attention_at), bindparam("at"))
_SILENT = due_by(col(DutyRow.attention_at))


def ask_all(office: Office, limit: int) -> None:
    """Ask about every duty whose post has been silent for too long; nobody is held up where there is none."""
    with office.reading() as desk:
        if desk.connection.execute(_WAITS, {"at": desk.at}).first() is None:
            return
    while ask(office, limit) == limit:
        pass


def ask(office: Office, limit: int) -> int:
    """The same of at most `limit` duties, in one transaction. Returns how many."""
    with office.writing() as desk:
        found = found_due(desk, _SILENT, limit)
        desk.record(*(_entry(desk, one) for one in found))
        return len(found)


def rules_of(desk: Desk, row: DutyRow) -> tuple[DutySpec, Ladder]:
    """What the frozen rules say of a duty, and the ladder that it climbs."""
    pack = duty_rules.rules_of(desk, row)
    spec = pack.duty(row.code)
    return spec, pack.ladder(spec.ladder)


def reading(desk: Desk, row: DutyRow, by: Actor) -> Entry:
    """That the present post of a duty has read it: its own words, or by confirming the message about it."""
    spec, ladder = rules_of(desk, row)
    turns = "".join(f":{n}" for n in (row.hand_ons, row.turns) if n)
    return Entry(
        chain=row.case_no,
        kind=Kind.DUTY_READ,
        key=f"read{turns}:{row.no}",
        payload={"code": row.code, "about": row.about, **after_reading(ladder, row)},
        happened_at=desk.at,
        by=by,
        procedure_no=row.procedure_no,
        duty_no=row.no,
        basis=spec.ground,
    )


def after_reading(ladder: Ladder, row: DutyRow) -> dict[str, Any]:
    """Where the clocks of attention stand once it was read: what is left is to take it on."""
    asked = _asked(row)
    standing = _standing(asked, next(_to_take_on(ladder, row, asked), len(asked)))
    return standing if row.state == DutyState.OPEN else {**standing, "attention_at": None}  # while it stands: nothing


def from_now_on(clock: DutyClock, row: DutyRow, at: datetime) -> dict[str, Any]:
    """When its post is asked next, once the clock runs again: what came while it stood is not asked afterwards.

    Whoever was given the duty while its clock stood was not asked yet: for them the clocks begin now.
    """
    asked = _asked(row)
    if row.accepted_at is not None:
        return {"next_attention": row.next_attention, "attention_at": None}
    if not asked and row.post_no is not None and row.read_at is None:
        begun = clock.attention(at)
        return {"attention": begun, "next_attention": 0, "attention_at": begun[0][0] if begun else None}
    still = range(row.next_attention, len(asked)) if row.read_at is None else _to_take_on(clock.ladder, row, asked)
    return _standing(asked, next((n for n in still if asked[n][0] > at), len(asked)))


def _to_take_on(ladder: Ladder, row: DutyRow, asked: list[tuple[datetime, int]]) -> Iterator[int]:
    """Places of the questions, from the next one on, whether it was taken on."""
    still = range(row.next_attention, len(asked))
    return (n for n in still if ladder.attention[asked[n][1]].point is Point.UNACCEPTED)


def _asked(row: DutyRow) -> list[tuple[datetime, int]]:
    """The moments at which its post is asked, each with the number of the rung of attention."""
    return [(at, rung) for text, rung in json.loads(row.attention) if (at := read_instant(text)) is not None]


def _standing(asked: list[tuple[datetime, int]], step: int) -> dict[str, Any]:
    return {"next_attention": step, "attention_at": instant(asked[step][0]) if step < len(asked) else None}


def _entry(desk: Desk, due: Laddered) -> Entry:
    """Of several questions that were missed only the latest is asked."""
    asked = _asked(due.row)
    ladder = due.pack.ladder(due.pack.duty(due.row.code).ladder)
    open_ones = [
        n
        for n in range(due.row.next_attention, len(asked))
        if due.row.read_at is None or ladder.attention[asked[n][1]].point is Point.UNACCEPTED
    ]
    latest = max((n for n in open_ones if asked[n][0] <= desk.at), default=due.row.next_attention)
    following = next((n for n in open_ones if n > latest), len(asked))
    at, number = asked[latest]
    overdue = due.row.legal_due_at is not None and desk.at >= due.row.legal_due_at  # the ladder speaks now
    reached = due.attend(number)
    posts = () if overdue else reached.posts
    caught_up = desk.at - at > CAUGHT_UP_AFTER

    def facts_in(lang: str) -> dict[str, Any]:
        return _facts(due, ladder, number, lang)

    if caught_up:  # told with what else was missed, in one summary
        keep_for_the_summary(desk, due.row.no, ATTENTION_RUNG, at, posts)
        notices = []
    else:
        notices = messages.to_posts(desk, posts, "attention", facts_in, case_no=due.row.case_no)

    return Entry(
        chain=due.row.case_no,
        kind=Kind.ATTENTION_FIRED,
        key=f"attention:{due.row.no}:{due.row.hand_ons}:{latest}",
        payload={
            "code": due.row.code,
            "point": ladder.attention[number].point,
            "asked_at": instant(at),
            "told": [post.no for post in posts],
            "unheld": list(reached.unheld),
            "overtaken": overdue,
            **_standing(asked, len(asked) if overdue else following),
            "caught_up": caught_up,
            "notices": notices,
        },
        happened_at=desk.at,
        procedure_no=due.row.procedure_no,
        duty_no=due.row.no,
        basis=(ladder.attention[number].basis,),
    )


def _facts(due: Laddered, ladder: Ladder, number: int, lang: str) -> dict[str, Any]:
    owner = post_by_number(due.desk, due.row.post_no) if due.row.post_no else None
    nobody = "无人在岗" if lang == "zh" else "nobody"
    short = wording.short_no(due.row.no)
    return {
        **due.words().facts(due.pack, lang),
        "owed_by": (owner.zh if lang == "zh" else owner.en) if owner else nobody,
        "unread": ladder.attention[number].point is Point.UNREAD,
        "told_at": wording.say_moment(due.row.told_at or due.row.opened_at, lang),
        "how_to_accept": f"hutong duty accept {due.row.case_no} {short}",
    }
