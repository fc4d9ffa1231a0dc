"""Late, and nobody said why: the one kind of which a year leaves thousands behind. 逾期未说明原因.

Whether a duty was surely late is the rule of `tasks.verdicts`.  Spelled out for the database it finds, counts and pages
them there; of dates that are only about right, and only about as late as they may be off, the rule itself is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, case, func, literal_column, or_, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col

from models import CaseFile, DutyRow
from models.columns import seconds_between
from rules.causes import causes_of
from rules.vocabulary import DutyState, Precision, Role
from rules.when import ABOUT
from tasks.stuck.conditions import CASE_IS_OPEN, DUTY_OPEN, NO_FILE_OF_CARE
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look
from tasks.verdicts import LATE, RELEASED, verdict_of

_COLUMNS: tuple[Any, ...] = (
    *(col(DutyRow.no).label("ref"), col(DutyRow.case_no), col(DutyRow.code), col(DutyRow.role), col(DutyRow.post_no)),
    *(col(DutyRow.legal_due_at), col(DutyRow.opened_at), col(CaseFile.area)),
)
"""No more is read of each than its line needs."""

_JUDGED = (
    *(col(DutyRow.no), col(DutyRow.state), col(DutyRow.answer), col(DutyRow.since_precision)),
    *(col(DutyRow.legal_due_at), col(DutyRow.happened_at), col(DutyRow.happened_precision)),
)

_MAY_BE_OFF = {
    Precision.DAY: timedelta(days=1),
    Precision.MONTH: timedelta(days=31),
    Precision.YEAR: timedelta(days=366),
    Precision.ABOUT: ABOUT,
}
"""By how much at most an act may have been earlier than its row says (`rules.when.earliest`)."""


def breach_without_cause(look: Look) -> Iterator[Found]:
    """Late for some days, done or not, and nobody said why: from the list of the agency that owes it."""
    return Unexplained(look).lines()


class Held(NamedTuple):
    """How many of a case a post holds. `post_no`: "": no post does."""

    post_no: str
    case_no: str
    number: int


class Unexplained:
    """Those of them that fit, as a query. 逾期未说明原因的职责.

    Args:
        narrowed: conditions on `CaseFile` and `DutyRow` beside.
        in_time: numbers of those, and of others, that were in time after all; None: not looked for yet.
    """

    def __init__(
        self, look: Look, narrowed: tuple[ColumnElement[bool], ...] = (), in_time: Sequence[str] | None = None
    ) -> None:
        self._look = look
        self._narrowed = narrowed
        self._in_time = in_time
        self._repairs: dict[str | None, Words] = {}

    def narrowed(self, *conditions: ColumnElement[bool]) -> Unexplained:
        """Those of these that fit, too."""
        return Unexplained(self._look, (*self._narrowed, *conditions), self._in_time)

    def lines(self, start: int = 0, most: int | None = None) -> Iterator[Found]:
        """In the order of the list, from a line on; all of them, where not said how many."""
        order: Iterator[ColumnElement[Any]] = map(literal_column, ("legal_due_at", "case_no", "ref"))
        for row in self._look.rows(self._found(*_COLUMNS).order_by(*order).offset(start).limit(most)):
            yield self._line(row)

    def tally(self) -> list[Held]:
        """How many of each case each post holds.

        Counted at first as if every date were exact: seldom is one of them only about right, and then again.
        """
        if self._in_time is None:
            counted = self._counted(())
            if not any(one.about for one in counted):
                self._in_time = ()
                return [Held._make(one[:-1]) for one in counted]
        return [Held._make(one[:-1]) for one in self._counted(self._in_time_after_all())]

    def _counted(self, in_time: Sequence[str]) -> list[Row[Any]]:
        held: tuple[Any, ...] = (
            func.coalesce(col(DutyRow.post_no), "").label("post_no"),
            col(DutyRow.case_no).label("case_no"),
            case((self._about, 1), else_=0).label("about"),
        )
        found = self._found(*held, in_time=in_time).subquery()
        by = (found.c.post_no, found.c.case_no)
        return self._look.rows(select_columns(*by, func.count(), func.sum(found.c.about).label("about")).group_by(*by))

    def _found(self, *columns: Any, in_time: Sequence[str] | None = None) -> Any:
        """Two ranges of two indices: what is owed still, and what was done late."""
        owed, done = (self._late(*columns).where(one) for one in (DUTY_OPEN, self._done_late))
        without = self._in_time_after_all() if in_time is None else in_time
        return union_all(owed, done.where(col(DutyRow.no).not_in(without)) if without else done)

    def _late(self, *columns: Any) -> Select[Any]:
        before = self._look.at - self._look.limits.watching("breach_unexplained")
        query: Select[Any] = select_columns(*columns).join(CaseFile, col(CaseFile.no) == col(DutyRow.case_no))
        query = query.where(col(DutyRow.breach_cause).is_(None), NO_FILE_OF_CARE, CASE_IS_OPEN)
        query = query.where(*(case((one, 1), else_=0) == 1 for one in self._narrowed))  # asked of what was found
        # entered late: nobody could have said it sooner
        return query.where(col(DutyRow.legal_due_at) < before, col(DutyRow.opened_at) < before)

    @property
    def _done_late(self) -> ColumnElement[bool]:
        known = func.coalesce(col(DutyRow.happened_precision), Precision.EXACT.value) != Precision.UNKNOWN
        done = (col(DutyRow.state) == DutyState.ANSWERED) & known
        return (col(DutyRow.happened_at) > col(DutyRow.legal_due_at)) & or_(done, col(DutyRow.answer) == RELEASED)

    def _in_time_after_all(self) -> Sequence[str]:
        """Of those that are about as late as their dates may be off, the ones that are not surely late."""
        if self._in_time is None:
            doubtful = self._late(*_JUDGED).where(self._done_late, self._about)
            rows = self._look.rows(doubtful)
            self._in_time = [row.no for row in rows if verdict_of(row, self._look.at) not in LATE]
        return self._in_time

    @property
    def _about(self) -> ColumnElement[bool]:
        """Late by no more than the date may be off; the reckoning is done for the few whose date is not exact."""
        slack = [(col(DutyRow.happened_precision) == one, int(by.total_seconds())) for one, by in _MAY_BE_OFF.items()]
        dialect = self._look.desk.office.database.dialect
        late_by = seconds_between(DutyRow.legal_due_at, DutyRow.happened_at, dialect)
        return col(DutyRow.happened_precision).in_(_MAY_BE_OFF) & (late_by <= case(*slack, else_=-1))

    def _line(self, row: Row[Any]) -> Found:
        if row.role not in self._repairs:
            self._repairs[row.role] = _causes(row.role)
        return Found(
            ref=row.ref,
            case_no=row.case_no,
            area=row.area,
            subject=self._look.named(row.ref, row.code),
            holder=row.post_no or "",
            since=row.legal_due_at or row.opened_at,
            repair=self._repairs[row.role],
        )


def _causes(role: str | None) -> Words:
    causes = causes_of(Role(role) if role else None)
    return Words(
        f"从该机关的清单中选一项：{'、'.join(one.zh for one in causes)}",
        f"give a cause from the list of that agency: {', '.join(causes)}",
    )
