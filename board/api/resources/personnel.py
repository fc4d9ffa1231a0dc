"""Who sits where: entered by a county's personnel system. 岗位人员变动.

Whoever says who sits at a post says who sees its cases.  So this has a scope of its own, which only an administrator
can give; it reaches as far as the area of the token's post; and a person who is seated still signs in with an account
that nobody but an administrator opens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from board.api.answers.of_personnel import SeatedOut, WorkerOut
from board.api.caller import Caller, Personnel
from board.api.doing import Done, Key, do
from board.api.resources.duty_acts import NothingIn
from board.api.words import Asks, Day, Line, MaybeLine, Moment, when_of
from rules.moments import midnight_after
from tasks import staff_changes
from tasks.access.personnel import demand_post
from tasks.said import to_the_minute

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["personnel"])

_SEATED: dict[str, Any] = {"responses": {200: {"model": SeatedOut}}}

PostPath = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        description="岗位编号  number of the post",
        examples=["P-LIUXI-POLICE"],
    ),
]
PersonNo = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"),
    Field(description="人员编号，如工号；不用姓名、身份证号  a staff number; no name", examples=["W-031"]),
]


class WorkerIn(Asks):
    """Somebody who works. 人员."""

    person_no: PersonNo
    name: Annotated[Line, Field(description="姓名，加密保存  name; sealed")]
    phone: Annotated[MaybeLine, Field(description="加密保存  sealed")] = ""


@router.post(
    "/persons",
    operation_id="enter_worker",
    summary="登记人员  enter somebody who works",
    status_code=201,
    responses={201: {"model": WorkerOut}},
)
def enter(request: Request, caller: Personnel, key: Key, wanted: WorkerIn) -> Response:
    """Under a number that is nobody's yet; it opens no account and seats nobody."""

    def act(office: Office) -> Done:
        staff_changes.enter_person(office, wanted.person_no, wanted.name, wanted.phone, by=caller.token.no)
        return Done(facts={"person_no": wanted.person_no}, status=201)

    return do(request, caller, key, wanted, act, WorkerOut)


class SeatIn(Asks):
    """Who holds a post, from when on. 任职."""

    person_no: PersonNo
    at: Moment | None = None


@router.post("/posts/{post_no}/holder", operation_id="seat_worker", summary="任职  let somebody hold a post", **_SEATED)
def seat(request: Request, caller: Personnel, key: Key, post_no: PostPath, wanted: SeatIn) -> Response:
    """Whoever holds it then, holds it no longer."""
    at = to_the_minute(when_of(wanted.at))

    def act(office: Office) -> None:
        staff_changes.seat(office, post_no, wanted.person_no, from_at=at or caller.now, by=caller.token.no)

    return _changed(request, caller, key, post_no, wanted, act)


@router.post("/posts/{post_no}/vacate", operation_id="vacate_post", summary="离任  nobody holds a post now", **_SEATED)
def vacate(request: Request, caller: Personnel, key: Key, post_no: PostPath, wanted: NothingIn) -> Response:
    """From now on; what the post owes is told to the post above it until somebody follows."""

    def act(office: Office) -> None:
        staff_changes.vacate(office, post_no, at=caller.now, by=caller.token.no)

    return _changed(request, caller, key, post_no, wanted, act)


class SubstituteIn(Asks):
    """Who stands in, until when. 代理."""

    person_no: PersonNo
    until_on: Day = Field(description="代理到哪一天为止，含当日  up to and with this day")
    at: Moment | None = None


@router.post(
    "/posts/{post_no}/substitute", operation_id="name_substitute", summary="指定代理  let somebody stand in", **_SEATED
)
def substitute(request: Request, caller: Personnel, key: Key, post_no: PostPath, wanted: SubstituteIn) -> Response:
    """For whoever holds the post; a substitute has an end."""
    at, until = to_the_minute(when_of(wanted.at)), midnight_after(wanted.until_on)

    def act(office: Office) -> None:
        staff_changes.name_substitute(
            office, post_no, wanted.person_no, from_at=at or caller.now, until_at=until, by=caller.token.no
        )

    return _changed(request, caller, key, post_no, wanted, act)


class EndSubstituteIn(Asks):
    """Who stands in no longer. 结束代理."""

    person_no: PersonNo


@router.post(
    "/posts/{post_no}/substitute/end", operation_id="end_substitute", summary="结束代理  nobody stands in", **_SEATED
)
def end(request: Request, caller: Personnel, key: Key, post_no: PostPath, wanted: EndSubstituteIn) -> Response:
    """From now on."""

    def act(office: Office) -> None:
        staff_changes.end_substitute(office, post_no, wanted.person_no, by=caller.token.no)

    return _changed(request, caller, key, post_no, wanted, act)


def _changed(
    request: Request, caller: Caller, key: str, post_no: str, wanted: Asks, act: Callable[[Office], None]
) -> Response:
    """Change a post of the token's own area. The directory is not read again before this is kept: it is remembered."""

    def carried_out(office: Office) -> Done:
        with office.reading() as desk:
            demand_post(desk, caller.token.post, post_no)
        act(office)
        return Done(facts={"post_no": post_no, "person_no": getattr(wanted, "person_no", None)})

    return do(request, caller, key, wanted, carried_out, SeatedOut)
