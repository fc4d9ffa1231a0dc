"""Whether somebody may open a page that is of no case: as the post they act from, or as the administrator. 页面权限."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.access import Sees
from tasks.access import sight_of, sight_of_administrator

if TYPE_CHECKING:
    from board.visit import Visit
    from rules.access import FieldClass
    from tasks.access import Sight
    from tasks.desk import Desk


def may(desk: Desk, visit: Visit, what: FieldClass) -> bool:
    """Whether it is shown to this visitor at all."""
    return any(sight.may_here(what) is not Sees.NO for sight in _sights(desk, visit))


def demand(desk: Desk, visit: Visit, what: FieldClass) -> None:
    """The same, where the page stands and falls with it. Raises: Forbidden: it says which ground would open it."""
    if not may(desk, visit, what):
        sights = _sights(desk, visit)
        (sights[0] if sights else sight_of_administrator(desk)).demand_here(what)


def _sights(desk: Desk, visit: Visit) -> list[Sight]:
    found = [sight_of(desk, visit.seat.post)] if visit.seat else []
    if visit.who is not None and visit.who.administrator:
        found.append(sight_of_administrator(desk))
    return found
