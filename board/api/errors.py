"""What a program reads when something does not go: one body, whatever went wrong. 接口的错误答复.

The codes are those with which `hutong` ends.  A message of ours was written to be read; of what we did not write only
the kind is told, because it may quote a value.
"""

from __future__ import annotations

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from board.troubles import status_of
from rules.errors import CaseworkError, Conflict, Gap, Refusals, Refused, Unavailable
from tasks.shapes import error as error_shape

log = logging.getLogger("hutong.board")

_TRY_AGAIN_SECONDS: Final = "5"
_AS_IT_STANDS: Final = ConfigDict(extra="forbid")


class Unauthorised(Refused):
    """No token, or none that is good. 未授权."""


class Misread(Refusals):
    """The request itself was not understood. 请求有误."""


class TooLarge(Refused):
    """More than any request of ours holds. 请求过大."""


class OneRefusal(BaseModel):
    """One thing that is wrong. 一处有误."""

    model_config = _AS_IT_STANDS

    zh: str = Field(description="有什么错、怎么办  what is wrong and what to do, in Chinese")
    en: str = Field(description="the same in English")
    field: str = Field(description="填写项；与填写无关的为空  which field; empty where it is none")


class Problem(OneRefusal):
    """Why a request was not carried out. 错误."""

    code: str = Field(
        description="usage、refused、conflict、unavailable、gap、internal，同 hutong 的退出码  "
        "as `hutong` names its exit codes",
        examples=["refused"],
    )
    refusals: list[OneRefusal] | None = Field(default=None, description="多处有误时逐项列出  each, where several are")


class ErrorAnswer(BaseModel):
    """The body of every answer that is no success. 错误答复."""

    model_config = _AS_IT_STANDS

    error: Problem


CODES: tuple[tuple[type[CaseworkError], str], ...] = (
    (Misread, "usage"),
    (Conflict, "conflict"),
    (Unavailable, "unavailable"),
    (Gap, "gap"),
    (CaseworkError, "refused"),
)


def code_of(error: CaseworkError) -> str:
    """The code that belongs to an error; the first that fits."""
    return next(code for kind, code in CODES if isinstance(error, kind))


def answer_with(error: CaseworkError, *, status: int | None = None, code: str | None = None) -> JSONResponse:
    """The answer to a request that was not carried out."""
    number = status or _status(error)
    body = {"error": _as_fields(error_shape(error, code or code_of(error)))}
    return JSONResponse(body, status_code=number, headers=_HEADERS.get(number))


def _as_fields(said: dict[str, Any]) -> dict[str, Any]:
    """Each field as requests call it: the services name some as options of the command line."""
    refusals = [_as_fields(one) for one in said.get("refusals", ())]
    option = str(said["field"])
    field = _FIELDS.get(option, option.removeprefix("--").replace("-", "_") if option.startswith("--") else option)
    return said | {"field": field} | ({"refusals": refusals} if refusals else {})


_FIELDS = {
    "--refer": "service",
    "--with": "conditions",
    "--from": "from_on",
    "--to": "to_on",
    "--out": "format",
    "--because": "why",
    "as": "categories",
    "met": "conditions",
    "FILE": "content",
    "CHILD": "child",
    "DUTY": "duty_no",
    "NO": "case_no",
    "PROCEDURE": "procedure",
}
"""What services call a field after the command line, and what it is called here."""

_HEADERS = {401: {"www-authenticate": "Bearer"}, 503: {"retry-after": _TRY_AGAIN_SECONDS}}


def _status(error: CaseworkError) -> int:
    if isinstance(error, Unauthorised):
        return 401
    return 413 if isinstance(error, TooLarge) else status_of(error)


def too_large() -> TooLarge:
    """What is said of a body that is longer than any of ours."""
    return TooLarge(
        "请求过大，未写入任何内容；材料请以文件移交", "too large; nothing was written. Hand evidence over as files"
    )


def handle(api: FastAPI) -> None:
    """Let an application answer every error in this way."""
    api.add_exception_handler(CaseworkError, _of_ours)
    api.add_exception_handler(RequestValidationError, _of_the_request)
    api.add_exception_handler(HTTPException, _of_http)
    api.add_exception_handler(Exception, _of_a_fault)


def _of_ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, CaseworkError)
    return answer_with(error)


def _of_the_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer_with(Misread([_mend(one) for one in error.errors()]))


def _of_http(_request: Request, error: Exception) -> Response:
    """No such address, not asked for in this way, or a body that is no JSON."""
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        return answer_with(Misread([Refused("请求体应为 UTF-8 编码的 JSON", "the body is to be JSON in UTF-8")]))
    told = CaseworkError("没有这个接口，请查阅 /api/openapi.json", "there is no such endpoint; see /api/openapi.json")
    answer = answer_with(told, status=error.status_code, code="usage")
    answer.headers.update(error.headers or {})
    return answer


def _of_a_fault(_request: Request, error: Exception) -> Response:
    kind = type(error).__name__
    log.error("a request failed: %s", kind)
    told = CaseworkError(
        f"程序内部错误（{kind}），已写入的内容不受影响；请用同一 Idempotency-Key 重试，并告知系统管理员",
        f"internal error ({kind}); what was written stands. Try again with the same key, and tell the administrator",
    )
    return answer_with(told, status=500, code="internal")


def _mend(error: dict[str, Any]) -> Refused:
    """What is wrong with one field. Never repeats what was written in it."""
    place = [part for part in error["loc"] if part not in ("body", "query", "path", "header")]
    field = ".".join(str(part) for part in place)
    zh, en = _MENDS.get(error["type"], ("填写有误，请对照接口说明（/api/openapi.json）", "not right"))
    return Refused(f"“{field or '请求'}”：{zh}", f"{field or 'request'}: {en} ({error['type']})", field=field)


_MENDS = {
    "missing": ("必填，请补上", "is required"),
    "extra_forbidden": ("没有这一项，请检查写法", "there is no such field"),
    "json_invalid": ("请求体应为 JSON", "the body is to be JSON"),
    "string_too_long": ("文字过长", "too long"),
    "string_too_short": ("不能为空或者过短", "too short"),
    "string_pattern_mismatch": ("格式不符", "not of the form that is asked for"),
    "enum": ("没有这个代码，可填的见接口说明", "unknown code"),
    "too_long": ("条目过多", "too many entries"),
}


def _documented(status: int, zh: str, en: str) -> tuple[int | str, dict[str, Any]]:
    return status, {"model": ErrorAnswer, "description": f"{zh}  {en}"}


DOCUMENTED: Final[dict[int | str, dict[str, Any]]] = dict(
    [
        _documented(401, "没有令牌，或令牌无效、过期、已吊销", "no token, or none that is good"),
        _documented(403, "令牌没有此权限，或本岗位不可查看", "not in the token's scopes, or not for this post to see"),
        _documented(
            404,
            "没有这个编号；他地的编号答复相同",
            "no such number; the same is said of one that is not theirs to know",
        ),
        _documented(409, "他人已先办理；或同一请求尚在办理", "somebody was first; or this request is still at work"),
        _documented(413, "请求过大", "too large"),
        _documented(
            422, "请求有误，或规则不予办理；未写入", "not understood, or the rules say no; nothing was written"
        ),
        _documented(500, "程序内部错误，或资料缺失", "a fault of ours, or data that is missing"),
        _documented(503, "暂时无法办理，请稍后用同一键重试", "unavailable: try again with the same key"),
    ]
)
"""The answers that every endpoint may give besides its own."""
