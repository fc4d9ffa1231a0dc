"""A cut of a case for another agency: made, withdrawn, and fetched by the post that it is for. 信息共享."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from board.downloads import as_file
from board.forms import Posted, Typed, each_of
from board.leaving import go
from board.rendering import page
from board.troubles import is_about_the_form
from board.visit import Seated
from models import CaseFile
from rules.errors import CaseworkError, Refused
from rules.sharing import HOW_LONG, NEEDS, ShareGround, SharePurpose
from tasks.access import sharing
from tasks.access.grants import span
from tasks.access.sharing import Wish
from tasks.case_hands import CaseAct, demand_act
from tasks.posts import known_post
from tasks.posts_of_county import posts_of_county

if TYPE_CHECKING:
    from board.visit import Visit
    from rules.access import FieldClass

router = APIRouter()

MOST = 100
"""Packages on the page of a post, the newest."""


# --- on the case ----------------------------------------


@router.get("/cases/{case_no}/share")
def ask(visit: Seated, case_no: str, done: str = "") -> Response:
    """What was shared, and the form."""
    return _form(visit, case_no, Typed(), [], done=done)


@router.post("/cases/{case_no}/share")
def make(visit: Seated, typed: Posted, case_no: str) -> Response:
    """First what would pass, in plain sight; then, confirmed, the package."""
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.SHARE)
    try:
        wish = _wish(typed)
        if typed("confirmed") != "yes":
            with visit.office.reading() as desk:
                classes = sharing.what_would_pass(desk, case_no, wish, by_post=visit.post_no)
            return _confirm(visit, case_no, typed, wish, classes)
        sharing.make(visit.office, case_no, wish, by_post=visit.post_no)
    except CaseworkError as error:
        if not is_about_the_form(error):
            raise
        return _form(visit, case_no, typed, each_of(error))
    return go(visit.url("cases", case_no, "share", done="made"))


def _wish(typed: Typed) -> Wish:
    if typed("ground") not in set(ShareGround):
        raise Refused("请选择共享的理由", "choose the ground", field="ground")
    if typed("purpose") not in set(SharePurpose):
        raise Refused("请选择用途", "choose what it is for", field="purpose")
    if not typed("words"):
        raise Refused("请写明对方要用它做什么", "say what it is for", field="words")
    return Wish(
        to_post=typed("to") or typed("elsewhere"),
        ground=ShareGround(typed("ground")),
        purpose=SharePurpose(typed("purpose")),
        words=typed("words"),
    )


def _form(visit: Visit, case_no: str, typed: Typed, errors: list[CaseworkError], *, done: str = "") -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.SHARE)
        case = desk.session.get(CaseFile, case_no)
        facts: dict[str, Any] = {
            "posts": [one for one in posts_of_county(desk, case.area if case else "") if one[0] != visit.post_no],
            "grounds": [(one, desk.pack.fact(one.basis)) for one in ShareGround],
            "made": sharing.of_case(desk, case_no),
            "lasts": span(desk, HOW_LONG),
        }
    return page(
        visit,
        "share.html",
        status=422 if errors else 200,
        case_no=case_no,
        purposes=NEEDS,
        typed=typed.values,
        errors=errors,
        done=done,
        **facts,
    )


def _confirm(visit: Visit, case_no: str, typed: Typed, wish: Wish, classes: tuple[FieldClass, ...]) -> Response:
    with visit.office.reading() as desk:
        receiver = known_post(desk, wish.to_post, field="to")
        facts: dict[str, Any] = {"basis": desk.pack.fact(wish.ground.basis), "lasts": span(desk, HOW_LONG)}
    left_out = [one for one in NEEDS[wish.purpose] if one not in classes]
    return page(
        visit,
        "share_confirm.html",
        case_no=case_no,
        wish=wish,
        receiver=receiver,
        classes=classes,
        left_out=left_out,
        typed=typed.values,
        **facts,
    )


@router.get("/cases/{case_no}/share/{grant_no}/withdraw")
def ask_withdraw(visit: Seated, case_no: str, grant_no: str) -> Response:
    """What taking it back means."""
    return _withdraw(visit, case_no, grant_no, "", [])


@router.post("/cases/{case_no}/share/{grant_no}/withdraw")
def withdraw(visit: Seated, typed: Posted, case_no: str, grant_no: str) -> Response:
    """Take it back."""
    _of_this_case(visit, case_no, grant_no)
    try:
        sharing.withdraw(visit.office, grant_no, reason=typed("reason"), by_post=visit.post_no)
    except CaseworkError as error:
        if not is_about_the_form(error):
            raise
        return _withdraw(visit, case_no, grant_no, typed("reason"), each_of(error))
    return go(visit.url("cases", case_no, "share", done="withdrawn"))


def _withdraw(visit: Visit, case_no: str, grant_no: str, reason: str, errors: list[CaseworkError]) -> Response:
    found = _of_this_case(visit, case_no, grant_no)
    status = 422 if errors else 200
    typed = {"reason": [reason]}
    return page(visit, "share_withdraw.html", status=status, case_no=case_no, one=found, typed=typed, errors=errors)


def _of_this_case(visit: Visit, case_no: str, grant_no: str) -> sharing.Package:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.SHARE)
        return sharing.of_this_case(desk, case_no, grant_no)


# --- for the post that receives it ----------------------------------------


@router.get("/packages")
def packages(visit: Seated) -> Response:
    """What was given to this post, and until when it can be fetched."""
    with visit.office.reading() as desk:
        found = sharing.for_post(desk, visit.post_no, most=MOST)
    ready = [one for one in found if one.can_be_fetched(visit.now)]
    return page(visit, "packages.html", ready=ready, over=[one for one in found if one not in ready], most=MOST)


@router.post("/packages/{grant_no}")
def fetch(visit: Seated, _: Posted, grant_no: str) -> Response:
    """The file; that it was fetched is on the record of the case."""
    content = sharing.fetch(visit.office, grant_no, by_post=visit.post_no)
    return as_file(content, "zip", f"hutong-{grant_no}")
