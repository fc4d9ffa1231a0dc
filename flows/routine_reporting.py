"""定期上报程序 / Routine reporting: what an agency itself owes in one window of the calendar, each thing once.

Ground   local rules only: 福建 2024 三（三）8 (FJ-8b, FJ-8c: spot checks, reported by 10 November), 五（二）(FJ-5-2:
         inspection, progress reported by 30 November), 三（四）13 (FJ-13a, FJ-13b: safety), 三（五）17 (FJ-17b,
         FJ-17c: training); 临沂 2024 二（四）10 (LY-10: schools); 天门 2025 三（六）、三（九）(TM-6a, TM-9a, TM-9b:
         schools); 定州 2020 (J-63: townships, secondary source).  A place without such a rule owes nothing here.
Ends in  completed: all that the rules ask of this post in this window was answered.  Nothing is reviewed: there is no
         matter and no child; the next window has a file of its own (`tasks.agency_files`).
Opens    nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.procedure import procedure
from rules.duty import Duty
from rules.routine_reporting import (
    CERTIFY_JANUARY,
    CERTIFY_JULY,
    HOLD_FAMILY_EDUCATION,
    INSPECT_CARE_WORK,
    MODEL_TRAINING,
    REPORT_PROGRESS,
    REPORT_SPOT_CHECKS,
    SAFETY_TALK_SUMMER,
    SAFETY_TALK_WINTER,
    SPOT_CHECK_FILES,
    TEACH_THE_LAW,
    TRAIN_CHILD_WORKERS,
    VILLAGE_SAFETY_ACTIVITY,
)
from rules.vocabulary import CloseReason, ProcedureKind
from tasks.casework import Proceeding


@procedure(ProcedureKind.ROUTINE_REPORTING)
def routine_reporting(case: Proceeding) -> None:
    """An agency checks, inspects and reports as its rules ask, by the day that they name. 定期上报."""
    known = (
        *(SPOT_CHECK_FILES, REPORT_SPOT_CHECKS),  # 档案抽查
        *(INSPECT_CARE_WORK, REPORT_PROGRESS),  # 检查、进展
        *(VILLAGE_SAFETY_ACTIVITY, MODEL_TRAINING, TRAIN_CHILD_WORKERS),  # 进村（居）、培训
        *(CERTIFY_JANUARY, CERTIFY_JULY),  # 乡镇：半年认证
        *(HOLD_FAMILY_EDUCATION, TEACH_THE_LAW, SAFETY_TALK_WINTER, SAFETY_TALK_SUMMER),  # 学校
    )
    case.beside(*(_owed(duty, variant) for duty, variant in case.owed_by_itself(known)))
    case.close(CloseReason.COMPLETED)


def _owed(duty: Duty, variant: str) -> Callable[[Proceeding], object]:  # type: ignore[type-arg]
    """One of them; none waits for another."""

    def owe(case: Proceeding) -> object:
        return case.fulfilled(duty, since=case.since_at, about=case.about, variant=variant, owed_by=case.owed_by_post)

    return owe
