"""What happens to an instrument: a draft is mended, issued or thrown away; an order served, broken, changed, over.

文书的改稿、作出、废弃、送达、违反、变更、终止.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from sqlmodel import col, select
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.caller import Acts, Caller
from board.api.doing import Key, do_in_case
from board.api.resources.instruments import SaysIn
from board.api.words import Asks, CaseNo, Day, Line, MaybeLine, Moment, Reason, Why, Words, moment_or_now, when_of
from models import Instrument, InstrumentBreach
from rules.errors import Forbidden
from rules.vocabulary import Sanction, ServiceMethod
from rules.when import exactly
from tasks import drafts, instruments
from tasks.case_hands import CaseAct

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/instruments", tags=["instruments"])

_ANSWERS: dict[str, Any] = {"responses": {200: {"model": EnteredOut}}}


InstrumentNumber = Annotated[Line, Field(description="文书编号  number of the instrument", examples=["D-4F7K2-M9QXD"])]


class OfInstrument(Asks):
    """Which instrument of the case it is about, and when. 所指文书."""

    instrument_no: InstrumentNumber
    at: Moment | None = None


def _do(
    request: Request,
    caller: Caller,
    key: str,
    case_no: str,
    wanted: OfInstrument | DiscardIn,
    act: Callable[[Office], str | None],
) -> Response:
    """Do something with an instrument of a case that this post sees; `act` may give the number of a breach."""

    def carried_out(office: Office) -> dict[str, Any]:
        with office.reading() as desk:
            _demand_in_case(desk, case_no, wanted.instrument_no)
        breach_no = act(office)
        return {"instrument_no": wanted.instrument_no, **({"breach_no": breach_no} if breach_no else {})}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, carried_out)


def _demand_in_case(desk: Desk, case_no: str, instrument_no: str) -> None:
    """Raises Forbidden where this case has no such instrument, whether or not another one has."""
    query = select(Instrument.no).where(col(Instrument.no) == instrument_no, col(Instrument.case_no) == case_no)
    if desk.session.exec(query).first() is None:
        raise _no_such("文书", "instrument", "instrument_no")


def _no_such(zh: str, en: str, field: str) -> Forbidden:
    return Forbidden(
        f"本案没有所指的{zh}，请核对编号", f"this case has no such {en}; check the number", field=field, hidden=True
    )


# ------------------------------------------------------------------------------------------------ a draft


class ReviseIn(SaysIn, OfInstrument):
    """What a draft says from now on, the whole of it: a field that is left out is empty. 改稿."""


@router.post("/revise", operation_id="revise_instrument", summary="改草稿  a draft says something else", **_ANSWERS)
def revise(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: ReviseIn) -> Response:
    """By a post that may read it; every earlier wording stays on the record."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        with office.reading() as desk:
            drafts.demand_mending(desk, case_no, caller.token.post)
        moment = moment_or_now(office, when)
        instruments.revise(office, wanted.instrument_no, wanted.text(), when=moment, by_post=caller.post_no)

    return _do(request, caller, key, case_no, wanted, act)


class IssueDraftIn(OfInstrument):
    """What a draft lacks to be the paper. 以草稿作出."""

    document_no: MaybeLine = Field(default="", description="草稿没有写的  where the draft had none yet")
    until: Day | None = Field(default=None, description="有效期至何日  last day of its term")
    no_term: StrictBool = Field(default=False, description="文书确未载明有效期  it names no end")
    granted: Literal["full", "part"] = "full"


@router.post("/issue-draft", operation_id="issue_draft", summary="以草稿作出  a draft becomes the paper", **_ANSWERS)
def issue_draft(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: IssueDraftIn) -> Response:
    """Word for word, without anybody reading it out; with other words: `issue_instrument` under its number."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        drafts.issue_draft(
            office,
            case_no,
            wanted.instrument_no,
            document_no=wanted.document_no,
            valid_until=wanted.until,
            no_term=wanted.no_term,
            granted=wanted.granted,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, case_no, wanted, act)


class DiscardIn(Asks):
    """Which draft, and why. 废弃草稿."""

    instrument_no: InstrumentNumber
    reason: Why = ""


@router.post("/discard", operation_id="discard_instrument", summary="废弃草稿  throw a draft away", **_ANSWERS)
def discard(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: DiscardIn) -> Response:
    """By the post that made it, and never what was issued; what it said stays in the journal."""

    def act(office: Office) -> None:
        now = exactly(office.now())
        instruments.discard(office, wanted.instrument_no, reason=wanted.reason, when=now, by_post=caller.post_no)

    return _do(request, caller, key, case_no, wanted, act)


# ------------------------------------------------------------------------------------------------ what was issued


class ServeIn(OfInstrument):
    """That it reached one of those to whom it speaks. 送达."""

    to: Line = Field(description="受送达人编号  on whom, by number", examples=["A-4F7K2-M9QXD"])
    method: ServiceMethod
    proof: Why = ""


@router.post("/serve", operation_id="serve_instrument", summary="登记送达  enter service", **_ANSWERS)
def serve(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: ServeIn) -> Response:
    """On whom, when, how, with what proof."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        instruments.serve(
            office,
            wanted.instrument_no,
            to=wanted.to,
            method=wanted.method,
            proof=wanted.proof,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, case_no, wanted, act)


