"""Windows in which nothing is owed although a rhythm counts the child, or that were dropped, and why. 未产生的周期.

A list of what is owed says nothing of what is not: whoever opens a file of care is told that nobody will come in this
window, and on what ground (HT-141, HT-143, HT-145).  The same of the file of an agency (HT-266).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, MonitoredChild, Post, Procedure
from packs.pack import Pack
from rules.moments import civil_day
from rules.rhythm import Rhythm
from rules.vocabulary import DutyState, ExcuseCause, ProcedureKind, Role
from rules.windows import JOINING, Window, window_of
from tasks.agency_files import kind_of
from tasks.kinds import Kind
from tasks.routine import CATCHING_UP, standings_of
from tasks.routine_entries import agency_rhythms_of, rhythms_of

if TYPE_CHECKING:
    from tasks.desk import Desk

ENTERED_LATE = "HT-266"
"""Fact row of a post that is entered while a window runs."""

EXCUSED = "HT-145"
BEGINNING = "HT-140"

MOST = 12
"""Dropped and excused windows that are told, the newest: older ones stand on the timeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLeft:
    """One window in which something is not owed. 一期未产生或者已终止的职责.

    Args:
        zh, en: what it would have been.
        window: as people read it (2026年3月); `code` as it is stored.
        why_zh, why_en: why it is not owed.
        basis: fact row of that.
    """

    zh: str
    en: str
    window: str
    code: str
    why_zh: str
    why_en: str
    basis: str


def windows_left(desk: Desk, case_no: str) -> tuple[WindowLeft, ...]:
    """What is not owed in the running windows of a file of care or of an agency, and what was dropped; else nothing."""
    query = select(Procedure).where(col(Procedure.case_no) == case_no, col(Procedure.kind).in_(_KEPT_BY_WINDOWS))
    row = desk.session.exec(query.order_by(col(Procedure.opened_at).desc())).first()
    if row is None:
        return ()
    duties = list(desk.session.exec(select(DutyRow).where(col(DutyRow.procedure_no) == row.no)))
    pack = desk.rules(row.rules)
    here = _of_a_child if row.kind == ProcedureKind.MONITORING else _of_an_agency
    running = here(desk, pack, row, {(one.code, one.about) for one in duties}) if row.state == "open" else iter(())
    return (*running, *_standing_still(pack, duties), *_ended(desk, pack, case_no))


_KEPT_BY_WINDOWS = (ProcedureKind.MONITORING, ProcedureKind.ROUTINE_REPORTING)


def _of_a_child(desk: Desk, pack: Pack, row: Procedure, owed: set[tuple[str, str]]) -> Iterator[WindowLeft]:
    listed = desk.session.exec(select(MonitoredChild).where(col(MonitoredChild.procedure_no) == row.no)).one()
    standings = standings_of(listed.standings)
    today = civil_day(desk.at)
    for rhythm, kind in rhythms_of(pack):
        window = window_of(kind, today)
        if not rhythm.counts(standings[-1]) or (rhythm.duty, window.code) in owed:
            continue
        if rhythm.owed_from(window, standings) is None:
            yield _joined_late(rhythm, window, civil_day(standings[-1].from_at))
        else:
            why = (
                "本期已到而尚未登记开始，由例行巡查产生",
                "the window has come and is not recorded yet: the round opens it",
            )
            yield _left(rhythm, window, why, BEGINNING)


def _joined_late(rhythm: Rhythm, window: Window, joined: date) -> WindowLeft:
    first = (window.last + timedelta(days=1)).isoformat()
    zh = f"{joined.isoformat()} 起才计入，本期只剩最后四分之一；自 {first} 起的下一期承办"
    en = f"counted from {joined.isoformat()} on, in the last quarter of the window; owed in the next, from {first} on"
    return _left(rhythm, window, (zh, en), JOINING)


def _of_an_agency(desk: Desk, pack: Pack, row: Procedure, owed: set[tuple[str, str]]) -> Iterator[WindowLeft]:
    role = desk.session.exec(select(Post.role).where(col(Post.no) == row.owed_by_post)).first()
    area = desk.session.exec(select(CaseFile.area).where(col(CaseFile.no) == row.case_no)).one()
    kind = kind_of(row.about, row.since_at)
    why = (
        "岗位在本期中途登记，当时已来不及办理；自下期起承办",
        "the post was entered in the middle of the window, too late to do it in time; owed from the next one on",
    )
    for rhythm, its in agency_rhythms_of(pack):
        if its is kind and role and rhythm.is_owed_at(Role(role), area) and (rhythm.duty, row.about) not in owed:
            yield _left(rhythm, window_of(its, civil_day(row.since_at)), why, ENTERED_LATE)


def _standing_still(pack: Pack, duties: list[DutyRow]) -> Iterator[WindowLeft]:
    """A clock that stands still: it is owed, and nothing of it falls due."""
    for row in duties:
        if row.state == DutyState.PAUSED:
            why = ("时钟暂停，恢复后继续计时", "its clock stands still and goes on when the pause ends")
            yield _of_duty(pack, row.code, row.about, why, BEGINNING)


def _ended(desk: Desk, pack: Pack, case_no: str) -> list[WindowLeft]:
    """What was missed twice over, and what was excused for its window, the newest first."""
    query = select(JournalEntry.payload).where(
        col(JournalEntry.chain) == case_no, col(JournalEntry.kind) == Kind.DUTY_EXCUSED
    )
    found: list[WindowLeft] = []
    for payload in desk.session.exec(query.order_by(col(JournalEntry.seq).desc())):
        facts = json.loads(payload)
        if facts.get("missed"):
            why = ("该期未办，下一期内也没有补办，已记录，不再累积", "missed, and not made up for in the next window")
            found.append(_of_duty(pack, facts["code"], facts["about"], why, CATCHING_UP))
        elif "cause" in facts:
            cause = ExcuseCause(facts["cause"])
            why = (f"本期免办：{cause.zh}", f"excused for this window: {cause}")
            found.append(_of_duty(pack, facts["code"], facts["about"], why, EXCUSED))
    return found[:MOST]


def _left(rhythm: Rhythm, window: Window, why: tuple[str, str], basis: str) -> WindowLeft:
    zh, en = why
    return WindowLeft(zh=rhythm.zh, en=rhythm.en, window=window.zh, code=window.code, why_zh=zh, why_en=en, basis=basis)


def _of_duty(pack: Pack, code: str, about: str, why: tuple[str, str], basis: str) -> WindowLeft:
    spec = pack.duty(code)
    return WindowLeft(zh=spec.zh, en=spec.en, window=about, code=about, why_zh=why[0], why_en=why[1], basis=basis)
