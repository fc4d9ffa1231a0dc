"""A case passes on to another body; the child of a case has died. 移交、儿童死亡."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.entering import enter, form, moment_in, said_in
from board.forms import Posted, Typed
from board.once import Done
from board.visit import Seated, Visit
from models import CaseFile
from rules.errors import CaseworkError, Refused
from rules.vocabulary import HandOver
from tasks.case_hands import CaseAct, demand_act
from tasks.filing import no_child_in
from tasks.opening import hand_over
from tasks.posts_of_county import posts_of_county
from tasks.turning import record_death

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}")


# --- handed over ----------------------------------------


@router.get("/handover")
def ask_hand_over(visit: Seated, case_no: str) -> Response:
    """What passes, to whom."""
    return _hand_over(visit, case_no, Typed(), [])


@router.post("/handover")
def hand_it_over(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Begin the hand-over; it ends when the receiver confirms."""
    _demand(visit, case_no)

    def act(office: Office) -> Done:
        what = typed.chosen(HandOver, "what", "请选择移交什么", "say what passes")
        if bool(typed("to")) == bool(typed("to_outside")):
            raise Refused(
                "请选一个接收岗位，或者写明名册以外的接收单位，只能有一个",
                "choose the receiving post, or name a body outside the directory: one of the two",
                field="to",
            )
        hand_over(
            office,
            case_no,
            what,
            from_post=visit.post_no,
            to_post=typed("to") or None,
            to_outside=typed("to_outside"),
            reason=typed("reason"),
            when=moment_in(visit, typed),
        )
        return Done(to=visit.url("cases", case_no, done="handed"), case_no=case_no)

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _hand_over(visit, case_no, typed, errors)

    return enter(visit, typed, act, again, names={"from": "what"})


def _hand_over(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        case = _case(desk, visit, case_no)
        near = posts_of_county(desk, case.area)
    posts = [(no, visit.say(zh, en)) for no, zh, en in near if no != visit.post_no]
    return form(visit, "case_handover.html", typed, errors, case_no=case_no, posts=posts, whats=tuple(HandOver))


# --- the child has died ----------------------------------------


@router.get("/death")
def ask_death(visit: Seated, case_no: str) -> Response:
    """What follows, before it is entered."""
    return _death(visit, case_no, Typed(), [])


@router.post("/death")
def death(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Enter it."""
    _demand(visit, case_no)

    def act(office: Office) -> Done:
        when = said_in(visit, typed)
        if when is None:
            raise Refused("请填什么时候去世的；不知道的写“不详”", "say when, or 'unknown'", field="happened_at")
        if typed("sure") != "yes":
            raise Refused("请勾选已经核实", "tick that it was checked", field="sure")
        record_death(office, case_no, when=when, by_post=visit.post_no)
        return Done(to=visit.url("cases", case_no, done="died"), case_no=case_no)

    return enter(visit, typed, act, lambda errors: _death(visit, case_no, typed, errors))


def _death(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        case = _case(desk, visit, case_no)
        if case.child_no is None:
            raise no_child_in(case_no)
    return form(visit, "case_death.html", typed, errors, case_no=case_no)


def _demand(visit: Visit, case_no: str) -> None:
    with visit.office.reading() as desk:
        _case(desk, visit, case_no)


def _case(desk: Desk, visit: Visit, case_no: str) -> CaseFile:
    demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
    return desk.session.get_one(CaseFile, case_no)
