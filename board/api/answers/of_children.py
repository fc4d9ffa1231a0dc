"""A child over the years: contacts, gaps, days in care. 接触、照护日数."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from board.api.words import Instant
from rules.placement import PlacementMode
from rules.stays import Stage
from rules.vocabulary import Precision


class ContactOut(Answer):
    """Somebody was with the child. 接触."""

    happened_at: Instant | None
    precision: Precision
    earliest_on: date | None
    latest_on: date
    recorded_at: Instant
    kind: str
    zh: str
    case_no: str | None = Field(description="本岗位看不到的个案为空  null where this post does not see the case")
    source: str | None
    duty: str | None
    by_post: str | None
    disputed: bool
    ends_a_gap: bool


class GapOut(Answer):
    """A stretch without a contact. 间隔."""

    after: date
    until: date
    at_least_days: int
    at_most_days: int
    from_start: bool
    to_end: bool
    nights_in_care: int


class DaysOut(Answer):
    """From a day to a day, both included. 起止."""

    from_: date = Field(alias="from")
    to: date


class ContactsOut(Answer):
    """Who was with a child over all its cases, and the stretches without anybody. 接触记录."""

    child_no: str
    cases: list[str] = Field(description="本岗位可见的  those that this post sees")
    until: date
    gap_days: int
    gap_basis: str
    contacts: list[ContactOut]
    gaps: list[GapOut]
    case_open: list[DaysOut]
    no_case_open: list[DaysOut]


class NightsOut(Answer):
    """Nights, where days are not known exactly a least and a most. 日数."""

    at_least: int
    at_most: int


class ReachOut(Answer):
    """Between which days. 起止."""

    earliest_on: date
    latest_on: date


class StayOut(Answer):
    """One stay away from home. 一段照护."""

    stage: Stage
    mode: PlacementMode
    began: ReachOut
    left: ReachOut | None
    began_by: str
    left_by: str | None


class CaseCareOut(Answer):
    """The stays of one case. 一案的照护."""

    case_no: str
    area: str
    total: NightsOut
    unresolved: bool
    stays: list[StayOut]


class ChildCareOut(Answer):
    """How many days a child was in care. 照护日数."""

    child_no: str
    since: date | None
    until: date
    rule: str = Field(description="计日方法：本系统默认  how days are counted: our rule, not law", examples=["HT-79"])
    in_care: bool
    total: NightsOut
    by_mode: dict[PlacementMode, NightsOut]
    by_stage: dict[Stage, NightsOut]
    cases: list[CaseCareOut] = Field(description="本岗位可见的个案  of the cases that this post sees")


class AreaCareOut(Answer):
    """The children of an area who were in care in a period. 某地某期间."""

    area: str
    rule: str
    total: NightsOut
    by_mode: dict[PlacementMode, NightsOut]
    by_stage: dict[Stage, NightsOut]
    children: list[ChildCareOut]


class AccessOut(Answer):
    """One look. 一次查阅."""

    at: Instant
    kind: str
    zh: str
    of: str
    what: str | None
    post_no: str | None = Field(description="系统自身的为空  null: the system itself")
    person_no: str | None
    for_person: str | None
    has_reason: bool = Field(description="理由加密保存，由人写明理由后查阅  a person opens it, with a reason")
    entry: str


class AccessesOut(Answer):
    """Who opened what, the newest first. 查阅记录."""

    accesses: list[AccessOut]
