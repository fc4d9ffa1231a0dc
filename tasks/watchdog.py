"""The watchdog: what must never be, looked for on every tick, told once. 巡检.

It watches the machinery, not the people: a case in which nobody owes anything, a procedure that does not move, a
sweep that is not alive.  What it finds is recorded and the county office is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, Procedure
from rules.vocabulary import Role
from tasks import messages, wording
from tasks.canonical import instant
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, post_near
from tasks.stuck import Stuck, StuckKind, stuck

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

WATCHED = frozenset({StuckKind.NO_OPEN_DUTY, StuckKind.STALE_WAKE, StuckKind.SWEEP_NOT_ALIVE})


def watch(office: Office) -> list[Stuck]:
    """Look for what must never be; record and tell what was not told before. Returns all that was found."""
    with office.writing() as desk:
        found = stuck(desk, WATCHED)
        for finding in found:
            key = f"watchdog:{finding.kind}:{finding.case_no}:{instant(finding.since)}"
            if not desk.has_happened(key):
                desk.record(_entry(desk, finding, key))
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


def _county_office(desk: Desk, case_no: str) -> FoundPost | None:
    """The county office near the case; for the installation as a whole, near any open case."""
    query = select(CaseFile.area)
    query = query.where(col(CaseFile.no) == case_no) if case_no else query.where(col(CaseFile.state) == "open")
    area = desk.session.exec(query.limit(1)).first()
    return post_near(desk, [Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS], area) if area else None
