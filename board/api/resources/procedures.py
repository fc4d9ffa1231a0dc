"""Starting procedures, handing over. 启动程序、移交."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.caller import Acts
from board.api.doing import Key, do_in_case
from board.api.words import Asks, CaseNo, Line, MaybeLine, Moment, PostNo, Why, moment_or_now, when_of
from rules.vocabulary import HandOver, PartyRole, ProcedureKind, Role
from tasks.case_hands import CaseAct
from tasks.opening import hand_over, open_by_hand

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}", tags=["procedures"])

_ANSWERS: dict[str, Any] = {"status_code": 201, "responses": {201: {"model": EnteredOut}}}


class OpenIn(Asks):
    """A procedure to be started, also in the middle of its chain. 启动程序."""

    kind: ProcedureKind
    about: MaybeLine = Field(
        default="", description="区分同类程序；自设程序的代码  tells those of one kind apart; code of a declared one"
    )
    parties: dict[PartyRole, Annotated[list[Line], Field(max_length=20)]] = Field(
        default={}, description="当事人编号  numbers of those who stand in it"
    )
    bodies: dict[Role, PostNo] = Field(default={}, description="由哪个岗位承担某职能  which post acts in a role")
    owed_by: PostNo | None = None
    reason: Why = ""
    at: Moment | None = None


@router.post("/procedures", operation_id="open_procedure", summary="启动程序  start a procedure", **_ANSWERS)
def open_procedure(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: OpenIn) -> Response:
    """What lies before the step at which it is entered is then skipped, duty by duty, each with a reason."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        number = open_by_hand(
            office,
            case_no,
            wanted.kind,
            when=moment_or_now(office, when),
            about=wanted.about,
            parties=wanted.parties,
            bodies=wanted.bodies,
            owed_by=wanted.owed_by,
            reason=wanted.reason,
            by_post=caller.post_no,
        )
        return {"procedure_no": number}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.OPEN_PROCEDURE, act, status=201)


class HandOverIn(Asks):
    """Pass the child, the case, the guardianship or documents on to another body. 移交."""

    what: HandOver
    to: PostNo | None = None
    to_outside: MaybeLine = Field(default="", description="名册以外的接收单位  a receiver not in the directory")
    reason: Why = ""
    at: Moment | None = None


@router.post("/handovers", operation_id="hand_over", summary="移交  hand over, until receipt is confirmed", **_ANSWERS)
def handover(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: HandOverIn) -> Response:
    """The post of the token is the sender."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        number = hand_over(
            office,
            case_no,
            wanted.what,
            from_post=caller.post_no,
            to_post=wanted.to,
            to_outside=wanted.to_outside,
            reason=wanted.reason,
            when=moment_or_now(office, when),
        )
        return {"procedure_no": number}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act, status=201)
