"""Sharing packages: made, listed, withdrawn. What is in one names people and is no answer of this interface. 共享包."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from board.api.answers.of_packages import PackageOut, PackagesOut
from board.api.caller import Acts, Reads
from board.api.doing import Done, Key, do
from board.api.words import Asks, CaseNo, Line, PostNo, Reason, Words
from rules.sharing import ShareGround, SharePurpose
from tasks.access import sharing
from tasks.access.sharing import Wish
from tasks.case_hands import CaseAct, demand_act
from tasks.shapes.of_packages import package

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(tags=["packages"])

MOST = 200

_MADE: dict[str, Any] = {"status_code": 201, "responses": {201: {"model": PackageOut}}}
_ANSWERS: dict[str, Any] = {"responses": {200: {"model": PackageOut}}}


@router.get("/cases/{case_no}/packages", operation_id="list_packages", summary="本案的共享包  packages of a case")
def list_packages(caller: Reads, case_no: CaseNo) -> PackagesOut:
    """What was made of a case, for whoever may make one; the newest first."""
    with caller.office.reading() as desk:
        demand_act(caller.sight(desk), case_no, CaseAct.SHARE)
        found = sharing.of_case(desk, case_no)
    return PackagesOut.model_validate({"packages": [package(one) for one in found]})


@router.get("/packages", operation_id="list_my_packages", summary="给本岗位的共享包  packages for this post")
def list_my_packages(caller: Reads) -> PackagesOut:
    """What was made for this post; the newest first. It is fetched on the board, by a person."""
    with caller.office.reading() as desk:
        found = sharing.for_post(desk, caller.post_no, most=MOST)
    return PackagesOut.model_validate({"packages": [package(one) for one in found]})


class PackageIn(Asks):
    """For whom, on which ground, for what. 共享申请."""

    to: PostNo
    ground: ShareGround
    purpose: SharePurpose
    words: Annotated[Words, Field(min_length=1, max_length=4_000, description="用来做什么，加密保存  what for; sealed")]


@router.post("/cases/{case_no}/packages", operation_id="make_package", summary="制作共享包  make a package", **_MADE)
def make_package(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: PackageIn) -> Response:
    """Cut to the purpose and to what the receiver may see; the receiver is told by number."""

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_act(caller.sight(desk), case_no, CaseAct.SHARE)
        wish = Wish(to_post=wanted.to, ground=wanted.ground, purpose=wanted.purpose, words=wanted.words)
        made = sharing.make(office, case_no, wish, by_post=caller.post_no)
        return Done(facts=package(made), status=201)

    return do(request, caller, key, wanted, act, PackageOut)


class WithdrawIn(Asks):
    """Which package, and why. 撤回."""

    package_no: Line = Field(examples=["X-4F7K2-M9QXD"])
    reason: Reason


@router.post(
    "/cases/{case_no}/packages/withdraw", operation_id="withdraw_package", summary="撤回共享包  withdraw it", **_ANSWERS
)
def withdraw_package(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: WithdrawIn) -> Response:
    """From then on nobody fetches it."""

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_act(caller.sight(desk), case_no, CaseAct.SHARE)
            sharing.of_this_case(desk, case_no, wanted.package_no)
        over = sharing.withdraw(office, wanted.package_no, reason=wanted.reason, by_post=caller.post_no)
        return Done(facts=package(over))

    return do(request, caller, key, wanted, act, PackageOut)
