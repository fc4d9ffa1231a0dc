"""Who sits where? Posts, holders, substitutes. 岗位与代理.

Everybody finds whom to turn to, by post; who it is, and changing it, is for whoever looks after accounts.
"""

from __future__ import annotations

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
from rules.errors import CaseworkError, Forbidden, Refused
from rules.moments import civil_day, midnight_after
from rules.vocabulary import Precision
from tasks import staff, staff_changes
from tasks.access.places import same_county
from tasks.said import read_at, read_spoken

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tasks.desk import Desk

router = APIRouter(prefix="/people")


@router.get("")
def people(visit: Known, vacant: str = "") -> Response:
    """The posts of the county, and which of them nobody holds."""
    with visit.house.reading() as desk:
        allowed.demand(desk, visit, FieldClass.DIRECTORY)
        found = staff.posts_sat(desk, _area(visit))
        keeps = allowed.may(desk, visit, FieldClass.ACCOUNTS)
    shown = [one for one in found if not one.holders] if vacant else found
    return page(visit, "people.html", found=found, shown=shown, vacant=bool(vacant), keeps=keeps)


def _area(visit: Visit) -> str | None:
    """Of which county; the administrator looks after all of them."""
    if visit.who is not None and visit.who.administrator:
        return None
    return visit.seat.post.area if visit.seat else None


@router.get("/posts/{post_no}")
def post(visit: Known, post_no: str, done: str = "") -> Response:
    """One post: who held it, from when until when, and who stands in."""
    return _post(visit, post_no, Typed(), [], done=done)


def _post(
    visit: Visit, post_no: str, typed: Typed, errors: list[CaseworkError], *, form: str = "", done: str = ""
) -> Response:
    with visit.house.reading() as desk:
        sheet = _sheet(desk, visit, post_no)
        keeps = allowed.may(desk, visit, FieldClass.ACCOUNTS)
        known = staff.persons_known(desk) if keeps else []
        names = staff.names_of(desk, known) if keeps else {}
    return page(
        visit,
        "post.html",
        status=422 if errors else 200,
        sheet=sheet,
        keeps=keeps,
        known=known,
        names=names,
        typed=typed.values,
        errors=errors,
        form=form,
        done=done,
    )


def _sheet(desk: Desk, visit: Visit, post_no: str) -> staff.PostSheet:
    """Raises Forbidden: a post of another county looks like none."""
    allowed.demand(desk, visit, FieldClass.DIRECTORY)
    none = Forbidden(
        f"没有编号为 {post_no} 的岗位，请核对编号",
        f"there is no post {post_no}; check the number",
        field="post",
        hidden=True,
    )
    try:
        sheet = staff.post_sheet(desk, post_no)
    except Refused:
        raise none from None
    area = _area(visit)
    if area is not None and not same_county(area, sheet.post.area):
        raise none
    return sheet


@router.post("/posts/{post_no}/holder")
def seat(visit: Known, typed: Posted, post_no: str) -> Response:
    """Let somebody hold the post from a moment on."""

    def act(by: str) -> None:
        from_at = _from(visit, typed)
        staff_changes.seat(visit.house, post_no, typed("person"), from_at=from_at, by=by)

    return _changed(visit, post_no, typed, act, "holder")


@router.post("/posts/{post_no}/substitute")
def substitute(visit: Known, typed: Posted, post_no: str) -> Response:
    """Let somebody stand in until a moment."""

    def act(by: str) -> None:
        from_at, until_at = _from(visit, typed), _until(typed)
        staff_changes.name_substitute(visit.house, post_no, typed("person"), from_at=from_at, until_at=until_at, by=by)

    return _changed(visit, post_no, typed, act, "substitute")


@router.post("/posts/{post_no}/substitute/end")
def end_substitute(visit: Known, typed: Posted, post_no: str) -> Response:
    """Nobody stands in any more, from now on."""
    return _changed(
        visit,
        post_no,
        typed,
        lambda by: staff_changes.end_substitute(visit.house, post_no, typed("person"), by=by),
        "ended",
    )


@router.get("/posts/{post_no}/vacate")
def ask_to_vacate(visit: Known, post_no: str) -> Response:
    """What it means that nobody holds a post, before it is so."""
    with visit.house.reading() as desk:
        allowed.demand(desk, visit, FieldClass.ACCOUNTS)
        sheet = _sheet(desk, visit, post_no)
    return page(visit, "post_vacate.html", sheet=sheet)


@router.post("/posts/{post_no}/vacate")
def vacate(visit: Known, typed: Posted, post_no: str) -> Response:
    """Nobody holds the post from now on."""
    return _changed(
        visit,
        post_no,
        typed,
        lambda by: staff_changes.vacate(visit.house, post_no, at=visit.now, by=by),
        "vacated",
    )


def _changed(visit: Visit, post_no: str, typed: Typed, act: Callable[[str], None], done: str) -> Response:
    with visit.house.reading() as desk:
        allowed.demand(desk, visit, FieldClass.ACCOUNTS)
        _sheet(desk, visit, post_no)
    assert visit.who is not None  # Known
    try:
        act(visit.who.account_no)
    except CaseworkError as error:
        return _post(visit, post_no, typed, mendable(error), form=done)
    return go(visit.url("people", "posts", post_no, done=done))


def _from(visit: Visit, typed: Typed) -> datetime:
    """Now, where nothing is said; a day begins with its midnight."""
    when = read_spoken(typed("from_at"), visit.now, field="from_at")
    return when.at if when and when.at else visit.now


def _until(typed: Typed) -> datetime:
    """The end that was said; of a day, its end."""
    when = read_at(typed("until_at") or None, field="until_at")
    if when is None or when.at is None or when.precision not in (Precision.EXACT, Precision.DAY):
        raise Refused(
            "请填写代理到哪一天为止，如 2026-12-02：代理必须有结束时间",
            "say until which day, such as 2026-12-02: a substitute has an end",
            field="until_at",
        )
    return midnight_after(civil_day(when.at)) if when.precision is Precision.DAY else when.at
