"""What an invariant is, and what is found where one does not hold. 不变式的形状.

Each looks at stored rows by itself: with one statement over whole tables, or over a stretch of the journal.  None
calls what it watches over: moments are read out of the frozen ladder of a duty and out of the journal, never computed
by the sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Select, Subquery, func, select

if TYPE_CHECKING:
    from tasks.desk import Desk

MOST = 200
"""So many violations of one invariant are named at once; of the others it is said how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of the journal: entries with `after` < seq <= `until`. 记录区间.

    Args:
        whole: it is all of the journal, so that what lies beside it (ends of chains, links) is looked at whole, too.
    """

    after: int
    until: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that is not as it must be. 一处违反.

    Args:
        case_no: "" where it concerns no case, or more than one.
        subject: number of the duty, procedure, notice, chain …
        seen: the stored value that is wrong; tells the same violation from a later one of the same subject.
    """

    code: str
    case_no: str
    subject: str
    seen: str

    @property
    def key(self) -> str:
        """What it is recorded under, once."""
        return f"invariant:{self.code}:{self.subject}:{self.seen}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look came to: the first violations, and how many there are."""

    total: int = 0
    first: tuple[Violation, ...] = ()


Row = tuple[str | None, str, Any]
"""Number of the case, subject, stored value."""

Statement: TypeAlias = "Select[*tuple[Any, ...]]"
"""A statement with the three columns of a `Row`."""

Look = Callable[["Desk", Window], "Statement | Iterable[Row]"]
"""Finds what is wrong: a statement, or the rows themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """Something that must hold at every moment at which nobody is writing. 不变式.

    Args:
        code: what it is called; part of what is recorded, so never changed.
        zh, en: what must hold.
        why_zh, why_en: what would happen to a child if it did not.
        mend_zh, mend_en: what whoever reads of a violation does.
        look: finds the violations.
        of_journal: looks at a stretch of the journal: on a tick at what is new, whole on demand.
        told_as: the kind of standstill under which the watchdog tells it already; it is then not told twice.
    """

    code: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    mend_zh: str
    mend_en: str
    look: Look = field(repr=False)
    of_journal: bool = False
    told_as: str | None = None

    def seen(self, desk: Desk, window: Window) -> Seen:
        """Look for violations."""
        looked = self.look(desk, window)
        if isinstance(looked, Select):
            return self._of_statement(desk, looked)
        rows = iter(looked)
        first = tuple(self._violation(row) for row in islice(rows, MOST))
        return Seen(total=len(first) + sum(1 for _ in rows), first=first)

    def _of_statement(self, desk: Desk, statement: Statement) -> Seen:
        found: Subquery = statement.subquery()
        case_no, subject, seen = found.columns
        listed = select(case_no, subject, seen, func.count().over()).order_by(subject).limit(MOST)
        rows = desk.session.execute(listed).all()
        first = tuple(self._violation((row[0], row[1], row[2])) for row in rows)
        return Seen(total=rows[0][3] if rows else 0, first=first)

    def _violation(self, row: Row) -> Violation:
        case_no, subject, seen = row
        return Violation(code=self.code, case_no=case_no or "", subject=str(subject), seen=_plain(seen))


def _plain(seen: Any) -> str:
    if seen is None:
        return "-"
    return seen.isoformat() if hasattr(seen, "isoformat") else str(seen)
