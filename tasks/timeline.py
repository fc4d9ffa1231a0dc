"""The timeline of a case: every fact with both its times, its source, its basis and who. 时间线."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from models import CaseFile, DutyRow, Instrument, JournalEntry, Procedure, ReportChild, Tie
from rules.declared import End
from rules.vocabulary import (
    CloseReason,
    HandOver,
    Intervention,
    Precision,
    ProcedureKind,
    Relation,
    Role,
    Situation,
    Tier,
    Turning,
    UnitKind,
)
from tasks import telling, telling_duties, wording
from tasks.duty_rules import rules_within
from tasks.grades import Grades, say_tier
from tasks.grades_on_file import grades_of_procedure
from tasks.kinds import Kind
from tasks.no_such import no_such_case
from tasks.numbers import Named
from tasks.posts import post_by_number
from tasks.projection.facts import facts_of

if TYPE_CHECKING:
    from packs.pack import Pack
    from tasks.desk import Desk

LATE_ENTRY_AFTER = timedelta(hours=24)
"""From this distance between happening and recording on an entry is shown as entered late (our default)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline. 一条记录.

    Args:
        happened_at, precision: when it happened, and how exactly that is known.
        recorded_at: when it was entered.
        entered_late: whether the two lie more than a day apart.
        kind: what kind of fact; `track` the procedure that it belongs to, or "".
        zh, en: what it says, without naming anybody.
        who: the post that did it; "系统" for the system itself.
        basis: articles.
        entry: chain and number, by which the journal proves it.
    """

    happened_at: datetime | None
    precision: Precision
    recorded_at: datetime
    entered_late: bool
    kind: Kind
    track: str
    zh: str
    en: str
    who: str
    basis: tuple[str, ...]
    entry: str


def timeline(desk: Desk, case_no: str) -> list[Moment]:
    """Every fact of a case, its reports and its child's file, in the order in which they happened."""
    chains = [case_no, *_related(desk, case_no)]
    query = select(JournalEntry).where(col(JournalEntry.chain).in_(chains)).order_by(col(JournalEntry.seq))
    teller = Teller(desk, case_no)
    rows = list(desk.session.exec(query))
    rows.sort(key=lambda row: (row.happened_at or row.recorded_at, row.seq or 0))
    return [teller.tell(row) for row in rows]


def of_duty(desk: Desk, case_no: str, duty_no: str) -> list[Moment]:
    """What people did about one duty, in the order in which it was entered: who said what of it, and when.

    Args:
        duty_no: its running number in the case.
    """
    query = select(JournalEntry).where(
        col(JournalEntry.chain) == case_no,
        col(JournalEntry.duty_no) == f"{case_no}/{duty_no}",
        col(JournalEntry.by_post).is_not(None),
    )
    teller = Teller(desk, case_no)
    return [teller.tell(row) for row in desk.session.exec(query.order_by(col(JournalEntry.n)))]


def _related(desk: Desk, case_no: str) -> list[str]:
    case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).first()
    if case is None:
        raise no_such_case(case_no)
    reports = desk.session.exec(select(ReportChild.report_no).where(col(ReportChild.case_no) == case_no))
    return [*([case.child_no] if case.child_no else []), *reports]


