"""Entering visits that were made: what would be done, then the same done. 走访导入.

A visit answers the routine duty that is owed for its day; where none is owed any more it is kept as a note, so that no
visit is lost.  One that is on record already, by child, kind and day, is not entered again: a table that was broken
off is finished by handing it in once more.  The procedures move afterwards, as after any answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, DutyRow, JournalEntry, MonitoredChild, Note, Procedure, Wake
from rules.forms import FIELD_ZH
from rules.moments import civil_day, midnight_before
from rules.monitoring import ROUTINE_CONTACT, ROUTINE_VISIT
from rules.vocabulary import LIVE, DutyState, NoteKind, Precision, Role, Term
from tasks.acts import Opened
from tasks.answers import write_answer
from tasks.child_cells import Mend
from tasks.child_table import Mistake
from tasks.files import Known, identity_indexes
from tasks.filing import actor_at
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.posts import FoundPost, holder_of, known_post, post_by_number
from tasks.verdicts import in_time
from tasks.visit_table import ListedVisit, VisitKind, VisitTable, mistake

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

AT_ONCE = 500
"""Visits in one transaction: whoever else writes waits for less than a second."""

Teller = Callable[[int], None]
"""Told how many rows are done."""

NOT_LISTED = (
    "没有这名儿童的在册关爱档案；请先用 hutong import children 建档、hutong monitor begin 列入",
    "this child is not on the list; open its file (hutong import children) and put it there (hutong monitor begin)",
)
NO_POST = "没有这个岗位，请用 hutong directory show 查看编号", "there is no such post; see `hutong directory show`"

_NOTED_AS = {VisitKind.VISIT: NoteKind.VISIT, VisitKind.CONTACT: NoteKind.CONTACT}
_CODES = (ROUTINE_VISIT.code, ROUTINE_CONTACT.code)


class Became(Term):
    """What becomes of a row. 导入为."""

    ANSWER = "answer", "办理本期职责"
    NOTE = "note", "记事"
    ALREADY = "already", "已有记录，不动"
    REPEATED = "repeated", "表内重复"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredVisit:
    """A row and what became of it. 已导入的一行.

    Args:
        case_no: the child's file of care.
        duty_no: the duty that it answers, if any.
        late: whether that duty was due before.
        same_as: number of the row in which the same visit stood before.
    """

    row: int
    case_no: str
    became: Became
    duty_no: str | None = None
    late: bool = False
    same_as: int | None = None


@dataclass(slots=True)
class ImportedVisits:
    """What a table came to. 导入结果. `mistakes`: rows that only the record shows to be wrong."""

    visits: list[EnteredVisit] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def count(self, became: Became) -> int:
        """How many rows became this."""
        return sum(one.became is became for one in self.visits)

    @property
    def late(self) -> int:
        """How many answered a duty that was due before."""
        return sum(one.late for one in self.visits)


def look_ahead(office: Office, table: VisitTable, *, by_post: str | None, tell: Teller) -> ImportedVisits:
    """What entering this table would come to; nothing is written. 试导入."""
    result, seen = ImportedVisits(), _Seen()
    for batch in _batches(table.visits):
        with office.reading() as desk:
            found = _Batch(desk, table, by_post, seen).plan(batch)
        _gather(result, found)
        tell(len(result.visits) + len(result.mistakes))
    return result


def import_visits(office: Office, table: VisitTable, *, by_post: str | None, tell: Teller) -> ImportedVisits:
    """Enter the visits of this table that are not on record. 导入.

    Args:
        by_post: who hands the table in: the post that visited, the lead post of the files, or the county office.
    Raises: Refused: no such post; nothing is written.
    """
    with office.reading() as desk:
        actor_at(desk, by_post)  # also where there is nothing to enter
    result, seen = ImportedVisits(), _Seen()
    for batch in _batches(table.visits):
        with office.writing() as desk:
            found = _Batch(desk, table, by_post, seen, writes=True).plan(batch)
            _write(desk, found)
        _gather(result, found)
        tell(len(result.visits) + len(result.mistakes))
    return result


@dataclass(slots=True)
class _Seen:
    """What the rows before were: by file, kind and day the row; and the duties that they answer."""

    rows: dict[tuple[str, VisitKind, date], int] = field(default_factory=dict)
    duties: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Planned:
    """The rows of a batch with the entries that they come to."""

    visits: list[EnteredVisit] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    woken: set[str] = field(default_factory=set)


def _batches(visits: Sequence[ListedVisit]) -> Iterator[Sequence[ListedVisit]]:
    for first in range(0, len(visits), AT_ONCE):
        yield visits[first : first + AT_ONCE]


def _gather(result: ImportedVisits, found: _Planned) -> None:
    result.visits += found.visits
    result.mistakes += found.mistakes


def _write(desk: Desk, found: _Planned) -> None:
    """Kind by kind, so that a batch is a handful of statements."""
    desk.record(*sorted(found.entries, key=lambda one: one.kind))
    waking = {"why": "answered", "created_at": desk.at, "attempts": 0}
    desk.add(Wake, [{"procedure_no": no, **waking} for no in sorted(found.woken)])


@dataclass(frozen=True, slots=True)
class _File:
    """A child's file of care. 关爱档案."""

    case_no: str
    child_no: str
    procedure_no: str
    rules: str
    lead_post: str | None


