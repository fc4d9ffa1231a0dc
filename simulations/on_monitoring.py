"""What is answered on the routine of children in care. 走访、联系、评估的答复."""

from __future__ import annotations

from rules.monitoring import CareFound, HealthFound, SafetyFound, SchoolFound, SpokeWith
from rules.vocabulary import Tier
from simulations.asked import Asked, Given
from simulations.first_steps import Answers

CARE: dict[CareFound, float] = {CareFound.GOOD: 85, CareFound.STRAINED: 13, CareFound.REMISS: 2}
TIERS: dict[Tier, float] = {Tier.LOW: 70, Tier.MIDDLE: 22, Tier.HIGH: 8}


def _visit(asked: Asked) -> Given:
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