class BreachIn(OfInstrument):
    """An order was broken. 违反."""

    words: Words = Field(default="", description="情形，加密保存  what happened; sealed")
    sanction: Sanction = Sanction.PENDING
    confidential: StrictBool = False
    reason: Why = ""


@router.post("/breach", operation_id="enter_breach", summary="登记违反文书的行为  an order was broken", **_ANSWERS)
def breach(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: BreachIn) -> Response:
    """What followed may be entered later."""
    when = when_of(wanted.at)

    def act(office: Office) -> str:
        return instruments.breach(
            office,
            wanted.instrument_no,
            words=wanted.words,
            sanction=wanted.sanction,
            confidential=wanted.confidential,
            reason=wanted.reason,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, case_no, wanted, act)


class SanctionIn(OfInstrument):
    """What followed a breach. 违反后的处理."""

    breach_no: Line = Field(examples=["B-4F7K2-M9QXD"])
    sanction: Sanction
    confidential: StrictBool = False
    reason: Why = ""


@router.post("/sanction", operation_id="decide_breach", summary="违反后的处理  what followed a breach", **_ANSWERS)
def sanction(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: SanctionIn) -> Response:
    """That nothing followed is a decision, too."""
    when = when_of(wanted.at)

    def act(office: Office) -> str:
        with office.reading() as desk:
            _demand_of_instrument(desk, wanted.breach_no, wanted.instrument_no)
        instruments.decide_breach(
            office,
            wanted.breach_no,
            sanction=wanted.sanction,
            confidential=wanted.confidential,
            reason=wanted.reason,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return wanted.breach_no

    return _do(request, caller, key, case_no, wanted, act)


def _demand_of_instrument(desk: Desk, breach_no: str, instrument_no: str) -> None:
    query = select(InstrumentBreach.no).where(
        col(InstrumentBreach.no) == breach_no, col(InstrumentBreach.instrument_no) == instrument_no
    )
    if desk.session.exec(query).first() is None:
        raise _no_such("违反记录", "breach", "breach_no")


class VaryIn(OfInstrument):
    """It says something else from now on. 变更."""

    content: Annotated[Words, Field(min_length=1)]
    document_no: MaybeLine = ""


@router.post("/vary", operation_id="vary_instrument", summary="变更内容  vary an order", **_ANSWERS)
def vary(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: VaryIn) -> Response:
    """The versions before it are kept."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        instruments.vary(
            office,
            wanted.instrument_no,
            content=wanted.content,
            document_no=wanted.document_no,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, case_no, wanted, act)


class LongerIn(OfInstrument):
    """A longer term. 延长有效期."""

    until: Day
    document_no: MaybeLine = ""


@router.post("/extend", operation_id="extend_instrument", summary="延长有效期  a longer term", **_ANSWERS)
def extend(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: LongerIn) -> Response:
    """A protection order is extended before it lapses."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        instruments.extend(
            office,
            wanted.instrument_no,
            until=wanted.until,
            document_no=wanted.document_no,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, case_no, wanted, act)


class EndIn(OfInstrument):
    """Why it has no more effect. 撤销、终止."""

    reason: Reason


@router.post("/withdraw", operation_id="withdraw_instrument", summary="撤销、撤回  take it back", **_ANSWERS)
def withdraw(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: EndIn) -> Response:
    """It is taken back, with a reason."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        moment = moment_or_now(office, when)
        instruments.withdraw(office, wanted.instrument_no, reason=wanted.reason, when=moment, by_post=caller.post_no)

    return _do(request, caller, key, case_no, wanted, act)


@router.post("/end", operation_id="end_instrument", summary="效力终止  it has no more effect", **_ANSWERS)
def end(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: EndIn) -> Response:
    """Its purpose is reached."""
    when = when_of(wanted.at)

    def act(office: Office) -> None:
        moment = moment_or_now(office, when)
        instruments.end(office, wanted.instrument_no, reason=wanted.reason, when=moment, by_post=caller.post_no)

    return _do(request, caller, key, case_no, wanted, act)
