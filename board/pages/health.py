"""Does everything run? For whoever looks after the installation, and for a machine that watches. 运行状况."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

from board import allowed
from board.rendering import page
from board.visit import Anybody, Known
from rules.access import FieldClass
from tasks.findings import Grade
from tasks.health import at_a_glance, serves

router = APIRouter()


@router.get("/health")
def health(visit: Known) -> Response:
    """Engine, sweep, outbox, queues: who works, since when, what is to be done."""
    with visit.office.reading() as desk:
        allowed.demand(desk, visit, FieldClass.HEALTH)
        rules = desk.pack
    found = at_a_glance(visit.office)
    groups = [(grade, [one for one in found if one.grade is grade]) for grade in reversed(Grade)]
    return page(visit, "health.html", groups=[one for one in groups if one[1]], found=found, Grade=Grade, rules=rules)


@router.get("/healthz")
def healthz(visit: Anybody) -> Response:
    """Yes or no, for machines: nothing that anybody could learn from. Also what a telephone asks before it sends."""
    well = serves(visit.house)
    return PlainTextResponse("ok\n" if well else "ill\n", status_code=200 if well else 503)
