"""The flows that a work pool can run, by name. 可部署的流程.

A process that a work pool starts finds its office in the settings of its machine, never in the run.  These turn on a
schedule; a procedure as a run of its own is made by the resident runner.
"""

from __future__ import annotations

from flows.engine import advance_waiting, deadline_sweep, delivery
from flows.registry import accountability as _accountability
from flows.registry import case_review as _case_review
from flows.registry import emergency_placement as _emergency_placement
from flows.registry import mandatory_reporting as _mandatory_reporting
from flows.registry import referral as _referral
from flows.registry import undelivered_notice as _undelivered_notice

accountability = _accountability.accountability.flow
case_review = _case_review.case_review.flow
emergency_placement = _emergency_placement.emergency_placement.flow
mandatory_reporting = _mandatory_reporting.mandatory_reporting.flow
referral = _referral.referral.flow
undelivered_notice = _undelivered_notice.undelivered_notice.flow

EVERY_SECONDS = {"advance_waiting": 60, "deadline_sweep": 60, "delivery": 60}
"""The flows that turn by themselves, and how often."""

ON_DEMAND = (
    "mandatory_reporting",
    "emergency_placement",
    "referral",
    "accountability",
    "undelivered_notice",
    "case_review",
)
"""Procedures, started for one procedure number."""

__all__ = ["EVERY_SECONDS", "ON_DEMAND", "advance_waiting", "deadline_sweep", "delivery", *ON_DEMAND]
