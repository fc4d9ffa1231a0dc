"""The duties of an application to become guardian again. 恢复监护人资格的各项职责 (民法典 Art. 38).

The three to twelve months of the 2014 Opinion (H-02) are asked about and never decide: the Civil Code has no window.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.duty import Answer, Duty, Words
from rules.vocabulary import Term

RESTORATION_VISITS = ("default", "month_2", "month_3", "month_4", "month_5", "month_6", "month_9", "month_12")
"""Monthly for six months, then every quarter to a year (H-91)."""


class RestorationOutcome(Term):
    """How the application ended. 恢复申请的处理结果."""

    RESTORED = "restored", "恢复监护人资格"
    NOT_RESTORED = "not_restored", "不予恢复"
    WITHDRAWN = "withdrawn", "撤回申请"


@dataclass(frozen=True, kw_only=True)
class RestorationExamined(Answer):
    """What the application says, and whether the law bars it. 恢复申请的审查."""

    intentional_crime: bool  # against this ward: never restored (民法典 Art. 38)
    within_window: bool | None = None  # three to twelve months after the judgment; warns, never decides (H-02)


@dataclass(frozen=True, kw_only=True)
class RestorationBarred(Answer):
    """The court refused what the law bars. 驳回恢复申请."""


@dataclass(frozen=True, kw_only=True)
class RestorationAssessed(Answer):
    """The parent's capacity and what the child wants; a child of eight or more is always asked. 恢复前评估."""

    able: bool
    child_heard: bool | None = None
    child_agrees: bool | None = None
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class RestorationDecided(Answer):
    """What the court decided. 恢复监护人资格的裁判."""

    restoration_outcome: RestorationOutcome


@dataclass(frozen=True, kw_only=True)
class RestorationVisit(Answer):
    """The child was visited. 恢复后回访."""

    child_safe: bool


EXAMINE_RESTORATION = Duty("examine_restoration", RestorationExamined)
REFUSE_BARRED_RESTORATION = Duty("refuse_barred_restoration", RestorationBarred)
ASSESS_FOR_RESTORATION = Duty("assess_for_restoration", RestorationAssessed)
DECIDE_RESTORATION = Duty("decide_restoration", RestorationDecided)
VISIT_AFTER_RESTORATION = Duty("visit_after_restoration", RestorationVisit)
