"""The API as an application of its own beside the pages. 接口应用.

Its own, so that nothing of the pages reaches it: no cookie is read here, and every error is JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from starlette.middleware import Middleware

from board.api import errors
from board.api.body import SmallBodies
from board.api.resources import (
    audits,
    care,
    cases,
    child_years,
    duties,
    duty_acts,
    evidence,
    figures,
    instrument_acts,
    instruments,
    looks,
    me,
    notes,
    notices,
    offices,
    packages,
    packs,
    people,
    personnel,
    procedures,
    registers,
    reports,
    rules,
    services,
    stuck,
)

if TYPE_CHECKING:
    from tasks.office import Office

VERSION: Final = "1"
"""Counts up when a program that was written against it would break; under /api/v1 nothing is taken away."""

MOUNTED_AT: Final = "/api"

RESOURCES: Final = (
    *(me, reports, cases, people, duties, duty_acts, notes, evidence, procedures, instruments, instrument_acts),
    *(care, services, registers, personnel, child_years, figures, rules, looks),
    *(notices, stuck, audits, offices, packs, packages),
)

TAGS: Final = [
    {"name": "me", "description": "本令牌  the token"},
    {"name": "reports", "description": "报告  reports"},
    {"name": "cases", "description": "个案  cases"},
    {"name": "people", "description": "相关成年人  adults around the child"},
    {"name": "duties", "description": "职责  duties"},
    {"name": "notes", "description": "记事、更正  notes and corrections"},
    {"name": "evidence", "description": "证据材料  evidence"},
    {"name": "procedures", "description": "程序、移交  procedures, handing over"},
    {"name": "instruments", "description": "文书  instruments"},
    {"name": "care", "description": "关爱对象  children in care"},
    {"name": "services", "description": "服务清单、服务转介  services"},
    {"name": "children", "description": "儿童历年  a child over the years"},
    {"name": "figures", "description": "统计、上报数字、抽查  figures"},
    {"name": "rules", "description": "改用新版规则  open cases and the rules of today"},
    {"name": "registers", "description": "儿童名册、走访登记  registers of children and of visits"},
    {"name": "notices", "description": "通知  messages"},
    {"name": "stuck", "description": "卡住的个案  what is stuck"},
    {"name": "audit", "description": "核查  audit"},
    {"name": "directory", "description": "名册  the directory"},
    {"name": "personnel", "description": "岗位人员变动  who sits where"},
    {"name": "packs", "description": "规则包  rule packs"},
    {"name": "packages", "description": "信息共享包  sharing packages"},
]

_DESCRIPTION = """\
护童的接口：与命令行、网页同一套办理。只认令牌（Authorization: Bearer），每个令牌代表一个岗位，
只能看到和办理该岗位可见的内容；不给出任何人的姓名、住址和自由文字。调阅证据材料须另有权限，逐件写明理由。
每个 POST 须带 Idempotency-Key，重试用同一个键，不会重复办理；只有调阅不带：调阅几次就记录几次。

The same services as the command line and the pages. A token acts for one post and sees what that post sees; no names,
addresses or free words are given out; a file of evidence only under a scope of its own and with a reason. Every POST
carries an Idempotency-Key: with the same key nothing is done twice. Only opening evidence has none: each look counts.
"""


def build(office: Office) -> FastAPI:
    """The API of an office."""
    api = described()
    api.state.office = office
    return api


def described() -> FastAPI:
    """The API without an office behind it: its description, as `openapi()` gives it."""
    api = FastAPI(
        title="护童 Hutong API",
        version=VERSION,
        description=_DESCRIPTION,
        docs_url=None,  # the pages that draw the description fetch their scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        openapi_tags=TAGS,
        servers=[{"url": MOUNTED_AT}],
        root_path_in_servers=False,
        redirect_slashes=False,  # it would lead, with the token, to whatever host the request names
        responses=errors.DOCUMENTED,
        separate_input_output_schemas=False,
        middleware=[Middleware(SmallBodies)],
    )
    for resource in RESOURCES:
        api.include_router(resource.router, prefix=f"/v{VERSION}")
    errors.handle(api)
    return api
