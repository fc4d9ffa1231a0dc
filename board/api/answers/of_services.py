"""Services of a list, as they stand for a child. 服务清单."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from board.api.answers.base import Answer
from rules.services import Condition, Verdict
from rules.vocabulary import Role


class ServiceReasonOut(Answer):
    """Why, or why not. 理由."""

    verdict: Verdict
    zh: str
    en: str
    asks: list[Condition] = Field(description="取决于哪些尚未说明的情形  conditions that nobody has stated yet")


class DepartmentOut(Answer):
    """Who is responsible. 责任部门."""

    role: Role
    post_no: str | None = Field(description="名册中没有的为空，由转介方代录  null where the directory has none")


class ServiceOut(Answer):
    """One service. 服务项目."""

    number: int
    code: str
    zh: str
    en: str
    group: str
    verdict: Verdict
    reasons: list[ServiceReasonOut]
    at_registration: bool = Field(description="由户籍地认定  granted where the child is registered")
    departments: list[DepartmentOut]


class ServicesOut(Answer):
    """What a list offers to the child of a case; the department decides. 清单对照结果."""

    case_no: str
    list_: str = Field(alias="list", examples=["tianmen"])
    list_zh: str
    basis: str
    binding: bool = Field(description="是本地的清单；否则只供对照  false: a comparison, and no rule of this place")
    on: date
    services: list[ServiceOut]
