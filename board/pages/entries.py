"""What was entered wrongly, or what another source tells otherwise: a second version beside the first. 更正、存疑."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form, said_in
from board.forms import Posted, Typed
from board.once import Done
from board.rendering import page
from board.visit import Seated, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError, Refused
from tasks import cases, corrections
from tasks.case_hands import CaseAct, demand_act, may_act
from tasks.entries_of import EntryOf, entries_of
from tasks.projection.notes import CAN_BE_CORRECTED
from tasks.said import read_spoken

if TYPE_CHECKING:
    from tasks.answers import AnswerField
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/entries")

MOST = 300
"""Entries on one page, the newest."""

RIGHT_TIME, WHY = "right_time", "why_corrected"
"""Fields of a correction; the fields of the answer that it puts right keep their own names, `reason` among them."""

NAMES = {"ENTRY": "entry"}
"""Fields of the services under the names that they have in the forms here."""


@router.get("")
def entries(visit: Seated, case_no: str, every: str = "", done: str = "") -> Response:
    """What somebody entered, by number, the newest first; with what the system wrote down by itself, where asked."""
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        sight.demand(case_no, FieldClass.TIMELINE)
        found = [one for one in entries_of(desk, case_no) if every or one.by_somebody][:MOST]
        may_enter = may_act(sight, case_no, CaseAct.ENTER)
    return page(
        visit, "entries.html", case_no=case_no, found=found, may_enter=may_enter, every=every, most=MOST, done=done
    )


@router.get("/{entry}/correct")
def ask_correct(visit: Seated, case_no: str, entry: int) -> Response:
    """What was entered, and the form for what is right."""
    return _page(visit, case_no, entry, "correct", Typed(), [])


@router.post("/{entry}/correct")
def correct(visit: Seated, typed: Posted, case_no: str, entry: int) -> Response:
    """Let a correction hold from now on; the entry stays."""

    def act(office: Office) -> object:
        with office.reading() as desk:
            given = typed.answer(_fields(desk, case_no, _entry(desk, case_no, entry)))
        if not typed(WHY):
            raise Refused("请写明为什么更正", "say why it is corrected", field=WHY)
        return corrections.correct(
            office,
            case_no,
            entry,
            when=read_spoken(typed(RIGHT_TIME), visit.now, field=RIGHT_TIME),
            given=given,
            reason=typed(WHY),
            by_post=visit.post_no,
        )

    return _do(visit, case_no, entry, "correct", typed, act)


@router.get("/{entry}/dispute")
def ask_dispute(visit: Seated, case_no: str, entry: int) -> Response:
    """What was entered, and the form for what the other source says."""
    return _page(visit, case_no, entry, "dispute", Typed(), [])


@router.post("/{entry}/dispute")
def dispute(visit: Seated, typed: Posted, case_no: str, entry: int) -> Response:
    """Let both stand."""

    def act(office: Office) -> object:
        when = said_in(visit, typed)
        if when is None:
            raise Refused(
                "请写明另一说的时间；不知道的写“不详”", "give the other time, or 'unknown'", field="happened_at"
            )
        if not typed("source"):
            raise Refused("请写明是哪个来源", "say which source says so", field="source")
        return corrections.dispute(office, case_no, entry, when=when, source=typed("source"), by_post=visit.post_no)

    return _do(visit, case_no, entry, "dispute", typed, act)


def _do(visit: Visit, case_no: str, entry: int, code: str, typed: Typed, act: Callable[[Office], object]) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)

    def does(office: Office) -> Done:
        act(office)
        return Done(to=visit.url("cases", case_no, "entries", done=code), case_no=case_no)

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _page(visit, case_no, entry, code, typed, errors)

    names = {**NAMES, "at": RIGHT_TIME, "with": RIGHT_TIME} if code == "correct" else NAMES
    return enter(visit, typed, does, again, names=names)


def _page(visit: Visit, case_no: str, entry: int, code: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        demand_act(sight, case_no, CaseAct.ENTER)
        sight.demand(case_no, FieldClass.TIMELINE)
        one = _entry(desk, case_no, entry)
        fields = _fields(desk, case_no, one) if code == "correct" else []
    return form(visit, "entry_act.html", typed, errors, case_no=case_no, one=one, code=code, fields=fields)


def _entry(desk: Desk, case_no: str, number: int) -> EntryOf:
    found = next((one for one in entries_of(desk, case_no) if one.n == number), None)
    if found is None:
        raise Refused(f"个案 {case_no} 没有第 {number} 条记录", f"case {case_no} has no entry {number}", field="entry")
    return found


def _fields(desk: Desk, case_no: str, one: EntryOf) -> list[AnswerField]:
    """Of an answer to a duty its fields, none of them asked for: what is left out stays."""
    if one.duty_no is None or one.kind not in CAN_BE_CORRECTED:
        return []
    asked = cases.why(desk, case_no, one.duty_no).duty.fields
    return [replace(field, required=False, asked=False) for field in asked]
