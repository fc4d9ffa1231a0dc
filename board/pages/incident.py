"""One thing happened to several children: where does each of their cases stand? 事件."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from board.rendering import page
from board.visit import Seated
from tasks.incident import incident_view
from tasks.plain_words import IN_PLAIN_ENGLISH

router = APIRouter(prefix="/incidents")


@router.get("/{incident_no}")
def incident(visit: Seated, incident_no: str) -> Response:
    """The cases of all children of it that this post sees, side by side."""
    with visit.office.reading() as desk:
        view = incident_view(desk, visit.sight(desk), incident_no)
        return page(visit, "incident.html", view=view, english=IN_PLAIN_ENGLISH)
