"""One summary to each post of the rungs that were climbed late, instead of a flood. 补办汇总.

The rungs are in the journal already, each by itself and marked as caught up.  What their posts are still to be told
waits in a queue that is written with them; killed anywhere, the next sweep sends what is left in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlmodel import col, select

from models import DutyRow, MissedRung, Procedure
from tasks import messages, wording
from tasks.armed import first_due
from tasks.canonical import instant
from tasks.duty_rules import RULES
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_by_number

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

CAUGHT_UP_AFTER = timedelta(minutes=5)
"""What is told later than this was missed by the tick that should have told it, and says so."""

ATTENTION_RUNG = -1
"""In place of the number of a rung: its post was to be asked whether it has read it and takes it on."""

ROUTINE_LATE = "routine_late"
"""Template of the one message of routine duties that are late."""

LISTED = 100
"""So many duties are named in one summary; of the others it says how many there are."""


def keep_for_the_summary(desk: Desk, duty_no: str, rung: int, at: datetime, posts: Iterable[FoundPost]) -> None:
    """What posts were to be told at `at` waits for their summary, written with the entry that records it."""
    missed = {"duty_no": duty_no, "rung": rung, "rung_at": at, "climbed_at": desk.at}
    desk.add(MissedRung, [{**missed, "post_no": post.no} for post in posts])


def summarise(office: Office) -> int:
    """Send every post that missed rungs its one summary. Returns how many posts were told.

    Not before all that was missed is climbed: another runner may still be at it, and its posts would hear twice.
    """
    with office.reading() as desk:
        if desk.session.exec(select(MissedRung.id).limit(1)).first() is None or _more_to_climb(desk):
            return 0
    with office.writing() as desk:
        query = select(MissedRung).order_by(col(MissedRung.post_no), col(MissedRung.rung_at), col(MissedRung.id))
        rows = list(desk.session.exec(query.with_for_update(skip_locked=True)))
        entries = [
            entry
            for post_no, missed in groupby(rows, key=lambda row: row.post_no)
            if (post := post_by_number(desk, post_no)) is not None
            for entry in _entries(desk, post, list(missed))
        ]
        desk.record(*entries)
        ids = [row.id for row in rows]
        for start in range(0, len(ids), 500):
            desk.session.execute(delete(MissedRung).where(col(MissedRung.id).in_(ids[start : start + 500])))
        return len(entries)


def _more_to_climb(desk: Desk) -> bool:
    return desk.session.exec(first_due(col(DutyRow.next_rung_at), desk.at)).first() is not None


def _entries(desk: Desk, post: FoundPost, missed: list[MissedRung]) -> Iterator[Entry]:
    """One message of what was missed, and one of the routine duties that are late, missed or not."""
    duties = _duties(desk, list(dict.fromkeys(row.duty_no for row in missed)))
    routine = {no for no, (row, rules) in duties.items() if desk.rules(rules).duty(row.code).routine}
    for template, rows in (
        ("catch_up", [row for row in missed if row.duty_no not in routine]),
        (ROUTINE_LATE, [row for row in missed if row.duty_no in routine]),
    ):
        if rows:
            yield _entry(desk, post, rows, duties, template)


def _entry(
    desk: Desk, post: FoundPost, missed: list[MissedRung], duties: dict[str, tuple[DutyRow, str]], template: str
) -> Entry:
    latest = {row.duty_no: row for row in missed}  # of one duty the highest rung says it all
    listed = [latest[no] for no in latest if no in duties]

    def facts_in(lang: str) -> dict[str, Any]:
        which = {
            "duties_count": len(listed),
            "duties": [_line(desk, *duties[row.duty_no], row, lang) for row in listed[:LISTED]],
            "left_out": max(0, len(listed) - LISTED),
        }
        if template == ROUTINE_LATE:
            return which
        from_to = {"from": missed[0].rung_at, "to": missed[-1].rung_at}
        moments = {name: wording.say_moment(at, lang) for name, at in from_to.items()}
        return {**which, **moments, "rungs": len(missed)}

    return Entry(
        chain=SYSTEM,
        kind=Kind.CAUGHT_UP,
        key=f"caught-up:{post.no}:{missed[0].duty_no}:{missed[0].rung}:{instant(missed[0].rung_at)}",
        payload={
            "post_no": post.no,
            "rungs": len(missed),
            "duties": sorted(latest),
            "notices": messages.to_posts(desk, [post], template, facts_in, case_no=None),
        },
        happened_at=desk.at,
    )


def _duties(desk: Desk, numbers: list[str]) -> dict[str, tuple[DutyRow, str]]:
    """The duties by number, each with the rules it runs under."""
    found: dict[str, tuple[DutyRow, str]] = {}
    for start in range(0, len(numbers), 500):
        query = select(DutyRow, RULES).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        rows = desk.session.exec(query.where(col(DutyRow.no).in_(numbers[start : start + 500])))
        found |= {row.no: (row, rules) for row, rules in rows}
    return found


def _line(desk: Desk, duty: DutyRow, rules: str, row: MissedRung, lang: str) -> str:
    spec = desk.rules(rules).duty(duty.code)
    late = wording.say_stretch(desk.at - duty.legal_due_at, lang) if duty.legal_due_at else "—"
    name = wording.duty_name(spec, lang)
    number = wording.short_no(duty.no)
    if row.rung == ATTENTION_RUNG:
        asked = {"zh": "无人确认阅知、接办", "en": "nobody has read it or taken it on"}[lang]
        return f"{duty.case_no} {number} {name}{'：' if lang == 'zh' else ': '}{asked}"
    if lang == "zh":
        return f"{duty.case_no} {number} {name}：已逾期 {late}，升至第 {row.rung + 1} 级"
    return f"{duty.case_no} {number} {name}: overdue by {late}, rung {row.rung + 1}"
