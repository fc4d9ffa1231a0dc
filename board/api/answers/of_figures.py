"""Figures of an area: small numbers are null. 统计、上报数字、抽查."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_audits import Number
from board.api.answers.of_duties import AfterAnAct
from board.api.words import Instant
from rules.causes import BreachCause
from rules.vocabulary import Force, ProcedureKind
from tasks.timeliness import Outcome


class PartOut(Answer):
    """What a figure consists of. 其中."""

    code: str
    zh: str
    number: Number


class FigureOut(Answer):
    """One figure of a routine report. 一项数字."""

    code: str
    zh: str
    en: str
    total: Number
    parts: list[PartOut]


class FiguresOut(Answer):
    """The figures of an area for a year: computed, typed by nobody. 上报数字."""

    area: str
    year: int
    first: date
    last: date
    basis: str = Field(description="由系统计算：本系统默认  computed from the record: our default")
    hidden_below: int = Field(description="小于此数的（零除外）隐去，为 null  smaller numbers, but zero, are null")
    figures: list[FigureOut]


class DrawingOut(Answer):
    """Files that were drawn for a spot check. 抽查."""

    case_no: str
    area: str
    at: Instant
    files: int = Field(description="可抽的档案数  how many there were to draw from")
    drawn: list[str] = Field(description="抽中的关爱档案编号  numbers of those drawn")
    seed: str
    of: str = Field(description="全部编号的 SHA-256  by which a drawing again is known to be from the same")


class DrawingAgainOut(DrawingOut):
    """The same, and whether drawing again gives the same. 复算."""

    comes_out_again: bool


class DrawnOut(AfterAnAct, DrawingOut):
    """What was drawn just now. 抽取结果."""


class LimitLineOut(Answer):
    """One rule and how often it was kept. 一条规则."""

    procedure: ProcedureKind
    code: str
    zh: str
    en: str
    period_zh: str
    period_en: str
    set_by: str
    numbers: dict[Outcome, Number]
    total: int
    share_in_time: float | None = Field(description="0 至 1；有数字隐去的为空  null where a number is hidden")


class LimitsOut(Answer):
    """The rules whose period is of one force. 一类期限."""

    force: Force = Field(description="法定与默认分列，从不相加  law and defaults are never added up")
    rules: list[LimitLineOut]
    others: int = Field(description="数量太少、不列出的规则数  rules with too few duties to be shown")


class PaceOut(Answer):
    """How long one rule took at one agency. 环节用时."""

    code: str
    zh: str
    en: str
    agency_zh: str
    median_hours: float
    p90_hours: float | None


class CauseOut(Answer):
    """Why duties were late. 逾期原因."""

    cause: BreachCause
    zh: str
    number: Number


class TimelinessOut(Answer):
    """How an area keeps its dates, where not, and why. 及时情况."""

    area: str
    from_: date = Field(alias="from")
    to: date
    at: Instant = Field(description="统计时间，至多十分钟以前  as of when: ten minutes ago at the most")
    cases: Number
    limits: list[LimitsOut]
    steps: list[PaceOut]
    causes: list[CauseOut]
    unexplained: Number


class MapStepOut(Answer):
    """A step on the path of the law. 环节."""

    code: str
    zh: str
    reached: bool
    said: list[str]
    open: str
    late: str


class MapTrackOut(Answer):
    """A way from one step to a later one. 走法."""

    source: str
    target: str
    said: list[str] = Field(description="次数；用时（中位 / 九成）  how often; how long half and nine in ten took")
    share: float


class MapNoteOut(Answer):
    """Ends, returns, deviations. 图下说明."""

    heading: str
    lines: list[str]


class ProcessMapOut(Answer):
    """A procedure on the path of the law, with what really happened on it; small numbers in words. 流程图."""

    title: str
    about: str
    steps: list[MapStepOut]
    tracks: list[MapTrackOut]
    notes: list[MapNoteOut]
    summary: str
