"""Going to another page of ours, and to none of anybody else's. 跳转."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.responses import RedirectResponse


class Leave(Exception):
    """This page is not the one: go there instead. 转到别页.

    Args:
        to: path of the page.
        back: where the person wanted to go.
    """

    def __init__(self, to: str, *, back: str = "") -> None:
        super().__init__(to)
        self.to = f"{to}?back={quote(back, safe='')}" if back and back != "/" else to


def local(path: str | None, otherwise: str = "/") -> str:
    """A path on this server; what leads elsewhere is not followed.

    >>> local("/cases/C-1?x=1"), local("//evil.example"), local("https://evil.example"), local("/\\\\evil.example")
    ('/cases/C-1?x=1', '/', '/', '/')
    >>> local("//[")
    '/'
    """
    asked = path or ""
    try:
        parts = urlsplit(asked)
    except ValueError:  # a bracket where the name of a host would be
        return otherwise
    safe = asked.startswith("/") and not asked.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    clean = all(" " < sign != "\\" and sign != "\x7f" for sign in asked)
    return asked if safe and clean else otherwise


def go(path: str) -> RedirectResponse:
    """After a form: look at the page of what was done; loading it again does nothing twice."""
    return RedirectResponse(path, status_code=303)
