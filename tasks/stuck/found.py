"""What a query of the stuck list finds, and what the list shows of it. 卡住事项."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tasks.stuck.kinds import RepairAct, Severity, StuckKind


class Words(NamedTuple):
    """The same in Chinese and English."""

    zh: str
    en: str


class Next(NamedTuple):
    """What happens next by itself. 下一步（自动）."""

    at: datetime | None
    zh: str
    en: str


NOTHING = Next(None, "无", "nothing")
"""No rung is armed: somebody has to act; the county office is told again every morning, where there is one."""

NO_REMARK = Words("", "")
NOBODY = Words("无", "nobody")
ADMINISTRATOR = Words("系统管理员", "the administrator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one query found: one thing that does not move.

    Args:
        ref: what it is, by number: a duty, notice, procedure, instrument, case or post; unique within its kind.
        case_no: "" for what concerns the installation as a whole.
        area: division code of the case.
        holder: the post that holds it, by number, or "".
        held_by: who holds it where no post does.
        since: from when it has been stuck.
        next_step: worked out when it is shown, as `repair` is: a page shows few of what it counts.
        next_rung_at: when the next rung is climbed by itself; None where there is none.
        repair: what a person does about it, where that is more exact than what the kind says.
    """

    ref: str
    case_no: str = ""
    area: str = ""
    subject: Words
    holder: str = ""
    held_by: Words = NOBODY
    since: datetime
    next_step: Next | Callable[[], Next] = NOTHING
    next_rung_at: datetime | None = None
    repair: Words | Callable[[], Words] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One reason why one case is stuck. 卡住事项.

    Args:
        key: short and stable; what `hutong stuck repair` is given.
        case_no: "" for what concerns the installation as a whole.
        subject, subject_en: what it is, and since when or for how long where that says more than its kind.
        holder: the post that holds it, by number, or "".
        holder_zh: its title, or who holds it otherwise.
        agency, agency_zh: the agency of that post; "" where no post holds it.
        area: division code of the case; of the agency where there is no case; or "".
        since: from when it has been stuck.
        next_rung_at: when the next rung is climbed by itself; None where there is none.
        next_at, next_zh, next_en: what happens next by itself, and when.
        act: what can be done from the list.
        command: the line that does it, to be completed with who does it.
        repair, repair_en: what a person can do about it.
    """

    kind: StuckKind
    severity: Severity
    key: str
    case_no: str
    subject: str
    subject_en: str
    holder: str
    holder_zh: str
    agency: str
    agency_zh: str
    area: str
    since: datetime
    next_rung_at: datetime | None
    next_at: datetime | None
    next_zh: str
    next_en: str
    act: RepairAct
    command: str
    repair: str
    repair_en: str
