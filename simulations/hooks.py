"""Where somebody may look on, or plant a fault. 插入点."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulations.asked import Asked, Given
    from simulations.county import County


class Hooks:
    """Called on the way; does nothing. Override what is wanted. 插入点.

    What a hook does to the database is part of the simulation: with the same hooks the same seed gives the same head.
    """

    def begins(self, county: County) -> None:
        """Everybody is at their posts and the files are there; nothing has happened."""

    def each_day(self, county: County) -> None:
        """00:00 of a day, before anything of it."""

    def answers(self, county: County, asked: Asked, given: Given) -> Given | None:
        """Somebody is about to answer a duty: what is entered instead, or None: nobody ever answers it."""
        return given

    def ends(self, county: County) -> None:
        """The last day is over; the last links of the global chain are not sealed yet."""
