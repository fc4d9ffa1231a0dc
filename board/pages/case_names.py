"""Who the child is, and who looked: with a reason, on the record, shown once. 查阅身份、查阅记录."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.forms import Posted
from board.rendering import page
from board.troubles import mendable
from board.visit import Seated
from rules.access import FieldClass, Sees
from rules.errors import CaseworkError
from tasks.audit_access import CASE_LOOKS, Asked, accesses, accesses_with_reasons, said
from tasks.names import read_names
from tasks.recorded_looks import looked

if TYPE_CHECKING:
    from board.visit import Visit
    from tasks.audit_access import Access

router = APIRouter(prefix="/cases/{case_no}")

MOST = 200
"""Looks on one page, the newest."""


@router.get("/names")
def ask(visit: Seated, case_no: str) -> Response:
    """What is about to be opened, who will see that it was, and why it is asked."""
    return _ask(visit, case_no, "", [])


def _ask(visit: Visit, case_no: str, reason: str, errors: list[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        condition = sight.demand(case_no, FieldClass.IDENTITY)
        facts = {
            "must_say": condition is not Sees.RECORDED,
            "words_too": sight.may(case_no, FieldClass.NARRATIVE).alone,
        }
    status = 422 if errors else 200
    return page(visit, "names_ask.html", status=status, case_no=case_no, reason=reason, errors=errors, **facts)


@router.post("/names")
def read(visit: Seated, typed: Posted, case_no: str) -> Response:
    """The names, once: on the answer to this form and nowhere else."""
    try:
        found = read_names(visit.office, case_no, visit.post, reason=typed("reason"))
    except CaseworkError as error:
        return _ask(visit, case_no, typed("reason"), mendable(error))
    return page(visit, "names.html", case_no=case_no, found=found, clear=found.clear)


@router.get("/looks")
def looks(visit: Seated, case_no: str) -> Response:
    """Who opened what of this case."""
    with visit.office.reading() as desk:
        condition = visit.sight(desk).demand(case_no, FieldClass.READS)
    if condition is Sees.RECORDED:
        looked(visit.office, CASE_LOOKS, by_post=visit.post_no, chain=case_no)
    with visit.office.reading() as desk:
        found = accesses(desk, Asked(no=case_no, most=MOST))
    return _looks(visit, case_no, found, [])


@router.post("/looks")
def looks_with_reasons(visit: Seated, typed: Posted, case_no: str) -> Response:
    """The same with the reasons that were given, which is a look of its own."""
    with visit.office.reading() as desk:
        visit.sight(desk).demand(case_no, FieldClass.READS)
    asked = Asked(no=case_no, most=MOST)
    try:
        found = accesses_with_reasons(visit.office, asked, by_post=visit.post_no, reason=typed("reason"))
    except CaseworkError as error:
        wrong = mendable(error)
        with visit.office.reading() as desk:
            return _looks(visit, case_no, accesses(desk, asked), wrong, reason=typed("reason"))
    return _looks(visit, case_no, found, [], opened=True)


def _looks(
    visit: Visit,
    case_no: str,
    found: list[Access],
    errors: list[CaseworkError],
    *,
    reason: str = "",
    opened: bool = False,
) -> Response:
    status = 422 if errors else 200
    return page(
        visit,
        "looks.html",
        status=status,
        case_no=case_no,
        found=found,
        errors=errors,
        reason=reason,
        opened=opened,
        most=MOST,
        said=said,
    )
