"""The rows of a case's timeline picture, from its tables. 时间线图的行.

What a reader of the case may see: what, when, by whose clock; nobody's name, no words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import (
    CaseFile,
    ChildFile,
    DutyPause,
    DutyRow,
    Note,
    Procedure,
    ProcedureParty,
    ReportChild,
    ReportRow,
    SecondVersion,
    Tie,
)
from pictures.labels import in_brief
from pictures.rows import Kind as Mark
from pictures.rows import Lane, Row, State, Version, Weight
from pictures.words import sanction_words
from rules.moments import civil_day
from rules.vocabulary import (
    NoteKind,
    PartyRole,
    PauseCause,
    Precision,
    ProcedureKind,
    Relation,
    Role,
    Term,
    UnitKind,
)
from rules.when import When, say_when, say_when_en
from tasks import wording
from tasks.duty_rules import rules_within
from tasks.kinds import Kind
from tasks.orders import RUNNING
from tasks.picture_entries import entries_of
from tasks.picture_lanes import LANES
from tasks.posts import post_by_number
from tasks.standing import BreachView, InstrumentView, as_it_stood
from tasks.verdicts import RELEASED, Verdict, surely_late, verdict_of

if TYPE_CHECKING:
    from tasks.desk import Desk

_CHIPS = {Relation.FATHER: "父", Relation.MOTHER: "母", Relation.STEPFATHER: "继父", Relation.STEPMOTHER: "继母"}
"""Relations that have a chip, and what it says; in English the relation itself."""

_LABEL, _SHORT = 240.0, 135.0  # px of an English label, and of the shorter way to say it

_STATES = {
    Verdict.MET: State.MET,
    Verdict.LATE: State.LATE,
    Verdict.UNCERTAIN: None,
    Verdict.NOT_DUE: State.NOT_DUE,
    Verdict.OVERDUE: State.OVERDUE,
    Verdict.PAUSED: State.RUNNING,
    Verdict.SKIPPED: State.SKIPPED,
    Verdict.EXCUSED: State.EXCUSED,
    Verdict.SETTLED: State.NOT_APPLICABLE,
    Verdict.NEVER_DONE: State.NOT_DONE,
}

_ROUTINE = ("visit", "conference")
"""Words in the codes of duties that recur; their labels give way first."""


def picture_rows(desk: Desk, case_no: str, lang: str = "zh") -> tuple[Row, ...]:
    """Everything of a case that its timeline picture shows, in the reader's language.

    Empty for a case in which nothing happened yet.
    """
    drawer = _Drawer(desk, case_no, lang)
    rows = [*drawer.facts(), *drawer.duties(), *drawer.instruments(), *drawer.pauses()]
    return tuple(drawer.second_versions(rows if lang == "zh" else list(map(_in_brief, rows))))


def _in_brief(row: Row) -> Row:
    """With labels short enough to stand beside a mark."""
    short = in_brief(row.label, _SHORT)
    return replace(row, label=in_brief(row.label, _LABEL), short="" if short == row.label else short)


class _Drawer:
    """One case on its way into a picture. 制图."""

    def __init__(self, desk: Desk, case_no: str, lang: str) -> None:
        self._desk = desk
        self._lang = lang
        self._case = desk.session.exec(select(CaseFile).where(col(CaseFile.no) == case_no)).one()
        query = select(Procedure).where(col(Procedure.case_no) == case_no)
        self._procedures = {row.no: row for row in desk.session.exec(query)}
        self._chips = self._find_chips()
        self._entries, self._by = entries_of(desk, self._case)

    # --- facts ----------------------------------------

    def facts(self) -> Iterator[Row]:
        """Reports, notes, and what changes the child's standing."""
        reports = select(ReportRow).join(ReportChild, col(ReportChild.report_no) == col(ReportRow.no))
        for report in self._desk.session.exec(reports.where(col(ReportChild.case_no) == self._case.no)):
            unit = UnitKind(report.unit_kind)
            what = self._say(f"{unit.zh}报告", f"{unit.en} report")
            yield self._point(
                Lane.POLICE,
                what,
                _when(report.reported_at, report.reported_precision),
                report.recorded_at,
                report.no,
                weight=Weight.KEY,
            )
        for note in self._desk.session.exec(select(Note).where(col(Note.case_no) == self._case.no)):
            kind = NoteKind(note.kind)
            weight = Weight.KEY if kind is NoteKind.HARM else Weight.ROUTINE if kind is NoteKind.VISIT else Weight.PLAIN
            when = _when(note.happened_at, note.happened_precision)
            lane = self._lane_of_post(note.by_post)
            yield self._point(lane, self._term(kind), when, note.recorded_at, note.no, weight=weight)
        child = self._desk.session.exec(select(ChildFile).where(col(ChildFile.no) == self._case.child_no)).first()
        if child is None:  # the file of an agency's own duties
            return
        if child.died_precision:
            when = _when(child.died_at, child.died_precision)
            what = self._say("儿童死亡", "child died")
            yield self._point(Lane.CIVIL_AFFAIRS, what, when, self._desk.at, f"{Kind.CHILD_DIED}", weight=Weight.KEY)
        if child.came_of_age_on:
            entry = self._entries.get(f"{Kind.CAME_OF_AGE}")
            when = When(at=entry[1] if entry else self._desk.at, precision=Precision.DAY)
            what = self._say("年满十八周岁", "came of age")
            yield self._point(Lane.CIVIL_AFFAIRS, what, when, self._desk.at, f"{Kind.CAME_OF_AGE}", weight=Weight.KEY)

    def _point(
        self, lane: Lane, label: str, when: When, recorded: datetime, key: str, *, weight: Weight, sub_lane: str = ""
    ) -> Row:
        seq, _, recorded_at = self._entries.get(key, (0, None, recorded))
        return Row(
            lane=lane,
            kind=Mark.POINT,
            recorded=recorded_at,
            label=label,
            sentence=f"{self._when(when)}{self._say('，', ', ')}{label}",
            entry_no=seq,
            sub_lane=sub_lane,
            happened=when.at,
            precision=when.precision,
            weight=weight,
        )

    # --- duties ----------------------------------------

    def duties(self) -> Iterator[Row]:
        """Every duty against its limit; what was released by itself is left out: it was owed by nobody."""
        query = select(DutyRow).where(col(DutyRow.case_no) == self._case.no)
        for row in self._desk.session.exec(query):
            if row.legal_due_at is not None and (row.answer != RELEASED or surely_late(row)):
                yield self._duty(row, row.legal_due_at)

    def _duty(self, row: DutyRow, limit: datetime) -> Row:
        pack = rules_within(self._desk, row, self._procedures[row.procedure_no].rules)
        spec = pack.duty(row.code)
        period = spec.periods[row.variant]
        verdict = verdict_of(row, self._desk.at)
        seq, _, recorded = self._entries.get(row.no, (0, None, row.opened_at))
        force = pack.force_on(period, civil_day(row.since_at))
        precision = Precision(row.happened_precision or Precision.EXACT)
        chip = self._relations.get(row.about.partition("/")[0])
        whom = self._say(f"·{chip}", f" ({chip})") if chip else ""
        name = f"{self._say(spec.zh, spec.en)}{whom}"
        done = row.happened_at if verdict in (Verdict.MET, Verdict.LATE, Verdict.UNCERTAIN) else None
        return Row(
            lane=self._lane_of_duty(row),
            kind=Mark.LIMIT,
            recorded=recorded,
            label=name,
            sentence=self._say(f"{name}（{period.zh}，{verdict.zh}）", f"{name} ({period.en}; {verdict.en})"),
            entry_no=seq,
            basis=self._say("；", "; ").join(wording.say_basis(pack, spec.ground)),
            sub_lane=self._chips.get(row.procedure_no, ""),
            happened=row.since_at,
            precision=precision if done else Precision.EXACT,
            limit=limit,
            limit_kind=force,
            provisional=row.provisional,
            done=done,
            state=_STATES[verdict],
            verdict=self._term(verdict) if verdict is Verdict.UNCERTAIN else "",
            weight=self._weight(row, verdict),
        )

    def _weight(self, row: DutyRow, verdict: Verdict) -> Weight:
        if verdict in (Verdict.LATE, Verdict.OVERDUE):
            return Weight.KEY
        return Weight.ROUTINE if any(word in row.code for word in _ROUTINE) else Weight.PLAIN

    def pauses(self) -> Iterator[Row]:
        """Clocks that stood still."""
        query = select(DutyPause, DutyRow).join(DutyRow, col(DutyRow.no) == col(DutyPause.duty_no))
        for pause, duty in self._desk.session.exec(query.where(col(DutyRow.case_no) == self._case.no)):
            cause, since = self._term(PauseCause(pause.cause)), self._when(When(at=pause.from_at))
            seq, _, recorded = self._entries.get(pause.no, (0, None, pause.from_at))
            yield Row(
                lane=self._lane_of_duty(duty),
                kind=Mark.PAUSE,
                recorded=recorded,
                label=cause,
                sentence=self._say(f"{since}起中止计时：{cause}", f"clock stopped from {since}: {cause}"),
                entry_no=seq,
                sub_lane=self._chips.get(duty.procedure_no, ""),
                happened=pause.from_at,
                until=pause.until_at,
            )

    # --- instruments ----------------------------------------

    def instruments(self) -> Iterator[Row]:
        """Orders as bars with their breaches pinned on them; what says once what it says, as points."""
        for view in as_it_stood(self._desk, self._case.no):
            if view.state == "draft" or view.no.endswith("/doc"):
                continue  # a document beside an answer stands with the duty
            if view.kind in RUNNING and view.valid_from:
                bar = self._bar(view)
                yield bar
                yield from (self._pin(one, view, bar) for one in view.breaches)
            else:
                when = _when(view.issued_at, view.precision)
                lane, chip = self._lane_of_instrument(view), self._chip_of(view)
                yield self._point(
                    lane, self._title(view), when, view.recorded_at, view.no, weight=Weight.KEY, sub_lane=chip
                )
                yield from (self._pin(one, view, None) for one in view.breaches)

    def _bar(self, view: InstrumentView) -> Row:
        seq, _, recorded = self._entries.get(view.no, (0, None, view.recorded_at))
        term = self._say("未载明期限", "no term stated")
        if view.valid_until:
            last = wording.say_day(view.valid_until, self._lang)
            term = self._say(f"有效期至{last}", f"in force until {last}")
        told = (self._when(_when(view.issued_at, view.precision)), self._title(view), term, self._term(view.state))
        return Row(
            lane=self._lane_of_instrument(view),
            kind=Mark.VALIDITY,
            recorded=recorded,
            label=self._title(view),
            sentence=self._say("，", ", ").join(told),
            entry_no=seq,
            sub_lane=self._chip_of(view),
            happened=view.issued_at,
            precision=view.precision,
            until=view.ended_at,
            valid_from=view.valid_from,
            valid_to=view.valid_until,
            versions=tuple(Version(n, since) for n, _, since, _ in view.versions if n > 1),
            weight=Weight.KEY,
        )

    def _pin(self, breach: BreachView, view: InstrumentView, bar: Row | None) -> Row:
        seq, _, recorded = self._entries.get(breach.no, (0, None, view.recorded_at))
        when = _when(breach.happened_at, breach.precision)
        followed = sanction_words(breach.sanction, self._lang)
        why = self._say("，理由不公开", ", reasons not public") if breach.confidential else ""
        at, title = self._when(when), self._title(view)
        return Row(
            lane=self._lane_of_instrument(view),
            kind=Mark.PIN,
            recorded=recorded,
            label=self._say("违反", "breach"),
            sentence=self._say(f"{at}，违反{title}：{followed}{why}", f"{at}, breach of the {title}: {followed}{why}"),
            entry_no=seq,
            sub_lane=self._chip_of(view),
            happened=when.at,
            precision=when.precision,
            sanction=breach.sanction,
            inside=bar.entry_no if bar else None,
            weight=Weight.KEY,
        )

    # --- words ----------------------------------------

    def _say(self, zh: str, en: str) -> str:
        """One of two, in the reader's language."""
        return zh if self._lang == "zh" else en

    def _term(self, term: Term) -> str:
        return wording.say(term, self._lang)

    def _when(self, when: When) -> str:
        return self._say(say_when(when), say_when_en(when))

    def _title(self, view: InstrumentView) -> str:
        """What a paper is called: in English its kind, since its title is Chinese as it was written."""
        return self._say(view.title, view.kind.en)

    # --- second versions ----------------------------------------

    def second_versions(self, rows: list[Row]) -> Iterator[Row]:
        """Disputed facts with both their times; corrected ones beside what they were."""
        by_entry = {row.entry_no: row for row in rows}
        query = select(SecondVersion).where(col(SecondVersion.case_no) == self._case.no)
        for version in self._desk.session.exec(query.order_by(col(SecondVersion.recorded_at))):
            of, old_at, _ = self._entries.get(version.of_entry, (0, None, None))
            row = by_entry.get(of)
            if row is None:
                continue
            if version.disputed and version.happened_at is not None:
                by_entry[of] = replace(row, disputed_with=version.happened_at)
            elif not version.disputed and old_at is not None and old_at != row.acted:
                new = self._entries[version.no][0]
                was = replace(row, done=old_at) if row.kind is Mark.LIMIT else replace(row, happened=old_at)
                by_entry[of] = replace(was, corrected_by=new)
                by_entry[new] = replace(row, entry_no=new)
        yield from by_entry.values()

    # --- where it stands ----------------------------------------

    def _lane_of_duty(self, row: DutyRow) -> Lane:
        if self._procedures[row.procedure_no].kind == ProcedureKind.HANDOVER:
            return Lane.HANDOVER
        return LANES[Role(row.role)] if row.role else Lane.CIVIL_AFFAIRS

    def _lane_of_instrument(self, view: InstrumentView) -> Lane:
        kind = self._procedures[view.procedure_no].kind if view.procedure_no else ""
        if kind == ProcedureKind.HANDOVER:
            return Lane.HANDOVER
        return self._lane_of_post(next((no for no in (*view.issuers, self._by.get(view.no)) if no), None))

    def _lane_of_post(self, no: str | None) -> Lane:
        post = post_by_number(self._desk, no) if no else None
        return LANES[post.role] if post else Lane.CIVIL_AFFAIRS

    def _chip_of(self, view: InstrumentView) -> str:
        return self._chips.get(view.procedure_no or "", "")

    def _chip(self, relation: Relation) -> str:
        return self._say(_CHIPS[relation], relation.en) if relation in _CHIPS else ""

    def _find_chips(self) -> dict[str, str]:
        """The one guardian that a procedure is against, where another of its kind is against another one."""
        ties = self._desk.session.exec(select(Tie).where(col(Tie.child_no) == self._case.child_no)).all()
        self._relations = relation = {tie.adult_no: self._chip(Relation(tie.relation)) for tie in ties}
        query = select(ProcedureParty).where(
            col(ProcedureParty.procedure_no).in_(list(self._procedures)),
            col(ProcedureParty.role) == PartyRole.RESPONDENT,
        )
        against: dict[str, list[str]] = {}
        for party in self._desk.session.exec(query):
            against.setdefault(party.procedure_no, []).append(party.party_no)
        alone = {no: numbers[0] for no, numbers in against.items() if len(numbers) == 1}
        by_kind: dict[str, set[str]] = {}
        for no, adult in alone.items():
            by_kind.setdefault(self._procedures[no].kind, set()).add(adult)
        return {
            no: relation.get(adult, "") for no, adult in alone.items() if len(by_kind[self._procedures[no].kind]) > 1
        }


def _when(at: datetime | None, precision: str) -> When:
    return When(at=at, precision=Precision(precision) if at else Precision.UNKNOWN)


def shown_until(desk: Desk, case_no: str) -> date:
    """The day that a picture of the case ends with: today while it is open, its last fact once it is closed."""
    closed_at = desk.session.exec(select(col(CaseFile.closed_at)).where(col(CaseFile.no) == case_no)).first()
    return civil_day(closed_at or desk.at)
