"""Children on the list whom the routine has lost: the same duty missed in two windows in a row. 连续两期未办.

What is late in one window is in the digest and in `hutong visits`, by number: a county has thousands of such duties.
What was missed twice is one line for a child; a village with more such children than are listed has one line for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from models import CaseFile, ChildFile, DutyRow, Procedure, RuleBook
from rules.moments import midnight_before
from rules.monitoring import COUNTS_AS, ROUTINE_CONTACT, ROUTINE_VISIT
from rules.windows import window_before, window_of
from tasks.duty_rules import RULES
from tasks.stuck.conditions import DUTY_LIVE
from tasks.stuck.found import Found, Words
from tasks.stuck.look import Look, duties

LISTED = 5
"""Children of one village that have a line each; where there are more, one line tells of all of them (HT-228)."""

CONTACTS = frozenset({ROUTINE_VISIT.code, ROUTINE_CONTACT.code})
"""What nobody has done where nobody has seen or reached the child."""

OTHERS = frozenset(COUNTS_AS) - CONTACTS
"""Updates, assessments, visits by the school."""

_AT_ONCE = 500


class _Lost(NamedTuple):
    """A child that is listed, or the longest lost of its village. 失访的儿童."""

    case_no: str
    in_village: int
    last_contact_at: datetime | None


def missed_twice(look: Look, codes: frozenset[str]) -> Iterator[Found]:
    """Of each child the earliest duty of these that was missed in two windows in a row, and what else of them was."""
    missed = list(_missed(look, codes))
    if not missed:
        return
    lost = {one.case_no: one for one in (_Lost(*row) for row in look.desk.session.execute(_picked(missed)))}
    late = defaultdict(list)
    for row in _rows(look, missed, sorted(lost)):
        late[row.case_no].append(row)
    for case_no, rows in late.items():
        rows.sort(key=lambda row: (row.since_at, row.no))
        yield _found(look, lost[case_no], rows, is_contact=codes == CONTACTS)


def _missed(look: Look, codes: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    """By code and variant, as the rules of each book count its windows: a range of an index each."""
    books: dict[tuple[str, str, datetime], list[str]] = defaultdict(list)
    for book in look.desk.session.exec(select(RuleBook.hash)):
        pack = look.desk.rules(book)
        for code in codes & pack.duties.keys():
            for variant, period in pack.duty(code).periods.items():
                if period.window is not None:
                    until = midnight_before(window_before(window_of(period.window, look.today)).first)
                    books[code, variant, until].append(book)
    for (code, variant, until), of in sorted(books.items()):
        yield and_(
            col(DutyRow.code) == code,
            col(DutyRow.variant) == variant,
            col(DutyRow.since_at) < until,
            RULES.in_(of),
        )


def _picked(missed: Iterable[ColumnElement[bool]]) -> Select[Any]:
    """The children of small villages, and of the others the one that was lost first; how many there are in its village.

    Who was never reached is counted from when the file was opened.
    """
    parts = [
        select_columns(col(DutyRow.case_no), col(DutyRow.since_at))
        .join(Procedure, col(Procedure.no) == col(DutyRow.procedure_no))
        .where(DUTY_LIVE, one)
        for one in missed
    ]
    every = union_all(*parts).subquery()
    child = select_columns(every.c.case_no, func.min(every.c.since_at).label("since_at"))
    child_of = child.group_by(every.c.case_no).subquery()
    reached = func.coalesce(col(ChildFile.last_contact_at), child_of.c.since_at)
    village = col(CaseFile.area)
    placed = (
        select_columns(
            col(CaseFile.no).label("case_no"),
            func.count().over(partition_by=village).label("in_village"),
            col(ChildFile.last_contact_at).label("last_contact_at"),
            func.row_number().over(partition_by=village, order_by=(reached, col(CaseFile.no))).label("place"),
        )
        .select_from(child_of)
        .join(CaseFile, col(CaseFile.no) == child_of.c.case_no)
        .join(ChildFile, col(ChildFile.no) == col(CaseFile.child_no))
        .where(col(ChildFile.died_precision).is_(None))
        .subquery()
    )
    return select_columns(placed.c.case_no, placed.c.in_village, placed.c.last_contact_at).where(
        or_(placed.c.in_village <= LISTED, placed.c.place == 1)
    )


def _rows(look: Look, missed: list[ColumnElement[bool]], cases: list[str]) -> Iterator[Row[Any]]:
    query = duties(care=True).where(DUTY_LIVE, or_(*missed))
    for start in range(0, len(cases), _AT_ONCE):
        yield from look.rows(query.where(col(DutyRow.case_no).in_(cases[start : start + _AT_ONCE])))


def _found(look: Look, lost: _Lost, rows: list[Row[Any]], *, is_contact: bool) -> Found:
    first = rows[0]
    names = list(dict.fromkeys(look.name_of(row.code, row.rules) for row in rows))
    since = first.since_at if not is_contact else lost.last_contact_at or first.since_at
    days = (look.at - since).days
    said = f"{'、'.join(one.zh for one in names)}连续两期以上未办"
    said_en = f"{', '.join(one.en for one in names)}: missed for two periods or more"
    if is_contact:
        never = "" if lost.last_contact_at else "（在册以来没有联系记录）"
        said += f"，已 {days} 日没有联系{never}"
        said_en += f"; no contact for {days} days{'' if lost.last_contact_at else ', none since it was listed'}"
    if lost.in_village <= LISTED:
        return _line(look, first, first.no, Words(said, said_en), since)
    of_village = Words(
        f"本村居 {lost.in_village} 名儿童如此，最久的：{said}",
        f"so it is with {lost.in_village} children of this village; the longest: {said_en}",
    )
    return _line(look, first, f"{first.area}-{first.code}", of_village, since)


def _line(look: Look, row: Row[Any], ref: str, subject: Words, since: datetime) -> Found:
    return Found(
        ref=ref,
        case_no=row.case_no,
        area=row.area,
        subject=subject,
        holder=row.post_no or "",
        since=since,
        next_step=partial(look.next_of, row),
        next_rung_at=row.next_rung_at,
    )