class Teller:
    """Puts entries into words. 叙述."""

    def __init__(self, desk: Desk, case_no: str) -> None:
        self._desk = desk
        self._case_no = case_no
        procedures = desk.session.exec(select(Procedure).where(col(Procedure.case_no) == case_no)).all()
        self._procedures = {row.no: row for row in procedures}
        duties = desk.session.exec(select(DutyRow).where(col(DutyRow.case_no) == case_no)).all()
        self._duties = {row.no: row for row in duties}
        self._grades: dict[str, Grades] = {}

    @cached_property
    def _relations(self) -> dict[str, str]:
        """What each adult around the child is, by number of the adult and of the tie."""
        query = select(Tie).join(CaseFile, col(CaseFile.child_no) == col(Tie.child_no))
        ties = self._desk.session.exec(query.where(col(CaseFile.no) == self._case_no).order_by(col(Tie.place)))
        found: dict[str, str] = {}
        for tie in ties:
            said = f"{Relation(tie.relation).zh}（{tie.adult_no}）"
            found |= {tie.no: said, tie.adult_no: said}
        return found

    @cached_property
    def _titles(self) -> dict[str, str]:
        query = select(Instrument.no, Instrument.title, Instrument.document_no)
        rows = self._desk.session.exec(query.where(col(Instrument.case_no) == self._case_no))
        return {no: f"{title}{f' {number}' if number else ''}" for no, title, number in rows}

    def tied(self, tie_no: str) -> str:
        """The adult of a tie, as what they are to the child."""
        return self._relations.get(tie_no, tie_no)

    def party(self, number: str) -> str:
        """An adult as what they are to the child, or a post."""
        return self._relations.get(number) or self.post(number)

    def title(self, instrument_no: str) -> str:
        """Title and number of an instrument."""
        return self._titles.get(instrument_no, instrument_no)

    def tell(self, row: JournalEntry) -> Moment:
        """One entry as a line."""
        facts = facts_of(row)
        zh, en = TOLD.get(Kind(row.kind), _plainly)(self, row, facts)
        happened = row.happened_at
        procedure = self._procedures.get(row.procedure_no or "")
        return Moment(
            happened_at=happened,
            precision=Precision(row.happened_precision),
            recorded_at=row.recorded_at,
            entered_late=_entered_late(row),
            kind=Kind(row.kind),
            track=self.procedure(procedure.no)[0] if procedure else "",
            zh=zh,
            en=en,
            who=self.post(row.by_post) if row.by_post else "系统",
            basis=tuple(self._basis(row)),
            entry=f"{row.chain}#{row.n}",
        )

    def procedure(self, no: str) -> tuple[str, str]:
        """Name of a procedure."""
        row = self._procedures[no]
        kind, pack = ProcedureKind(row.kind), self.pack(no)
        zh = wording.procedure_name(pack, kind, row.about, "zh")
        return zh, wording.procedure_name(pack, kind, row.about, "en") if kind is ProcedureKind.DECLARED else kind

    def post(self, no: str | None) -> str:
        """Title of a post."""
        found = post_by_number(self._desk, no) if no else None
        return found.zh if found else (no or "无人")

    def duty(self, row: JournalEntry) -> tuple[str, str]:
        """Name of the duty that an entry is about."""
        duty = self.duty_row(row)
        spec = self.rules(row).duty(duty.code)
        whom = duty.about.partition("/")[0]  # of several adults, the one whom it is about
        about = f"（{self.party(whom)}）" if whom.startswith(f"{Named.ADULT}-") else ""
        return f"{wording.short_no(duty.no)} {spec.zh}{about}", f"{wording.short_no(duty.no)} {spec.en} {whom}".rstrip()

    def outcome(self, procedure_no: str, code: str) -> End | None:
        """The end to which a declared procedure came."""
        declared = self.pack(procedure_no).procedures.get(self._procedures[procedure_no].about)
        return declared.end(code) if declared and code else None

    def duty_row(self, row: JournalEntry) -> DutyRow:
        """The duty that an entry is about."""
        return self._duties[row.duty_no or ""]

    def pack(self, procedure_no: str) -> Pack:
        """The rules that a procedure runs under."""
        return self._desk.rules(self._procedures[procedure_no].rules)

    def rules(self, row: JournalEntry) -> Pack:
        """The rules of what an entry is about: those of its duty, or of its procedure, or of today."""
        procedure = self._procedures.get(row.procedure_no or "")
        if procedure is None:
            return self._desk.pack
        duty = self._duties.get(row.duty_no or "")
        return rules_within(self._desk, duty, procedure.rules) if duty else self.pack(procedure.no)

    def grades(self, procedure_no: str | None) -> Grades:
        """How the rules of a file of care call the tiers of its child."""
        no = procedure_no or ""
        if no not in self._grades:
            known = no in self._procedures
            self._grades[no] = grades_of_procedure(self._desk, self.pack(no), no) if known else {}
        return self._grades[no]

    def tier(self, procedure_no: str | None, tier: Tier) -> str:
        """A tier in those words."""
        return say_tier(self.grades(procedure_no), tier)

    def edition(self, rules: str) -> str:
        """Name, version and the beginning of the hash of frozen rules."""
        pack = self._desk.rules(rules)
        return f"{pack.id} {pack.version}（{rules[:12]}）"

    def _basis(self, row: JournalEntry) -> list[str]:
        return wording.say_basis(self.rules(row), row.basis.split())


