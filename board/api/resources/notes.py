"""Facts that are nobody's answer to a duty: notes, corrections, a death. 记事、更正."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut
from board.api.caller import Acts
from board.api.doing import Key, do_in_case
from board.api.resources.duty_acts import Fields, as_given
from board.api.words import Asks, CaseNo, Line, MaybeLine, Moment, Words, moment_or_now, when_of
from rules.errors import Refused
from rules.vocabulary import NoteKind
from tasks import corrections, notes
from tasks.case_hands import CaseAct
from tasks.turning import record_death

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}", tags=["notes"])

_ANSWERS: dict[str, Any] = {"responses": {200: {"model": EnteredOut}}}


class NoteIn(Asks):
    """A fact: a visit, a vain call, harm, a step of another track. 记事."""

    kind: NoteKind
    words: Annotated[Words, Field(min_length=1, description="内容，加密保存  what happened; sealed")]
    about: Line | None = Field(default=None, description="涉及的成年人编号  whom it concerns")
    source: MaybeLine = ""
    restricted: StrictBool = False
    at: Moment | None = None


@router.post("/notes", operation_id="note", summary="记事  write a fact into a case", **_ANSWERS)
def note(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: NoteIn) -> Response:
    """Harm is looked at by every open procedure of the case."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        entry = notes.note(
            office,
            case_no,
            wanted.kind,
            words=wanted.words,
            about=wanted.about,
            source=wanted.source,
            restricted=wanted.restricted,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {"entry": entry}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.NOTE, act)


class CorrectionIn(Asks):
    """A second version of a recorded fact; the first one stays. 更正、存疑."""

    entry: Annotated[int, Field(strict=True, ge=1, le=10_000_000, description="记录号  number of the entry")]
    at: Moment | None = None
    fields: Fields = Field(default={})
    reason: Annotated[Words, Field(max_length=4_000)] = ""
    disputed: StrictBool = Field(default=False, description="另一来源说法不同，两说并存  another source says otherwise")
    source: MaybeLine = ""


@router.post(
    "/corrections", operation_id="correct_entry", summary="更正、存疑  correct or dispute an entry", **_ANSWERS
)
def correct(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: CorrectionIn) -> Response:
    """A correction gives the right time or fields and a reason; a dispute gives the other time and its source."""
    when = when_of(wanted.at)
    if wanted.disputed and (when is None or wanted.fields):
        raise Refused(
            "存疑须写明另一说的时间和来源，不能改内容",
            "a dispute gives the other time, and changes no field",
            field="disputed",
        )
    given = as_given(wanted.fields)

    def act(office: Office) -> dict[str, Any]:
        if wanted.disputed and when is not None:
            made = corrections.dispute(
                office, case_no, wanted.entry, when=when, source=wanted.source, by_post=caller.post_no
            )
        else:
            made = corrections.correct(
                office, case_no, wanted.entry, when=when, given=given, reason=wanted.reason, by_post=caller.post_no
            )
        return {"entry": made}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act)


class DeathIn(Asks):
    """The child has died. 儿童死亡."""

    at: Moment


@router.post("/death", operation_id="record_death", summary="登记儿童死亡  record that the child has died", **_ANSWERS)
def death(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: DeathIn) -> Response:
    """Procedures of guardianship end with it, and what follows is reviewed."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        record_death(office, case_no, when=moment_or_now(office, when), by_post=caller.post_no)
        return {}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act)
