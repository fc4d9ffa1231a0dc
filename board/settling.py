"""After an act: the case looks at what was entered before the next page is drawn. 办理后的推进."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.moving import move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from board.visit import Visit

PATIENCE_SECONDS = 1.5
"""How long a page waits for the running service; after that it says that more is coming."""


def settle(visit: Visit, procedures: Sequence[str]) -> bool:
    """Let these procedures move. Returns whether they have.

    In the house's own name: what follows from an act is nobody's act.
    """
    return move(visit.house, procedures, patience_seconds=PATIENCE_SECONDS)
