"""Acts on a case: a fact noted, a procedure started, the case closed or opened again. 对个案的办理."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from board.entering import Again, enter, form
from board.forms import Posted, Typed
from board.once import Done
from board.visit import Seated, Visit
from models import CaseFile, Procedure
from rules.errors import CaseworkError, Refused
from rules.vocabulary import NoteKind, PartyRole, ProcedureKind, Role
from rules.when import When, exactly
from tasks import closing, notes
from tasks.case_hands import CaseAct, demand_act
from tasks.case_head import people_of
from tasks.opening import BY_HAND, open_by_hand
from tasks.posts_of_county import posts_of_county
from tasks.said import read_spoken

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}")

_PARTIES = (PartyRole.RESPONDENT, PartyRole.APPLICANT, PartyRole.NEW_GUARDIAN, PartyRole.THIRD_PARTY)

_BODIES = 2
"""Rows for posts that act in a role from elsewhere."""


# --- a fact ----------------------------------------


@router.get("/note")
def ask_note(visit: Seated, case_no: str) -> Response:
    """The form."""
    return _note(visit, case_no, Typed(), [])


def _note(visit: Visit, case_no: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        facts = _about(desk, visit, case_no, CaseAct.NOTE)
    return _form(visit, "case_note.html", case_no, typed, errors, kinds=NoteKind, looked_at=notes.LOOKED_AT, **facts)


@router.post("/note")
def note(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Write it down."""

    def act(on: Visit) -> None:
        kind = typed.chosen(NoteKind, "kind", "请选择是什么事", "say what kind of fact it is")
        notes.note(
            on.office,
            case_no,
            kind,
            words=typed("words"),
            about=typed("about") or None,
            source=typed("source"),
            restricted=typed("restricted") == "yes",
            when=_when(visit, typed) or exactly(visit.now),
            by_post=visit.post_no,
        )

    return _do(visit, typed, case_no, CaseAct.NOTE, act, "noted", lambda errors: _note(visit, case_no, typed, errors))


# --- a procedure ----------------------------------------


@router.get("/open")
def ask_open(visit: Seated, case_no: str, kind: str = "") -> Response:
    """First which one, then what it begins with."""
    return _open(visit, case_no, kind, Typed(), [])


