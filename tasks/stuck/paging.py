"""The stuck list as a page shows it: so many lines of each kind, and how many there are. 卡住清单分页.

A kind of which there are thousands of lines is counted and paged by the database; of the others every line is found.
Both go by the same queries, so that a page never disagrees with the list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col

from models import CaseFile, DutyRow
from rules.access import FieldClass
from tasks.access import sight_of
from tasks.stuck.found import Found, Stuck
from tasks.stuck.kinds import RepairAct, Severity, StuckKind
from tasks.stuck.listing import COMPARING, NOBODY_THERE, Narrowed, shown, stuck_now
from tasks.stuck.look import Holder, Look
from tasks.stuck.seen import seen
from tasks.stuck.table import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from tasks.access import Sight
    from tasks.office import Office
    from tasks.posts import FoundPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One kind. 一种.

    Args:
        number: of all its lines that fit.
        lines: those on this page.
        holders: the posts that hold any of them; "": what no post holds.
    """

    kind: StuckKind
    number: int
    lines: Sequence[Stuck]
    holders: frozenset[str]

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return KINDS[self.kind].severity

    @property
    def act(self) -> RepairAct:
        """What can be done from the list."""
        return KINDS[self.kind].act


@dataclass(frozen=True, kw_only=True)
class StuckPage:
    """What a post sees of what is stuck, a page of it. 卡住清单一页.

    Args:
        groups: the gravest kind first; none without a line.
        cases: in how many cases.
        grave: how many of each severity, whichever severity was asked for.
        agencies: numbers and names of those that hold any of it, whichever agency was asked for.
    """

    groups: tuple[Group, ...]
    cases: int
    grave: Mapping[Severity, int]
    agencies: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int:
        """All that fits."""
        return sum(one.number for one in self.groups)


def stuck_page(
    office: Office,
    post: FoundPost,
    kinds: Iterable[StuckKind],
    narrowed: Narrowed,
    *,
    most: int,
    start: int = 0,
) -> StuckPage:
    """So many lines of each of these kinds, from a line on, of what a post sees.

    Args:
        narrowed: the agency by its number.
    """
    wanted = frozenset(kinds)
    by_database = frozenset(kind for kind in wanted if KINDS[kind].many is not None)
    everyone = replace(narrowed, agency="", severities=frozenset(Severity))
    compared = wanted & frozenset[StuckKind]().union(*COMPARING)
    listed = stuck_now(office, compared, everyone) if compared else []
    with office.reading() as desk:
        sight = sight_of(desk, post)
        tally = _Tally(narrowed, start, most)
        look = Look(desk=desk)
        found = [one for kind in wanted - by_database - compared for one in _lines(look, kind, everyone)]
        every: list[Stuck | _Line] = [*listed, *found]
        mine = seen(desk, sight, every)  # once for all of them: what a post sees takes long to find out
        tally.take_lines(look, sorted(mine, key=_place))
        for kind in by_database:
            tally.take_many(look, sight, kind)
    return tally.page()


def _lines(look: Look, kind: StuckKind, narrowed: Narrowed) -> Iterator[_Line]:
    for one in KINDS[kind].query(look):
        line = _Line(kind, one, look.holders.get(one.holder, NOBODY_THERE))
        if narrowed.admits(line):
            yield line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may never be shown: it is counted by what it is, and its words are not worked out."""

    kind: StuckKind
    found: Found
    by: Holder

    @property
    def case_no(self) -> str:
        return self.found.case_no

    @property
    def holder(self) -> str:
        return self.found.holder

    @property
    def agency(self) -> str:
        return self.by.agency

    @property
    def agency_zh(self) -> str:
        return self.by.agency_zh

    @property
    def area(self) -> str:
        return self.found.area or self.by.area

    @property
    def since(self) -> datetime:
        return self.found.since

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.found.ref}"


def _shown(look: Look, one: Stuck | _Line) -> Stuck:
    return shown(look, one.kind, one.found) if isinstance(one, _Line) else one


def _place(one: Stuck | _Line) -> tuple[datetime, str, str]:
    """Within its kind, as in the list."""
    return one.since, one.case_no, one.key


class _Tally:
    """What was counted so far."""

    def __init__(self, narrowed: Narrowed, start: int, most: int) -> None:
        self._narrowed = narrowed
        self._shown = slice(start, start + most)
        self._groups: list[Group] = []
        self._cases: set[str] = set()
        self._grave: Counter[Severity] = Counter()
        self._agencies: set[tuple[str, str]] = set()

    def take_lines(self, look: Look, lines: Iterable[Stuck | _Line]) -> None:
        """Lines of any kinds, in the order of the list within each."""
        of_kind: dict[StuckKind, list[Stuck | _Line]] = defaultdict(list)
        for one in lines:
            self._agencies |= {(one.agency, one.agency_zh)} if one.agency else set()
            if self._narrowed.agency in ("", one.agency):
                self._grave[one.severity] += 1
                if one.severity in self._narrowed.severities:
                    of_kind[one.kind].append(one)
        for kind, fit in of_kind.items():
            self._cases |= {one.case_no for one in fit if one.case_no}
            self._add(kind, len(fit), [_shown(look, one) for one in fit[self._shown]], {one.holder for one in fit})

    def take_many(self, look: Look, sight: Sight, kind: StuckKind) -> None:
        """A kind that the database counts and pages."""
        many = KINDS[kind].many
        assert many is not None, "it has thousands of lines"
        found = many(look, tuple(_in_sight(sight, self._narrowed)))
        tally = found.tally()
        agencies = {one.post_no: look.holders[one.post_no] for one in tally if one.post_no in look.holders}
        self._agencies |= {(one.agency, one.agency_zh) for one in agencies.values()}
        if asked := self._narrowed.agency:
            posts = {no for no, of in agencies.items() if of.agency == asked}
            tally = [one for one in tally if one.post_no in posts]
            found = found.narrowed(col(DutyRow.post_no).in_(posts))
        number = sum(one.number for one in tally)
        self._grave[KINDS[kind].severity] += number
        if number and KINDS[kind].severity in self._narrowed.severities:
            self._cases |= {one.case_no for one in tally}
            lines = [shown(look, kind, one) for one in found.lines(self._shown.start, self._most)]
            self._add(kind, number, lines, {one.post_no for one in tally})

    @property
    def _most(self) -> int:
        return self._shown.stop - self._shown.start

    def _add(self, kind: StuckKind, number: int, lines: Sequence[Stuck], holders: set[str]) -> None:
        self._groups.append(Group(kind=kind, number=number, lines=lines, holders=frozenset(holders)))

    def page(self) -> StuckPage:
        """All of it."""
        place = list(StuckKind).index
        return StuckPage(
            groups=tuple(sorted(self._groups, key=lambda one: place(one.kind))),
            cases=len(self._cases),
            grave=self._grave,
            agencies=tuple(sorted(self._agencies)),
        )


def _in_sight(sight: Sight, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """What `seen` and `Narrowed.admits` ask of a line, asked of its duty and its case."""
    conditions = [sight.cases_condition(FieldClass.STUCK)]
    if narrowed.area:
        conditions.append(col(CaseFile.area).startswith(narrowed.area, autoescape=True))
    if narrowed.since is not None:
        conditions.append(col(DutyRow.legal_due_at) >= narrowed.since)
    return conditions
