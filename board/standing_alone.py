"""A document that is looked at as it is: a page of its own, not of the board. 单独显示的文书.

It carries its own style and nothing else.  The browser is told to take that very style and no other, no script, no
frame, no form, and to give the page no origin, so that words in a document can never become something that acts.
"""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.responses import Response

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def standing_alone(html: bytes) -> Response:
    """The bytes of a document as `documents.page` makes it, for the screen and for print."""
    return Response(
        html,
        media_type="text/html; charset=utf-8",
        headers={"content-security-policy": _policy(html), "content-disposition": "inline"},
    )


def _policy(html: bytes) -> str:
    style = _STYLE.search(html)
    allowed = f"'sha256-{_digest(style[1])}'" if style else "'none'"
    return (
        f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )


def _digest(style: bytes) -> str:
    """As a browser reads the text of an element: line ends are line feeds."""
    return base64.b64encode(hashlib.sha256(style.replace(b"\r\n", b"\n")).digest()).decode()
