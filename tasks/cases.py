"""Looking at cases and duties: what people see before they act. 个案与职责查询."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, func, select

from models import CaseFile, DutyRow, Instrument, Procedure, ReportChild
from packs.pack import Pack
from rules.errors import Refused
from rules.explain_days import Line
from rules.moments import civil_day
from rules.vocabulary import LIVE, CasePurpose, Confidence, DutyState, Force, Precision, ProcedureKind
from tasks import wording
from tasks.answers import AnswerField, fields_here
from tasks.clocks import clock_of
from tasks.duty_rules import rules_of, rules_within
from tasks.grades import ASSESSMENTS, in_words
from tasks.grades_on_file import grades_of_procedure
from tasks.matters import matter_of, matter_said
from tasks.no_such import no_such_case
from tasks.posts import FoundPost, post_by_number
from tasks.verdicts import in_time
from tasks.wording import Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement

    from rules.duty import Rung
    from tasks.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A duty as a list shows it. 职责.

    Args:
        period_force: what kind of truth its period is; a default is never shown as law.
        ground: articles on which the duty rests; `period_basis` the row that sets the number.
        in_time: None while it is open and not late, and where its dates leave it open.
        precision: how exactly `happened_at` is known.
        matter: what its procedure is about: two duties of one name differ by it.
        about: what it is about, where several of its kind are owed: an adult, a visit, a version.
    """

    case_no: str
    no: str
    code: str
    about: str
    zh: str
    en: str
    matter: Matter
    procedure: ProcedureKind
    owner: FoundPost | None
    since_at: datetime
    since_precision: Precision
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
    """A case as a list shows it. 个案. `child_no`: None in an agency's own file."""

    no: str
    child_no: str | None
    state: str
    area: str
    lead: FoundPost | None
    opened_at: datetime
    closed_at: datetime | None
    procedures: tuple[tuple[str, ProcedureKind, str, str], ...]  # number, kind, state, reason
    reports: tuple[str, ...]
    open_duties: int
    next_due_at: datetime | None


def case_list(
    desk: Desk,
    *,
    only_open: bool = False,
    purpose: CasePurpose = CasePurpose.MATTER,
    limit: int = 200,
    offset: int = 0,
    within: Sequence[ColumnElement[bool]] = (),
) -> list[CaseView]:
    """Cases of one purpose, the one opened last first; files of care only where they are asked for.

    Args:
        within: further conditions on `CaseFile`: what somebody may see.
    """
    query = select(CaseFile).where(col(CaseFile.purpose) == purpose, *within)
    query = query.order_by(col(CaseFile.opened_at).desc()).limit(limit).offset(offset)
    if only_open:
        query = query.where(col(CaseFile.state) == "open")
    return [_case(desk, row) for row in desk.session.exec(query)]


def case_view(desk: Desk, case_no: str) -> CaseView:
    """One case. Raises Refused where there is none."""
    row = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
    if row is None:
        raise no_such_case(case_no)
    return _case(desk, row)


def owed_in_order(views: Iterable[DutyView]) -> list[DutyView]:
    """What is owed now, by when it falls due; what stands still comes last."""
    live = [one for one in views if one.state in LIVE]
    return sorted(live, key=lambda one: (one.internal_due_at is None, one.internal_due_at or one.since_at, int(one.no)))


def duties_of(desk: Desk, case_no: str) -> list[DutyView]:
    """All duties of a case, in the order in which they were opened."""
    query = select(DutyRow, Procedure).join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
    rows = desk.session.exec(query.where(col(DutyRow.case_no) == case_no)).all()
    views = [_view(desk, row, of) for row, of in rows]
    return sorted(views, key=lambda view: int(view.no))


def duty_list(
    desk: Desk,
    *,
    post: str | None = None,
    overdue: bool = False,
    limit: int = 500,
    offset: int = 0,
    within: Sequence[ColumnElement[bool]] = (),
) -> list[DutyView]:
    """Live duties, the most urgent first; of one post, if named.

    Args:
        within: further conditions on `DutyRow`: what somebody may see.
    """
    query = (
        select(DutyRow, Procedure)
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(col(DutyRow.state).in_(LIVE), *within)
        .order_by(col(DutyRow.internal_due_at), col(DutyRow.no))
        .limit(limit)
        .offset(offset)
    )
    if post is not None:
        query = query.where(col(DutyRow.post_no) == post)
    if overdue:
        query = query.where(col(DutyRow.legal_due_at) < desk.at)
    return [_view(desk, row, of) for row, of in desk.session.exec(query)]


