"""Pages travel compressed, but only those that our own pages ask for. 压缩传输.

What is compressed together tells by its length whether one part repeats another (BREACH): who can make a browser ask
for our pages with words of their choice, and watches how much comes back, guesses a secret of that page letter by
letter.  Our pages hold such secrets: the word of the session in every form, and who a child is.  So a page is
compressed only where the browser says that our own site or the person asked for it (`Sec-Fetch-Site`), which no other
site can make it say; what another site led to travels as it is, and so does what comes from a browser too old to say.
Style and script hold no secret and are always compressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

ASKED_BY_US: Final = frozenset({"same-origin", "none"})
"""`none`: typed, or kept as a bookmark."""

_SMALLEST: Final = 1_000
_LEVEL: Final = 5
"""Beyond that a page takes twice as long and is hardly smaller."""


class Packing:
    """Compresses what may be compressed. 压缩."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._packed = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        may = scope["type"] == "http" and _may_be_packed(scope)
        await (self._packed if may else self._plain)(scope, receive, send)


def _may_be_packed(scope: Scope) -> bool:
    return scope["path"].startswith("/static/") or Headers(scope=scope).get("sec-fetch-site") in ASKED_BY_US
