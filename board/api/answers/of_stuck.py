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


class MeetingKindOut(Answer):
    """How much there is of a kind. 一类事项."""

    kind: StuckKind
    zh: str
    total: int
    shown: int


class MeetingItemOut(Answer):
    """One thing to be decided, in Chinese, as the paper has it. 一项研究事项."""

    kind: str
    case_no: str
    subject: str
    holder: str
    since: str
    lasted: str
    period: str = Field(description="时限及其效力、依据  the period, its force and basis")
    next: str
    cause: str


class MeetingOut(Answer):
    """What a joint conference has to decide. 联席会议研究事项."""

    area: str
    total: int
    cases: int
    kinds: list[MeetingKindOut]
    items: list[MeetingItemOut]
