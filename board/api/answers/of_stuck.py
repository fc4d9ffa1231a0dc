"""The stuck list. 卡住清单."""

from __future__ import annotations

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import DutyOut
from board.api.words import Instant
from tasks.stuck import RepairAct, Severity, StuckKind


class WordsOut(Answer):
    """The same in Chinese and English."""

    zh: str
    en: str


class NextOut(WordsOut):
    """What happens next by itself. 下一步."""

    at: Instant | None


class StuckOut(Answer):
    """A reason why a case is stuck. 卡住事项."""

    kind: StuckKind
    zh: str
    en: str
    case_no: str | None
    subject: str
    holder: str | None
    holder_zh: str
    since: Instant
    next_rung_at: Instant | None
    repair: WordsOut
    key: str = Field(description="处置时给出  what a repair is asked for with", examples=["overdue:C-350RE-YGQE9/2"])
    severity: Severity
    agency: str | None
    agency_zh: str | None
    area: str | None
    next: NextOut
    act: RepairAct
    command: str


class StuckListOut(Answer):
    """What is stuck. 卡住清单."""

    stuck: list[StuckOut]


class RepairedOut(Answer):
    """What was done about a line of the list. 处置结果."""

    act: RepairAct
    mended: bool
    was: StuckOut
    moved: bool | None = None
    duties: list[DutyOut] | None = Field(default=None, description="该案待办；与个案无关的没有  of its case, if any")
