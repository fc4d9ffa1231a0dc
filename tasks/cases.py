"""Looking at cases and duties: what people see before they act. 个案与职责查询."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from models import CaseFile, DutyRow, Instrument, Procedure, ReportChild
from rules.errors import Refused
from rules.explain_days import Line
from rules.vocabulary import LIVE, CasePurpose, Confidence, DutyState, Force, Precision, ProcedureKind
from tasks import wording
from tasks.answers import AnswerField, fields_of
from tasks.clocks import clock_of
from tasks.posts import FoundPost, post_by_number
from tasks.verdicts import in_time

if TYPE_CHECKING:
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A duty as a list shows it. 职责.

    Args:
        period_force: what kind of truth its period is; a default is never shown as law.
        ground: articles on which the duty rests; `period_basis` the row that sets the number.
        in_time: None while it is open and not late, and where its dates leave it open.
        precision: how exactly `happened_at` is known.
        about: what it is about, where several of its kind are owed: an adult, a visit, a version.
    """

    case_no: str
    no: str
    code: str
    about: str
    zh: str
    en: str
    procedure: ProcedureKind
    owner: FoundPost | None
    since_at: datetime
    starts: str
    internal_due_at: datetime | None
    legal_due_at: datetime | None
    provisional: bool
    period_zh: str
    period_en: str
    period_force: Force
    period_basis: str
    ground: tuple[str, ...]
    state: DutyState
    happened_at: datetime | None
    precision: Precision
    recorded_at: datetime | None
    overdue: bool
    in_time: bool | None
    rungs_climbed: int
    next_rung_at: datetime | None
    fields: tuple[AnswerField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as a list shows it. 个案."""

    no: str
    state: str
    area: str
    lead: FoundPost | None
    opened_at: datetime
    closed_at: datetime | None
    procedures: tuple[tuple[str, ProcedureKind, str, str], ...]  # number, kind, state, reason
    reports: tuple[str, ...]
    open_duties: int
    next_due_at: datetime | None


def case_list(desk: Desk, *, only_open: bool = False, limit: int = 200) -> list[CaseView]:
    """Cases, the one whose next duty is due first standing first; no files of care (`tasks.visits` lists those)."""
    query = select(CaseFile).where(col(CaseFile.purpose) == CasePurpose.MATTER)
    query = query.order_by(col(CaseFile.opened_at).desc()).limit(limit)
    if only_open:
        query = query.where(col(CaseFile.state) == "open")
    return [_case(desk, row) for row in desk.session.exec(query)]


def case_view(desk: Desk, case_no: str) -> CaseView:
    """One case. Raises Refused where there is none."""
    row = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
    if row is None:
        raise Refused(
            f"没有编号为 {case_no} 的个案，请核对编号", f"there is no case {case_no}; check the number", field="NO"
        )
    return _case(desk, row)


def duties_of(desk: Desk, case_no: str) -> list[DutyView]:
    """All duties of a case, in the order in which they were opened."""
    query = select(DutyRow, Procedure.kind, Procedure.rules).join(
        Procedure, col(Procedure.no) == col(DutyRow.procedure_no)
    )
    rows = desk.session.exec(query.where(col(DutyRow.case_no) == case_no)).all()
    views = [_duty(desk, row, kind, rules) for row, kind, rules in rows]
    return sorted(views, key=lambda view: int(view.no))


def duty_list(desk: Desk, *, post: str | None = None, overdue: bool = False, limit: int = 500) -> list[DutyView]:
    """Live duties, the most urgent first; of one post, if named."""
    query = (
        select(DutyRow, Procedure.kind, Procedure.rules)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.state).in_(LIVE))
        .order_by(col(DutyRow.internal_due_at), col(DutyRow.no))
        .limit(limit)
    )
    if post is not None:
        query = query.where(col(DutyRow.post_no) == post)
    if overdue:
        query = query.where(col(DutyRow.legal_due_at) < desk.at)
    return [_duty(desk, row, kind, rules) for row, kind, rules in desk.session.exec(query)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A due date explained. 期限说明."""

    duty: DutyView
    ground: tuple[tuple[str, str, Force, Confidence], ...]  # row id, article, force, confidence
    period: tuple[str, str, Force, Confidence]
    lines: tuple[Line, ...]
    rungs: tuple[tuple[datetime, str, bool], ...]  # when, whom it tells, whether it was climbed


def why(desk: Desk, case_no: str, duty: str) -> Why:
    """One duty's dates, line by line: article, calendar, pauses, ladder."""
    views = [view for view in duties_of(desk, case_no) if duty in _names(view)]
    if not views:
        case_view(desk, case_no)  # where there is no such case, it is that which is said
        raise Refused(
            f"个案 {case_no} 没有“{duty}”这项职责，请用 hutong case show {case_no} 查看",
            f"case {case_no} has no duty {duty!r}; see `hutong case show {case_no}`",
            field="DUTY",
        )
    view = views[-1]
    row = desk.session.exec(select(DutyRow).where(col(DutyRow.no) == f"{case_no}/{view.no}")).one()
    rules = desk.session.exec(select(Procedure.rules).where(col(Procedure.no) == row.procedure_no)).one()
    pack = desk.rules(rules)
    clock = clock_of(desk, pack, row)

    def cited(row_id: str) -> tuple[str, str, Force, Confidence]:
        fact = pack.fact(row_id)
        return fact.id, fact.basis, fact.force, fact.confidence

    ladder = pack.ladder(clock.spec.ladder).rungs
    told = [
        "、".join([*(["承办岗位"] if rung.tell_owner else []), *(role.zh for role in rung.tell)]) for rung in ladder
    ]
    return Why(
        duty=view,
        ground=tuple(map(cited, clock.spec.ground)),
        period=cited(clock.period.set_by),
        lines=clock.due.lines,
        rungs=tuple(
            (at, whom, number < row.next_rung) for number, (at, whom) in enumerate(zip(clock.rungs, told, strict=False))
        ),
    )


def _names(view: DutyView) -> tuple[str, ...]:
    """What people may call a duty by."""
    about = (f"{view.code}@{view.about}", f"{view.zh}@{view.about}") if view.about else ()
    return (view.no, view.code, view.zh, *about)


def instruments_of(desk: Desk, case_no: str) -> list[Instrument]:
    """The documents drawn up in a case."""
    query = select(Instrument).where(col(Instrument.case_no) == case_no).order_by(col(Instrument.issued_at))
    return list(desk.session.exec(query))


def _case(desk: Desk, row: CaseFile) -> CaseView:
    procedures = desk.session.exec(
        select(Procedure.no, Procedure.kind, Procedure.state, Procedure.close_reason)
        .where(col(Procedure.case_no) == row.no)
        .order_by(col(Procedure.opened_at))
    )
    live = (col(DutyRow.case_no) == row.no, col(DutyRow.state).in_(LIVE))
    owed, next_due = desk.session.exec(select(func.count(), func.min(DutyRow.internal_due_at)).where(*live)).one()
    reports = desk.session.exec(select(ReportChild.report_no).where(col(ReportChild.case_no) == row.no))
    return CaseView(
        no=row.no,
        state=row.state,
        area=row.area,
        lead=post_by_number(desk, row.lead_post) if row.lead_post else None,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        procedures=tuple((no, ProcedureKind(kind), state, reason or "") for no, kind, state, reason in procedures),
        reports=tuple(sorted(reports)),
        open_duties=owed,
        next_due_at=next_due,
    )


def _duty(desk: Desk, row: DutyRow, kind: str, rules: str) -> DutyView:
    pack = desk.rules(rules)
    spec = pack.duty(row.code)
    period = spec.periods[row.variant]
    live = row.state in LIVE
    late = row.legal_due_at is not None and (desk.at if live else (row.happened_at or desk.at)) > row.legal_due_at
    fact = pack.fact(period.set_by)
    precision = Precision(row.happened_precision or Precision.EXACT)
    return DutyView(
        case_no=row.case_no,
        no=wording.short_no(row.no),
        code=row.code,
        about=row.about,
        zh=spec.zh,
        en=spec.en,
        procedure=ProcedureKind(kind),
        owner=post_by_number(desk, row.post_no) if row.post_no else None,
        since_at=row.since_at,
        starts=spec.starts,
        internal_due_at=row.internal_due_at,
        legal_due_at=row.legal_due_at,
        provisional=row.provisional,
        period_zh=period.zh,
        period_en=period.en,
        period_force=fact.force,
        period_basis=wording.cite(fact),
        ground=tuple(wording.say_basis(pack, spec.ground)),
        state=DutyState(row.state),
        happened_at=row.happened_at,
        precision=precision,
        recorded_at=row.recorded_at,
        overdue=live and late,
        in_time=_in_time(row, precision, late=late),
        rungs_climbed=row.next_rung,
        next_rung_at=row.next_rung_at,
        fields=fields_of(pack.asked(row.code).answered_with),
    )


def _in_time(row: DutyRow, precision: Precision, *, late: bool) -> bool | None:
    if row.state in LIVE or row.state == DutyState.SETTLED:
        return None
    if row.state == DutyState.ANSWERED and row.happened_at is not None and row.legal_due_at is not None:
        return in_time(row, row.happened_at, precision)
    return not late
