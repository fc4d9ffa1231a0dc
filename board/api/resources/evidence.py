"""Evidence: handed in, listed, opened. 证据材料.

A file comes in base64 in the same JSON as everything else.  It is opened by POST, because whoever opens it says why and
a reason belongs into no address; without an Idempotency-Key, because whoever looks twice has looked twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from board.api.answers.of_evidence import EvidencesOut, HandedInOut
from board.api.caller import Evidences
from board.api.doing import Done, Key, do
from board.api.files import Base64, bytes_of
from board.api.words import Asks, CaseNo, EvidenceNo, MaybeLine, Moment, Reason, Words, moment_or_now, when_of
from board.downloads import as_handed_in
from tasks import shapes
from tasks.evidence import LONGEST_WORDS, File, add_evidence, demand_adding, demand_list, evidence_of
from tasks.evidence_opening import demand_evidence, open_evidence

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/evidence", tags=["evidence"])

OCTETS = "application/octet-stream"


@router.get("", operation_id="list_evidence", summary="个案的证据材料  the evidence of a case")
def list_evidence(caller: Evidences, case_no: CaseNo) -> EvidencesOut:
    """Numbers, kinds and hashes: all to a post that may open them, to another what it handed in itself."""
    with caller.office.reading() as desk:
        sight = caller.sight(desk)
        demand_list(desk, sight, case_no)
        found = evidence_of(desk, sight, case_no)
    return EvidencesOut.model_validate({"evidence": [shapes.evidence(view) for view in found]})


class EvidenceIn(Asks):
    """A file, and what is said of it. 提交的文件."""

    content: Base64
    name: MaybeLine = Field(default="", description="原文件名，加密保存  the name it had; sealed")
    words: Annotated[Words, Field(max_length=LONGEST_WORDS, description="说明，加密保存  what it shows; sealed")] = ""
    duty_no: Annotated[str, StringConstraints(pattern="^[1-9][0-9]{0,5}$")] | None = None
    at: Moment | None = Field(default=None, description="何时取得，不写即现在  when it was obtained; now, if left out")


_HANDED_IN: dict[str, Any] = {"status_code": 201, "responses": {201: {"model": HandedInOut}}}


@router.post("", operation_id="add_evidence", summary="提交证据材料  hand in evidence", **_HANDED_IN)
def add(request: Request, caller: Evidences, key: Key, case_no: CaseNo, wanted: EvidenceIn) -> Response:
    """What it is, is told from its content; the very same bytes are kept once in a case."""
    when, duty_no = when_of(wanted.at), wanted.duty_no or ""

    def act(office: Office) -> Done:
        with office.reading() as desk:
            demand_adding(desk, caller.sight(desk), case_no, duty_no)
        file = File(content=bytes_of(wanted.content), name=wanted.name, words=wanted.words)
        moment = moment_or_now(office, when)
        added = add_evidence(office, case_no, file, duty_no=duty_no, when=moment, by_post=caller.post_no)
        facts = {
            "case_no": case_no,
            "evidence_no": added.no,
            "sha256": added.sha256,
            "media_type": added.material.value,
            "again": added.again,
        }
        return Done(facts=facts, status=201)

    return do(request, caller, key, wanted, act, HandedInOut)


class LookIn(Asks):
    """Why it is opened. 调阅理由."""

    reason: Reason


@router.post(
    "/{evidence_no}/open",
    operation_id="open_evidence",
    summary="调阅证据材料  open evidence",
    response_class=Response,
    responses={200: {"content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}}}},
)
def take_out(caller: Evidences, case_no: CaseNo, evidence_no: EvidenceNo, wanted: LookIn) -> Response:
    """The bytes as they were handed in, for the posts that work on the case; that they were opened is on the record."""
    with caller.office.reading() as desk:
        demand_evidence(desk, caller.sight(desk), case_no, evidence_no)
    opened = open_evidence(caller.office, case_no, evidence_no, reason=wanted.reason, by_post=caller.post_no)
    return as_handed_in(opened.content, OCTETS, opened.file_name)
