"""Who stands around this child? Entered, tied, gone, found out, and who stands in which procedure. 相关成年人.

By number and by what they are to the child; who they are is opened on the page of names, with a reason, on the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from board.entering import enter, form, said_in
from board.forms import Posted, Typed, day_of
from board.once import Done
from board.rendering import page
from board.visit import Seated, Visit
from models import CaseFile, Procedure
from rules.access import FieldClass
from rules.errors import CaseworkError, Refused
from rules.moments import civil_day
from rules.vocabulary import PartyRole, ProcedureKind, Relation
from tasks import people
from tasks.access.adults import demand_adult
from tasks.case_hands import CaseAct, demand_act, may_act
from tasks.filing import no_child_in
from tasks.people_around import Around, around
from tasks.posts_of_county import posts_of_county

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/people")

NAMES = {"person": "adult", "procedure": "procedure", "party": "party"}
"""Fields of the services under the names that they have in the forms here."""


@router.get("")
def people_around(visit: Seated, case_no: str, done: str = "") -> Response:
    """Everybody who is entered: those of today first, then those who were."""
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        sight.demand(case_no, FieldClass.FACTS)
        _refuse_without_a_child(desk, case_no)
        today, found = civil_day(visit.now), around(desk, case_no)
        facts: dict[str, Any] = {
            "now": [one for one in found if not _over(one, today)],
            "past": [one for one in found if _over(one, today)],
            "may_enter": may_act(sight, case_no, CaseAct.ENTER),
            "may_read": sight.may(case_no, FieldClass.IDENTITY).at_all,
        }
    return page(visit, "around.html", case_no=case_no, done=done, **facts)


def _over(one: Around, today: object) -> bool:
    return one.until_on is not None and str(one.until_on) <= str(today)


# --- somebody new, or tied otherwise ----------------------------------------


@router.get("/add")
def ask_add(visit: Seated, case_no: str) -> Response:
    """The form for somebody who is not entered yet."""
    return _page(visit, case_no, "add", Typed(), [])


@router.post("/add")
def add(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Enter somebody, by name or as somebody of whom only is known that there is one."""

    def act(office: Office) -> object:
        name = typed("name") or None
        if name is None and typed("unknown") != "yes":
            raise Refused(
                "请填姓名；不知道是谁的，勾选“不知道是谁”", "give the name, or tick that it is not known", field="name"
            )
        return people.add(
            office,
            case_no,
            name=name,
            phone=typed("phone") or None,
            address=typed("address") or None,
            when=said_in(visit, typed),
            by_post=visit.post_no,
            **_terms(typed),
        )

    return _do(visit, case_no, "add", typed, act)


@router.get("/{adult_no}/link")
def ask_link(visit: Seated, case_no: str, adult_no: str) -> Response:
    """The form for another relation, or another time."""
    return _page(visit, case_no, "link", Typed(), [], adult_no)


@router.post("/{adult_no}/link")
def link(visit: Seated, typed: Posted, case_no: str, adult_no: str) -> Response:
    """Tie somebody otherwise who is around this child already."""

    def act(office: Office) -> object:
        with office.reading() as desk:
            demand_adult(desk, visit.sight(desk), case_no, adult_no)
        when = said_in(visit, typed)
        return people.link(office, case_no, adult_no, when=when, by_post=visit.post_no, **_terms(typed))

    return _do(visit, case_no, "link", typed, act, adult_no)


def _terms(typed: Typed) -> dict[str, Any]:
    """What somebody is to the child. Raises Refused: no relation, no day."""
    return {
        "relation": typed.chosen(Relation, "relation", "请选择是孩子的什么人", "choose what they are to the child"),
        "guardian": typed("guardian") == "yes",
        "carer": typed("carer") == "yes",
        "suspected": typed("suspected") == "yes",
        "from_on": day_of(typed("from_on"), "from_on"),
        "until_on": day_of(typed("until_on"), "until_on"),
    }


# --- no longer; found out ----------------------------------------


@router.get("/{adult_no}/leave")
def ask_leave(visit: Seated, case_no: str, adult_no: str) -> Response:
    """The form for the day from which on somebody is guardian or carer no more."""
    return _page(visit, case_no, "leave", Typed(), [], adult_no)


