"""That every case moves: cases, procedures, duties and what hangs on them. 个案、程序、职责的不变式."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, exists, func, literal, or_, select, union_all
from sqlmodel import col

from models import CaseFile, DutyPause, DutyRow, Procedure, Wake
from rules.vocabulary import LIVE, DutyState, ProcedureKind
from tasks.invariants.shape import Invariant, Statement, Window

if TYPE_CHECKING:
    from tasks.desk import Desk

REBUILD_ZH = "运行 hutong journal rebuild，由办理记录重建；仍有时保留现场并报告"
REBUILD_EN = "run `hutong journal rebuild`, which makes it anew from the journal; if it stays, keep it and report it"
WAKE_ZH = "运行 hutong doctor --repair，重新推进该个案的程序；仍不推进时运行 hutong journal rebuild"
WAKE_EN = "run `hutong doctor --repair`, which wakes its procedures; if it stays, run `hutong journal rebuild`"


def _cases_without_a_procedure(desk: Desk, window: Window) -> Statement:
    # as a set: SQLite would look through all open procedures for each case
    under_way = select(col(Procedure.case_no)).where(col(Procedure.state) == "open").distinct().subquery()
    case_no = col(CaseFile.no)
    return (
        select(case_no, case_no.label("subject"), col(CaseFile.episode))
        .outerjoin(under_way, under_way.c.case_no == case_no)
        .where(col(CaseFile.state) == "open", under_way.c.case_no.is_(None))
    )


def _procedures_that_wait_for_nothing(desk: Desk, window: Window) -> Statement:
    owed = exists().where(col(DutyRow.procedure_no) == col(Procedure.no), col(DutyRow.state).in_(LIVE))
    coming = exists().where(col(Wake.procedure_no) == col(Procedure.no))
    opened = select(func.count()).where(col(DutyRow.procedure_no) == col(Procedure.no)).scalar_subquery()
    return select(col(Procedure.case_no), col(Procedure.no), opened).where(
        col(Procedure.state) == "open", col(Procedure.kind) != ProcedureKind.MONITORING, ~owed, ~coming
    )


def _procedures_in_closed_cases(desk: Desk, window: Window) -> Statement:
    return (
        select(col(Procedure.case_no), col(Procedure.no), col(CaseFile.state))
        .outerjoin(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
        .where(col(Procedure.state) == "open", col(CaseFile.state).is_distinct_from("open"))
    )


def _duties_in_closed_procedures(desk: Desk, window: Window) -> Statement:
    elsewhere = col(Procedure.case_no).is_distinct_from(col(DutyRow.case_no))
    return (
        select(col(DutyRow.case_no), col(DutyRow.no), col(DutyRow.state))
        .outerjoin(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.state).in_(LIVE), or_(col(Procedure.state).is_distinct_from("open"), elsewhere))
    )


def _numbers_given_out(desk: Desk, window: Window) -> Statement:
    """As many duties as numbers were given out, and the last number among them: then none is left out or double."""
    there = select(func.count()).where(col(DutyRow.case_no) == col(CaseFile.no)).scalar_subquery()
    last = col(CaseFile.no) + "/" + cast(col(CaseFile.duties_opened), String)
    last_is_there = exists().where(col(DutyRow.no) == last)
    given = col(CaseFile.duties_opened)
    case_no = col(CaseFile.no)
    return select(case_no, case_no.label("subject"), given).where(
        or_(given != there, (given > 0) & ~last_is_there), col(CaseFile.state) == "open"
    )


def _pauses(desk: Desk, window: Window) -> Statement:
    """What stands has one pause without an end, what runs has none; what has ended may have ended in a pause."""
    standing = (
        select(col(DutyPause.duty_no).label("duty_no"), func.count().label("pauses"))
        .where(col(DutyPause.until_at).is_(None))
        .group_by(col(DutyPause.duty_no))
        .subquery()
    )
    where = (col(DutyRow.case_no), col(DutyRow.no))
    running = (
        select(*where, standing.c.pauses)
        .join(standing, standing.c.duty_no == col(DutyRow.no))
        .where(col(DutyRow.state) == DutyState.OPEN)
    )
    paused = (
        select(*where, func.coalesce(standing.c.pauses, 0))
        .outerjoin(standing, standing.c.duty_no == col(DutyRow.no))
        .where(col(DutyRow.state) == DutyState.PAUSED, func.coalesce(standing.c.pauses, 0) != literal(1))
    )
    return select(union_all(running, paused).subquery())


OF_CASES = (
    Invariant(
        code="case_has_a_procedure",
        zh="在办个案至少有一个在办程序",
        en="an open case has at least one open procedure",
        why_zh="没有程序的在办个案没有人在办，也没有人会被催",
        why_en="an open case without a procedure is nobody's: no clock runs in it and nobody is ever told",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_cases_without_a_procedure,
    ),
    Invariant(
        code="procedure_waits_for_somebody",
        zh="在办程序有待办职责，或者正待推进（关爱走访可以等待下一期）",
        en="an open procedure has a live duty, or a wake row that will move it (monitoring may wait for a window)",
        why_zh="否则程序停在半路，没有人欠办，也不会自行前进",
        why_en="otherwise it stands still half-way: nobody owes anything and nothing will move it",
        mend_zh=WAKE_ZH,
        mend_en=WAKE_EN,
        look=_procedures_that_wait_for_nothing,
    ),
    Invariant(
        code="procedure_in_an_open_case",
        zh="在办程序属于在办个案",
        en="an open procedure stands in an open case",
        why_zh="已结案的个案不在各清单上，其中的程序会被遗忘",
        why_en="a closed case is on no list, and what still runs in it is forgotten",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_procedures_in_closed_cases,
    ),
    Invariant(
        code="duty_in_an_open_procedure",
        zh="待办职责属于本个案的在办程序",
        en="a live duty stands in an open procedure of its own case",
        why_zh="程序已终结而职责仍在催办，催的是已不存在的事",
        why_en="a duty of an ended procedure is pressed for although its answer leads nowhere",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_duties_in_closed_procedures,
    ),
    Invariant(
        code="duty_numbers_are_whole",
        zh="在办个案的职责序号连续，与已发序号数一致",
        en="the duties of an open case are as many as numbers were given out, and the last number is among them",
        why_zh="少一项职责，就是少一个人要办的事",
        why_en="a duty that is missing is something that nobody will do",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_numbers_given_out,
    ),
    Invariant(
        code="pause_stands_or_not",
        zh="中止的职责恰有一段未结束的中止，计时中的没有",
        en="a paused duty has exactly one pause without an end, a running one has none",
        why_zh="中止与计时不一致，期限就算错",
        why_en="where the pause and the clock disagree, the date is wrong",
        mend_zh=REBUILD_ZH,
        mend_en=REBUILD_EN,
        look=_pauses,
    ),
)
"""Each is one statement over the tables."""
