"""What do the rules say, and how do two of them differ? 规则."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from board import allowed
from board.forms import day_of, one_of
from board.rendering import page
from board.visit import Known, Visit
from packs import available, load
from packs.difference import differences
from packs.heads import heads
from packs.side_by_side import Change
from packs.side_by_side import Part as Where
from rules.access import FieldClass

if TYPE_CHECKING:
    from packs import Pack

router = APIRouter(prefix="/packs")

MARKS = {
    Change.ADDED: "＋",
    Change.TIGHTENED: "▲",
    Change.CHANGED: "≠",
    Change.LOOSENED: "▼",
    Change.REMOVED: "－",
}
"""Sign of each change."""


class Part(StrEnum):
    """What of a pack is shown on one page. 部分."""

    DUTIES = "duties"
    LADDERS = "ladders"
    RHYTHMS = "rhythms"
    PROCEDURES = "procedures"
    FACTS = "facts"
    SOURCES = "sources"


@router.get("")
def packs(visit: Known) -> Response:
    """The packs that come with the software, each edition of them, and the one that governs here."""
    _demand(visit)
    return page(visit, "packs.html", found=heads(), ours=visit.house.pack)


@router.get("/diff")
def diff(visit: Known, left: str = "national", right: str = "", only: str = "") -> Response:
    """Two of them side by side, row by row."""
    _demand(visit)
    one, other = _pack(left), _pack(right or left)
    found = differences(one, other)
    chosen = one_of(Change, only)
    return page(
        visit,
        "packs_diff.html",
        one=one,
        other=other,
        names=available(),
        found=[row for row in found if chosen in (None, row.change)],
        counts=Counter(row.change for row in found),
        total=len(found),
        only=chosen,
        parts_of=tuple(Where),
        marks=MARKS,
    )


@router.get("/{pack_id}")
def pack(visit: Known, pack_id: str, part: Part = Part.DUTIES, on: str = "") -> Response:
    """One pack: what is owed by whom within what, on which ground, and of what force each number is."""
    _demand(visit)
    found = _pack(pack_id, on)
    counts = {
        Part.DUTIES: len(found.duties),
        Part.LADDERS: len(found.ladders),
        Part.RHYTHMS: len(found.rhythms),
        Part.PROCEDURES: len(found.procedures),
        Part.FACTS: len(found.facts),
        Part.SOURCES: len(found.sources),
    }
    return page(visit, "pack.html", pack=found, part=part, counts=counts, on=on, Part=Part)


def _pack(named: str, on: str = "") -> Pack:
    """One that comes with the software. A path of the machine is none, whatever stands there."""
    if named not in available():
        raise HTTPException(404)
    return load(named, day_of(on, "on"))


def _demand(visit: Visit) -> None:
    with visit.house.reading() as desk:
        allowed.demand(desk, visit, FieldClass.PACKS)
