"""One's own account: password, second factor, where one is signed in. 我的账号."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from board import cookies
from board.forms import Posted, Typed
from board.leaving import Leave, go
from board.rendering import page
from board.visit import Anybody, Known, Visit
from rules.errors import CaseworkError, Refused
from tasks import accounts

router = APIRouter(prefix="/account")


def _signed_in(visit: Visit) -> accounts.SignedIn:
    """Somebody with a session, though the password may still be the one they were given."""
    if visit.who is None:
        raise Leave("/sign-in", back=visit.path)
    return visit.who


@router.get("")
def account(visit: Known) -> Response:
    """What there is to see and change."""
    who = _signed_in(visit)
    return page(visit, "account.html", sessions=accounts.sessions_of(visit.house, who.account_no, policy=visit.policy))


@router.get("/password")
def password(visit: Anybody) -> Response:
    """The form for a new password."""
    _signed_in(visit)
    return page(visit, "password.html", error=None)


@router.post("/password")
def change_password(request: Request, visit: Anybody, typed: Posted) -> Response:
    """A new password; every other session of this account ends."""
    _signed_in(visit)
    assert visit.token is not None
    old, new, again = ("".join(typed.all(name)[:1]) for name in ("old", "new", "again"))
    try:
        if new != again:
            raise Refused("两次输入的新密码不一致", "the two new passwords differ", field="again")
        begun = accounts.change_password(visit.house, visit.token, old, new, policy=visit.policy)
    except CaseworkError as error:
        return page(visit, "password.html", status=422, error=error)
    answer = go("/today")
    cookies.keep_session(request, answer, begun.token)
    return answer


@router.get("/second-factor")
def second_factor(visit: Anybody) -> Response:
    """Giving the code that is still missing; or setting up the codes, or replacing them."""
    return _second_factor(visit)


@router.post("/second-factor/code")
def give_code(request: Request, visit: Anybody, typed: Posted) -> Response:
    """The code that the telephone shows, as the second step of signing in."""
    return _code(request, visit, typed, accounts.give_code, waiting=False)


@router.post("/second-factor/begin")
def begin(visit: Known, _: Posted) -> Response:
    """A new secret, shown on this answer and never again."""
    assert visit.token is not None  # Known
    return _second_factor(visit, accounts.enrol(visit.house, visit.token, policy=visit.policy), waiting=True)


@router.post("/second-factor/confirm")
def confirm(request: Request, visit: Known, typed: Posted) -> Response:
    """The first code of a telephone that has the secret."""
    return _code(request, visit, typed, accounts.confirm, waiting=True)


def _code(
    request: Request, visit: Visit, typed: Typed, take: Callable[..., accounts.Begun], *, waiting: bool
) -> Response:
    _signed_in(visit)
    assert visit.token is not None
    try:
        begun = take(visit.house, visit.token, typed("code"), policy=visit.policy)
    except CaseworkError as error:
        return _second_factor(visit, waiting=waiting, error=error)
    answer = go("/today")
    cookies.keep_session(request, answer, begun.token)
    return answer


def _second_factor(
    visit: Visit,
    enrolment: accounts.Enrolment | None = None,
    *,
    waiting: bool = False,
    error: CaseworkError | None = None,
) -> Response:
    who = _signed_in(visit)
    drawn = Markup(enrolment.svg) if enrolment else None  # drawn by a library from a secret of ours
    return page(
        visit,
        "second_factor.html",
        status=200 if error is None else 422,
        missing=who.second_factor is accounts.SecondFactor.MISSING,
        done=who.second_factor is accounts.SecondFactor.DONE,
        enrolment=enrolment,
        drawn=drawn,
        waiting=waiting,
        error=error,
    )
