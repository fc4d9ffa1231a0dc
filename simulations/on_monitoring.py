"""What is answered on the routine of children in care. 走访、联系、评估的答复."""

from __future__ import annotations

from rules.monitoring import CareFound, HealthFound, Raise, SafetyFound, SchoolFound, SpokeWith
from rules.vocabulary import Situation, Tier
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

CARE: dict[CareFound, float] = {CareFound.GOOD: 85, CareFound.STRAINED: 13, CareFound.REMISS: 2}
TIERS: dict[Tier, float] = {Tier.LOW: 70, Tier.MIDDLE: 22, Tier.HIGH: 8}


RAISES = 0.01
"""Share of visits that find a child whom nobody looks after."""


def _visit(asked: Asked) -> Given:
    """What a visit finds; a child whom nobody looks after is reported in the same act."""
    seen = _seen(asked)
    if not asked.happens(RAISES):
        return seen
    found = {"situations": [Situation.R6], "findings": "照护人离开，孩子独自居住"}
    return {**seen, "care": CareFound.NOBODY, "safety": SafetyFound.HAZARDS, "raises": [Raise.REPORT], **found}


def _seen(asked: Asked) -> Given:
    return {
        "spoke_with": [SpokeWith.CHILD, SpokeWith.CARER],
        "child_seen": True,
        "care": asked.chance.one_of(CARE),
        "school": SchoolFound.ATTENDS,
        "health": HealthFound.WELL,
        "safety": SafetyFound.SAFE,
    }


ON_MONITORING: Answers = {
    "routine_contact": lambda asked: {"spoke_with": [SpokeWith.CARER]},
    "routine_visit": _visit,
    "update_child_data": lambda asked: {"changed": asked.happens(0.2)},
    "assess_tier": lambda asked: {"tier": asked.chance.one_of(TIERS), "reason": "照护与就学情况"},
    "assess_on_event": lambda asked: {"tier": asked.chance.one_of(TIERS), "reason": "照护与就学情况"},
    "confirm_lower_tier": lambda asked: {"agrees": asked.happens(0.8)},
    "school_home_visit": lambda asked: {"spoke_with": [SpokeWith.CARER], "child_seen": asked.happens(0.9)},
    "assess_psychology": lambda asked: {"anomaly": asked.happens(0.05)},
}
