"""What a person reads when something does not go. 出错页.

A message of ours was written to be read; of what we did not write only the kind is told, because it may quote a value.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from board.forms import each_of
from board.leaving import go, local
from board.rendering import page
from board.visit import visit
from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Unavailable

log = logging.getLogger("hutong.board")

_PLACES = 5
"""Lines of code that the log names of a fault."""

_STATUS: tuple[tuple[type[CaseworkError], int], ...] = (
    (Forbidden, 403),
    (Conflict, 409),
    (Unavailable, 503),
    (Gap, 500),
    (CaseworkError, 422),
)

_TITLES = {
    403: ("办不到", "Not yours to open"),
    404: ("找不到", "Not found"),
    405: ("找不到", "Not found"),
    409: ("他人已先办理", "Somebody else acted first"),
    413: ("提交内容过大", "Too large"),
    422: ("还不能办理", "Not yet"),
    500: ("出错", "Something broke"),
    503: ("暂时无法办理", "Unavailable for now"),
}


def status_of(error: CaseworkError) -> int:
    """The status that a refusal of ours answers with."""
    if isinstance(error, Forbidden) and error.hidden:
        return 404  # as of a case that does not exist
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def is_about_the_form(error: CaseworkError) -> bool:
    """Whether a form that is shown again, with everything in it, can be mended by whoever filled it in."""
    return status_of(error) == 422


def mendable(error: CaseworkError) -> list[CaseworkError]:
    """What is wrong in a form, one by one, to be shown with it again. Raises the error where it is not about that."""
    if not is_about_the_form(error):
        raise error
    return each_of(error)


def of_casework(request: Request, error: Exception) -> Response:
    """A refusal of ours."""
    assert isinstance(error, CaseworkError)
    return _page(request, status_of(error), [(one.zh, one.en) for one in each_of(error)])


def of_http(request: Request, error: Exception) -> Response:
    """No such page, or not asked for in this way; a page with one stroke too many behind it is that page."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404 and request.method == "GET" and path.endswith("/") and path != "/":
        return go(local(path.rstrip("/")))
    return _page(request, error.status_code, [("没有这个页面。请从上面的栏目进入", "there is no such page")])


def of_address(request: Request, error: Exception) -> Response:
    """Something in the address is nothing that it may be; what it was is not repeated."""
    return _page(request, 422, [("地址有误，请从上面的栏目进入", "this address is not right: go by the menu above")])


def of_ours(request: Request, error: Exception) -> Response:
    """A fault of ours: its kind is told, and to the log where it was, and nothing that it was about."""
    kind = type(error).__name__
    log.error("a page failed: %s at %s", kind, " < ".join(_places(error)))
    return _page(
        request,
        500,
        [
            (
                f"程序内部错误（{kind}）。已写入的内容不受影响，可以返回重试；请告知系统管理员",
                f"internal error ({kind}). What was written stands; try again, and tell the administrator",
            )
        ],
    )


def _places(error: Exception) -> list[str]:
    """Where it was, the innermost first: lines of code, which hold nobody's words."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    return [f"{Path(one.filename).parent.name}/{Path(one.filename).name}:{one.lineno}" for one in reversed(frames)]


def _page(request: Request, status: int, lines: list[tuple[str, str]]) -> Response:
    title = _TITLES.get(status, _TITLES[500])
    return page(visit(request), "trouble.html", status=status, title=title, lines=lines, shut=status == 403)
