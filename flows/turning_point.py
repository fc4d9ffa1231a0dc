"""成年、死亡事项审查程序 / Turning point: a child comes of age or dies in mid-case, and somebody says what goes on.

Ground   民法典 Art. 39 (end of guardianship); the periods are our defaults (HT-57, HT-58).
Ends in  completed.
Opens    accountability, where a death shows a report that was never made.
"""

from __future__ import annotations

from flows.procedure import procedure
from rules.turning_point import (
    END_GUARDIANSHIP,
    REPORT_DEATH,
    REVIEW_AFTER_DEATH,
    REVIEW_COMING_OF_AGE,
    TELL_YOUNG_ADULT,
)
from rules.vocabulary import CloseReason, ProcedureKind, Turning
from tasks.casework import Proceeding


@procedure(ProcedureKind.TURNING_POINT)
def turning_point(case: Proceeding) -> None:
    """What changes the child's standing for good is looked at by somebody. 成年、死亡事项审查."""
    if case.about == Turning.DIED:
        _died(case)
    else:
        _came_of_age(case)
    case.close(CloseReason.COMPLETED)


def _came_of_age(case: Proceeding) -> None:
    """Guardianship ends; support need not. 年满十八周岁."""
    case.beside(
        lambda case: case.fulfilled(REVIEW_COMING_OF_AGE, since=case.since_at),  # 哪些事项继续
        lambda case: case.fulfilled(TELL_YOUNG_ADULT, since=case.since_at),  # 成年后支持
        lambda case: case.fulfilled(END_GUARDIANSHIP, since=case.since_at),  # 监护终止
    )


def _died(case: Proceeding) -> None:
    """Those above are told; the criminal track and accountability go on. 死亡."""
    case.beside(
        lambda case: case.fulfilled(REPORT_DEATH, since=case.since_at),  # 上报
        _review_after_death,
    )


def _review_after_death(case: Proceeding) -> None:
    review = case.fulfilled(REVIEW_AFTER_DEATH, since=case.since_at)
    if review.late_unit:  # 未履行报告义务
        case.open_beside(
            ProcedureKind.ACCOUNTABILITY,
            since=review.happened_at,
            about=review.late_unit,
            owed_by=case.regulator_of(review.late_unit),
        )
