"""The procedures of a case side by side, each as far as it has come: done, here, skipped, to come. 程序进程."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import DutyRow, Procedure
from rules.vocabulary import LIVE, CloseReason, DutyState, PartyRole, Precision, ProcedureKind
from tasks.process_paths import path_of
from tasks.standing_procedures import parties_of
from tasks.wording import procedure_name

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.cases import DutyView
    from tasks.desk import Desk


class Stand(StrEnum):
    """Where a step of a procedure stands. 进程."""

    DONE = "done"
    HERE = "here"
    LEFT_OUT = "left_out"  # skipped, excused, or ended with its procedure
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStep:
    """One step. 一步. `view`: None of what has not been asked for yet."""

    zh: str
    en: str
    stand: Stand
    view: DutyView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One procedure as far as it has come. 一个程序的进程.

    Args:
        parties: number of an adult or a post, and as what.
        steps: in the order in which they were asked for, then what the path of the law asks for next.
    """

    no: str
    kind: ProcedureKind
    zh: str
    en: str
    about: str
    open: bool
    close_reason: CloseReason | None
    since_at: datetime
    precision: Precision
    closed_at: datetime | None
    parties: tuple[tuple[str, PartyRole], ...]
    steps: tuple[CourseStep, ...]


def courses_of(desk: Desk, case_no: str, views: Sequence[DutyView]) -> tuple[Course, ...]:
    """The procedures of a case, the open ones first, in the order in which they were opened.

    Args:
        views: the duties of the case that are shown (`cases.duties_of`).
    """
    query = select(Procedure).where(col(Procedure.case_no) == case_no)
    rows = desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))).all()
    parties = parties_of(desk, [row.no for row in rows])
    by_procedure = _by_procedure(desk, case_no, views)
    rows = sorted(rows, key=lambda row: row.state != "open")
    return tuple(_course(desk, row, by_procedure.get(row.no, []), parties.get(row.no, [])) for row in rows)


def _by_procedure(desk: Desk, case_no: str, views: Iterable[DutyView]) -> dict[str, list[DutyView]]:
    query = select(DutyRow.no, DutyRow.procedure_no).where(col(DutyRow.case_no) == case_no)
    procedure_of = dict(desk.session.exec(query).all())
    found: dict[str, list[DutyView]] = {}
    for view in views:
        found.setdefault(procedure_of[f"{case_no}/{view.no}"], []).append(view)
    return found


def _course(desk: Desk, row: Procedure, views: Sequence[DutyView], parties: Iterable[tuple[str, PartyRole]]) -> Course:
    pack, kind = desk.rules(row.rules), ProcedureKind(row.kind)
    asked = [CourseStep(zh=view.zh, en=view.en, stand=_stand(view), view=view) for view in views]
    to_come = _to_come(pack, row, kind, views) if row.state == "open" else []
    return Course(
        no=row.no,
        kind=kind,
        zh=procedure_name(pack, kind, row.about, "zh"),
        en=procedure_name(pack, kind, row.about, "en"),
        about=row.about,
        open=row.state == "open",
        close_reason=CloseReason(row.close_reason) if row.close_reason else None,
        since_at=row.since_at,
        precision=Precision(row.since_precision),
        closed_at=row.closed_at,
        parties=tuple(parties),
        steps=(*asked, *to_come),
    )


def _stand(view: DutyView) -> Stand:
    if view.state in LIVE:
        return Stand.HERE
    return Stand.DONE if view.state is DutyState.ANSWERED else Stand.LEFT_OUT


def _to_come(pack: Pack, row: Procedure, kind: ProcedureKind, views: Sequence[DutyView]) -> list[CourseStep]:
    """What the path asks for directly after what is owed now, and was not asked for before.

    Which of them it will be is for those who answer to say.
    """
    here = {view.code for view in views if view.state in LIVE}
    asked = {view.code for view in views}
    ways = path_of(kind, pack.procedures.get(row.about))
    asked |= pack.asked_for_elsewhere
    codes = dict.fromkeys(after for before, after in ways if before in here and after not in asked)
    found = [pack.duties[code] for code in codes if code in pack.duties]
    return [CourseStep(zh=one.zh, en=one.en, stand=Stand.TO_COME, view=None) for one in found]
