"""What became of my report? By number and code, for whoever made it. 我报告过."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from board.forms import Posted
from board.rendering import page
from board.visit import Anybody
from rules.errors import Refused
from tasks.what_became import what_became

if TYPE_CHECKING:
    from board.limits import Limits
    from board.visit import Visit
    from tasks.what_became import Became

router = APIRouter(prefix="/report/what-became")


@router.get("")
def ask(visit: Anybody) -> Response:
    """The form: number and code."""
    return _page(visit)


@router.post("")
def look(request: Request, visit: Anybody, typed: Posted) -> Response:
    """What a reporter may know. The code is in no address: addresses are kept by browsers and by what lies between."""
    limits: Limits = request.app.state.limits
    address = request.client.host if request.client else ""
    number, code = typed("number")[:40], typed("code")[:40]
    if limits.codes.is_reached(address, visit.now):
        return _page(visit, number=number, error=_too_often(), status=429)
    try:
        with visit.house.reading() as desk:
            found = what_became(desk, number, code)
    except Refused as wrong:
        limits.codes.count(address, visit.now)
        return _page(visit, number=number, error=wrong, status=422)
    return _page(visit, found=found)


def _page(
    visit: Visit, *, number: str = "", found: Became | None = None, error: Refused | None = None, status: int = 200
) -> Response:
    return page(visit, "what_became.html", status=status, number=number, found=found, error=error)


def _too_often() -> Refused:
    return Refused(
        "试错次数太多，请一刻钟后再查（本系统默认，HT-231）；急事请直接问接报单位，孩子有危险请打 110",
        "too many wrong tries: ask again in a quarter of an hour (our default, HT-231); "
        "call 110 if a child is in danger",
        field="code",
    )
