"""What the browser keeps: the session, and the language. 浏览器保存的内容."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from board.visit import SESSION

RECEIPT = "hutong_receipt"
_RECEIPT_FOR = timedelta(minutes=15)
"""How long the receipt of a report can be looked at again here; the machine may be anybody's (HT-232, our default)."""

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response


def keep_session(request: Request, answer: Response, token: str) -> None:
    """The token, for as long as the browser is open; the server ends the session earlier."""
    answer.set_cookie(SESSION, token, httponly=True, secure=request.app.state.https, samesite="lax", path="/")


def forget_session(request: Request, answer: Response) -> None:
    """Nothing is left of it in the browser."""
    answer.delete_cookie(SESSION, httponly=True, secure=request.app.state.https, samesite="lax", path="/")


def keep(request: Request, answer: Response, name: str, value: str, *, days: int) -> None:
    """Something that is no secret."""
    age = int(timedelta(days=days).total_seconds())
    answer.set_cookie(name, value, max_age=age, httponly=True, secure=request.app.state.https, samesite="lax", path="/")


NOTHING = "none"
"""In the place of a token: only asks whether this browser keeps what it is given."""


def keep_receipt(request: Request, answer: Response, token: str) -> None:
    """Under which token a report was handed in here."""
    age = int(_RECEIPT_FOR.total_seconds())
    secure = request.app.state.https
    answer.set_cookie(RECEIPT, token, max_age=age, httponly=True, secure=secure, samesite="strict", path="/report")


def forget_receipt(request: Request, answer: Response) -> None:
    """Whoever comes to this machine next finds nothing of it."""
    answer.delete_cookie(RECEIPT, httponly=True, secure=request.app.state.https, samesite="strict", path="/report")