class _Batch:
    """Some hundreds of rows, in one transaction. 一批."""

    def __init__(
        self, desk: Desk, table: VisitTable, by_post: str | None, seen: _Seen, *, writes: bool = False
    ) -> None:
        self._desk = desk
        self._table = table
        self._by = known_post(desk, by_post, field="by") if by_post else None
        self._seen = seen
        self._writes = writes
        self._actors: dict[str, Actor] = {}

    def plan(self, rows: Sequence[ListedVisit]) -> _Planned:
        """What becomes of each row; with its entry, where it is to be written."""
        found, files = _Planned(), self._files(rows)
        numbers = sorted({one.case_no for one in files.values()})
        self._live, self._known = self._duties(numbers), self._on_record(numbers)
        self._noted = self._noted_before(rows, files)
        if self._writes:
            self._desk.find_ciphers({one.child_no for one in files.values()})
        for row in rows:
            file = files.get(row.row)
            if file is None:
                found.mistakes.append(mistake(self._table.heads, row.row, "", NOT_LISTED))
            else:
                self._row(found, row, file)
        return found

    def _row(self, found: _Planned, row: ListedVisit, file: _File) -> None:
        key = (file.case_no, row.kind, row.day)
        if (first := self._seen.rows.get(key)) is not None:
            found.visits.append(EnteredVisit(row=row.row, case_no=file.case_no, became=Became.REPEATED, same_as=first))
            return
        if key in self._known or _key(*key) in self._noted:
            found.visits.append(EnteredVisit(row=row.row, case_no=file.case_no, became=Became.ALREADY))
            return
        duty = self._duty_for(row, file)
        if (wrong := self._refused(row, file, duty)) is not None:
            code, mend = wrong
            found.mistakes.append(mistake(self._table.heads, row.row, code, mend))
            return
        self._seen.rows[key] = row.row
        found.visits.append(self._entered(row, file, duty))
        if duty is not None:
            self._seen.duties.add(duty.no)
        if self._writes:
            found.entries.append(self._answer(row, file, duty) if duty else self._note(row, file))
            if duty is not None:
                found.woken.add(file.procedure_no)

    def _entered(self, row: ListedVisit, file: _File, duty: DutyRow | None) -> EnteredVisit:
        if duty is None:
            return EnteredVisit(row=row.row, case_no=file.case_no, became=Became.NOTE)
        late = in_time(duty, midnight_before(row.day), Precision.DAY) is False
        return EnteredVisit(row=row.row, case_no=file.case_no, became=Became.ANSWER, duty_no=duty.no, late=late)

    # --- who and what ----------------------------------------

    def _files(self, rows: Sequence[ListedVisit]) -> dict[int, _File]:
        """By number of the row: the file of the child's present round on the list."""
        known = Known()
        indexes = {row.row: identity_indexes(self._desk, row.child) for row in rows if row.child is not None}
        known.look_up(self._desk, indexes.values())
        meant = {row.row: row.number or known.no_of(indexes[row.row]) for row in rows}
        numbers = sorted({number for number in meant.values() if number})
        either = col(MonitoredChild.child_no).in_(numbers) | col(MonitoredChild.case_no).in_(numbers)
        of = MonitoredChild
        query = (
            select_columns(col(of.case_no), col(of.child_no), col(of.procedure_no), Procedure.rules, CaseFile.lead_post)  # type: ignore[call-overload]
            .join(Procedure, col(Procedure.no) == col(of.procedure_no))
            .join(CaseFile, col(CaseFile.no) == col(of.case_no))
            .where(either, col(of.ended_at).is_(None))
            .order_by(col(CaseFile.no))
        )
        if self._writes:  # the case first, as whoever answers a single duty
            query = query.with_for_update(of=CaseFile)
        files = [_File(*one) for one in self._desk.session.execute(query)]
        by_number = {number: one for one in files for number in (one.child_no, one.case_no)}
        return {row: by_number[number] for row, number in meant.items() if number in by_number}

    def _duties(self, cases: list[str]) -> dict[str, list[DutyRow]]:
        """By file: the visits and contacts that are owed, the latest window first."""
        query = select(DutyRow).where(
            col(DutyRow.case_no).in_(cases), col(DutyRow.code).in_(_CODES), col(DutyRow.state).in_(LIVE)
        )
        query = query.order_by(col(DutyRow.since_at).desc(), col(DutyRow.no))
        found: dict[str, list[DutyRow]] = defaultdict(list)
        for row in self._desk.session.exec(query.with_for_update() if self._writes else query):
            found[row.case_no].append(row)
        return found

    def _on_record(self, cases: list[str]) -> set[tuple[str, VisitKind, date]]:
        """The visits and contacts that are known, by file, kind and day."""
        answered = select(DutyRow.case_no, DutyRow.code, DutyRow.happened_at).where(
            col(DutyRow.case_no).in_(cases), col(DutyRow.code).in_(_CODES), col(DutyRow.state) == DutyState.ANSWERED
        )
        found = {
            (no, VisitKind(code), civil_day(at)) for no, code, at in self._desk.session.exec(answered) if at is not None
        }
        visits = select(Note.case_no, Note.happened_at).where(
            col(Note.case_no).in_(cases), col(Note.kind) == NoteKind.VISIT
        )  # not contacts: a note of one may be of a vain attempt
        return found | {
            (no, VisitKind.VISIT, civil_day(at)) for no, at in self._desk.session.exec(visits) if at is not None
        }

    def _noted_before(self, rows: Sequence[ListedVisit], files: dict[int, _File]) -> set[str]:
        """The keys of the notes that a table entered before, of those that these rows may come to."""
        keys = {_key(files[row.row].case_no, row.kind, row.day) for row in rows if row.row in files}
        return set(self._desk.session.exec(select(JournalEntry.key).where(col(JournalEntry.key).in_(sorted(keys)))))

    def _duty_for(self, row: ListedVisit, file: _File) -> DutyRow | None:
        """The duty of the window in which the day lies, or one before it that is still owed."""
        return next(
            (
                duty
                for duty in self._live[file.case_no]
                if duty.code == row.kind and duty.no not in self._seen.duties and civil_day(duty.since_at) <= row.day
            ),
            None,
        )

    def _refused(self, row: ListedVisit, file: _File, duty: DutyRow | None) -> tuple[str, Mend] | None:
        """Whose visit it was, and whether this table may say so."""
        if row.post is not None and post_by_number(self._desk, row.post) is None:
            return "post", NO_POST
        owes = duty.post_no if duty else None
        if owes and row.post and row.post != owes:
            return "post", (f"该项由 {owes} 承办，请填该岗位或者留空", f"owed by {owes}: write that post or nothing")
        if self._by is None or self._may_enter(self._by, file, owes or row.post):
            return None
        whose = owes or row.post or file.lead_post or "—"
        return "", (
            f"该儿童的走访由 {whose} 承办，{self._by.no} 不能代为导入",
            f"the visits of this child are owed by {whose}; {self._by.no} may not enter them",
        )

    @staticmethod
    def _may_enter(by: FoundPost, file: _File, whose: str | None) -> bool:
        return by.no in (whose, file.lead_post) or by.role is Role.COUNTY_OFFICE

    # --- what is written ----------------------------------------

    def _answer(self, row: ListedVisit, file: _File, duty: DutyRow) -> Entry:
        pack = self._desk.rules(file.rules)
        opened = Opened(
            desk=self._desk,
            row=duty,
            pack=pack,
            spec=pack.duty(duty.code),
            subject_no=file.child_no,
            lead_post=file.lead_post,
        )
        said = write_answer(row.answer, self._desk.cipher(file.child_no))
        payload = {"answer": said, "entered_by": self._by.no if self._by else None}
        return opened.entry(
            Kind.DUTY_ANSWERED,
            "answer",
            payload,
            happened_at=midnight_before(row.day),
            by=self._actor(duty.post_no or row.post),
            precision=Precision.DAY,
        )

    def _note(self, row: ListedVisit, file: _File) -> Entry:
        words = self._desk.cipher(file.child_no).seal("note", in_words(row))
        payload: dict[str, Any] = {
            "kind": _NOTED_AS[row.kind],
            "about": None,
            "restricted": False,
            "words_sealed": words,
            "source_sealed": None,
            "entered_by": self._by.no if self._by else None,
        }
        return Entry(
            chain=file.case_no,
            kind=Kind.NOTED,
            key=_key(file.case_no, row.kind, row.day),
            payload=payload,
            happened_at=midnight_before(row.day),
            precision=Precision.DAY,
            by=self._actor(row.post),
        )

    def _actor(self, post: str | None) -> Actor:
        """Who sits at the post that visited; the one that hands the table in, where nothing else is known."""
        no = post or (self._by.no if self._by else "")
        if no not in self._actors:
            self._actors[no] = holder_of(self._desk, no, self._desk.at) or Actor(post_no=no)
        return self._actors[no]


def _key(case_no: str, kind: VisitKind, day: date) -> str:
    """What makes the note of a visit happen once."""
    return f"visit:{case_no}:{kind}:{day.isoformat()}"


def in_words(row: ListedVisit) -> str:
    """What a row says, as the words of a note. 登记内容."""
    said = []
    for name in ("spoke_with", "child_seen", "care", "school", "health", "safety", "problems", "needs"):
        value = getattr(row.answer, name, None)
        if value in (None, "", ()):
            continue
        if isinstance(value, bool):
            words = "是" if value else "否"
        elif isinstance(value, tuple):
            words = "、".join(one.zh for one in value)
        else:
            words = value.zh if isinstance(value, Term) else str(value)
        said.append(f"{FIELD_ZH[name]}：{words}")
    return "；".join(said)
