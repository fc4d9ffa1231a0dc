"""Which files prove it, and who opens them? Evidence of a case and of a duty. 证据材料."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.downloads import as_handed_in
from board.forms import Posted
from board.leaving import go
from board.rendering import page
from board.troubles import mendable
from board.uploads import Uploaded
from board.visit import Seated
from rules.errors import CaseworkError, Refused
from rules.when import exactly
from tasks.evidence import File, add_evidence, demand_adding, demand_list, evidence_of, may_add
from tasks.evidence_opening import Opened, demand_evidence, open_evidence
from tasks.evidence_types import Material
from tasks.said import read_spoken

if TYPE_CHECKING:
    from board.uploads import Upload
    from board.visit import Visit
    from tasks.evidence import Added

router = APIRouter(prefix="/cases/{case_no}")


# --- handing in ----------------------------------------


@router.get("/evidence")
def of_case(visit: Seated, case_no: str, done: str = "", no: str = "") -> Response:
    """What was handed in, and the form."""
    with visit.office.reading() as desk:
        demand_list(desk, visit.sight(desk), case_no)
    return _page(visit, case_no, "", {}, [], done=done, no=no)


@router.post("/evidence")
def hand_in(visit: Seated, upload: Uploaded, case_no: str) -> Response:
    """Keep a file in the case."""
    return _hand_in(visit, case_no, "", upload)


@router.get("/duties/{duty_no}/evidence")
def of_duty(visit: Seated, case_no: str, duty_no: str, done: str = "", no: str = "") -> Response:
    """What was handed in for a duty, and the form."""
    with visit.office.reading() as desk:
        demand_adding(desk, visit.sight(desk), case_no, duty_no)
    return _page(visit, case_no, duty_no, {}, [], done=done, no=no)


@router.post("/duties/{duty_no}/evidence")
def hand_in_for_duty(visit: Seated, upload: Uploaded, case_no: str, duty_no: str) -> Response:
    """Keep a file in the case, as belonging to a duty."""
    return _hand_in(visit, case_no, duty_no, upload)


def _hand_in(visit: Visit, case_no: str, duty_no: str, upload: Upload) -> Response:
    with visit.office.reading() as desk:  # before anything is said of the file: who may not hand in learns nothing
        demand_adding(desk, visit.sight(desk), case_no, duty_no)
    typed = {name: [value] for name, value in upload.values.items()}
    try:
        added = _add(visit, case_no, duty_no, upload)
    except CaseworkError as error:
        return _page(visit, case_no, duty_no, typed, mendable(error))
    done = "again" if added.again else "added"
    return go(visit.url(*_where(case_no, duty_no), done=done, no=added.no))


def _add(visit: Visit, case_no: str, duty_no: str, upload: Upload) -> Added:
    when = read_spoken(upload.values.get("happened_at", ""), visit.now, field="happened_at")
    file = File(content=upload.content, name=upload.name, words=upload.values.get("words", "").strip())
    obtained = when or exactly(visit.now)
    try:
        return add_evidence(visit.office, case_no, file, duty_no=duty_no, when=obtained, by_post=visit.post_no)
    except Refused as error:
        if error.field == "at":  # as the services call it
            raise Refused(error.zh, error.en, field="happened_at") from None
        raise


def _where(case_no: str, duty_no: str) -> tuple[str, ...]:
    return ("cases", case_no, *(("duties", duty_no) if duty_no else ()), "evidence")


def _page(
    visit: Visit,
    case_no: str,
    duty_no: str,
    typed: dict[str, list[str]],
    errors: list[CaseworkError],
    *,
    done: str = "",
    no: str = "",
) -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        found = evidence_of(desk, sight, case_no, duty_no=duty_no)
        adds = may_add(desk, sight, case_no, duty_no)
    return page(
        visit,
        "evidence.html",
        status=422 if errors else 200,
        case_no=case_no,
        duty_no=duty_no,
        where=visit.url(*_where(case_no, duty_no)),
        found=found,
        may_add=adds,
        typed=typed,
        errors=errors,
        done=done,
        which=next((one.no for one in found if one.no == no), ""),
    )


# --- opening ----------------------------------------


@router.get("/evidence/{evidence_no}")
def ask(visit: Seated, case_no: str, evidence_no: str) -> Response:
    """What is about to be opened, who will see that it was, and why it is asked."""
    return _ask(visit, case_no, evidence_no, "", [])


def _ask(
    visit: Visit,
    case_no: str,
    evidence_no: str,
    reason: str,
    errors: list[CaseworkError],
    *,
    opened: Opened | None = None,
) -> Response:
    with visit.office.reading() as desk:
        row = demand_evidence(desk, visit.sight(desk), case_no, evidence_no)
        told = {"material": Material(row.media_type), "bytes": row.bytes, "sha256": row.sha256}
    status = 422 if errors else 200
    return page(
        visit,
        "evidence_open.html",
        status=status,
        case_no=case_no,
        evidence_no=evidence_no,
        reason=reason,
        errors=errors,
        opened=opened,
        **told,
    )


@router.post("/evidence/{evidence_no}")
def take_out(visit: Seated, typed: Posted, case_no: str, evidence_no: str) -> Response:
    """The file itself, or what was said of it: on the answer to this form and nowhere else."""
    with visit.office.reading() as desk:
        demand_evidence(desk, visit.sight(desk), case_no, evidence_no)
    try:
        opened = open_evidence(visit.office, case_no, evidence_no, reason=typed("reason"), by_post=visit.post_no)
    except CaseworkError as error:
        return _ask(visit, case_no, evidence_no, typed("reason"), mendable(error))
    if typed("what") == "words":
        return _ask(visit, case_no, evidence_no, "", [], opened=opened)
    return as_handed_in(opened.content, opened.material.value, opened.file_name)
