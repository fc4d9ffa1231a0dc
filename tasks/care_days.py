"""How many days a child was in care: stays from recorded facts, and their sums. 照护日数.

A stay is begun and left by answers, by coming of age or by death.  Three queries fetch what is needed, for one child
as for a whole area; the counting stands in `rules.stays`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, ChildFile, DutyRow, Procedure
from rules.gaps import Reach
from rules.guardianship import (
    BEGIN_TEMPORARY_GUARDIANSHIP,
    ENTER_LONG_TERM,
    HAND_BACK_CHILD,
    IN_CARE,
)
from rules.moments import civil_day
from rules.placement import DECIDE_PLACEMENT, SAFE_BED, PlacementMode
from rules.revocation import HAND_OVER_CHILD
from rules.stays import Move, Nights, Stage, Stay, by_mode, by_stage, in_care_at_all, nights, stays_of
from rules.vocabulary import DutyState, ProcedureKind
from tasks.reaches import reach_of
from tasks.whose import whose

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from tasks.desk import Desk

PLACING = {
    SAFE_BED.code: Stage.EMERGENCY,
    DECIDE_PLACEMENT.code: Stage.TEMPORARY,
    BEGIN_TEMPORARY_GUARDIANSHIP.code: Stage.TEMPORARY,
}
"""Duties whose answer says where the child is from then on, and on what footing."""

LEAVING = (HAND_BACK_CHILD.code, HAND_OVER_CHILD.code, ENTER_LONG_TERM.code)
"""Duties whose answer says that temporary care has ended: somebody signed for the child, or it is care for good."""

_IN_CHARGE = (ProcedureKind.EMERGENCY_PLACEMENT, ProcedureKind.GUARDIANSHIP_TRANSFER)
_CAME_OF_AGE, _DIED = "came_of_age", "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCare:
    """The stays of one case. 一案的照护.

    Args:
        total: its nights in the period that was asked for.
        unresolved: a stay goes on, and no procedure is open that would end it: where the child is was not recorded.
    """

    case_no: str
    area: str
    moves: tuple[Move, ...]
    stays: tuple[Stay, ...]
    total: Nights
    unresolved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildCare:
    """The stays of one child over all its cases, and their sums. 一名儿童的照护.

    Args:
        since, until: the first day whose night is counted, and the first whose night is not.
        total: every night once, in whatever case it was recorded.
    """

    child_no: str
    cases: tuple[CaseCare, ...]
    since: date
    until: date
    total: Nights
    by_mode: dict[PlacementMode, Nights]
    by_stage: dict[Stage, Nights]

    @property
    def in_care(self) -> bool:
        """Whether a stay goes on."""
        return any(stay.left is None for case in self.cases for stay in case.stays)


def care_of(desk: Desk, no: str, *, since: date = date.min, until: date | None = None) -> ChildCare:
    """The care of the child of a case, or of a child file, over all its cases; a stay that goes on up to `until`.

    Args:
        since, until: civil days; the first whose night is counted, and the first whose night is not (today).
    Raises: Refused: no such case or child.
    """
    child_no = whose(desk, no).child_no
    found = _care(desk, col(CaseFile.child_no) == child_no, since=since, until=_not_to_come(desk, until))
    empty = _child(child_no, (), since=since, until=_not_to_come(desk, until))
    return found[0] if found else empty


def care_in_area(desk: Desk, area: str, *, since: date = date.min, until: date | None = None) -> list[ChildCare]:
    """The care of every child of the cases in an area who was in care on a night of the period. 某地某期间.

    Args:
        area: administrative division code, or its first digits.
        since, until: as for `care_of`.
    """
    within = col(CaseFile.area).startswith(area, autoescape=True)
    found = _care(desk, within, since=since, until=_not_to_come(desk, until))
    return [one for one in found if one.total.at_most > 0]


def summed(found: Iterable[ChildCare]) -> tuple[Nights, dict[PlacementMode, Nights], dict[Stage, Nights]]:
    """The sums over several children: in all, by where they were, by footing."""
    total, modes, stages = Nights(0, 0), dict[PlacementMode, Nights](), dict[Stage, Nights]()
    for one in found:
        total += one.total
        for mode, counted in one.by_mode.items():
            modes[mode] = modes.get(mode, Nights(0, 0)) + counted
        for stage, counted in one.by_stage.items():
            stages[stage] = stages.get(stage, Nights(0, 0)) + counted
    return total, modes, stages


def _not_to_come(desk: Desk, until: date | None) -> date:
    today = civil_day(desk.at)
    return today if until is None else min(until, today)


def _care(desk: Desk, which: ColumnElement[bool], *, since: date, until: date) -> list[ChildCare]:
    """Three queries, however many children there are."""
    ends = _ends_of_childhood(desk, which)
    busy = _in_charge(desk, which)
    moves: dict[tuple[str, str, str], list[Move]] = defaultdict(list)
    query = (
        select(CaseFile.child_no, CaseFile.no, CaseFile.area, DutyRow)
        .join(DutyRow, col(DutyRow.case_no) == col(CaseFile.no))
        .where(which, col(DutyRow.code).in_((*PLACING, *LEAVING)))  # not by state: its index leads through all cases
    )
    for child_no, case_no, area, row in desk.session.exec(query):
        if child_no is not None and (move := _move(row)) is not None:
            moves[child_no, case_no, area].append(move)
    children: dict[str, list[CaseCare]] = defaultdict(list)
    for (child_no, case_no, area), made in sorted(moves.items(), key=lambda item: item[0]):
        happened = (*made, *ends.get(child_no, ()))
        told = _case(case_no, area, _by_then(happened, until), busy=case_no in busy, since=since, until=until)
        children[child_no].append(told)
    return [_child(child_no, tuple(found), since=since, until=until) for child_no, found in children.items()]


def _by_then(moves: Sequence[Move], until: date) -> tuple[Move, ...]:
    """What had surely happened by then: on a past day nothing is known of what came after it."""
    return tuple(move for move in moves if move.when.first <= until)


def _case(case_no: str, area: str, moves: tuple[Move, ...], *, busy: bool, since: date, until: date) -> CaseCare:
    stays = tuple(stays_of(moves))
    goes_on = any(stay.left is None for stay in stays)
    return CaseCare(
        case_no=case_no,
        area=area,
        moves=moves,
        stays=stays,
        total=nights(stays_of(moves, in_care_at_all), since=since, until=until),
        unresolved=goes_on and not busy,
    )


def _child(child_no: str, cases: tuple[CaseCare, ...], *, since: date, until: date) -> ChildCare:
    def counted(stays: Sequence[Stay]) -> Nights:
        return nights(stays, since=since, until=until)

    def told_apart(label: Callable[[Move], object]) -> list[Stay]:
        return [stay for case in cases for stay in stays_of(case.moves, label)]

    modes, stages = told_apart(by_mode), told_apart(by_stage)
    return ChildCare(
        child_no=child_no,
        cases=cases,
        since=since,
        until=until,
        total=counted(told_apart(in_care_at_all)),
        by_mode={mode: counted(found) for mode in PlacementMode if (found := [x for x in modes if x.mode is mode])},
        by_stage={stage: counted(found) for stage in Stage if (found := [x for x in stages if x.stage is stage])},
    )


def _move(row: DutyRow) -> Move | None:
    """What one answer says; a child that was not collected has not moved."""
    answer = json.loads(row.answer or "{}")
    if row.state != DutyState.ANSWERED or row.happened_at is None or row.recorded_at is None:
        return None
    if row.code == HAND_BACK_CHILD.code and not answer["collected"]:
        return None
    mode = PlacementMode(answer["mode"]) if row.code in PLACING else None
    if mode not in IN_CARE:
        mode = None
    return Move(
        when=reach_of(row.happened_at, row.happened_precision, row.recorded_at, not_before=civil_day(row.since_at)),
        stage=PLACING.get(row.code) if mode else None,
        mode=mode,
        place=int(row.no.rpartition("/")[2]),
        source=row.no,
    )


def _ends_of_childhood(desk: Desk, which: ColumnElement[bool]) -> dict[str, list[Move]]:
    """Coming of age and death end whatever care there was."""
    columns = (ChildFile.no, ChildFile.came_of_age_on, ChildFile.died_at, ChildFile.died_precision, ChildFile.opened_at)
    query = select(*columns).join(CaseFile, col(CaseFile.child_no) == col(ChildFile.no)).where(which)  # type: ignore[call-overload]
    ends: dict[str, list[Move]] = {}
    for child_no, of_age_on, died_at, precision, opened_at in desk.session.exec(query.distinct()):
        found = [_end(Reach(of_age_on, of_age_on), f"{child_no}:{_CAME_OF_AGE}")] if of_age_on else []
        if precision is not None:
            died = reach_of(died_at or desk.at, precision, desk.at, not_before=civil_day(opened_at))
            found.append(_end(died, f"{child_no}:{_DIED}"))
        ends[child_no] = found
    return ends


def _end(when: Reach, source: str) -> Move:
    return Move(when=when, stage=None, mode=None, place=10**9, source=source)


def _in_charge(desk: Desk, which: ColumnElement[bool]) -> frozenset[str]:
    """The cases in which a procedure is open that sees to where the child goes."""
    query = (
        select(Procedure.case_no)
        .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(which, col(Procedure.state) == "open", col(Procedure.kind).in_(_IN_CHARGE))
    )
    return frozenset(desk.session.exec(query))