def _open(visit: Visit, case_no: str, kind: str, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        facts = _about(desk, visit, case_no, CaseAct.OPEN_PROCEDURE)
        running = set(
            desk.session.exec(
                select(Procedure.kind).where(col(Procedure.case_no) == case_no, col(Procedure.state) == "open")
            )
        )
        case = desk.session.get(CaseFile, case_no)
        posts = posts_of_county(desk, case.area if case else "")
        declared = tuple(desk.pack.procedures.values())
    chosen = ProcedureKind(kind) if kind in set(ProcedureKind) and ProcedureKind(kind) in BY_HAND else None
    kinds = [one for one in ProcedureKind if one in BY_HAND and (one is not ProcedureKind.DECLARED or declared)]
    return _form(
        visit,
        "case_open.html",
        case_no,
        typed,
        errors,
        kinds=kinds,
        chosen=chosen,
        running=running,
        posts=posts,
        declared=declared,
        parties=_PARTIES,
        roles=tuple(Role),
        bodies=list(zip_longest(typed.all("body_role"), typed.all("body_post"), fillvalue=""))[:_BODIES]
        or [("", "")] * _BODIES,
        **facts,
    )


@router.post("/open")
def open_procedure(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Start it."""
    kind = typed("kind")

    def act(on: Visit) -> None:
        open_by_hand(
            on.office,
            case_no,
            typed.chosen(ProcedureKind, "kind", "请选择程序", "choose a procedure"),
            when=_when(visit, typed) or exactly(visit.now),
            about=typed("about"),
            parties={role: chosen for role in _PARTIES if (chosen := tuple(filter(None, typed.all(role.value))))},
            bodies=_bodies(typed),
            owed_by=typed("owed_by") or None,
            reason=typed("reason"),
            by_post=visit.post_no,
        )

    def again(errors: Sequence[CaseworkError]) -> Response:
        return _open(visit, case_no, kind, typed, errors)

    return _do(visit, typed, case_no, CaseAct.OPEN_PROCEDURE, act, "opened", again)


def _bodies(typed: Typed) -> dict[Role, str]:
    """Which post acts in a role here, where it is not the one nearby: one row each. Raises Refused: half a row."""
    rows = zip(typed.all("body_role"), typed.all("body_post"), strict=False)
    said = [(role, post.strip()) for role, post in rows if role or post.strip()]
    if any(role not in set(Role) or not post for role, post in said):
        raise Refused(
            "指定由哪个岗位承担职能的，职能和岗位编号都要填",
            "where another post is to act in a role, name both the role and the number of the post",
            field="body",
        )
    return {Role(role): post for role, post in said}


# --- its end, and a new beginning ----------------------------------------


@router.get("/close")
def ask_close(visit: Seated, case_no: str) -> Response:
    """What closing means, before it is done."""
    return _end(visit, case_no, CaseAct.CLOSE, Typed(), [])


@router.post("/close")
def close(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Close it."""

    def act(on: Visit) -> None:
        settled = typed("settle") == "yes"
        closing.close(on.office, case_no, reason=typed("reason"), settle=settled, by_post=visit.post_no)

    again = _again_with(visit, case_no, CaseAct.CLOSE, typed)
    return _do(visit, typed, case_no, CaseAct.CLOSE, act, "closed", again)


@router.get("/reopen")
def ask_reopen(visit: Seated, case_no: str) -> Response:
    """What opening it again means, before it is done."""
    return _end(visit, case_no, CaseAct.REOPEN, Typed(), [])


@router.post("/reopen")
def reopen(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Open it again."""

    def act(on: Visit) -> None:
        closing.reopen(on.office, case_no, reason=typed("reason"), by_post=visit.post_no)

    again = _again_with(visit, case_no, CaseAct.REOPEN, typed)
    return _do(visit, typed, case_no, CaseAct.REOPEN, act, "reopened", again)


def _again_with(visit: Visit, case_no: str, act: CaseAct, typed: Typed) -> Again:
    return lambda errors: _end(visit, case_no, act, typed, errors)


def _end(visit: Visit, case_no: str, act: CaseAct, typed: Typed, errors: Sequence[CaseworkError]) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, act)
        query = select(Procedure).where(col(Procedure.case_no) == case_no, col(Procedure.state) == "open")
        running = [ProcedureKind(row.kind) for row in desk.session.exec(query.order_by(col(Procedure.opened_at)))]
    template = "case_close.html" if act is CaseAct.CLOSE else "case_reopen.html"
    left = [one for one in running if one is not ProcedureKind.CASE_REVIEW]
    return _form(visit, template, case_no, typed, errors, running=left)


# --- what they have in common ----------------------------------------


def _about(desk: Desk, visit: Visit, case_no: str, act: CaseAct) -> dict[str, Any]:
    """Who can be chosen: the adults around the child. Raises Forbidden where the seat may not do it."""
    demand_act(visit.sight(desk), case_no, act)
    case = desk.session.get(CaseFile, case_no)
    return {"people": people_of(desk, case.child_no) if case and case.child_no else ()}


def _when(visit: Visit, typed: Typed) -> When | None:
    return read_spoken(typed("happened_at"), visit.now, field="happened_at")


def _form(
    visit: Visit, template: str, case_no: str, typed: Typed, errors: Sequence[CaseworkError], **facts: Any
) -> Response:
    return form(visit, template, typed, errors, case_no=case_no, **facts)


def _do(
    visit: Visit,
    typed: Typed,
    case_no: str,
    act: CaseAct,
    does: Callable[[Visit], None],
    done: str,
    again: Again,
) -> Response:
    """Ask whether this seat may, do it once, let the case look at it, and show the case; or the form again."""
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, act)

    def act_on_it(office: Office) -> Done:
        does(replace(visit, office=office))
        return Done(to=visit.url("cases", case_no, done=done), case_no=case_no)

    return enter(visit, typed, act_on_it, again, names=_NAMES)


_NAMES = {
    "at": "happened_at",
    "--at": "happened_at",
    "procedure": "kind",
    "bodies": "body",
    "party": "respondent",
}
"""Fields of the services under the names that they have in the forms here."""
