"""The watchdog: what must never be, looked for on every tick, told once. 巡检.

It watches the machinery, not the people: a case in which nobody owes anything, a procedure that does not move, a
sweep that is not alive, and every invariant of the published list (`tasks.invariants`).  What it finds is recorded,
each finding once, and the county office is told: of many violations of one invariant in one message.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, Procedure
from rules.vocabulary import Role
from tasks import heartbeat, invariants, messages, wording
from tasks.canonical import instant
from tasks.invariants import Broken, Violation
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_near
from tasks.stuck import Stuck, StuckKind, stuck

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

WATCHED = frozenset({StuckKind.NO_OPEN_DUTY, StuckKind.STALE_WAKE, StuckKind.SWEEP_NOT_ALIVE})

NAMED = 5
"""So many cases are named in one message; of the others it says how many there are."""


def watch(office: Office) -> list[Stuck]:
    """Look for what must never be; record and tell what was not told before. Returns all that was found."""
    with office.writing() as desk:
        found = stuck(desk, WATCHED)
        for finding in found:
            key = f"watchdog:{finding.kind}:{finding.case_no}:{instant(finding.since)}"
            if not desk.has_happened(key):
                desk.record(_entry(desk, finding, key))
        return found


def guard(office: Office) -> list[Broken]:
    """Look whether every invariant holds; record and tell what was not told before. Returns all that is broken.

    Nobody is held up while it looks.  Of the journal it looks at what is new since it last did.
    """
    with office.reading() as desk:
        window = invariants.since(desk, _looked_until(desk))
        found = invariants.broken(desk, window)
    told_here = [one for one in found if one.invariant.told_as not in WATCHED]
    if told_here:
        with office.writing() as desk:
            for one in told_here:
                _tell_of(desk, one)
    heartbeat.beat(office, {heartbeat.WATCHDOG: str(window.until)})
    return found


def wake_idle_cases(office: Office) -> int:
    """Wake every open procedure of the open cases in which nobody owes anything. Returns how many were woken."""
    with office.writing() as desk:
        idle = [finding.case_no for finding in stuck(desk, frozenset({StuckKind.NO_OPEN_DUTY}))]
        query = select(Procedure.no).where(col(Procedure.case_no).in_(idle), col(Procedure.state) == "open")
        numbers = list(desk.session.exec(query))
        for no in numbers:
            desk.wake(no, "repair")
        return len(numbers)


def _entry(desk: Desk, finding: Stuck, key: str) -> Entry:
    post = _county_office(desk, finding.case_no)

    def facts_in(lang: str) -> dict[str, Any]:
        return {
            "kind": wording.say(finding.kind, lang),
            "case_no": finding.case_no or "—",
            "since": wording.say_moment(finding.since, lang),
            "what_to_do": finding.repair if lang == "zh" else finding.repair_en,
        }

    notices = messages.to_posts(
        desk, [post] if post else [], "watchdog_finding", facts_in, case_no=finding.case_no or None
    )
    return Entry(
        chain=finding.case_no or SYSTEM,
        kind=Kind.WATCHDOG_FOUND,
        key=key,
        payload={"kind": finding.kind, "since": instant(finding.since), "notices": notices},
        happened_at=desk.at,
    )


def _looked_until(desk: Desk) -> int:
    """The entry up to which the last tick looked; what was never looked at is looked at tick by tick."""
    beat = heartbeat.last_beat(desk.session, heartbeat.WATCHDOG)
    return int(beat[1]) if beat and beat[1].isdigit() else 0


def _tell_of(desk: Desk, broken: Broken) -> None:
    """One entry for each new violation; one message for each county office, with the entry of its first case."""
    new = [one for one in broken.first if not desk.has_happened(one.key)]
    offices = {one.key: _county_office(desk, one.case_no) for one in new}

    def number(one: Violation) -> str:
        post = offices[one.key]
        return post.no if post else ""

    for _, same in groupby(sorted(new, key=number), key=number):
        violations = list(same)
        notices = _message(desk, offices[violations[0].key], broken, violations)
        for violation in violations:
            desk.record(_violated(desk, broken, violation, notices))
            notices = []


def _message(desk: Desk, post: FoundPost | None, broken: Broken, violations: list[Violation]) -> list[dict[str, Any]]:
    invariant = broken.invariant
    cases = list(dict.fromkeys(one.case_no or one.subject for one in violations))
    count = broken.total if len(violations) == len(broken.first) else len(violations)  # beyond those that are named

    def facts_in(lang: str) -> dict[str, Any]:
        named = ("、" if lang == "zh" else ", ").join(cases[:NAMED])
        more = {"zh": f" 等，共 {count} 处", "en": f" and others, {count} in all"}[lang] if count > NAMED else ""
        return {
            "kind": invariant.zh if lang == "zh" else invariant.en,
            "case_no": named + more,
            "since": wording.say_moment(desk.at, lang),
            "what_to_do": invariant.mend_zh if lang == "zh" else invariant.mend_en,
        }

    case_no = violations[0].case_no or None
    return messages.to_posts(desk, [post] if post else [], "watchdog_finding", facts_in, case_no=case_no)


def _violated(desk: Desk, broken: Broken, violation: Violation, notices: list[dict[str, Any]]) -> Entry:
    return Entry(
        chain=violation.case_no or SYSTEM,
        kind=Kind.WATCHDOG_FOUND,
        key=violation.key,
        payload={
            "invariant": violation.code,
            "subject": violation.subject,
            "seen": violation.seen,
            "of": broken.total,
            "notices": notices,
        },
        happened_at=desk.at,
    )


def _county_office(desk: Desk, case_no: str) -> FoundPost | None:
    """The county office near the case; for the installation as a whole, near any open case."""
    query = select(CaseFile.area)
    query = query.where(col(CaseFile.no) == case_no) if case_no else query.where(col(CaseFile.state) == "open")
    area = desk.session.exec(query.limit(1)).first()
    return post_near(desk, [Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS], area) if area else None
