"""Windows begin, for a whole province at once. 新一期开始.

That a window has begun is recorded once; every child on the list is woken by it.  Whoever has nothing else to look at
is done here, thousands at a time, with the very entries that its flow would write (tests/tasks/test_windows.py); the
others are left to their flows.  Their wake rows are leased to this meanwhile: killed anywhere, what is left is taken
up by the next round, or once the lease is over by the flows themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, false, func, insert, literal, update
from sqlalchemy import select as select_columns
from sqlmodel import col, or_, select

from models import CaseFile, DutyRow, MonitoredChild, Procedure, RoutineWindow, Wake, bulk
from models.bulk import table_of
from packs.pack import Pack
from rules.moments import civil_day, midnight_after, midnight_before
from rules.monitoring import COUNTS_AS
from rules.rhythm import Standing
from rules.vocabulary import LIVE, DutyState, Tier, WindowKind
from rules.windows import BASIS, Window, window_before, window_of, windows_between
from tasks.journal import SYSTEM, Entry
from tasks.kinds import Kind
from tasks.posts import post_finder
from tasks.routine import standings_of
from tasks.routine_entries import Opening, opening_of, rhythms_of

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

AT_ONCE = 2_000
"""Children in one transaction."""

WRITERS = {"sqlite": 1, "postgresql": 2}
"""Chunks that are opened side by side: while PostgreSQL writes one, the next is worked out."""

WOKEN_BY = "window"
"""Why a procedure is woken when a window begins."""

LEASE = timedelta(hours=1)
"""So long the flows leave to this what it was to do."""

_LISTED = col(MonitoredChild.ended_at).is_(None)


class Opened(NamedTuple):
    """What one opening came to. 开始结果.

    Args:
        windows: codes of the windows that were recorded to have begun.
        children: how many were looked at here; `left`: how many were left to their flows.
        duties: how many duties were opened here.
    """

    windows: tuple[str, ...] = ()
    children: int = 0
    left: int = 0
    duties: int = 0


def open_windows(office: Office, at_once: int = AT_ONCE) -> Opened:
    """Record the windows that have begun, and open what they bring, until nothing of it is left."""
    with office.reading() as desk:
        if not _has_begun(desk) and not _waits(desk):
            return Opened()
    with office.writing() as desk:
        begun = note_begun(desk)
    chunks = list(_chunks(office, at_once))
    with ThreadPoolExecutor(WRITERS[office.database.dialect]) as threads:
        opened = list(threads.map(lambda chunk: _open_chunk(office, *chunk), chunks))
    children, left, duties = (sum(counts) for counts in zip(*opened, strict=True)) if opened else (0, 0, 0)
    return Opened(windows=begun, children=children, left=left, duties=duties)


def _open_chunk(office: Office, after: int, last: int) -> tuple[int, int, int]:
    with office.writing() as desk:
        return _Chunk(desk, after, last).open()


# ------------------------------------------------------------------------------------------------ what has begun


def note_begun(desk: Desk) -> tuple[str, ...]:
    """Record every window that has begun and is not recorded yet, in order, and wake whom it concerns.

    Those that began while nobody looked are recorded too: a round that was off for months finds what it would have
    found.  Nothing is recorded as long as nobody is on the list.
    """
    desk.lock("windows")
    begun = _has_begun(desk)
    if not begun:
        return ()
    desk.record(*(_begun_entry(desk, window) for window in begun))
    _wake(desk, {window.kind for window in begun})
    return tuple(window.code for window in begun)


def next_beginning(desk: Desk) -> datetime | None:
    """When the next window begins by which anybody on the list is looked after; None where nobody is."""
    today = civil_day(desk.at)
    return min((midnight_after(window_of(kind, today).last) for kind in _kinds(desk)), default=None)


def _has_begun(desk: Desk) -> list[Window]:
    """The windows that have begun and are not recorded, the earliest first."""
    kinds = _kinds(desk)
    if not kinds:
        return []
    today = civil_day(desk.at)
    last: dict[str, Window] = {}
    query = select_columns(col(RoutineWindow.kind), col(RoutineWindow.first)).order_by(col(RoutineWindow.first))
    for kind, first in desk.session.execute(query):
        last[kind] = window_of(WindowKind(kind), first)
    found = []
    for kind in kinds:
        known = last.get(kind)
        since = known.last + timedelta(days=1) if known else today
        found += list(windows_between(kind, since, today))
    return sorted(found)


def _kinds(desk: Desk) -> list[WindowKind]:
    """The kinds of windows by which anybody on the list is looked after; none where nobody is."""
    return sorted({kind for rules in _rules_of_those_listed(desk) for _, kind in rhythms_of(desk.rules(rules))})


def _rules_of_those_listed(desk: Desk) -> list[str]:
    """The hashes of the rules that govern anybody on the list: each child keeps those under which it was listed."""
    rules = select(Procedure.rules).join(MonitoredChild, col(MonitoredChild.procedure_no) == col(Procedure.no))
    return sorted(desk.session.exec(rules.where(_LISTED).distinct()))


def _begun_entry(desk: Desk, window: Window) -> Entry:
    days = {"first": window.first.isoformat(), "last": window.last.isoformat()}
    return Entry(
        chain=SYSTEM,
        kind=Kind.WINDOW_BEGAN,
        key=f"window:{window.code}",
        payload={"code": window.code, "kind": window.kind, **days},
        happened_at=midnight_before(window.first),
        basis=(BASIS,),
    )


def _wake(desk: Desk, kinds: set[WindowKind]) -> None:
    """Whoever is on a tier that some rhythm of these windows counts, by the rules that govern the child."""
    governed = [
        and_(col(Procedure.rules) == rules, col(MonitoredChild.tier).in_(sorted(tiers)))
        for rules in _rules_of_those_listed(desk)
        if (tiers := _tiers_counted(desk.rules(rules), kinds))
    ]
    columns = select_columns(
        col(MonitoredChild.procedure_no),
        literal(WOKEN_BY),
        literal(desk.at, type_=table_of(Wake).c.created_at.type),
        literal(desk.at + LEASE, type_=table_of(Wake).c.created_at.type),
        literal(0),
    ).join(Procedure, col(Procedure.no) == col(MonitoredChild.procedure_no))
    names = ["procedure_no", "why", "created_at", "leased_until", "attempts"]
    desk.session.execute(insert(Wake).from_select(names, columns.where(_LISTED, or_(false(), *governed))))


def _tiers_counted(pack: Pack, kinds: set[WindowKind]) -> set[Tier]:
    """The tiers of which some rhythm speaks that is kept by windows of these kinds."""
    rhythms = [rhythm for rhythm, kind in rhythms_of(pack) if kind in kinds]
    return {tier for rhythm in rhythms for tier in (rhythm.tiers or set(Tier))}


# ------------------------------------------------------------------------------------------------ in bulk

_WAITING = select(Wake.id).where(col(Wake.why) == WOKEN_BY, col(Wake.leased_until) > bindparam("at")).limit(1)


def _waits(desk: Desk) -> bool:
    return desk.session.exec(_WAITING, params={"at": desk.at}).first() is not None


_NEXT = (
    select(Wake.id)
    .where(col(Wake.why) == WOKEN_BY, col(Wake.leased_until) > bindparam("at"), col(Wake.id) > bindparam("after"))
    .order_by(col(Wake.id))
    .limit(bindparam("most"))
    .subquery()
)
_END = select_columns(func.max(_NEXT.c.id))


def _chunks(office: Office, at_once: int) -> Iterator[tuple[int, int]]:
    """The wake rows in parts of so many: after which number each begins, and with which it ends.

    Told before the first is done: to look for the next from the front is to pass over every row that was deleted.
    """
    after = 0
    with office.reading() as desk:
        while True:
            asked = {"at": desk.at, "after": after, "most": at_once}
            last = desk.connection.execute(_END, asked).scalar_one()
            if last is None:
                return
            yield after, last
            after = last


class _Child(NamedTuple):
    """One child of a chunk, as far as it is needed. 待开始的儿童."""

    procedure_no: str
    case_no: str
    area: str
    duties_opened: int
    rules: str
    standings: str
    standing_since: datetime


_CHUNK = (
    select_columns(
        col(Procedure.no),
        col(Procedure.case_no),
        col(CaseFile.area),
        col(CaseFile.duties_opened),
        col(Procedure.rules),
        col(MonitoredChild.standings),
        col(MonitoredChild.standing_since),
    )
    .select_from(Wake)
    .join(Procedure, col(Procedure.no) == col(Wake.procedure_no))
    .join(CaseFile, col(CaseFile.no) == col(Procedure.case_no))
    .join(MonitoredChild, col(MonitoredChild.procedure_no) == col(Procedure.no))
    .where(col(Wake.why) == WOKEN_BY, col(Wake.leased_until) > bindparam("at"))
    .where(col(Wake.id) > bindparam("after"), col(Wake.id) <= bindparam("last"))
    .order_by(col(Wake.id))
    # the case is what is locked, as by whoever advances: the chains are then locked in the order of their names
    .with_for_update(of=CaseFile, skip_locked=True)
)


@dataclass
class _Chunk:
    """Some thousands of children, in one transaction: those of the wake rows after one and up to another. 一批."""

    desk: Desk
    after: int
    last: int
    _openings: dict[object, list[tuple[Opening, Window]]] = field(default_factory=dict)

    def open(self) -> tuple[int, int, int]:
        """Returns how many children were looked at, how many left to their flows, how many duties opened."""
        rows = self.desk.connection.execute(_CHUNK, {"at": self.desk.at, "after": self.after, "last": self.last})
        children = list({one.procedure_no: one for one in (_Child(*row) for row in rows)}.values())
        if not children:
            return 0, 0, 0
        plain = self._plain(children)
        left = {one.procedure_no for one in children} - {one.procedure_no for one in plain}
        entries = [entry for one in plain for entry in self._entries(one)]
        self.desk.record(*entries)
        self._done([one.procedure_no for one in plain], left)
        return len(children), len(left), len(entries)

    @cached_property
    def _recorded(self) -> list[tuple[Window, datetime]]:
        """Every window that has begun, and when that was recorded."""
        query = select_columns(col(RoutineWindow.kind), col(RoutineWindow.first), col(RoutineWindow.begun_at))
        rows = self.desk.session.execute(query.order_by(col(RoutineWindow.first)))
        return [(window_of(WindowKind(kind), first), at) for kind, first, at in rows]

    @cached_property
    def _codes(self) -> set[str]:
        return {window.code for window, _ in self._recorded}

    @cached_property
    def _latest(self) -> dict[WindowKind, Window]:
        """The latest window of each kind."""
        return {window.kind: window for window, _ in self._recorded}

    @cached_property
    def _new(self) -> dict[WindowKind, Window]:
        """Those of them that were recorded last: what the children were woken for."""
        last = max(at for _, at in self._recorded)
        return {window.kind: window for window, at in self._recorded if at == last}

    def _plain(self, children: list[_Child]) -> list[_Child]:
        """Those for whom nothing is to be done but to open what has newly begun."""
        numbers = [one.procedure_no for one in children]
        wakes = Counter(
            self.desk.session.exec(select(Wake.procedure_no).where(self._among(Wake.procedure_no, numbers)))
        )
        first = min(midnight_before(window.first) for window in self._new.values())
        duties = self._duties(numbers, first)
        return [
            one
            for one in children
            if wakes[one.procedure_no] == 1
            and one.standing_since < first
            and self._is_up_to_date(one, duties[one.procedure_no], first)
        ]

    def _duties(self, numbers: list[str], first: datetime) -> dict[str, list[Row[Any]]]:
        """By procedure: what is still owed, what was done in the new windows, what was opened in the ones before."""
        codes = [code for kind, one in self._new.items() for code in (window_before(one).code, one.code)]
        columns = (DutyRow.procedure_no, DutyRow.code, DutyRow.about, DutyRow.variant, DutyRow.state)
        query = select_columns(*columns, DutyRow.since_at, DutyRow.happened_at).where(  # type: ignore[call-overload]
            self._among(DutyRow.procedure_no, numbers),
            or_(col(DutyRow.state).in_(LIVE), col(DutyRow.happened_at) >= first, col(DutyRow.about).in_(codes)),
        )
        found: dict[str, list[Row[Any]]] = defaultdict(list)
        for row in self.desk.session.execute(query):
            found[row.procedure_no].append(row)
        return found

    def _is_up_to_date(self, child: _Child, duties: Iterable[Row[Any]], first: datetime) -> bool:
        """Nothing was missed twice over, nothing done already counts, no window before this one was left out."""
        pack = self.desk.rules(child.rules)
        known = set()
        for row in duties:
            known.add((row.code, row.about))
            if row.code not in COUNTS_AS:
                continue
            kind = pack.duty(row.code).periods[row.variant].window
            begun = self._latest.get(kind) if kind else None
            if row.state in LIVE and begun and civil_day(row.since_at) < window_before(begun).first:
                return False
            if row.state == DutyState.ANSWERED and row.happened_at is not None and row.happened_at >= first:
                return False
        standings = standings_of(child.standings)
        for opening, window in self._openings_for(child, standings[-1]):
            before = window_before(window)
            if (opening.spec.code, window.code) in known:
                return False
            left_out = before.code in self._codes and (opening.spec.code, before.code) not in known
            if left_out and opening.rhythm.owed_from(before, standings):
                return False  # its flow finds out why
        return True

    def _among(self, column: Any, numbers: list[str]) -> ColumnElement[bool]:
        return bulk.among(col(column), numbers, self.desk.office.database.dialect)

    def _entries(self, child: _Child) -> list[Entry]:
        standing = standings_of(child.standings)[-1]
        return [
            opening.entry(
                case_no=child.case_no,
                procedure_no=child.procedure_no,
                n=child.duties_opened + place,
                post=post_finder(self.desk, opening.spec.owed_by)(child.area),
            )
            for place, (opening, _) in enumerate(self._openings_for(child, standing), start=1)
        ]

    def _openings_for(self, child: _Child, standing: Standing) -> list[tuple[Opening, Window]]:
        """What begins for whoever stands so, in the order in which a flow opens it; worked out once."""
        alike = (child.rules, standing.categories, standing.tier, standing.marks)
        if alike not in self._openings:
            self._openings[alike] = self._begins_for(child.rules, standing)
        return self._openings[alike]

    def _begins_for(self, rules: str, standing: Standing) -> list[tuple[Opening, Window]]:
        pack = self.desk.rules(rules)
        found: dict[tuple[str, str], tuple[Opening, Window]] = {}
        for rhythm, kind in rhythms_of(pack):
            window = self._new.get(kind)
            if window is not None and rhythm.counts(standing):
                opening = opening_of(self.desk, pack, rhythm, window, midnight_before(window.first))
                found.setdefault((rhythm.duty, window.code), (opening, window))
        return list(found.values())

    def _done(self, plain: list[str], left: set[str]) -> None:
        self.desk.session.execute(delete(Wake).where(self._among(Wake.procedure_no, plain)))
        ours = (col(Wake.procedure_no).in_(sorted(left)), col(Wake.why) == WOKEN_BY)
        self.desk.session.execute(update(Wake).where(*ours).values(leased_until=None))