@router.post("/{adult_no}/leave")
def leave(visit: Seated, typed: Posted, case_no: str, adult_no: str) -> Response:
    """End what somebody is to the child, from a day on."""

    def act(office: Office) -> object:
        ended = day_of(typed("until_on"), "until_on")
        if ended is None:
            raise Refused("请填从哪天起不再是", "say from which day on", field="until_on")
        when, reason = said_in(visit, typed), typed("reason")
        people.leave(office, case_no, adult_no, until_on=ended, reason=reason, when=when, by_post=visit.post_no)
        return None

    return _do(visit, case_no, "leave", typed, act, adult_no)


@router.get("/{adult_no}/identify")
def ask_identify(visit: Seated, case_no: str, adult_no: str) -> Response:
    """The form for who somebody is."""
    return _page(visit, case_no, "identify", Typed(), [], adult_no)


@router.post("/{adult_no}/identify")
def identify(visit: Seated, typed: Posted, case_no: str, adult_no: str) -> Response:
    """Enter who somebody is that was only known to exist."""

    def act(office: Office) -> object:
        if not typed("name"):
            raise Refused("请填姓名", "give the name", field="name")
        people.identify(
            office,
            case_no,
            adult_no,
            name=typed("name"),
            phone=typed("phone") or None,
            address=typed("address") or None,
            when=said_in(visit, typed),
            by_post=visit.post_no,
        )
        return None

    return _do(visit, case_no, "identify", typed, act, adult_no)


# --- in a procedure ----------------------------------------


@router.get("/join")
def ask_join(visit: Seated, case_no: str) -> Response:
    """The form for who stands in which procedure."""
    return _page(visit, case_no, "join", Typed(), [])


@router.post("/join")
def join(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Let somebody stand in a procedure."""

    def act(office: Office) -> object:
        if not typed("procedure"):
            raise Refused("请选择程序", "choose the procedure", field="procedure")
        party = typed("party") or typed("post")
        if not party:
            raise Refused("请选择一名成年人，或者一个岗位", "choose an adult or a post", field="party")
        role = typed.chosen(PartyRole, "role", "请选择以什么身份", "say in what capacity")
        when = said_in(visit, typed)
        people.join(office, case_no, typed("procedure"), party, role, when=when, by_post=visit.post_no)
        return None

    return _do(visit, case_no, "join", typed, act)


# --- what they have in common ----------------------------------------


def _do(
    visit: Visit, case_no: str, code: str, typed: Typed, act: Callable[[Office], object], adult_no: str = ""
) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)

    def does(office: Office) -> Done:
        act(office)
        return Done(to=visit.url("cases", case_no, "people", done=code), case_no=case_no)

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _page(visit, case_no, code, typed, errors, adult_no)

    return enter(visit, typed, does, again, names=NAMES)


def _page(
    visit: Visit, case_no: str, code: str, typed: Typed, errors: Sequence[CaseworkError], adult_no: str = ""
) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
        _refuse_without_a_child(desk, case_no)
        found = around(desk, case_no)
        mine = [one for one in found if one.no == adult_no]
        if adult_no and not mine:
            raise people.nobody(adult_no)
        facts = _procedures_and_posts(desk, case_no) if code == "join" else {}
    return form(
        visit,
        "around_act.html",
        typed,
        errors,
        case_no=case_no,
        code=code,
        adult_no=adult_no,
        mine=mine,
        people=list({one.no: one for one in found}.values()),
        relations=[(one.value, visit.say.term(one)) for one in Relation],
        roles=tuple(PartyRole),
        **facts,
    )


def _procedures_and_posts(desk: Desk, case_no: str) -> dict[str, Any]:
    query = select(Procedure).where(col(Procedure.case_no) == case_no, col(Procedure.state) == "open")
    rows = desk.session.exec(query.order_by(col(Procedure.opened_at), col(Procedure.no))).all()
    case = desk.session.get_one(CaseFile, case_no)
    return {
        "procedures": [(row.no, ProcedureKind(row.kind)) for row in rows],
        "posts": posts_of_county(desk, case.area),
    }


def _refuse_without_a_child(desk: Desk, case_no: str) -> None:
    case = desk.session.get(CaseFile, case_no)
    if case is not None and case.child_no is None:
        raise no_child_in(case_no)
