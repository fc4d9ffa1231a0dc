"""How much a request may hold: read up to that, and no further. 请求大小.

Plain ASGI, before anything reads the body, so that the answer is the same whether or not its length was told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from board.api.errors import answer_with, too_large

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 256 * 1024
"""A report with fifty children is a tenth of it (our choice)."""

FILE_BYTES: Final = 28 * 1024 * 1024
"""A file of evidence as it may be (HT-241), in base64, with what is said of it."""

FILES: Final = "/evidence"
"""How the addresses end that take a file of evidence, here and among the pages."""

OF_FILES: Final = (FILES, "/import")
"""How the addresses of the API end that take a file."""


def most_bytes(path: str) -> int:
    """How much a request to an address of the API may hold."""
    return FILE_BYTES if path.endswith(OF_FILES) else MOST_BYTES


class SmallBodies:
    """Turns away what is too large, and hands on the rest in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await _read(receive, most_bytes(scope["path"]))
        if body is None:
            await answer_with(too_large())(scope, receive, send)
            return
        await self._app(scope, _once(body, receive), send)


async def _read(receive: Receive, most: int) -> bytes | None:
    """The whole body; None where there is more than is read, or the connection was cut."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":  # also how the guard ends what goes on for too long
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            return None
    return bytes(body)


def _once(body: bytes, receive: Receive) -> Receive:
    given = False

    async def read() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read
