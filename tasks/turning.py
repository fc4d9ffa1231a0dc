"""A child comes of age, or dies, in mid-case. 成年、死亡.

What ends with it and what must not is said by each procedure; that somebody looks at the whole is a procedure of its
own, opened in every open case of the child.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlmodel import col, select

from models import CaseFile, ChildFile, Procedure
from rules.age import CAUTIOUS_RULE, comes_of_age_on
from rules.errors import Conflict
from rules.moments import civil_day, midnight_before
from rules.vocabulary import CasePurpose, Precision, ProcedureKind, Turning
from rules.when import When
from tasks.filing import filing
from tasks.journal import BY_THE_SYSTEM, Actor, Entry
from tasks.kinds import Kind
from tasks.procedures import Opening, open_procedure
from tasks.stuck_limits import WATCHING, Limits

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office


def record_death(office: Office, case_no: str, *, when: When, by_post: str | None) -> None:
    """Record that the child of a case has died. 儿童死亡."""
    with filing(office, case_no, by_post=by_post, when=when, closed_too=True) as filed:
        child_no = filed.child_no
        if filed.desk.has_happened(_key(Turning.DIED, child_no)):
            raise Conflict("已登记该儿童死亡", "this child's death is recorded already")
        _turned(filed.desk, child_no, Turning.DIED, when, by=filed.by)


def note_birthdays(office: Office) -> int:
    """Record for every child with an open case that it has come of age, or soon will. Returns how many have.

    The births are looked at without holding anybody up; the database is written to only where there is a birthday.
    """
    noted = 0
    birthdays = _birthdays(office)
    for child_no, day in birthdays.near:
        with office.writing() as desk:
            _near(desk, child_no, day)
    for child_no, day in birthdays.past:
        with office.writing() as desk:
            if not desk.has_happened(_key(Turning.CAME_OF_AGE, child_no)):
                when = When(at=midnight_before(day), precision=Precision.DAY)
                _turned(desk, child_no, Turning.CAME_OF_AGE, when, on=day)
                noted += 1
    return noted


class _Birthdays(NamedTuple):
    """Children with an open case and the day on which they come of age: it has come, or it is near."""

    past: list[tuple[str, date]]
    near: list[tuple[str, date]]


def _birthdays(office: Office) -> _Birthdays:
    """The near ones only where that day is not known yet, or another was: a date of birth may be corrected."""
    with office.reading() as desk:
        today = civil_day(desk.at)
        last = today + Limits(desk.pack).watching("of_age_soon")
        query = (
            select(ChildFile)
            .join(CaseFile, col(CaseFile.child_no) == col(ChildFile.no))
            .where(col(CaseFile.state) == "open", col(CaseFile.purpose) == CasePurpose.MATTER)
            .where(col(ChildFile.birth_on_sealed).is_not(None))
            .where(col(ChildFile.came_of_age_on).is_(None), col(ChildFile.died_precision).is_(None))
            .distinct()
            .order_by(col(ChildFile.no))
        )
        rows = desk.session.exec(query).all()
        known = [(row.no, _of_age(desk, row.no, row.birth_on_sealed), row.of_age_on) for row in rows]
        return _Birthdays(
            past=[(no, day) for no, day, _ in known if day is not None and day <= today],
            near=[(no, day) for no, day, noted in known if day is not None and today < day <= last and day != noted],
        )


def _near(desk: Desk, child_no: str, day: date) -> None:
    """Noted once, for whoever prepares what comes after; the date of birth itself stays sealed."""
    key = f"of_age_near:{child_no}:{day.isoformat()}"
    if not desk.has_happened(key):
        entry = Entry(
            chain=child_no,
            kind=Kind.OF_AGE_NEAR,
            key=key,
            payload={"on": day.isoformat()},
            happened_at=desk.at,
            basis=(CAUTIOUS_RULE, WATCHING),
        )
        desk.record(entry)


def _of_age(desk: Desk, child_no: str, sealed: str | None) -> date | None:
    born = desk.reveal(child_no, "birth_on", sealed)  # None where the file was erased
    return comes_of_age_on(date.fromisoformat(born)) if born else None


def _turned(
    desk: Desk, child_no: str, turn: Turning, when: When, *, by: Actor = BY_THE_SYSTEM, on: date | None = None
) -> None:
    """The fact itself, on the child's own chain, and what follows from it in each open case."""
    kind = Kind.CHILD_DIED if turn is Turning.DIED else Kind.CAME_OF_AGE
    desk.record(
        Entry(
            chain=child_no,
            kind=kind,
            key=_key(turn, child_no),
            payload={"on": on.isoformat()} if on else {},
            happened_at=when.at,
            precision=when.precision,
            by=by,
            basis=(CAUTIOUS_RULE,) if on else (),
        )
    )
    cases = select(CaseFile.no, CaseFile.purpose)
    cases = cases.where(col(CaseFile.child_no) == child_no, col(CaseFile.state) == "open")
    for case_no, purpose in desk.session.exec(cases.order_by(col(CaseFile.no)).with_for_update()).all():
        if purpose == CasePurpose.MATTER:  # the routine of a file of care simply ends
            opening = Opening(
                case_no=case_no,
                kind=ProcedureKind.TURNING_POINT,
                since_at=desk.at,
                key=f"turning:{case_no}:{turn}",
                about=turn,
            )
            open_procedure(desk, opening)
        still = select(Procedure.no).where(col(Procedure.case_no) == case_no, col(Procedure.state) == "open")
        for procedure_no in desk.session.exec(still.order_by(col(Procedure.no))).all():
            desk.wake(procedure_no, turn)


def _key(turn: Turning, child_no: str) -> str:
    return f"{turn}:{child_no}"
