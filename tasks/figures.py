"""The figures of a routine report, computed from what is recorded. 上报数字.

Nobody types a number in: each is a query over the area and the part of the year that has passed (HT-204).  What is
written for others withholds small numbers (`tasks.small_numbers`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, MonitoredChild, Note, ReportRow
from rules.errors import Refused
from rules.moments import civil_day, midnight_before
from rules.monitoring import ASSESS_TIER, ROUTINE_CONTACT, ROUTINE_VISIT, UPDATE_CHILD_DATA
from rules.rhythm import Standing
from rules.routine_reporting import INSPECT_CARE_WORK, SPOT_CHECK_FILES
from rules.vocabulary import LIVE, CasePurpose, ChildCategory, ChildMark, DutyState, NoteKind, Precision, Term, Tier
from tasks.grades import grades_in
from tasks.kinds import Kind
from tasks.routine import standings_of
from tasks.small_numbers import is_small, withheld
from tasks.verdicts import RELEASED

if TYPE_CHECKING:
    from tasks.desk import Desk

_THIS_MOMENT_TOO = timedelta(microseconds=1)

BASIS = "HT-204"
"""Fact row of how the figures come about."""


class Done(Term):
    """What became of a routine duty. 办理情况."""

    IN_TIME = "in_time", "按期办理"
    LATE = "late", "逾期办理"
    UNCERTAIN = "uncertain", "日期不足以判断"
    MISSED = "missed", "逾期未办"
    EXCUSED = "excused", "免办、略过"
    ENDED = "ended", "随退出终结"
    NOT_DUE = "not_due", "未到期"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One number and what it consists of. 一组数字.

    Args:
        total: the whole.
        parts: by code: words and number; they add up to the whole unless `overlap`.
        overlap: one thing may be in several parts.
    """

    code: str
    zh: str
    en: str
    total: int
    parts: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    overlap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of an area for a year, as far as it has passed. 上报数字.

    Args:
        first, last: civil days, both included; the last is the day of asking in the year that runs.
    """

    area: str
    year: int
    first: date
    last: date
    groups: tuple[Group, ...]

    def plain(self) -> dict[str, Any]:
        """As it goes into the journal: every number as it is."""
        return {
            "area": self.area,
            "year": self.year,
            "until": self.last.isoformat(),
            "groups": {
                one.code: {"total": one.total, **{code: number for code, (_, number) in one.parts.items()}}
                for one in self.groups
            },
        }

    def shared(self) -> list[tuple[Group, int | None, dict[str, int | None]]]:
        """The groups as others may see them: None for a number that is withheld."""
        return [(one, *_shared(one)) for one in self.groups]


def figures_of(desk: Desk, *, area: str, year: int) -> Figures:
    """The figures of an area for a calendar year, until the moment of this desk.

    Args:
        area: a division code and all below it.
    Raises: Refused: the year has not begun.
    """
    if not area.isdigit():
        raise Refused("请写行政区划代码（数字）", "give a division code (digits)", field="--area")
    begins, ends = midnight_before(date(year, 1, 1)), midnight_before(date(year + 1, 1, 1))
    if begins > desk.at:
        raise Refused(f"{year}年尚未开始", f"{year} has not begun", field="--year")
    asked = _Asked(desk, area, begins, min(ends, desk.at + _THIS_MOMENT_TOO))
    last = date(year, 12, 31) if ends <= desk.at else civil_day(desk.at)
    return Figures(area=area, year=year, first=date(year, 1, 1), last=last, groups=tuple(asked.groups()))


def _shared(group: Group) -> tuple[int | None, dict[str, int | None]]:
    numbers = {code: number for code, (_, number) in group.parts.items()}
    if is_small(group.total):
        return None, {code: None if number else 0 for code, number in numbers.items()}
    hidden = {code for code, number in numbers.items() if is_small(number)} if group.overlap else withheld(numbers)
    return group.total, {code: None if code in hidden else number for code, number in numbers.items()}


class _Asked:
    """One area and one stretch of time. 统计范围. `since` included, `until` excluded."""

    def __init__(self, desk: Desk, area: str, since: datetime, until: datetime) -> None:
        self._desk = desk
        self._area = area
        self._since, self._until = since, until

    def groups(self) -> Iterator[Group]:
        """All of them, in the order of a report."""
        yield from self._children()
        for duty, zh, en in _ROUTINES:
            yield self._routine(duty, zh, en)
            if duty in _MADE:
                yield self._made(duty)
        yield from self._reports_and_matters()
        yield from self._checks()

    def _here(self, column: Any) -> ColumnElement[bool]:
        return col(column).startswith(self._area, autoescape=True)

    def _within(self, column: Any) -> ColumnElement[bool]:
        return and_(col(column) >= self._since, col(column) < self._until)

    # --- children on the list ----------------------------------------

    def _children(self) -> Iterator[Group]:
        columns = (col(MonitoredChild.began_at), col(MonitoredChild.ended_at), col(MonitoredChild.standings))
        query = select_columns(*columns).join(CaseFile, col(CaseFile.no) == col(MonitoredChild.case_no))
        rows = self._desk.session.execute(query.where(self._here(CaseFile.area))).all()
        present = [
            standing
            for began, ended, standings in rows
            if began < self._until and (ended is None or ended >= self._until)
            if (standing := standing_at(standings_of(standings), self._until)) is not None
        ]
        grades = grades_in(self._desk.pack)
        said = {one: f"风险等级{one.zh}{f'（当地称{grades[one]}）' if grades else ''}" for one in Tier}
        tiers = {one.value: (said[one], sum(child.tier is one for child in present)) for one in Tier}
        yield Group(code="on_list", zh="在册儿童", en="children on the list", total=len(present), parts=tiers)
        kinds = {one.value: (one.zh, sum(one in child.categories for child in present)) for one in ChildCategory} | {
            ChildMark.KEY.value: (ChildMark.KEY.zh, sum(ChildMark.KEY in child.marks for child in present))
        }
        yield Group(
            code="categories", zh="其中各类儿童", en="by category", total=len(present), parts=kinds, overlap=True
        )
        joined = sum(self._since <= began < self._until for began, _, _ in rows)
        left = sum(ended is not None and self._since <= ended < self._until for _, ended, _ in rows)
        yield Group(code="joined", zh="本年列入", en="put on the list in the year", total=joined)
        yield Group(code="left", zh="本年退出", en="left the list in the year", total=left)

    # --- what was owed for them ----------------------------------------

    def _routine(self, code: str, zh: str, en: str) -> Group:
        query = (
            select_columns(self._become().label("become"), func.count())
            .select_from(DutyRow)
            .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
            .where(col(DutyRow.code) == code, self._here(CaseFile.area), self._within(DutyRow.since_at))
            .group_by("become")  # by its name: PostgreSQL does not see that two parameters are one
        )
        counted = {str(key): number for key, number in self._desk.session.execute(query)}
        parts = {one.value: (one.zh, counted.get(one.value, 0)) for one in Done}
        zh, en = f"应办{zh}（每名儿童每期一项，一次可办结几项）", f"{en} owed (one for each child and window)"
        return Group(code=code, zh=zh, en=en, total=sum(counted.values()), parts=parts)

    def _made(self, code: str) -> Group:
        """What was really done: one visit once, however many windows it answered; noted ones beside them (HT-142).

        One child at one moment is one visit; a contact that was a visit is told with the visits.
        """
        made = self._moments(ROUTINE_VISIT.code).union(self._noted_visits()).subquery()
        if code == ROUTINE_CONTACT.code:
            made = self._moments(code).except_(select_columns(made)).subquery()
        number = self._desk.session.execute(select_columns(func.count()).select_from(made)).scalar_one()
        zh, en = _MADE[code]
        return Group(code=f"{code}s_made", zh=zh, en=en, total=number)

    def _moments(self, code: str) -> Select[str, datetime | None]:
        """By child: when a duty was answered; several that one act answered have one moment."""
        query = select_columns(col(DutyRow.case_no), col(DutyRow.happened_at)).join(
            CaseFile, col(CaseFile.no) == col(DutyRow.case_no)
        )
        done = and_(col(DutyRow.code) == code, col(DutyRow.state) == DutyState.ANSWERED)
        return query.where(done, self._here(CaseFile.area), self._within(DutyRow.happened_at))

    def _noted_visits(self) -> Select[str, datetime | None]:
        """Visits beside the windows, and those of a register that was handed in."""
        query = select_columns(col(Note.case_no), col(Note.happened_at)).join(
            CaseFile, col(CaseFile.no) == col(Note.case_no)
        )
        of_care = and_(col(Note.kind) == NoteKind.VISIT, col(CaseFile.purpose) == CasePurpose.CARE)
        return query.where(of_care, self._here(CaseFile.area), self._within(Note.happened_at))

    def _become(self) -> ColumnElement[str]:
        """What became of a duty, as `tasks.verdicts` says it, for the whole table at once."""
        state, due, happened = col(DutyRow.state), col(DutyRow.legal_due_at), col(DutyRow.happened_at)
        sure = col(DutyRow.happened_precision).in_([Precision.EXACT, Precision.DAY])
        return case(
            (and_(state.in_(LIVE), due < self._until), Done.MISSED.value),
            (state.in_(LIVE), Done.NOT_DUE.value),
            (and_(col(DutyRow.answer) == RELEASED, happened > due), Done.MISSED.value),
            (state.in_([DutyState.EXCUSED, DutyState.SKIPPED]), Done.EXCUSED.value),
            (state == DutyState.SETTLED, Done.ENDED.value),
            (~func.coalesce(sure, False), Done.UNCERTAIN.value),
            (happened > due, Done.LATE.value),
            else_=Done.IN_TIME.value,
        )

    # --- reports and matters ----------------------------------------

    def _reports_and_matters(self) -> Iterator[Group]:
        query = select_columns(col(ReportRow.late), func.count()).where(
            self._here(ReportRow.area), self._within(ReportRow.reported_at)
        )
        late = {bool(key): number for key, number in self._desk.session.execute(query.group_by(col(ReportRow.late)))}
        parts = {"in_time": ("及时", late.get(False, 0)), "late": ("迟报", late.get(True, 0))}
        yield Group(code="reports", zh="收到报告", en="reports received", total=sum(late.values()), parts=parts)
        matters = and_(self._here(CaseFile.area), col(CaseFile.purpose) == CasePurpose.MATTER)
        for code, zh, en, column in (
            ("opened", "立为个案", "cases opened", CaseFile.opened_at),
            ("closed", "结案", "cases closed", CaseFile.closed_at),
        ):
            counted = select(func.count()).select_from(CaseFile).where(matters, self._within(column))
            yield Group(code=code, zh=zh, en=en, total=self._desk.session.exec(counted).one())

    # --- spot checks and inspections ----------------------------------------

    def _checks(self) -> Iterator[Group]:
        answers = self._answered(SPOT_CHECK_FILES.code)
        with_gaps = sum(len(one["with_gaps"]) for one in answers.values())
        not_kept = sum(len(one["not_kept"]) for one in answers.values())
        query = select(JournalEntry.chain, JournalEntry.payload).where(
            col(JournalEntry.kind) == Kind.SPOT_CHECK_DRAWN, col(JournalEntry.chain).in_(sorted(answers))
        )
        drawn = sum(len(json.loads(payload)["drawn"]) for _, payload in self._desk.session.exec(query))
        parts = {
            "in_order": ("合格", drawn - with_gaps - not_kept),
            "with_gaps": ("有缺漏", with_gaps),
            "not_kept": ("未建档、未续记", not_kept),
        }
        yield Group(code="spot_checks", zh="已完成抽查", en="spot checks done", total=len(answers))
        # a city reports by a day on which its counties' year has not passed (福建 FJ-8b, FJ-8c): what is left is told
        yield Group(
            code="spot_checks_open", zh="尚未完成的抽查", en="spot checks not done yet", total=self._unchecked()
        )
        yield Group(code="files_checked", zh="受查档案", en="files checked", total=drawn, parts=parts)
        inspected = len(self._answered(INSPECT_CARE_WORK.code))
        yield Group(code="inspections", zh="已开展检查", en="inspections done", total=inspected)

    def _unchecked(self) -> int:
        """Spot checks of the year that are still owed."""
        query = (
            select(func.count())
            .select_from(DutyRow)
            .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
            .where(col(DutyRow.code) == SPOT_CHECK_FILES.code, col(DutyRow.state).in_(LIVE))
            .where(self._here(CaseFile.area), self._within(DutyRow.since_at))
        )
        return self._desk.session.exec(query).one()

    def _answered(self, code: str) -> dict[str, dict[str, Any]]:
        """By file: the answers to a duty of agencies in the year."""
        query = (
            select(DutyRow.case_no, DutyRow.answer)
            .join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
            .where(col(DutyRow.code) == code, col(DutyRow.state) == DutyState.ANSWERED)
            .where(self._here(CaseFile.area), self._within(DutyRow.happened_at))
        )
        return {case_no: json.loads(answer or "{}") for case_no, answer in self._desk.session.exec(query)}


def standing_at(standings: tuple[Standing, ...], at: datetime) -> Standing | None:
    """How a child stood at a moment; None before it was on the list."""
    return next((one for one in reversed(standings) if one.from_at <= at), None)


_ROUTINES = (
    (ROUTINE_VISIT.code, "走访", "visits"),
    (ROUTINE_CONTACT.code, "联系", "contacts"),
    (UPDATE_CHILD_DATA.code, "信息更新", "updates"),
    (ASSESS_TIER.code, "风险评估", "assessments"),
)

_MADE = {
    ROUTINE_VISIT.code: ("实际走访（一次计一次）", "visits made (each once)"),
    ROUTINE_CONTACT.code: ("走访以外的联系（一次计一次）", "contacts made beside visits (each once)"),
}
"""Of which what was really done is told beside what was owed: one act answers several windows. 实际次数."""
