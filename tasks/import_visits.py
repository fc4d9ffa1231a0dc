"""Entering visits that were made: what would be done, then the same done. 走访导入.

A visit answers the routine duty that is owed for its day; where none is owed any more it is kept as a note, so that no
visit is lost.  One that is on record already, by child, kind and day, is not entered again: a table that was broken
off is finished by handing it in once more.  The procedures move afterwards, as after any answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from models import DutyRow, Wake
from rules.forms import FIELD_ZH
from rules.moments import civil_day, midnight_before
from rules.vocabulary import NoteKind, Precision, Role, Term
from tasks.answers import write_answer
from tasks.child_cells import Mend
from tasks.child_table import Mistake
from tasks.filing import actor_at
from tasks.journal import Actor, Entry
from tasks.kinds import Kind
from tasks.opened_duty import Opened
from tasks.posts import FoundPost, holder_of, known_post, post_by_number, post_near, sits_at
from tasks.verdicts import in_time
from tasks.visit_table import ListedVisit, VisitKind, VisitTable, mistake
from tasks.visits_on_record import CareFile, files_of, note_key, noted_before, on_record, owed_in

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
        by_post: who hands the table in: the post that visited, one above it that the rules name, the lead post of the
            files, or the county office.
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


class _Batch:
    """Some hundreds of rows, in one transaction. 一批."""

    def __init__(
        self, desk: Desk, table: VisitTable, by_post: str | None, seen: _Seen, *, writes: bool = False
    ) -> None:
        self._desk = desk
        self._table = table
        self._by = known_post(desk, by_post, field="by") if by_post else None
        if self._by:
            holder_of(desk, self._by.no, desk.at)  # whoever is at the desk hands it in from a post of their own
        self._seen = seen
        self._writes = writes
        self._actors: dict[str, Actor] = {}

    def plan(self, rows: Sequence[ListedVisit]) -> _Planned:
        """What becomes of each row; with its entry, where it is to be written."""
        found, files = _Planned(), files_of(self._desk, rows, lock=self._writes)
        numbers = sorted({one.case_no for one in files.values()})
        self._live, self._known = owed_in(self._desk, numbers, lock=self._writes), on_record(self._desk, numbers)
        self._noted = noted_before(self._desk, rows, files)
        if self._writes:
            self._desk.find_ciphers({one.child_no for one in files.values()})
        for row in rows:
            file = files.get(row.row)
            if file is None:
                found.mistakes.append(mistake(self._table.heads, row.row, "", NOT_LISTED))
            else:
                self._row(found, row, file)
        return found

    def _row(self, found: _Planned, row: ListedVisit, file: CareFile) -> None:
        key = (file.case_no, row.kind, row.day)
        if (first := self._seen.rows.get(key)) is not None:
            found.visits.append(EnteredVisit(row=row.row, case_no=file.case_no, became=Became.REPEATED, same_as=first))
            return
        if key in self._known or note_key(*key) in self._noted:
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

    def _entered(self, row: ListedVisit, file: CareFile, duty: DutyRow | None) -> EnteredVisit:
        if duty is None:
            return EnteredVisit(row=row.row, case_no=file.case_no, became=Became.NOTE)
        late = in_time(duty, midnight_before(row.day), Precision.DAY) is False
        return EnteredVisit(row=row.row, case_no=file.case_no, became=Became.ANSWER, duty_no=duty.no, late=late)

    # --- who and what ----------------------------------------

    def _duty_for(self, row: ListedVisit, file: CareFile) -> DutyRow | None:
        """The duty of the window in which the day lies, or one before it that is still owed."""
        return next(
            (
                duty
                for duty in self._live[file.case_no]
                if duty.code == row.kind and duty.no not in self._seen.duties and civil_day(duty.since_at) <= row.day
            ),
            None,
        )

    def _refused(self, row: ListedVisit, file: CareFile, duty: DutyRow | None) -> tuple[str, Mend] | None:
        """Whose visit it was, and whether this table may say so."""
        if row.post is not None and post_by_number(self._desk, row.post) is None:
            return "post", NO_POST
        owes = duty.post_no if duty else None
        if owes and row.post and row.post != owes:
            return "post", (f"该项由 {owes} 承办，请填该岗位或者留空", f"owed by {owes}: write that post or nothing")
        whose = owes or self._visitor(row, file)
        if self._by is None or self._may_enter(self._by, row, file, whose):
            return None
        roles, lead = "、".join(role.zh for role in self._named(row, file)), file.lead_post or "—"
        return "", (
            f"该儿童的走访由 {whose or '—'} 承办；除承办岗位外，只有辖区内的上级岗位（{roles}）、牵头岗位 {lead} "
            f"和县级协调机构可以代为导入，{self._by.no} 不在其中",
            f"the visits of this child are made by {whose or 'nobody'}; beside it, only the posts above it that serve "
            f"the place, the lead post {lead} and the county office may enter them, not {self._by.no}",
        )

    def _named(self, row: ListedVisit, file: CareFile) -> tuple[Role, ...]:
        """Who is to visit by the rules of this file, in order of preference: the nearest to the child first."""
        return self._desk.rules(file.rules).duty(row.kind.value).owed_by

    def _visitor(self, row: ListedVisit, file: CareFile) -> str | None:
        """Whose visit it was, where no duty says so: the table, or else whoever is nearest to the child."""
        if row.post:
            return row.post
        near = post_near(self._desk, self._named(row, file), file.area)
        return near.no if near else None

    def _may_enter(self, by: FoundPost, row: ListedVisit, file: CareFile, whose: str | None) -> bool:
        """Whose visit it was, whoever is above them where the child lives, the lead post, the county office."""
        if by.no in (whose, file.lead_post) or by.role is Role.COUNTY_OFFICE:
            return True
        roles = self._named(row, file)
        if by.role not in roles or not file.area.startswith(by.area):
            return False
        visitor = post_by_number(self._desk, whose) if whose else None
        return visitor is None or visitor.role not in roles or roles.index(by.role) > roles.index(visitor.role)

    # --- what is written ----------------------------------------

    def _answer(self, row: ListedVisit, file: CareFile, duty: DutyRow) -> Entry:
        pack = self._desk.rules(file.rules)
        opened = Opened(
            desk=self._desk,
            row=duty,
            pack=pack,
            spec=pack.duty(duty.code),
            subject_no=file.child_no,
            lead_post=file.lead_post,
            area=file.area,
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

    def _note(self, row: ListedVisit, file: CareFile) -> Entry:
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
            key=note_key(file.case_no, row.kind, row.day),
            payload=payload,
            happened_at=midnight_before(row.day),
            precision=Precision.DAY,
            by=self._actor(self._visitor(row, file)),
        )

    def _actor(self, post: str | None) -> Actor:
        """Who sits at the post that visited; the one that hands the table in, where nothing else is known.

        A post may hand in what another has visited, where `_may_enter` says so; that it did is in the entry.
        """
        handed_in = self._by.no if self._by else ""
        no = post or handed_in
        if no not in self._actors:
            found = sits_at if self._by and no != handed_in else holder_of
            self._actors[no] = found(self._desk, no, self._desk.at) or Actor(post_no=no)
        return self._actors[no]


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
