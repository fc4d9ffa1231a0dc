"""The duties of emergency placement. 紧急安置的各项职责 (未成年人保护法 Art. 92; 反家庭暴力法 Art. 15(2))."""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.duty import ASKED, Answer, Duty
from rules.limits import LimitReached
from rules.vocabulary import Term


class PlacementMode(Term):
    """Where the child sleeps tonight. 安置方式 (未成年人保护法 Art. 93(1))."""

    RELATIVES = "relatives", "委托亲属抚养"
    FOSTER_FAMILY = "foster_family", "家庭寄养"
    RELIEF_INSTITUTION = "relief_institution", "未成年人救助保护机构"
    WELFARE_INSTITUTION = "welfare_institution", "儿童福利机构"
    OTHER_GUARDIAN = "other_guardian", "由其他监护人照护"
    NOT_NEEDED = "not_needed", "经核实无需安置"


@dataclass(frozen=True, kw_only=True)
class CivilAffairsNotified(Answer):
    """The police told civil affairs that a child needs a place. 已通知民政部门."""


@dataclass(frozen=True, kw_only=True)
class SafeBed(Answer):
    """The child has a safe bed. 已妥善安顿.

    Args:
        by_committee: it is the village or residents' committee that looks after the child for now (民法典 Art. 34(4)).
    """

    mode: PlacementMode
    by_committee: bool | None = field(default=None, metadata=ASKED)


@dataclass(frozen=True, kw_only=True)
class PlacementDecision(Answer):
    """Civil affairs decided on temporary guardianship. 临时监护决定."""

    mode: PlacementMode


NOTIFY_CIVIL_AFFAIRS = Duty("notify_civil_affairs", CivilAffairsNotified)
SAFE_BED = Duty("safe_bed", SafeBed)
END_COMMITTEE_PLACEMENT = Duty("end_committee_placement", LimitReached)
DECIDE_PLACEMENT = Duty("decide_placement", PlacementDecision)
