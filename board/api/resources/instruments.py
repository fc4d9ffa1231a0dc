"""Instruments: list, draft, mend a draft, throw it away, issue. 文书."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field, StrictBool
from starlette.responses import Response

from board.api.answers.of_cases import EnteredOut, InstrumentsOut
from board.api.caller import Acts, Reads
from board.api.doing import Key, do_in_case
from board.api.words import Asks, CaseNo, Day, Line, MaybeLine, Moment, PostNo, Words, moment_or_now, when_of
from rules.access import FieldClass
from rules.vocabulary import InstrumentKind
from tasks import instruments, shapes
from tasks.case_hands import CaseAct
from tasks.instruments import Text
from tasks.standing import as_it_stood

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/instruments", tags=["instruments"])

_ANSWERS: dict[str, Any] = {"status_code": 201, "responses": {201: {"model": EnteredOut}}}


@router.get("", operation_id="list_instruments", summary="个案的文书  the instruments of a case")
def list_instruments(
    caller: Reads, case_no: CaseNo, on: Annotated[Day | None, Query(description="某日的状况  as of a day")] = None
) -> InstrumentsOut:
    """As they stand, or stood on a day; titles and numbers, never their text."""
    with caller.office.reading() as desk:
        caller.sight(desk).demand(case_no, FieldClass.FACTS)
        found = as_it_stood(desk, case_no, on)
    return InstrumentsOut.model_validate({"instruments": [shapes.instrument(view) for view in found]})


class SaysIn(Asks):
    """What an instrument says. 文书内容."""

    to: list[Line] = Field(default=[], max_length=20, description="相对人编号  addressees, by number")
    issuers: list[PostNo] = Field(default=[], max_length=10)
    outside: list[Line] = Field(default=[], max_length=10, description="名册以外的作出机关  bodies not listed")
    document_no: MaybeLine = ""
    title: MaybeLine = ""
    facts: Words = Field(default="", description="认定的事实，加密保存  what was found; sealed")
    content: Words = Field(default="", description="内容，一行一项，加密保存  what it orders; sealed")
    at: Moment | None = None

    def text(self, granted: str = "full") -> Text:
        """The same as the services take it."""
        return Text(
            document_no=self.document_no,
            title=self.title,
            to=tuple(self.to),
            issuers=tuple(self.issuers),
            outside=tuple(self.outside),
            facts=self.facts,
            content=self.content,
            granted=granted,
        )


class DraftIn(SaysIn):
    """A new draft. 起草."""

    kind: InstrumentKind
    procedure: Line | None = Field(default=None, description="所属程序，编号或代码  the procedure it belongs to")
    follows: Line | None = Field(default=None, description="接续哪份文书  which it follows")


@router.post("/draft", operation_id="draft_instrument", summary="起草文书  draft an instrument", **_ANSWERS)
def draft(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: DraftIn) -> Response:
    """The duty that issues one of its kind issues this draft."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        number = instruments.draft(
            office,
            case_no,
            wanted.kind,
            wanted.text(),
            procedure=wanted.procedure,
            follows=wanted.follows,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {"instrument_no": number}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act, status=201)


class IssueIn(DraftIn):
    """An instrument that is issued, or was issued before. 作出文书."""

    until: Day | None = Field(default=None, description="有效期至何日  last day of its term")
    no_term: StrictBool = Field(default=False, description="文书确未载明有效期  it names no end")
    granted: Literal["full", "part"] = "full"
    draft: Line | None = Field(default=None, description="以哪份草稿作出  the draft that it becomes")


@router.post("/issue", operation_id="issue_instrument", summary="作出文书  issue an instrument", **_ANSWERS)
def issue(request: Request, caller: Acts, key: Key, case_no: CaseNo, wanted: IssueIn) -> Response:
    """An order names its term; where the document names none, that is said."""
    when = when_of(wanted.at)

    def act(office: Office) -> dict[str, Any]:
        number = instruments.issue(
            office,
            case_no,
            wanted.kind,
            wanted.text(wanted.granted),
            valid_until=wanted.until,
            no_term=wanted.no_term,
            follows=wanted.follows,
            procedure=wanted.procedure,
            drafted=wanted.draft,
            when=moment_or_now(office, when),
            by_post=caller.post_no,
        )
        return {"instrument_no": number}

    return do_in_case(request, caller, key, case_no, wanted, CaseAct.ENTER, act, status=201)
