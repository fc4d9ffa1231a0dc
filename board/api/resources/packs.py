"""Rule packs: which there are, what one says, how two differ. 规则包."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query

from board.api.answers.of_packs import ComparisonOut, PackOut, PacksOut
from board.api.caller import Caller, LooksUp
from board.api.words import Day
from packs import available, editions
from packs.difference import differences
from rules.access import FieldClass
from rules.errors import Forbidden
from tasks.shapes import of_packs

if TYPE_CHECKING:
    from datetime import date

    from packs import Editions, Pack

router = APIRouter(tags=["packs"])

PackId = Annotated[str, Path(pattern="^[a-z][a-z0-9_-]{0,60}$", examples=["national"])]
On = Annotated[Day | None, Query(description="哪一天适用的一版，不写为最新  the edition of a day")]


@router.get("/packs", operation_id="list_packs", summary="规则包  the packs that come with the software")
def list_packs(caller: LooksUp) -> PacksOut:
    """Each edition of them."""
    _demand(caller)
    heads = [of_packs.head(pack) for name in available() for pack in _editions(name).packs]
    return PacksOut.model_validate({"packs": heads})


@router.get("/packs/{pack_id}", operation_id="show_pack", summary="规则包内容  what a pack says")
def show_pack(caller: LooksUp, pack_id: PackId, on: On = None) -> PackOut:
    """Duties with their periods, force and basis; a default of ours is never law."""
    _demand(caller)
    return PackOut.model_validate(of_packs.pack(_pack(pack_id, on)))


@router.get(
    "/packs/{pack_id}/differences/{other_id}",
    operation_id="compare_packs",
    summary="规则包对照  two packs side by side",
)
def compare(caller: LooksUp, pack_id: PackId, other_id: PackId, on: On = None, other_on: On = None) -> ComparisonOut:
    """Row by row: added, tightened, changed, loosened, removed."""
    _demand(caller)
    left, right = _pack(pack_id, on), _pack(other_id, other_on)
    return ComparisonOut.model_validate(of_packs.comparison(left, right, differences(left, right)))


def _demand(caller: Caller) -> None:
    with caller.office.reading() as desk:
        caller.sight(desk).demand_here(FieldClass.PACKS)


def _pack(pack_id: str, on: date | None) -> Pack:
    """One of those that come with the software; a path of somebody's is none."""
    if pack_id not in available():
        raise Forbidden(
            f"没有规则包 {pack_id}，见 /api/v1/packs", f"there is no pack {pack_id}; see /api/v1/packs", hidden=True
        )
    there = _editions(pack_id)
    return there.on(on) if on else there.newest


@cache
def _editions(pack_id: str) -> Editions:
    """Read once: what comes with the software does not change under it."""
    return editions(pack_id)
