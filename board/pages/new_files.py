"""A child or a case that has no file yet, and what became known later: by pages alone. 建档、立案、补登."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from board import allowed
from board.child_draft import ANOTHER, MOST_ADULTS, child_in, room_for
from board.entering import enter, form, moment_in, said_in
from board.forms import Posted, Typed
from board.leaving import go
from board.once import Done
from board.pages.care import NAMES, screened, screening_asked
from board.rendering import page
from board.report_reading import in_words_of_the_page
from board.visit import Seated, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError, Forbidden, Refused
from rules.vocabulary import Relation, Sex
from tasks import monitoring
from tasks.access.places import covers, same_county
from tasks.case_entry import place_of
from tasks.case_hands import CaseAct, demand_act, demand_list_in, demand_open_case
from tasks.opening import open_case
from tasks.posts_of_county import posts_of_county
from tasks.registering import register_child, registered
from tasks.served import places_served

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter()

_CHILD = {
    "name": "姓名",
    "birth_on": "出生日期",
    "id_number": "身份证号",
    "area": "居住地.行政区划代码",
    "CHILD": "姓名",
}
"""Fields of the services under the names that they have in the forms here."""


# --- a child for the list ----------------------------------------


@router.get("/children/new")
def ask_list(visit: Seated) -> Response:
    """The form for a child that has no file yet."""
    return _list(visit, Typed(), [])


@router.post("/children/new")
def put_on_the_list(visit: Seated, typed: Posted) -> Response:
    """Open its file and put it on the list; or draw the form again with more room."""
    _demand_registers(visit)
    if typed("do") == ANOTHER:
        return _list(visit, typed, [])

    def act(office: Office) -> Done:
        child = child_in(typed)
        with office.reading() as desk:
            demand_list_in(visit.sight(desk), place_of(child, None))
        when = moment_in(visit, typed)
        begun = monitoring.begin(office, child, screened(typed), when=when, by_post=visit.post_no)
        return Done(to=visit.url("children", begun.child_no, "care", done="begun"), case_no=begun.case_no)

    return enter(visit, typed, act, lambda errors: _list(visit, typed, errors), names={**_CHILD, **NAMES})


def _list(visit: Visit, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    _demand_registers(visit)
    with visit.office.reading() as desk:
        asked = _child_asked(desk, visit, typed, only_here=True)
    return form(visit, "care_new.html", typed, _plainly(errors), **asked, **screening_asked())


def _demand_registers(visit: Visit) -> None:
    with visit.office.reading() as desk:
        allowed.demand(desk, visit, FieldClass.REGISTERS)


# --- a case without a report ----------------------------------------


@router.get("/cases/new")
def ask_open(visit: Seated) -> Response:
    """The form for a case that nobody reported."""
    return _open(visit, Typed(), [])


@router.post("/cases/new")
def open_a_case(visit: Seated, typed: Posted) -> Response:
    """Open it; or draw the form again with more room."""
    with visit.office.reading() as desk:
        demand_open_case(visit.sight(desk))
    if typed("do") == ANOTHER:
        return _open(visit, typed, [])

    def act(office: Office) -> Done:
        made = open_case(
            office,
            child_in(typed),
            when=moment_in(visit, typed),
            source=typed("source"),
            by_post=visit.post_no,
            lead=typed("lead") or None,
        )
        return Done(to=visit.url("cases", "opened", made.case_no), case_no=made.case_no)

    return enter(visit, typed, act, lambda errors: _open(visit, typed, errors), names=_CHILD)


def _open(visit: Visit, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        demand_open_case(visit.sight(desk))
        asked = _child_asked(desk, visit, typed, only_here=False)
        posts = [(no, visit.say(zh, en)) for no, zh, en in posts_of_county(desk, visit.post.area)]
    return form(visit, "case_new.html", typed, _plainly(errors), posts=posts, **asked)


@router.get("/cases/opened/{case_no}")
def opened(visit: Seated, case_no: str) -> Response:
    """On to the case; who opened it for others, and does not see it, is given its number."""
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        demand_open_case(sight)
        try:
            sight.demand(case_no, FieldClass.FACTS)
        except Forbidden as not_theirs:
            if not_theirs.hidden:
                raise
            return page(visit, "case_new_done.html", case_no=case_no)
    return go(visit.url("cases", case_no, done="begun"))


# --- what became known later ----------------------------------------


@router.get("/cases/{case_no}/register")
def ask_register(visit: Seated, case_no: str) -> Response:
    """The form; what is on file is not shown in it."""
    return _register(visit, case_no, Typed(), [])


@router.post("/cases/{case_no}/register")
def register(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Enter what has become known; what was left out stays as it was."""
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)

    def act(office: Office) -> Done:
        known = registered(child_in(typed))
        register_child(office, case_no, known, when=said_in(visit, typed), by_post=visit.post_no)
        return Done(to=visit.url("cases", case_no, done="registered"), case_no=case_no)

    return enter(visit, typed, act, lambda errors: _register(visit, case_no, typed, errors), names=_CHILD)


def _register(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        demand_act(sight, case_no, CaseAct.ENTER)
        may_read = sight.may(case_no, FieldClass.IDENTITY).at_all
    return form(
        visit,
        "case_register.html",
        typed,
        _plainly(errors),
        case_no=case_no,
        may_read=may_read,
        sexes=[one for one in Sex if one is not Sex.UNKNOWN],
    )


# --- what they have in common ----------------------------------------


def _child_asked(desk: Desk, visit: Visit, typed: Typed, *, only_here: bool) -> dict[str, Any]:
    """What the form of a child offers; of places those of the post, or of its county."""
    area = visit.post.area
    served = [one for one in places_served(desk) if same_county(area, one.area)]
    places = [(one.area, visit.say(one.zh, one.en)) for one in served if not only_here or covers(area, one.area)]
    return {
        "places": places or [(area, area)],
        "sexes": tuple(Sex),
        "relations": [(one.value, visit.say.term(one)) for one in Relation],
        "room": room_for(typed),
        "most_adults": MOST_ADULTS,
    }


def _plainly(errors: Sequence[CaseworkError]) -> list[CaseworkError]:
    return [in_words_of_the_page(one) if isinstance(one, Refused) else one for one in errors]