def _entered_late(row: JournalEntry) -> bool:
    return row.happened_at is not None and row.recorded_at - row.happened_at > LATE_ENTRY_AFTER


def _plainly(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    kind = Kind(row.kind)
    return kind.zh, kind.en


def _report(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    report = facts["report"]
    situations = [Situation(code) for code in _listed(report["situations"])]
    zh = f"收到{UnitKind(report['unit_kind']).zh}报告 {row.chain}：{'；'.join(one.zh for one in situations)}"
    told = sorted({notice["post_no"] for notice in facts["notices"] if notice["post_no"]})
    zh_when, en_when = (
        ("补录时告知", "told when it was entered") if _entered_late(row) else ("即时告知", "told at once")
    )
    if told:
        zh += f"；{zh_when} {'、'.join(map(teller.post, told))}"
    en = f"report {row.chain} received ({', '.join(situations)}); {en_when}: {', '.join(told)}"
    if untold := [Role(role) for role in facts.get("untold", ())]:
        zh += f"；规则要求告知、名册中没有而未能告知：{'、'.join(role.zh for role in untold)}"
        en += f"; named by the rules, in no directory and not told: {', '.join(untold)}"
    return zh, en


def _listed(text: str) -> list[str]:
    found: list[str] = json.loads(text)
    return found


def _procedure_opened(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    zh, en = teller.procedure(facts["no"])
    if facts["kind"] == ProcedureKind.DECLARED:  # its name says what it is about
        return f"启动程序：{zh}", f"procedure opened: {en}"
    about = f"（{_about(teller, facts['about'])}）" if facts["about"] else ""
    return f"启动程序：{zh}{about}", f"procedure opened: {en} {facts['about']}".rstrip()


def _about(teller: Teller, code: str) -> str:
    terms = {term.value: term.zh for enum in (Intervention, UnitKind, HandOver, Turning) for term in enum}
    return terms.get(code) or (teller.party(code) if code.startswith(Named.ADULT) else code)


def _procedure_closed(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    reason = CloseReason(facts["reason"])
    zh, en = teller.procedure(row.procedure_no or "")
    outcome = teller.outcome(row.procedure_no or "", facts.get("outcome", ""))
    if outcome is not None:
        return f"程序终结：{zh}（{reason.zh}：{outcome.zh}）", f"procedure closed: {en} ({reason}: {outcome.en})"
    return f"程序终结：{zh}（{reason.zh}）", f"procedure closed: {en} ({reason})"


def _notice(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    kind = Kind(row.kind)
    detail = facts.get("code") or f"第 {facts['attempts']} 次"
    return f"{kind.zh}：{facts['notice_no']}（{detail}）", f"{kind.en}: {facts['notice_no']}"


def _reporter_told(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    how = "" if facts["reachable"] else "（报告人未留联系方式，凭回执编号查询）"
    return f"向报告人反馈：{facts['stage']}{how}", f"reporter told: {facts['stage']}"


def _covered(teller: Teller, row: JournalEntry, facts: dict[str, Any]) -> tuple[str, str]:
    kind = ProcedureKind(facts["kind"])
    return f"{kind.zh}：已有同类程序在办", f"{kind}: covered by an open procedure"


TOLD: dict[Kind, Callable[[Teller, JournalEntry, dict[str, Any]], tuple[str, str]]] = {
    Kind.REPORT_RECEIVED: _report,
    Kind.PROCEDURE_OPENED: _procedure_opened,
    Kind.PROCEDURE_CLOSED: _procedure_closed,
    Kind.PROCEDURE_COVERED: _covered,
    Kind.NOTICE_DELIVERED: _notice,
    Kind.NOTICE_FAILED: _notice,
    Kind.REPORTER_TOLD: _reporter_told,
    **telling_duties.TOLD,
    **telling.TOLD,
}
"""How each kind is told; the others say what they are."""
