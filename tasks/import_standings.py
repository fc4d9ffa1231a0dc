"""Entering by a table how children stand on the list: what would be done, then the same done. 等级、标记导入.

A child on the list gets another tier or other marks; one who has a file and is not on the list is put there.  Each row
is the very act that is done for one child (`tasks.monitoring`), in a transaction of its own, so that a bad row loses no
good one; looking ahead does the same and takes it back.

The same decision for a child (tier, marks, reason, day) is made once: a table that is handed in twice changes nothing
the second time, also where a lower tier was not agreed to, or the child was moved by hand since.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import ChildFile, MonitoredChild
from rules.errors import CaseworkError
from rules.moments import civil_day, midnight_before
from rules.screening import Condition, unmet
from rules.vocabulary import ChildCategory, ChildMark, Precision, Term, Tier
from rules.when import When, exactly
from tasks.case_entry import lead_near
from tasks.child_cells import Mend
from tasks.child_columns import head_of
from tasks.child_table import Mistake
from tasks.filing import Filing, actor_at, filing
from tasks.monitoring import Screened, begin_at, move_tier
from tasks.monitoring_marks import change_marks
from tasks.routine import standings_of
from tasks.row_reading import mistake_in
from tasks.standing_table import ListedStanding, StandingTable
from tasks.visits_on_record import CareFile, files_of, numbers_meant

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

AT_ONCE = 500
"""Rows that are looked up together."""

Teller = Callable[[int], None]
"""Told how many rows are done."""

NOT_ON_FILE = (
    "没有这名儿童的档案；请先用 hutong import children 建档（加 --with-tiers 可一并列入）",
    "this child has no file; enter it first (hutong import children; --with-tiers does both)",
)
REASON_NEEDED = "等级、标记有变动的，请填写理由", "say why the tier or the marks change"
TIER_NEEDED = "不在册的儿童，请填写风险等级才能列入", "this child is not on the list: give the tier to put it there"
CATEGORIES_NEEDED = "列入须写明类别，档案中也没有登记", "say as what it is listed: the file names no category"

_COLUMN_OF = {
    "reason": "tier_reason",
    "as": "categories",
    "met": "conditions",
    "tier": "tier",
    "mark": "marks",
    "at": "decided_on",
}
"""Columns of the fields that a single act names."""


class Became(Term):
    """What becomes of a row. 导入为."""

    LISTED = "listed", "列入"
    RAISED = "raised", "调高等级"
    PROPOSED = "proposed", "提出降级，待第二人复核"
    MARKED = "marked", "变更标记"
    SAME = "same", "与现状相同，不动"
    DECIDED = "decided", "已按此理由办过，不动"
    REPEATED = "repeated", "表内重复"
    EMPTY = "empty", "未填等级、标记，不动"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredStanding:
    """A row and what became of it. 已导入的一行.

    Args:
        case_no: the child's file of care; None: it has none, or the table was only looked at.
        same_as: number of the row in which this child stood before.
    """

    row: int
    became: tuple[Became, ...]
    case_no: str | None = None
    same_as: int | None = None


@dataclass(slots=True)
class ImportedStandings:
    """What a table came to. 导入结果. `mistakes`: rows that only the record shows to be wrong."""

    standings: list[EnteredStanding] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def count(self, became: Became) -> int:
        """How many rows became this."""
        return sum(became in one.became for one in self.standings)


def import_standings(
    office: Office,
    table: StandingTable,
    *,
    by_post: str | None,
    dry_run: bool,
    to_be_opened: Collection[int] = (),
    tell: Teller = lambda done: None,
) -> ImportedStandings:
    """Give the children of this table the tier and the marks that it names. 导入.

    Args:
        by_post: who decides; needed unless it is only looked at.
        to_be_opened: rows whose child has no file yet and would get one first.
    Raises: Refused: no such post; nothing is written.
    """
    if by_post or not dry_run:
        with office.reading() as desk:
            actor_at(desk, by_post)
    result = ImportedStandings()
    run = _Run(office, table, by_post, dry_run, frozenset(to_be_opened), result)
    for first in range(0, len(table.standings), AT_ONCE):
        run.do(table.standings[first : first + AT_ONCE])
        tell(len(result.standings) + len({one.row for one in result.mistakes}))
    result.mistakes.sort(key=lambda one: one.row)
    return result


class _LookedAt(Exception):
    """Takes back what was done in order to see what it comes to."""


class _ToBeMended(Exception):
    """A row cannot be entered as it is."""

    def __init__(self, code: str, mend: Mend) -> None:
        super().__init__(mend[1])
        self.code, self.mend = code, mend


@dataclass(slots=True)
class _Found:
    """What is on record of the child of a row.

    Args:
        child_no: None: nobody who has a file.
        file: of its present round on the list; None: it is not on it.
        tier, marks: how it stands there.
    """

    child_no: str | None
    categories: tuple[ChildCategory, ...] = ()
    area: str = ""
    file: CareFile | None = None
    tier: Tier | None = None
    marks: frozenset[ChildMark] = frozenset()


@dataclass(slots=True)
class _Run:
    office: Office
    table: StandingTable
    by_post: str | None
    dry_run: bool
    to_be_opened: frozenset[int]
    result: ImportedStandings
    seen: dict[str, ListedStanding] = field(default_factory=dict)

    def do(self, rows: Sequence[ListedStanding]) -> None:
        """Row by row; what is wrong with one is told and stops no other."""
        with self.office.reading() as desk:
            found = _look_up(desk, rows)
        for row in rows:
            try:
                self.result.standings.append(self._row(row, found[row.row]))
            except _ToBeMended as wrong:
                self._mistake(row, wrong.code, wrong.mend)
            except CaseworkError as refused:
                self._mistake(row, _COLUMN_OF.get(refused.field or "", ""), (refused.zh, refused.en))

    def _mistake(self, row: ListedStanding, code: str, mend: Mend) -> None:
        self.result.mistakes.append(mistake_in(self.table.heads, row.row, code, mend, head_of))

    def _row(self, row: ListedStanding, found: _Found) -> EnteredStanding:
        case_no = found.file.case_no if found.file else None
        if row.tier is None and row.marks is None:
            return EnteredStanding(row=row.row, became=(Became.EMPTY,), case_no=case_no)
        if found.child_no is not None:
            if (before := self.seen.get(found.child_no)) is not None:
                return _repeated(row, before, case_no)
            self.seen[found.child_no] = row
        if found.file is not None:
            return self._changed(row, found, found.file)
        if found.child_no is None and row.row not in self.to_be_opened:
            raise _ToBeMended("child_no", NOT_ON_FILE)
        return self._listed(row, found)

    # --- on the list ----------------------------------------

    def _changed(self, row: ListedStanding, found: _Found, file: CareFile) -> EnteredStanding:
        tier = row.tier if row.tier is not found.tier else None
        marks = row.marks if row.marks != found.marks else None
        if tier is None and marks is None:
            return EnteredStanding(row=row.row, became=(Became.SAME,), case_no=file.case_no)
        if not row.reason:
            raise _ToBeMended("tier_reason", REASON_NEEDED)
        became: list[Became] = []
        with self._taken_back(), filing(self.office, file.case_no, by_post=self.by_post or file.lead_post) as filed:
            if not _decided(filed.desk, row, file.child_no):
                became = _change(filed, row, tier, marks)
            self._look_only()
        return EnteredStanding(row=row.row, became=tuple(became) or (Became.DECIDED,), case_no=file.case_no)

    # --- not on the list ----------------------------------------

    def _listed(self, row: ListedStanding, found: _Found) -> EnteredStanding:
        if row.tier is None:
            raise _ToBeMended("tier", TIER_NEEDED)
        if not row.reason:
            raise _ToBeMended("tier_reason", REASON_NEEDED)
        categories = row.categories or found.categories
        if not categories:
            raise _ToBeMended("categories", CATEGORIES_NEEDED)
        _refuse_conditions_that_are_missing(row, categories)
        if found.child_no is None:  # only looked at: the file itself is still to be opened
            return EnteredStanding(row=row.row, became=(Became.LISTED,))
        screened = Screened(
            categories=categories,
            conditions=row.conditions,
            tier=row.tier,
            marks=sorted(row.marks or ()),
            reason=row.reason,
        )
        case_no: str | None = None
        became = Became.DECIDED
        with self._taken_back(), self.office.writing() as desk:
            if not _decided(desk, row, found.child_no):
                case_no = self._begin(desk, row, found.child_no, found.area, screened)
                became = Became.LISTED
            self._look_only()
        return EnteredStanding(row=row.row, became=(became,), case_no=None if self.dry_run else case_no)

    def _begin(self, desk: Desk, row: ListedStanding, child_no: str, area: str, screened: Screened) -> str:
        by_post = self.by_post or lead_near(desk, area) or ""
        key = f"{_key(desk, row, child_no)}:begin"
        return begin_at(desk, child_no, screened, when=_when(row, desk, None), by_post=by_post, key=key).case_no

    # --- looked at only ----------------------------------------

    @contextmanager
    def _taken_back(self) -> Iterator[None]:
        """What is done in here is taken back where the table is only looked at."""
        try:
            yield
        except _LookedAt:
            return

    def _look_only(self) -> None:
        if self.dry_run:
            raise _LookedAt


def _look_up(desk: Desk, rows: Sequence[ListedStanding]) -> dict[int, _Found]:
    """What is on record of the children of these rows, in a handful of queries."""
    files, meant = files_of(desk, rows, lock=False), numbers_meant(desk, rows)
    cases = sorted({one.case_no for one in files.values()})
    query = select(MonitoredChild.case_no, MonitoredChild.standings).where(
        col(MonitoredChild.case_no).in_(cases), col(MonitoredChild.ended_at).is_(None)
    )
    standing = {case_no: standings_of(written)[-1] for case_no, written in desk.session.exec(query)}
    numbers = sorted({number for number in meant.values() if number})
    of_child = select(ChildFile.no, ChildFile.categories, ChildFile.residence_area)
    rows_on_file = desk.session.exec(of_child.where(col(ChildFile.no).in_(numbers)))
    on_file = {no: (tuple(map(ChildCategory, json.loads(codes))), area or "") for no, codes, area in rows_on_file}
    found = {}
    for row in rows:
        file, number = files.get(row.row), meant[row.row]
        if file is not None:
            stands = standing[file.case_no]
            found[row.row] = _Found(child_no=file.child_no, file=file, tier=stands.tier, marks=stands.marks)
        else:
            categories, area = on_file.get(number or "", ((), ""))
            known = number if number in on_file else None
            found[row.row] = _Found(child_no=known, categories=categories, area=area)
    return found


def _repeated(row: ListedStanding, before: ListedStanding, case_no: str | None) -> EnteredStanding:
    """The same child again: fine where it says the same, to be mended where it does not."""
    if (row.tier, row.marks) != (before.tier, before.marks):
        zh = f"与第 {before.row} 行是同一儿童，等级或标记却不同，请只留一行"
        raise _ToBeMended("", (zh, f"the child of row {before.row}, with another tier or marks: keep one row"))
    return EnteredStanding(row=row.row, became=(Became.REPEATED,), case_no=case_no, same_as=before.row)


def _change(filed: Filing, row: ListedStanding, tier: Tier | None, marks: frozenset[ChildMark] | None) -> list[Became]:
    """What the table says differently, done as for a single child."""
    became = []
    when, key = _when(row, filed.desk, filed.case.no), _key(filed.desk, row, filed.child_no)
    if tier is not None:
        raised = move_tier(filed, tier, reason=row.reason, when=when, key=f"{key}:tier")
        became.append(Became.RAISED if raised else Became.PROPOSED)
        filed.desk.session.expire_all()
    if marks is not None:
        present = _present(filed.desk, filed.case.no)
        give, take = marks - present, present - marks
        change_marks(filed, give=give, take=take, reason=row.reason, when=when, key=f"{key}:marks")
        became.append(Became.MARKED)
    return became


def _present(desk: Desk, case_no: str) -> frozenset[ChildMark]:
    query = select(MonitoredChild.standings).where(
        col(MonitoredChild.case_no) == case_no, col(MonitoredChild.ended_at).is_(None)
    )
    return standings_of(desk.session.exec(query).one())[-1].marks


def _decided(desk: Desk, row: ListedStanding, child_no: str) -> bool:
    """Whether the very same was decided for this child before, in these words and for this day."""
    key = _key(desk, row, child_no)
    return any(desk.has_happened(f"{key}:{part}") for part in ("tier", "marks", "begin"))


def _key(desk: Desk, row: ListedStanding, child_no: str) -> str:
    """What makes a decision of a table happen once; the reason stands in it by blind index."""
    marks = "-" if row.marks is None else "+".join(sorted(row.marks))
    said = (child_no, row.tier or "-", marks, str(row.decided_on or "-"), row.reason)
    return f"standing:{child_no}:{desk.office.vault.blind_index('standing', '|'.join(said))}"


def _when(row: ListedStanding, desk: Desk, case_no: str | None) -> When:
    """The day that the table names, no earlier than the last change of that same day; now, where it names none."""
    if row.decided_on is None:
        return exactly(desk.at)
    at = midnight_before(row.decided_on)
    since = desk.session.exec(
        select(MonitoredChild.standing_since).where(
            col(MonitoredChild.case_no) == case_no, col(MonitoredChild.ended_at).is_(None)
        )
    ).first()
    if since is not None and civil_day(since) == row.decided_on:
        at = max(at, since)
    return When(at=at, precision=Precision.DAY)


def _refuse_conditions_that_are_missing(row: ListedStanding, categories: Sequence[ChildCategory]) -> None:
    """Told here in the words of the table; that the age fits is asked where the date of birth is known."""
    for category in categories:
        missing = unmet(category, {*row.conditions, Condition.UNDER_16})
        if missing:
            listed, codes = "；".join(one.zh for one in missing), ", ".join(missing)
            zh = f"不符合“{category.zh}”的条件，确已核实的请在“{head_of('conditions')}”补填：{listed}"
            raise _ToBeMended("conditions", (zh, f"not {category}: fill in what was found: {codes}"))
