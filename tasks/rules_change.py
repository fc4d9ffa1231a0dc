"""Moving open procedures to the rules of today, on purpose, with a printed difference. 改用新版规则.

A case keeps the rules that it began under until somebody decides otherwise.  What is done stays as it was measured;
a clock that runs goes on as it began, unless it is said that it is counted again: then both answers stay in the
journal.  What is asked for from then on is asked for by the new rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from models import CaseFile, DutyRow, Procedure
from packs.pack import Pack
from packs.side_by_side import Difference
from rules.errors import Refused
from rules.moments import civil_day
from rules.vocabulary import LIVE, DutyState, Force, ProcedureKind
from tasks import declared_change, wording
from tasks.advance import MOVED
from tasks.canonical import instant
from tasks.clocks import DutyClock, clock_of
from tasks.duty_rules import CLOCKS, Running, rules_within
from tasks.filing import actor_at
from tasks.journal import Entry
from tasks.kinds import Kind
from tasks.no_such import no_such_case
from tasks.recount import recounted
from tasks.rules_to_come import ToCome, to_come

if TYPE_CHECKING:
    from datetime import date

    from rules.period import Period
    from tasks.desk import Desk
    from tasks.office import Office

RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """An open procedure that runs under other rules than those of today. 适用其他规则的在办程序.

    Args:
        rules: hash of the rules that it runs under.
    """

    case_no: str
    procedure_no: str
    kind: ProcedureKind
    rules: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """How long somebody has by one set of rules. 期限.

    Args:
        set_by: id of the fact row behind it; basis: that row as people cite it.
        force: what kind of truth it is there and then; a default is never shown as law.
    """

    zh: str
    en: str
    set_by: str
    basis: str
    force: Force

    def __str__(self) -> str:
        return f"{self.zh}（{self.set_by}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange:
    """What would become of one duty. 职责的变化.

    Args:
        before, after: its legal end now and as the new rules count it; None while the clock stands.
        within_before, within_after: its period by the rules it runs under and by the new ones; None: they have none.
        kept: its clock goes on as it began, whatever the new rules would count.
        problem: why it cannot be moved, or "".
    """

    no: str
    code: str
    zh: str
    en: str
    before: datetime | None
    after: datetime | None
    within_before: Within
    within_after: Within | None
    kept: bool = False
    problem: str = ""

    @property
    def period_before(self) -> str:
        """The period in Chinese, with the row that sets it."""
        return str(self.within_before)

    @property
    def period_after(self) -> str:
        """The same by the new rules, or ""."""
        return str(self.within_after or "")

    @property
    def differs(self) -> bool:
        """Whether the new rules would count another date, or say another period."""
        return (self.before, self.period_before) != (self.after, self.period_after)

    @property
    def changes(self) -> bool:
        """Whether its date or its period becomes another."""
        return self.differs and not self.kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChange:
    """What would become of one procedure. 程序的变化.

    Args:
        zh, en: what it is called.
        rules_before: hash of the rules it runs under.
        steps: of a declared procedure, in Chinese: each step that is added, gone, or leads elsewhere; steps_en: in
            English.
        to_come: what the rules say otherwise of steps that are not owed now, and of the ladders.
        problem: why it cannot be moved as a whole, or "".
    """

    procedure_no: str
    case_no: str
    kind: ProcedureKind
    zh: str
    en: str
    rules_before: str
    duties: tuple[DutyChange, ...]
    steps: tuple[str, ...] = ()
    steps_en: tuple[str, ...] = ()
    to_come: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def problems(self) -> tuple[DutyChange, ...]:
        """The duties that the new rules do not know how to count."""
        return tuple(one for one in self.duties if one.problem)


def under_other_rules(desk: Desk, within: ColumnElement[bool], *, limit: int, offset: int = 0) -> list[Elsewhere]:
    """The open procedures that do not run under the rules of today, case by case.

    Args:
        within: which rows of `CaseFile` are looked at.
    """
    of = Procedure
    query = select(of.case_no, of.no, of.kind, of.rules).join(CaseFile, col(CaseFile.no) == col(of.case_no))
    query = query.where(col(of.state) == "open", col(of.rules) != desk.pack.hash, within)
    rows = desk.session.exec(query.order_by(col(of.case_no), col(of.no)).limit(limit).offset(offset))
    return [
        Elsewhere(case_no=case_no, procedure_no=no, kind=ProcedureKind(kind), rules=rules)
        for case_no, no, kind, rules in rows
    ]


def runs_under_other_rules(desk: Desk, case_no: str) -> bool:
    """Whether something is open in a case that does not run under the rules of today."""
    return bool(under_other_rules(desk, col(CaseFile.no) == case_no, limit=1))


def difference(desk: Desk, case_no: str | None = None, running: Running = Running.KEPT) -> list[ProcedureChange]:
    """What would change in each open procedure under the rules of today; of one case, if named. Changes nothing.

    Args:
        running: whether the clocks that run would be kept or counted again.
    """
    query = select(Procedure).where(col(Procedure.state) == "open", col(Procedure.rules) != desk.pack.hash)
    if case_no is not None:
        _refuse_an_unknown_case(desk, case_no)
        query = query.where(col(Procedure.case_no) == case_no)
    asked: dict[str, ToCome] = {}
    found = []
    for row in desk.session.exec(query.order_by(col(Procedure.case_no), col(Procedure.no))).all():
        if row.rules not in asked:
            asked[row.rules] = to_come(desk.rules(row.rules), desk.pack)
        found.append(_change(desk, row, asked[row.rules], running))
    return found


def move(
    office: Office,
    *,
    case_no: str | None = None,
    reason: str,
    by_post: str | None,
    running: Running = Running.KEPT,
) -> list[ProcedureChange]:
    """Move open procedures to the rules of today, each case in a transaction of its own.

    Args:
        reason: why; kept sealed in each case.
        by_post: who decides it.
        running: whether the clocks that run are kept or counted again.
    Returns: what was changed.
    Raises: Refused: no reason, no post, or a duty that the new rules do not know; nothing is written then.
    """
    if not reason.strip():
        raise Refused("请写明理由", "a reason is required", field="reason")
    with office.reading() as desk:
        actor_at(desk, by_post)
        planned = difference(desk, case_no, running)
    _refuse_problems(planned)
    for one in dict.fromkeys(change.case_no for change in planned):
        _move_case(office, one, reason=reason, by_post=by_post, running=running)
    return planned


def _move_case(office: Office, case_no: str, *, reason: str, by_post: str | None, running: Running) -> None:
    with office.writing() as desk:
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no).with_for_update()).one()
        desk.lock(f"rules:{case_no}")
        pack = desk.current_rules
        query = select(Procedure).where(col(Procedure.case_no) == case_no, col(Procedure.state) == "open")
        rows = desk.session.exec(query.where(col(Procedure.rules) != pack.hash).order_by(col(Procedure.no))).all()
        sealed = desk.cipher(case.subject_no).seal("reason", reason)
        for row in rows:
            changed = Entry(
                chain=case_no,
                kind=Kind.RULES_CHANGED,
                key=f"rules:{row.no}:{row.rules}:{pack.hash}:{instant(desk.at)}",  # it may be moved there and back
                payload={"from": row.rules, RULES: pack.hash, "pack": pack.id, "version": pack.version}
                | {CLOCKS: running.value, "reason_sealed": sealed},
                happened_at=desk.at,
                by=actor_at(desk, by_post),
                procedure_no=row.no,
            )
            counted = _recounted(desk, row, pack) if running is Running.COUNTED else []
            desk.record(changed, *counted)
            desk.wake(row.no, MOVED)


def _recounted(desk: Desk, row: Procedure, pack: Pack) -> list[Entry]:
    duties = desk.session.exec(
        select(DutyRow)
        .where(col(DutyRow.procedure_no) == row.no, col(DutyRow.state) == DutyState.OPEN)
        .order_by(col(DutyRow.no))
        .with_for_update()
    ).all()
    found = [recounted(desk, duty, clock_of(desk, pack, duty), because={RULES: pack.hash}) for duty in duties]
    return [entry for entry in found if entry is not None]


def _change(desk: Desk, row: Procedure, ask: ToCome, running: Running) -> ProcedureChange:
    duties = desk.session.exec(
        select(DutyRow)
        .where(col(DutyRow.procedure_no) == row.no, col(DutyRow.state).in_(LIVE))
        .order_by(col(DutyRow.opened_at), col(DutyRow.no))
    ).all()
    old, new, kind = desk.rules(row.rules), desk.pack, ProcedureKind(row.kind)
    declared = kind is ProcedureKind.DECLARED
    return ProcedureChange(
        procedure_no=row.no,
        case_no=row.case_no,
        kind=kind,
        zh=wording.procedure_name(old, kind, row.about, "zh"),
        en=wording.procedure_name(old, kind, row.about, "en"),
        rules_before=row.rules,
        duties=tuple(_duty_change(desk, duty, row.rules, new, running) for duty in duties),
        steps=declared_change.steps(row.about, old, new, "zh") if declared else (),
        steps_en=declared_change.steps(row.about, old, new, "en") if declared else (),
        to_come=ask(kind, row.about, {duty.code for duty in duties}),
        problem=declared_change.problem(desk, row, new) if declared else "",
    )


def _duty_change(desk: Desk, duty: DutyRow, of_procedure: str, new: Pack, running: Running) -> DutyChange:
    old = rules_within(desk, duty, of_procedure)
    spec = old.duty(duty.code)
    before = spec.periods[duty.variant]
    known = new.duties.get(duty.code)
    after = known.periods.get(duty.variant) if known else None
    clock: DutyClock | None = clock_of(desk, new, duty) if after else None
    kept = running is Running.KEPT
    return DutyChange(
        no=duty.no,
        code=duty.code,
        zh=spec.zh,
        en=spec.en,
        before=duty.legal_due_at,
        after=clock.due.legal_due_at if clock else None,
        kept=kept,
        within_before=_within(old, before, civil_day(duty.since_at)),
        within_after=_within(new, after, civil_day(duty.since_at)) if after else None,
        problem="" if after else f"新版规则没有“{spec.zh}”的期限 {duty.variant}",
    )


def _within(pack: Pack, period: Period, since_on: date) -> Within:
    return Within(
        zh=period.zh,
        en=period.en,
        set_by=period.set_by,
        basis=wording.cite(pack.fact(period.set_by)),
        force=pack.force_on(period, since_on),
    )


def _refuse_problems(planned: list[ProcedureChange]) -> None:
    whole = [change for change in planned if change.problem]
    if whole:
        raise Refused(
            f"{len(whole)} 个自设程序不能改用新版规则：{whole[0].procedure_no} {whole[0].problem}",
            f"{len(whole)} declared procedures cannot be moved ({', '.join(one.procedure_no for one in whole[:5])}): "
            "the new rules do not declare them, or cannot read what was answered. Complete the rules first",
        )
    problems = [one for change in planned for one in change.problems]
    if problems:
        listed = "、".join(f"{one.no} {one.zh}" for one in problems[:5])
        raise Refused(
            f"新版规则不能计算 {len(problems)} 项待办职责：{listed}。请先补全规则，或办结这些职责",
            f"the new rules cannot count {len(problems)} open duties: "
            f"{', '.join(one.no for one in problems[:5])}. Complete the rules, or finish these duties first",
        )


def _refuse_an_unknown_case(desk: Desk, case_no: str) -> None:
    if desk.session.exec(select(CaseFile.no).where(col(CaseFile.no) == case_no)).first() is None:
        raise no_such_case(case_no, field="--case")
