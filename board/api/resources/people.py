"""The adults around a child: entered, tied, gone, found out; and who stands in which procedure. 相关成年人、当事人."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.answers.of_people import PeopleOut
from board.api.caller import Acts, Caller, Reads
from board.api.doing import Key, do_in_case
from board.api.words import Asks, CaseNo, Day, Line, MaybeLine, Moment, Why, when_of
from rules.access import FieldClass
from rules.vocabulary import PartyRole, Relation
from tasks import people, shapes
from tasks.access.adults import demand_adult
from tasks.case_hands import CaseAct
from tasks.people_around import around

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/people", tags=["people"])

_ANSWERS: dict[str, Any] = {"responses": {200: {"model": EnteredOut}}}

AdultNo = Annotated[Line, Field(description="成年人编号  number of the adult", examples=["A-4F7K2-M9QXD"])]
Name = Annotated[Line, Field(description="姓名，加密保存  name; sealed", examples=["禾大山"])]
Contact = Annotated[MaybeLine, Field(description="加密保存  sealed")]
On = Annotated[Day | None, Query(description="只列该日的，不写为历来全部  those of one day; all, if left out")]


@router.get("", operation_id="list_people", summary="儿童身边的成年人  the adults around the child")
def list_people(caller: Reads, case_no: CaseNo, on: On = None) -> PeopleOut:
    """By number, relation and time; who they are is opened by a person, with a reason."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.FACTS)
        found = around(desk, case_no, on)
    return PeopleOut.model_validate({"people": [shapes.adult(one) for one in found]})


class TermsIn(Asks):
    """What somebody is to the child, and from when until when. 与儿童的关系."""

    relation: Relation
    guardian: StrictBool = Field(default=False, description="是监护人  is a guardian")
    carer: StrictBool = Field(default=False, description="是照护人  looks after the child")
    suspected: StrictBool = Field(default=False, description="涉嫌侵害  is suspected")
    from_on: Day | None = None
    until_on: Day | None = Field(default=None, description="自该日起不再是  the first day on which it is no longer so")
    at: Moment | None = None

    def terms(self) -> dict[str, Any]:
        """As the services are told."""
        return {
            "relation": self.relation,
            "guardian": self.guardian,
            "carer": self.carer,
            "suspected": self.suspected,
            "from_on": self.from_on,
            "until_on": self.until_on,
        }


class AddPersonIn(TermsIn):
    """An adult around the child; without a name where only is known that there is somebody. 登记成年人."""

    name: Name | None = None
    phone: Contact | None = None
    address: Contact | None = None


@router.post(
    "",
    operation_id="add_person",
    summary="登记成年人  enter an adult around the child",
    status_code=201,
    responses={201: {"model": EnteredOut}},
)
def add(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: AddPersonIn) -> Response:
    """Name, phone and address are sealed, and answered to nobody here."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        number = people.add(
            office,
            case_no,
            name=wanted.name,
            phone=wanted.phone,
            address=wanted.address,
            when=when,
            by_post=caller.post_no,
            **wanted.terms(),
        )
        return {"adults": [number]}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act, status=201)


class LinkPersonIn(TermsIn):
    """Somebody who is entered already, in another way or for another time. 关联."""

    adult_no: AdultNo


@router.post("/link", operation_id="link_person", summary="关联已登记的人  tie somebody who is entered", **_ANSWERS)
def link(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: LinkPersonIn) -> Response:
    """Somebody around this child, or around one whose names this post may open."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        with office.reading() as desk:
            demand_adult(desk, caller.sight(desk), case_no, wanted.adult_no)
        people.link(office, case_no, wanted.adult_no, when=when, by_post=caller.post_no, **wanted.terms())

    return _of_adult(request, caller, key, case_no, wanted, wanted.adult_no, act)


class LeavePersonIn(Asks):
    """Somebody is no longer guardian or carer. 关系终止."""

    adult_no: AdultNo
    until_on: Day = Field(description="自该日起不再是  the first day on which it is no longer so")
    reason: Why = ""
    at: Moment | None = None


@router.post(
    "/leave", operation_id="leave_person", summary="监护、照护关系终止  no longer guardian or carer", **_ANSWERS
)
def leave(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: LeavePersonIn) -> Response:
    """Every tie of theirs to the child that has no end yet ends on that day."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        people.leave(
            office,
            case_no,
            wanted.adult_no,
            until_on=wanted.until_on,
            reason=wanted.reason,
            when=when,
            by_post=caller.post_no,
        )

    return _of_adult(request, caller, key, case_no, wanted, wanted.adult_no, act)


class IdentifyPersonIn(Asks):
    """Who somebody is that was only known to exist. 查明身份."""

    adult_no: AdultNo
    name: Name
    phone: Contact | None = None
    address: Contact | None = None
    at: Moment | None = None


@router.post("/identify", operation_id="identify_person", summary="查明身份  enter who somebody is", **_ANSWERS)
def identify(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: IdentifyPersonIn) -> Response:
    """Once; what was entered wrongly is corrected instead."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        people.identify(
            office,
            case_no,
            wanted.adult_no,
            name=wanted.name,
            phone=wanted.phone,
            address=wanted.address,
            when=when,
            by_post=caller.post_no,
        )

    return _of_adult(request, caller, key, case_no, wanted, wanted.adult_no, act)


class JoinPersonIn(Asks):
    """Let somebody stand in a procedure. 列为当事人."""

    procedure: Line = Field(
        description="程序编号，或仅有一个时用代码  number of the procedure; its code, where there is one of the kind",
        examples=["supervision_order"],
    )
    party: Line = Field(description="成年人或者岗位编号  an adult or a post", examples=["A-4F7K2-M9QXD"])
    role: PartyRole
    at: Moment | None = None


@router.post("/join", operation_id="join_person", summary="列为当事人  let somebody stand in a procedure", **_ANSWERS)
def join(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: JoinPersonIn) -> Response:
    """An adult around the child, or a post; some procedures are against guardians only."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        people.join(office, case_no, wanted.procedure, wanted.party, wanted.role, when=when, by_post=caller.post_no)
        return {}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act)


def _of_adult(
    request: Request,
    caller: Caller,
    key: str,
    case_no: str,
    wanted: Asks,
    adult_no: str,
    act: Callable[[Office], None],
) -> Response:
    def carried_out(office: Office) -> dict[str, Any]:
        act(office)
        return {"adults": [adult_no]}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, carried_out)
