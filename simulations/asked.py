"""What somebody knows who answers a duty: the duty, the story of the case, who is around the child. 办理依据."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from models import DutyRow, Tie
from rules.moments import civil_day
from rules.vocabulary import Role
from simulations.chance import Chance
from simulations.places import Places
from simulations.story import Story

Given = dict[str, Any]
"""An answer as somebody types it: by field code."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One duty at the moment at which somebody answers it. 所问.

    Args:
        chance: the stream of this duty and of this try.
        around: looks up who is tied to the child now.
        joined: whether the report repeats a matter that was in hand.
        refused: how often an answer to it was refused before: people learn from that.
    """

    duty: DutyRow
    story: Story
    at: datetime
    area: str
    chance: Chance
    places: Places
    around: Callable[[], list[Tie]]
    joined: bool = False
    refused: int = 0

    @property
    def today(self) -> date:
        """The civil day of the answer."""
        return civil_day(self.at)

    @cached_property
    def ties(self) -> list[Tie]:
        """The adults around the child, in the order in which they were entered."""
        return [tie for tie in self.around() if tie.until_on is None or tie.until_on > self.today]

    def adult(self, *, suspected: bool = True) -> str:
        """Number of an adult of the family, suspected or not, a guardian before others; "" where there is none."""
        found = [tie for tie in self.ties if tie.suspected is suspected]
        return max(found, key=lambda tie: tie.guardian).adult_no if found else ""

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.chance.happens(probability)

    def harm_again(self) -> bool:
        """Whether a look at the child finds new harm."""
        return self.chance.happens(self.story.again)

    def in_days(self, least: int, most: int) -> str:
        """A day to come, as it is written."""
        return (self.today + timedelta(days=self.chance.randrange(least, most + 1))).isoformat()

    def number(self, word: str) -> str:
        """Number of a paper."""
        return f"示{word}〔{self.today.year}〕{self.chance.randrange(1, 10_000)}号"

    def post(self, role: Role) -> str:
        """The post of a role near the child."""
        return self.places.post(role, self.area)
