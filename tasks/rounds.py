"""What a running service does besides moving cases, climbing rungs and sending: its regular round. 例行巡查.

One list, for the resident runner, for `hutong sweep` and for rehearsals: what one of them does the others do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.moments import civil_day
from tasks import agency_files, assign, digests, heartbeat, monitored_ages, pace, recount, turning, watchdog, windows

if TYPE_CHECKING:
    from tasks.invariants import Broken
    from tasks.office import Office
    from tasks.stuck import Stuck

DAILY = "daily"
"""Heartbeat of what is done once on each civil day, whoever does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """What the watchdog found on a round. 巡查所见."""

    stuck: tuple[Stuck, ...]
    broken: tuple[Broken, ...]


def regular_round(office: Office, *, with_digests: bool = True, with_invariants: bool = True) -> Rounded:
    """Settle and count dates that waited for data, assign what nobody held, once a day the rest, and watch.

    Args:
        with_digests: whether posts get their morning digest; a rehearsal tells only what its story is about.
        with_invariants: whether the published invariants are looked at, too; a simulated year does so once a month.
    Returns: what the watchdog found.
    """
    recount.settle_provisional(office)
    recount.recount_after_a_notice(office)
    assign.assign_unheld(office)
    if _is_new_day(office):
        turning.note_birthdays(office)
        agency_files.open_agency_files(office)
        pace.compute(office)
        office.database.count_rows()
        heartbeat.beat(office, {DAILY: ""})
    if windows.open_windows(office).windows:
        monitored_ages.end_by_age(office)
    if with_digests:
        digests.send(office)
    found = tuple(watchdog.watch(office))
    return Rounded(stuck=found, broken=tuple(watchdog.guard(office)) if with_invariants else ())


def _is_new_day(office: Office) -> bool:
    with office.reading() as desk:
        last = heartbeat.last_beat(desk.session, DAILY)
        return last is None or civil_day(last[0]) < civil_day(desk.at)
