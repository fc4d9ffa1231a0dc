"""People who work, and the accounts with which they sign in. 人员与账号.

A password to be used once stands on the answer to the form that made it, and nowhere afterwards.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board import allowed
from board.forms import Posted, Typed
from board.leaving import go
from board.rendering import page
from board.troubles import mendable
from board.visit import Known, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError, Forbidden
from tasks import accounts, staff, staff_changes
from tasks.accounts import second_factor

if TYPE_CHECKING:
    from tasks.accounts import OneTime

router = APIRouter(prefix="/people")


class Act(StrEnum):
    """What is done to an account, each on a page of its own first."""

    RESET = "reset"
    CLOSE = "close"
    REOPEN = "reopen"
    NO_CODES = "no-codes"


@router.get("/persons")
def persons(visit: Known, done: str = "") -> Response:
    """Everybody who works, where they sit, and whether they can sign in."""
    return _persons(visit, Typed(), [], done=done)


def _persons(visit: Visit, typed: Typed, errors: list[CaseworkError], *, done: str = "") -> Response:
    _demand(visit)
    with visit.house.reading() as desk:
        known, held = staff.persons_known(desk), staff.posts_held(desk)
        names = staff.names_of(desk, known)
    theirs = accounts.accounts(visit.house)
    return page(
        visit,
        "persons.html",
        status=422 if errors else 200,
        known=known,
        held=held,
        names=names,
        accounts={one.person_no: one for one in theirs if one.person_no},
        others=[one for one in theirs if not one.person_no],
        typed=typed.values,
        errors=errors,
        done=done,
    )


@router.post("/persons")
def enter(visit: Known, typed: Posted) -> Response:
    """Enter somebody who works."""
    by = _demand(visit)
    try:
        staff_changes.enter_person(visit.house, typed("no"), typed("name"), typed("phone"), by=by)
    except CaseworkError as error:
        return _persons(visit, typed, mendable(error))
    return go(visit.url("people", "persons", typed("no"), "account"))


@router.get("/persons/{person_no}/account")
def ask_to_open(visit: Known, person_no: str) -> Response:
    """The form with which an account is opened for somebody."""
    return _opening(visit, person_no, Typed(values={"login": [person_no.lower()]}), [])


def _opening(visit: Visit, person_no: str, typed: Typed, errors: list[CaseworkError]) -> Response:
    _demand(visit)
    with visit.house.reading() as desk:
        names = staff.names_of(desk, [person_no])
        held = staff.posts_held(desk).get(person_no, [])
    if person_no not in names:
        raise Forbidden(
            f"没有人员 {person_no}，请核对编号", f"there is no person {person_no}; check the number", hidden=True
        )
    return page(
        visit,
        "account_open.html",
        status=422 if errors else 200,
        person_no=person_no,
        name=names[person_no],
        held=held,
        typed=typed.values,
        errors=errors,
    )


@router.post("/persons/{person_no}/account")
def open_account(visit: Known, typed: Posted, person_no: str) -> Response:
    """Open it: the password is on this answer, once."""
    by = _demand(visit)
    try:
        made = accounts.open_account(
            visit.house,
            typed("login"),
            person_no=person_no,
            administrator=typed("administrator") == "yes",
            by=by,
            policy=visit.policy,
        )
    except CaseworkError as error:
        return _opening(visit, person_no, typed, mendable(error))
    return _once(visit, made)


@router.get("/accounts/{account_no}/{act}")
def ask(visit: Known, account_no: str, act: Act) -> Response:
    """What it means, before it is done."""
    _demand(visit)
    return page(visit, "account_act.html", account=accounts.account(visit.house, account_no), act=act, Act=Act)


@router.post("/accounts/{account_no}/{act}")
def do(visit: Known, _: Posted, account_no: str, act: Act) -> Response:
    """Another password, closed, opened again, without codes."""
    by = _demand(visit)
    if act is Act.RESET:
        return _once(visit, accounts.reset(visit.house, account_no, by=by, policy=visit.policy))
    if act is Act.CLOSE:
        accounts.close(visit.house, account_no, by=by)
    elif act is Act.REOPEN:
        accounts.reopen(visit.house, account_no, by=by)
    else:
        second_factor.remove(visit.house, account_no, by=by)
    return go(visit.url("people", "persons", done=act.value))


def _once(visit: Visit, made: OneTime) -> Response:
    return page(visit, "one_time.html", made=made)


def _demand(visit: Visit) -> str:
    """Number of the account that looks after the others. Raises Forbidden: it does not."""
    with visit.house.reading() as desk:
        allowed.demand(desk, visit, FieldClass.ACCOUNTS)
    assert visit.who is not None  # Known
    return visit.who.account_no
