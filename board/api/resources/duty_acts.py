"""Acting on a duty: answer, read, accept, hand on, leave out, pause, extend, explain. 职责办理."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_duties import ActedOut
from board.api.caller import Acts, Caller
from board.api.doing import Done, Key, do
from board.api.seeing import demand_there
from board.api.words import Asks, CaseNo, Day, DutyNo, Line, Moment, PostNo, Reason, Words, example, when_of
from rules.causes import BreachCause
from rules.period import Unit
from rules.vocabulary import PauseCause, Precision
from tasks import acts, attending, clock_acts, shapes
from tasks.said import to_the_minute

if TYPE_CHECKING:
    from tasks.office import Office
    from tasks.opened_duty import Acted

router = APIRouter(prefix="/cases/{case_no}/duties/{duty_no}", tags=["duties"])

_ANSWERS: dict[str, Any] = {"responses": {200: {"model": ActedOut}}}

Value = StrictBool | Words | Annotated[list[Line], Field(max_length=50)]
Fields = Annotated[
    dict[Annotated[str, Field(min_length=1, max_length=100)], Value],
    Field(max_length=60, description="填写项：代码为键；可填的见 …/form  by code; …/form tells which"),
]


def as_given(fields: Fields) -> dict[str, object]:
    """Fields of an answer as the services read them: several values of one field in one line."""
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in fields.items()}


def _do(
    request: Request, caller: Caller, key: str, wanted: Asks, no: tuple[str, str], act: Callable[[Office], Acted]
) -> Response:
    """Do something with a duty that this post sees."""

    def carried_out(office: Office) -> Done:
        with office.reading() as desk:
            demand_there(desk, caller.sight(desk), *no)
        acted = act(office)
        facts = {**shapes.acted(acted), **({"report_no": acted.reported} if acted.reported else {})}
        return Done(facts=facts, cases=(acted.case_no,))

    return do(request, caller, key, wanted, carried_out, ActedOut)


class AnswerIn(Asks):
    """What was done, or what came of it. 办理."""

    model_config = example(fields={"urgency": "urgent", "danger_now": False}, at="2026-03-02T10:20+08:00")

    fields: Fields = Field(default={})
    at: Moment | None = None


@router.post("/answer", operation_id="answer_duty", summary="办理职责  answer a duty", **_ANSWERS)
def answer(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: AnswerIn) -> Response:
    """By the post that owes it; free words are sealed."""
    when = when_of(wanted.at)
    moment, precision = (when.at, when.precision) if when else (None, Precision.EXACT)
    given = as_given(wanted.fields)

    def act(office: Office) -> Acted:
        return acts.answer(office, case_no, duty_no, given, at=moment, precision=precision, by_post=caller.post_no)

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class NothingIn(Asks):
    """Nothing is to be said: an empty object. 无须填写."""


@router.post("/read", operation_id="read_duty", summary="已阅  say that it was read", **_ANSWERS)
def read(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: NothingIn) -> Response:
    """The post has read what it owes; saying it again changes nothing."""
    return _do(
        request,
        caller,
        key,
        wanted,
        (case_no, duty_no),
        lambda office: attending.read(office, case_no, duty_no, by_post=caller.post_no),
    )


@router.post("/accept", operation_id="accept_duty", summary="接办  take it on", **_ANSWERS)
def accept(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: NothingIn) -> Response:
    """Nobody is asked about it any more; its ladder goes on."""
    return _do(
        request,
        caller,
        key,
        wanted,
        (case_no, duty_no),
        lambda office: attending.accept(office, case_no, duty_no, by_post=caller.post_no),
    )


class HandOnIn(Asks):
    """Let another post owe it. 转交."""

    to: PostNo
    reason: Reason


@router.post("/hand-on", operation_id="hand_on_duty", summary="转交承办  let another post owe it", **_ANSWERS)
def hand_on(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: HandOnIn) -> Response:
    """Its dates and the rung it stands on stay."""

    def act(office: Office) -> Acted:
        return attending.hand_on(
            office, case_no, duty_no, to_post=wanted.to, reason=wanted.reason, by_post=caller.post_no
        )

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class LeaveOutIn(Asks):
    """Why a duty is left out, and with what answer the procedure goes on. 略过、免除."""

    reason: Reason
    fields: Fields = Field(default={})


@router.post("/skip", operation_id="skip_duty", summary="略过  leave it out, with a reason", **_ANSWERS)
def skip(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: LeaveOutIn) -> Response:
    """By who owes it, who leads the case, or the county office."""

    def act(office: Office) -> Acted:
        return acts.skip(
            office, case_no, duty_no, reason=wanted.reason, given=as_given(wanted.fields), by_post=caller.post_no
        )

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


@router.post("/excuse", operation_id="excuse_duty", summary="免除  release from it", **_ANSWERS)
def excuse(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: LeaveOutIn) -> Response:
    """It can no longer be asked of anybody."""

    def act(office: Office) -> Acted:
        return acts.excuse(
            office, case_no, duty_no, reason=wanted.reason, given=as_given(wanted.fields), by_post=caller.post_no
        )

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class PauseIn(Asks):
    """Stop the clock for a cause that the rules list. 中止计时."""

    cause: PauseCause
    at: Moment | None = None
    expected_on: Day | None = Field(default=None, description="预计何日恢复  by when it should be over")


@router.post("/pause", operation_id="pause_duty", summary="中止计时  stop the clock", **_ANSWERS)
def pause(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: PauseIn) -> Response:
    """Only for a cause that the rules of this duty list."""
    when = when_of(wanted.at)

    def act(office: Office) -> Acted:
        return clock_acts.pause(
            office,
            case_no,
            duty_no,
            cause=wanted.cause,
            at=to_the_minute(when),
            expected_on=wanted.expected_on,
            by_post=caller.post_no,
        )

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class ResumeIn(Asks):
    """Let the clock run again. 恢复计时."""

    at: Moment | None = None


@router.post("/resume", operation_id="resume_duty", summary="恢复计时  let the clock run again", **_ANSWERS)
def resume(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: ResumeIn) -> Response:
    """Its dates are counted anew over the time in which it ran."""
    when = when_of(wanted.at)

    def act(office: Office) -> Acted:
        return clock_acts.resume(office, case_no, duty_no, at=to_the_minute(when), by_post=caller.post_no)

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class ExtendIn(Asks):
    """Grant more time on a basis that the rules list. 延长期限."""

    amount: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    unit: Unit
    basis: Line = Field(description="依据的规则行，如 B-22  row of the pack", examples=["B-22"])
    at: Moment | None = None


@router.post("/extend", operation_id="extend_duty", summary="延长期限  grant more time", **_ANSWERS)
def extend(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: ExtendIn) -> Response:
    """Only on a basis that the rules of this duty list."""
    when = when_of(wanted.at)

    def act(office: Office) -> Acted:
        return clock_acts.extend(
            office,
            case_no,
            duty_no,
            amount=wanted.amount,
            unit=wanted.unit,
            basis=wanted.basis,
            at=to_the_minute(when),
            by_post=caller.post_no,
        )

    return _do(request, caller, key, wanted, (case_no, duty_no), act)


class CauseIn(Asks):
    """Why it was late. 逾期原因."""

    cause: BreachCause


@router.post("/cause", operation_id="explain_breach", summary="说明逾期原因  say why it was late", **_ANSWERS)
def cause(request: Request, caller: Acts, key: Key, case_no: CaseNo, duty_no: DutyNo, wanted: CauseIn) -> Response:
    """From the closed list of the agency that owed it (…/causes)."""

    def act(office: Office) -> Acted:
        return attending.explain_breach(office, case_no, duty_no, cause=wanted.cause, by_post=caller.post_no)

    return _do(request, caller, key, wanted, (case_no, duty_no), act)
