"""The way in and out: sign-in, language, which post one acts as. 登录、退出、语言、岗位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from board import cookies
from board.forms import Posted
from board.leaving import go, local
from board.rendering import page
from board.visit import LANG, Anybody, Known
from rules.errors import CaseworkError
from tasks import accounts

if TYPE_CHECKING:
    from board.visit import Visit

router = APIRouter()


@router.get("/")
def front(visit: Anybody) -> Response:
    """Whoever is signed in goes to work; everybody else sees what can be done here without an account."""
    return go("/today") if visit.who else page(visit, "front.html")


@router.get("/sign-in")
def ask(visit: Anybody, back: str = "") -> Response:
    """The form."""
    return go(local(back, "/today")) if visit.who else _form(visit, back)


def _form(visit: Visit, back: str, *, name: str = "", error: CaseworkError | None = None) -> Response:
    status = 200 if error is None else 422
    return page(visit, "sign_in.html", status=status, back=back, name=name, error=error)


@router.post("/sign-in")
def sign_in(request: Request, visit: Anybody, typed: Posted) -> Response:
    """Begin a session; one that a browser brought along is not taken over."""
    try:
        begun = accounts.sign_in(
            visit.house,
            typed("name"),
            "".join(typed.all("password")[:1]),
            typed("code") or None,
            lang=visit.lang,
            before=visit.token,
            policy=visit.policy,
        )
    except CaseworkError as error:
        return _form(visit, typed("back"), name=typed("name"), error=error)
    answer = go(local(typed("back"), "/today"))
    cookies.keep_session(request, answer, begun.token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, visit: Anybody, _: Posted) -> Response:
    """End the session."""
    if visit.token:
        accounts.sign_out(visit.house, visit.token, policy=visit.policy)
    answer = go("/")
    cookies.forget_session(request, answer)
    return answer


@router.post("/seat")
def take_seat(request: Request, visit: Known, typed: Posted) -> Response:
    """Act as another of one's posts."""
    assert visit.token is not None  # Known
    begun = accounts.take_seat(visit.house, visit.token, typed("post"), policy=visit.policy)
    answer = go("/today")
    cookies.keep_session(request, answer, begun.token)
    return answer


@router.get("/lang/{lang}")
def speak(request: Request, lang: str, back: str = "/") -> Response:
    """Read in another language from now on: kept by the browser, known to nobody else."""
    answer = go(local(back))
    cookies.keep(request, answer, LANG, "en" if lang == "en" else "zh", days=365)
    return answer


@router.get("/no-post")
def no_post(visit: Known) -> Response:
    """Signed in, and holding no post."""
    return page(visit, "no_post.html")
