"""The stuck list: every query run, narrowed, put into one order. 卡住清单."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import text

from tasks.stuck.found import NOTHING, Found, Stuck
from tasks.stuck.kinds import RepairAct, Severity, StuckKind
from tasks.stuck.look import Holder, Look
from tasks.stuck.table import KINDS

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

_ORDER = {kind: place for place, kind in enumerate(StuckKind)}
NOBODY_THERE = Holder("", "", "", "", "")

ASKED = {RepairAct.ASSIGN: " --to 岗位 --reason 理由", RepairAct.EXPLAIN: " --cause 原因"}
"""What the command of a repair is to be completed with, besides who does it."""


class Line(Protocol):
    """What a line is narrowed by. 卡住事项."""

    @property
    def agency(self) -> str:
        """Of the post that holds it."""

    @property
    def agency_zh(self) -> str:
        """Its name."""

    @property
    def area(self) -> str:
        """Where it lies."""

    @property
    def since(self) -> datetime:
        """From when it has been stuck."""

    @property
    def severity(self) -> Severity:
        """How grave it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What of the list is asked for. 筛选.

    Args:
        agency: number or name of the agency whose post holds it.
        area: division code; everything that begins with it.
        since: only what has been stuck since that moment or later.
        severities: only those.
    """

    agency: str = ""
    area: str = ""
    since: datetime | None = None
    severities: frozenset[Severity] = frozenset(Severity)

    def admits(self, one: Line) -> bool:
        """Whether a finding belongs to what is asked for."""
        return (
            self.agency in ("", one.agency, one.agency_zh)
            and one.area.startswith(self.area)
            and (self.since is None or one.since >= self.since)
            and one.severity in self.severities
        )


EVERYTHING = Narrowed()


def stuck(
    desk: Desk, kinds: Iterable[StuckKind] = frozenset(StuckKind), narrowed: Narrowed = EVERYTHING
) -> list[Stuck]:
    """Every stuck case: the gravest kind first, the longest first within its kind."""
    return sorted(_unsorted(desk, kinds, narrowed), key=_place)


def _unsorted(desk: Desk, kinds: Iterable[StuckKind], narrowed: Narrowed) -> list[Stuck]:
    look = Look(desk=desk)
    if desk.office.database.dialect == "postgresql":  # whole tables are compared: in memory, not on disk
        desk.session.execute(text("SET LOCAL work_mem = '64MB'"))
    wanted = [kind for kind in StuckKind if kind in set(kinds) and KINDS[kind].severity in narrowed.severities]
    found = (one for kind in wanted for one in _of_kind(look, kind))
    return list(filter(narrowed.admits, found))


COMPARING = (
    frozenset({StuckKind.NO_OPEN_DUTY, StuckKind.PROCEDURE_WITHOUT_STEP}),
    frozenset({StuckKind.OPEN_UNDER_CLOSED}),
)
"""Kinds that compare whole tables with one another; what is in one group shares a comparison."""


def stuck_now(
    office: Office, kinds: Iterable[StuckKind] = frozenset(StuckKind), narrowed: Narrowed = EVERYTHING
) -> list[Stuck]:
    """The same list for whoever only looks: what compares whole tables is asked beside the rest, each on a
    connection of its own, and each look at its own moment, milliseconds apart.
    """
    wanted = frozenset(kinds)
    beside = [group & wanted for group in COMPARING if group & wanted]
    rest = wanted.difference(*COMPARING)

    def asked(some: frozenset[StuckKind]) -> list[Stuck]:
        with office.reading() as desk:
            return _unsorted(desk, some, narrowed)

    with ThreadPoolExecutor(max_workers=len(COMPARING)) as threads:
        waiting = [threads.submit(asked, group) for group in beside]
        found = asked(rest)
        for one in waiting:
            found += one.result()
    return sorted(found, key=_place)


def _place(one: Stuck) -> tuple[int, datetime, str, str]:
    """The gravest kind first, the longest first within its kind."""
    return _ORDER[one.kind], one.since, one.case_no, one.key


def _of_kind(look: Look, kind: StuckKind) -> Iterator[Stuck]:
    for one in KINDS[kind].query(look):
        yield shown(look, kind, one)


def shown(look: Look, kind: StuckKind, one: Found) -> Stuck:
    """What the list shows of what a query found."""
    row = KINDS[kind]
    holder = look.holders.get(one.holder, NOBODY_THERE)
    key = f"{kind.value}:{one.ref}"
    repair = (one.repair() if callable(one.repair) else one.repair) or row.repair
    next_step = one.next_step() if callable(one.next_step) else one.next_step
    if next_step is NOTHING:
        next_step = look.told_again(one.area or holder.area)
    return Stuck(
        kind=kind,
        severity=row.severity,
        key=key,
        case_no=one.case_no,
        subject=one.subject.zh,
        subject_en=one.subject.en,
        holder=one.holder,
        holder_zh=holder.zh or one.held_by.zh,
        agency=holder.agency,
        agency_zh=holder.agency_zh,
        area=one.area or holder.area,
        since=one.since,
        next_rung_at=one.next_rung_at,
        next_at=next_step.at,
        next_zh=next_step.zh,
        next_en=next_step.en,
        act=row.act,
        command=f"hutong stuck repair {key} --by 岗位{ASKED.get(row.act, '')}",
        repair=repair.zh,
        repair_en=repair.en,
    )
