"""Children in care: the list, what is owed for them, how villages are staffed. 关爱对象."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from board.api.answers.of_duties import AfterAnAct
from board.api.words import Instant
from rules.vocabulary import ChildCategory, ChildMark, Force, MonitoringEnd, Sex, Tier


class InCareOut(Answer):
    """A child on the list, without a name. 一名关爱对象."""

    case_no: str = Field(description="关爱档案编号  number of the file of care", examples=["C-350RE-YGQE9"])
    child_no: str = Field(examples=["K-350RE-YGQE9"])
    sex: Sex
    years: int | None = Field(description="周岁；出生日期不详的为空  full years; null where no birth date is known")
    tier: Tier
    categories: list[ChildCategory]
    marks: list[ChildMark]
    area: str
    last_contact_at: Instant | None
    owed: int = Field(description="本期待办的周期职责  routine duties that are owed")
    overdue: int
    began_at: Instant = Field(description="何时列入  since when it is, or was, on the list")
    ended_at: Instant | None = Field(description="何时退出；在册的为空  when it left; null of who is on it")
    end_reason: MonitoringEnd | None = Field(description="为何退出  why it left")


class InCareListOut(Answer):
    """Children in care, the highest tier and the longest silence first. 关爱对象清单."""

    counts: dict[Tier, int] = Field(description="符合条件的全部，按等级  all that fit, by tier")
    children: list[InCareOut]
    more: bool


class ComingOut(Answer):
    """A routine duty that will be owed. 将产生的周期职责."""

    duty: str
    zh: str
    en: str
    from_on: date


class AskedByMarkOut(Answer):
    """What would be owed too, were it so marked. 加注后另有的周期职责."""

    mark: ChildMark
    duty: str
    zh: str
    en: str


class ListedOut(AfterAnAct):
    """How a child stands on the list, and what that will bring. 列入、变更结果."""

    case_no: str
    child_no: str
    procedure_no: str
    marks: list[ChildMark]
    coming: list[ComingOut]
    no_visits: bool = Field(description="按现行规则不会产生走访  no visit will be owed under the present rules")
    by_mark: list[AskedByMarkOut]


class TierOut(AfterAnAct):
    """Whether a child has moved to another tier. 调整结果."""

    case_no: str
    tier_changed: bool = Field(description="已调整；否则待第二人复核  false: a second person has to agree first")


class OwedNowOut(Answer):
    """A routine duty that is owed in a running window. 待办的周期职责."""

    duty_no: str = Field(examples=["2"])
    code: str
    zh: str
    en: str
    window: str = Field(description="哪一期  which window", examples=["2026-03"])
    due_at: Instant | None
    overdue: bool


class StopOut(Answer):
    """One child to go to. 一户."""

    case_no: str
    child_no: str
    tier: Tier
    sex: Sex | None = Field(description="本岗位看不到案情要素的为空  null where the post does not see the facts")
    years: int | None
    marks: list[ChildMark]
    last_contact_at: Instant | None
    not_well: list[str] = Field(description="上次走访中不好的  what was not well on the last visit")
    sought: int = Field(description="上次接触后未见到的次数  how often it was sought in vain since")
    owed: list[OwedNowOut]


class VisitsOut(Answer):
    """What this post owes for its children in the windows that run, the most urgent first. 本期走访."""

    visits: list[StopOut]
    done: int = Field(description="本月已走访、联系的儿童  children visited or reached this month")


class StaffingBasisOut(Answer):
    """The row that asks for it. 依据."""

    row: str
    basis: str
    force: Force


class VillageOut(Answer):
    """One village as it is staffed. 村（居）."""

    area: str
    zh: str = Field(description="名册中没有居（村）委会的为空  empty where the directory has no committee")
    directors: int
    needed: int
    lacks: int
    children: int
    basis: list[StaffingBasisOut]


class StaffingOut(Answer):
    """Child directors by village, the shortest of them first. 儿童主任配备."""

    area: str
    villages: list[VillageOut]