Cited = tuple[str, str, Force, Confidence]
"""Row id, article, force, confidence."""


class ToldRung(NamedTuple):
    """A rung of the ladder of a duty: whom it tells, and when. 督办级次."""

    at: datetime
    zh: str
    en: str
    climbed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A due date explained. 期限说明."""

    duty: DutyView
    ground: tuple[Cited, ...]
    period: Cited
    lines: tuple[Line, ...]
    rungs: tuple[ToldRung, ...]


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
    pack = rules_of(desk, row)
    clock = clock_of(desk, pack, row)

    def cited(row_id: str) -> Cited:
        fact = pack.fact(row_id)
        return fact.id, fact.basis, fact.force, fact.confidence

    ladder = pack.ladder(clock.spec.ladder).rungs
    return Why(
        duty=view,
        ground=tuple(map(cited, clock.spec.ground)),
        period=_as_it_was_then(pack, cited(clock.period.set_by), view),
        lines=clock.due.lines,
        rungs=tuple(
            _told(rung, at, climbed=number < row.next_rung)
            for number, (at, rung) in enumerate(zip(clock.rungs, ladder, strict=False))
        ),
    )


def _told(rung: Rung, at: datetime, *, climbed: bool) -> ToldRung:
    return ToldRung(at, wording.say_told(rung, "zh"), wording.say_told(rung, "en"), climbed)


def _as_it_was_then(pack: Pack, cited: Cited, view: DutyView) -> Cited:
    """The row of a period, with its force on the day on which the clock began."""
    row_id, basis, _, confidence = cited
    later = pack.in_force_later(pack.fact(row_id), civil_day(view.since_at))
    said = f"{basis}（自 {later} 起施行，当时尚未施行 not in force then）" if later else basis
    return row_id, said, view.period_force, confidence


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
        child_no=row.child_no,
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


def _view(desk: Desk, row: DutyRow, of: Procedure) -> DutyView:
    """Of a procedure that was read along with its duty: nothing is looked up for each of them."""
    return view_of(desk, row, of.kind, of.rules, matter_said(desk, of.kind, of.about, of.receiver, row.about))


def view_of(desk: Desk, row: DutyRow, kind: str, rules: str, matter: wording.Matter | None = None) -> DutyView:
    """A duty as lists show it, of a procedure of this kind; `rules` are those of its procedure."""
    pack = rules_within(desk, row, rules)
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
        matter=matter or matter_of(desk, row.procedure_no, kind, row.about),
        procedure=ProcedureKind(kind),
        owner=post_by_number(desk, row.post_no) if row.post_no else None,
        since_at=row.since_at,
        since_precision=Precision(row.since_precision),
        starts=spec.starts,
        internal_due_at=row.internal_due_at,
        legal_due_at=row.legal_due_at,
        provisional=row.provisional,
        period_zh=wording.period_words(spec, period, "zh"),
        period_en=wording.period_words(spec, period, "en"),
        period_force=pack.force_on(period, civil_day(row.since_at)),
        period_basis=wording.cite_on(pack, fact, row.since_at),
        ground=tuple(wording.say_basis(pack, spec.ground)),
        state=DutyState(row.state),
        happened_at=row.happened_at,
        precision=precision,
        recorded_at=row.recorded_at,
        overdue=live and late,
        in_time=_in_time(row, precision, late=late),
        rungs_climbed=row.next_rung,
        next_rung_at=row.next_rung_at,
        fields=_fields(desk, pack, row),
    )


def _fields(desk: Desk, pack: Pack, row: DutyRow) -> tuple[AnswerField, ...]:
    """The form of a duty under its rules, an assessment in the words of the place."""
    fields = fields_here(pack, row.code)
    if row.code not in ASSESSMENTS:
        return fields
    return in_words(fields, grades_of_procedure(desk, pack, row.procedure_no or ""))


def _in_time(row: DutyRow, precision: Precision, *, late: bool) -> bool | None:
    if row.state in LIVE or row.state == DutyState.SETTLED:
        return None
    if row.state == DutyState.ANSWERED and row.happened_at is not None and row.legal_due_at is not None:
        return in_time(row, row.happened_at, precision)
    return not late
