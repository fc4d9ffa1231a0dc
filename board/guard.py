"""What holds for every answer and every request, whatever the page. 统一防护.

Plain ASGI, so that nothing below can forget it: headers, the origin of what is sent, the size of it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from board.api.app import MOUNTED_AT
from board.api.body import FILE_BYTES, FILES, OF_FILES
from board.api.errors import answer_with
from rules.errors import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("hutong.board")

Broken: TypeAlias = Callable[[Request, Exception], Response]
"""The page of a fault of ours."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere, in no frame of anybody's."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

FORM_BYTES: Final = 512 * 1024
"""More than any form of ours; uploads have their own limit."""

UPLOAD_BYTES: Final = 20 * 1024 * 1024
"""A scanned document of many pages (our default)."""

_LENGTH: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
"""A length as it may be told: other signs count as digits, too, and a number of thousands of digits is none."""

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """The outermost layer. 外层防护.

    Args:
        https: whether the board is reached over TLS: then browsers are told to stay there.
        broken: what is answered where something of ours fails.
        uploads: endings of the paths that take files.
    """

    def __init__(
        self, app: ASGIApp, *, https: bool, broken: Broken, uploads: tuple[str, ...] = (FILES, "/upload")
    ) -> None:
        self._app = app
        self._https = https
        self._broken = broken
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, with_headers)
            return
        try:
            await self._app(scope, _limited(receive, self._most(scope), scope["path"]), with_headers)
        except _TooLongError:  # told as one whose length was said
            await _too_large(scope)(scope, receive, with_headers)
        except Exception as error:  # noqa: BLE001 - ends here: the server would log it whole, and it may quote a value
            if begun:
                log.error("an answer broke off: %s", type(error).__name__)
                return
            answer = await run_in_threadpool(self._broken, Request(scope), error)
            await answer(scope, receive, with_headers)

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self._https:
            headers.setdefault("strict-transport-security", "max-age=31536000")
        # who stands at an office machine next must not read in its cache what the one before saw
        cached = scope["path"].startswith("/static/")
        headers.setdefault("cache-control", "max-age=3600" if cached else "no-store")

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if scope["method"] not in _SAFE and not _is_from_here(headers):
            return _answer(scope, 403, "来源不明的请求，未写入", "a request from another site; nothing was written")
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:  # PostgreSQL knows no such character
            return _answer(scope, 404, "地址有误，请从上面的栏目进入", "this address is not right: go by the menu")
        length = headers.get("content-length", "0")
        if _LENGTH.fullmatch(length) is None or int(length) > self._most(scope):
            return _too_large(scope)
        return None

    def _most(self, scope: Scope) -> int:
        if scope["path"].startswith(f"{MOUNTED_AT}/") and scope["path"].endswith(OF_FILES):
            return FILE_BYTES
        return UPLOAD_BYTES if scope["path"].endswith(self._uploads) else FORM_BYTES


def _answer(scope: Scope, status: int, zh: str, en: str) -> Response:
    """In words for people; programs read every error in one shape."""
    if scope["path"].startswith(f"{MOUNTED_AT}/"):
        return answer_with(Refused(zh, en), status=status)
    return PlainTextResponse(f"{zh}  {en}", status)


def _too_large(scope: Scope) -> Response:
    return _answer(scope, 413, "提交内容过大，未写入", "too large; nothing was written")


def _is_from_here(headers: Headers) -> bool:
    """A browser says where a form comes from; an integration with a token, which is no browser, says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == headers.get("host")
    except ValueError:  # no browser says such a thing
        return False


class _TooLongError(Exception):
    """More came than a page reads. 提交内容过大."""


def _limited(receive: Receive, most: int, path: str) -> Receive:
    """Reads no more than so many bytes, whatever the request said of its length.

    Raises, from what is returned: _TooLongError; the API answers for itself, to which the rest is as if cut off.
    """
    taken = 0

    async def read() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken <= most:
            return message
        if path.startswith(f"{MOUNTED_AT}/"):
            return {"type": "http.disconnect"}
        raise _TooLongError

    return read
