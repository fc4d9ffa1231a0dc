"""Who must act today? 今天谁要做什么."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.forms import one_of
from board.rendering import page
from board.visit import Seated
from tasks.access.duties import Whose, owed_by
from tasks.today import Standing, todays

if TYPE_CHECKING:
    pass

router = APIRouter()

MOST = 100
"""Rows on one page: more is not a day's work, and says so."""


@router.get("/today")
def today(visit: Seated, due: str = "", scope: str = "mine") -> Response:
    """What is owed: by this post, by its agency, by everybody whom it may see."""
    standing = one_of(Standing, due)
    whose = one_of(Whose, scope) or Whose.MINE
    with visit.office.reading() as desk:
        owed = owed_by(desk, visit.sight(desk), visit.post_no, whose)
        found = todays(desk, owed, standing=standing, most=MOST, lang=visit.lang)
    return page(visit, "today.html", found=found, standing=standing, scope=whose.value, Standing=Standing, most=MOST)
