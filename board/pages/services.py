"""Which services does a list offer this child, and asking the departments for one. 服务清单、服务转介.

What no file says of a child (an illness, a disability), and which service is asked for, is sent in a form and stands in
no address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from board.entering import enter, form, moment_in
from board.forms import Posted, Typed, day_of, one_of, under_names
from board.leaving import go
from board.once import Done
from board.troubles import mendable
from board.visit import Seated, Visit
from models import CaseFile
from packs.services import service_lists
from rules.access import FieldClass
from rules.errors import CaseworkError, Refused
from rules.services import AGE_RULE, Condition, Verdict
from rules.vocabulary import ProcedureKind, Term
from tasks.case_hands import CaseAct, demand_act, may_act
from tasks.case_list import OPEN
from tasks.services import Offers, offers_for, refer

if TYPE_CHECKING:
    from datetime import date

    from tasks.office import Office
    from tasks.services import Referred

router = APIRouter(prefix="/cases/{case_no}/services")

SHAPES = {Verdict.YES: "met", Verdict.UNKNOWN: "prov", Verdict.NO: "skp"}
"""Shape of each verdict, in the order in which they are shown (a test holds that every verdict has one)."""

NAMES = {"--list": "list", "--refer": "service"}
"""Fields of the services under the names that they have in the forms here."""


class Holds(Term):
    """What somebody says of a condition that no file holds. 是否符合."""

    YES = "yes", "符合"
    NO = "no", "不符合"


# --- the list ----------------------------------------


@router.get("")
def listed(
    visit: Seated, case_no: str, named: Annotated[str, Query(alias="list")] = "", on: str = "", done: str = ""
) -> Response:
    """The list of the place, or another, as it stands for the child by what is on file."""
    return _listed(visit, case_no, Typed(values={"list": [named], "on": [on]}), [], done)


@router.post("")
def compare(visit: Seated, typed: Posted, case_no: str) -> Response:
    """The same with what no file says; nothing is written."""
    return _listed(visit, case_no, typed, [])


def _listed(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError], done: str = "") -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        sight.demand(case_no, FieldClass.FACTS)
        may_refer = may_act(sight, case_no, CaseAct.OPEN_PROCEDURE)
        may_refer = may_refer and desk.session.get_one(CaseFile, case_no).state == OPEN
    try:
        stated = _stated(typed)
        found = _compared(visit, case_no, typed, stated, day_of(typed("on"), "on"))
    except CaseworkError as error:
        errors, stated = [*errors, *_under_names(error)], {}
        found = offers_for(visit.office, case_no, named=None, stated=stated)
    lists = service_lists(visit.office.editions.folder)
    return form(
        visit,
        "services.html",
        typed,
        errors,
        case_no=case_no,
        found=found,
        groups={one: [each for each in found.offers if each.eligibility.verdict is one] for one in SHAPES},
        lists=[(one.code, visit.say(one.zh, one.en)) for one in lists.values()],
        stated=stated,
        holds=Holds,
        answers=[(one.value, visit.say.term(one)) for one in Holds],
        may_refer=may_refer,
        shapes=SHAPES,
        verdicts=Verdict,
        age_rule=AGE_RULE,
        done=done,
    )


# --- asking for a service ----------------------------------------


@router.get("/refer")
def back_to_the_list(visit: Seated, case_no: str) -> Response:
    """Which service it was stands in no address: whoever changes the language half-way chooses again."""
    _demand(visit, case_no)
    return go(visit.url("cases", case_no, "services"))


@router.post("/refer")
def ask_for(visit: Seated, typed: Posted, case_no: str) -> Response:
    """First who would be asked for what; once that is confirmed, they are asked."""
    _demand(visit, case_no)
    if typed("sure") != "yes":
        return _refer(visit, case_no, typed, [])

    def act(office: Office) -> Done:
        asked = refer(
            office,
            case_no,
            typed("service"),
            named=typed("list") or None,
            stated=_stated(typed),
            when=moment_in(visit, typed),
            by_post=visit.post_no,
            reason=typed("reason"),
        )
        return Done(to=_leads_to(office, visit, case_no, asked), case_no=asked.case_no)

    return enter(visit, typed, act, lambda errors: _refer(visit, case_no, typed, errors), names=NAMES)


def _refer(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    try:
        stated = _stated(typed)
        found = _compared(visit, case_no, typed, stated, None)
    except CaseworkError as error:
        return _listed(visit, case_no, typed, [*errors, *(_under_names(error) if not errors else [])])
    offer = found.offer(typed("service"))
    if offer is None:
        missing = Refused("请从清单中选择一项服务", "choose a service of the list", field="service")
        return _listed(visit, case_no, typed, errors or [missing])
    return form(
        visit,
        "service_refer.html",
        typed,
        errors,
        case_no=case_no,
        found=found,
        offer=offer,
        across=found.begins(offer) is ProcedureKind.CROSS_REGION,
        stated=stated,
        holds=Holds,
        shapes=SHAPES,
        verdicts=Verdict,
    )


def _leads_to(office: Office, visit: Visit, case_no: str, asked: Referred) -> str:
    """The case in which it is dealt with; from a file of care that may be one that this post does not see."""
    with office.reading() as desk:
        seen = visit.sight(desk).may(asked.case_no, FieldClass.FACTS).at_all
    if seen:
        return visit.url("cases", asked.case_no, done="referred")
    return visit.url("cases", case_no, "services", done="referred")


# --- what they have in common ----------------------------------------


def _compared(visit: Visit, case_no: str, typed: Typed, stated: Mapping[Condition, bool], on: date | None) -> Offers:
    return offers_for(visit.office, case_no, named=typed("list") or None, stated=stated, on=on)


def _stated(typed: Typed) -> Mapping[Condition, bool]:
    """What was said of conditions; of those left open nothing is said. Raises Refused: neither yes nor no."""
    return {one: _said_of(one, typed) is Holds.YES for one in Condition if typed(one.value)}


def _said_of(condition: Condition, typed: Typed) -> Holds:
    said = one_of(Holds, typed(condition.value))
    if said is None:
        raise Refused("请选择符合、不符合，或者留空", "choose yes, no, or nothing", field=condition.value)
    return said


def _under_names(error: CaseworkError) -> list[CaseworkError]:
    return [under_names(one, NAMES) for one in mendable(error)]


def _demand(visit: Visit, case_no: str) -> None:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.OPEN_PROCEDURE)
