"""Why me, by when, how? One duty: its date explained, its ladder, the form that answers it. 职责."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from board.downloads import download
from board.forms import Posted, Typed
from board.leaving import go
from board.rendering import page
from board.settling import settle
from board.troubles import mendable
from board.visit import Seated, Visit
from models import DutyRow
from rules.access import FieldClass
from rules.errors import CaseworkError, Conflict
from rules.vocabulary import LIVE, Precision
from tasks import acts, attending, cases, ladder_letter
from tasks.access.duties import demand_duty
from tasks.case_hands import CaseAct, may_act
from tasks.duty_acts import ways_of
from tasks.evidence import evidence_of, may_add
from tasks.ladder_letter import rungs_with_letter
from tasks.papers_now import drawable_for
from tasks.said import read_spoken
from tasks.timeline import of_duty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.answers import AnswerField
    from tasks.opened_duty import Acted

router = APIRouter(prefix="/cases/{case_no}/duties/{duty_no}")

_DIGITS = 4  # no ladder has a thousand rungs


@router.get("")
def duty(visit: Seated, case_no: str, duty_no: str, done: str = "") -> Response:
    """What is owed, why, by when, and how to say that it is done."""
    return _page(visit, case_no, duty_no, Typed(), [], done=done)


def _page(
    visit: Visit,
    case_no: str,
    duty_no: str,
    typed: Typed,
    errors: list[CaseworkError],
    *,
    done: str = "",
    status: int = 0,
) -> Response:
    with visit.office.reading() as desk:
        demand_duty(desk, visit.sight(desk), case_no, duty_no)
        why = cases.why(desk, case_no, duty_no)
        row = desk.session.exec(select(DutyRow).where(col(DutyRow.no) == f"{case_no}/{why.duty.no}")).one()
        ways = ways_of(desk, case_no, why.duty.no, by_post=visit.post_no)
        may_enter = may_act(visit.sight(desk), case_no, CaseAct.ENTER)
        can = drawable_for(desk, case_no, why.duty.no) if may_enter else []
        letters = rungs_with_letter(desk, row)
        whole = row.post_no == visit.post_no or visit.sight(desk).may(case_no, FieldClass.TIMELINE).at_all
        entered = of_duty(desk, case_no, why.duty.no) if whole else []
        facts = {"read_at": row.read_at, "accepted_at": row.accepted_at, "last_safe_at": row.last_safe_at}
        sight = visit.sight(desk)
        handed_in = {
            "evidence": evidence_of(desk, sight, case_no, duty_no=why.duty.no),
            "may_add": may_add(desk, sight, case_no, why.duty.no),
        }
    return page(
        visit,
        "duty.html",
        status=status or (422 if errors else 200),
        why=why,
        view=why.duty,
        mine=why.duty.owner is not None and why.duty.owner.no == visit.post_no,
        live=why.duty.state in LIVE,
        ways=ways,
        can=can,
        letters=letters,
        entered=entered,
        typed=typed.values,
        errors=errors,
        done=done,
        **facts,
        **handed_in,
    )


@router.get("/letter.{form}")
def letter(visit: Seated, case_no: str, duty_no: str, form: str, rung: str = "") -> Response:
    """The letter of a rung that was climbed, as a file; the latest, where none is named. It names no child."""
    demand(visit, case_no, duty_no)
    asked = int(rung) if rung.isdecimal() and len(rung) < _DIGITS else None
    made = ladder_letter.letter(visit.office, case_no, duty_no, rung=asked)
    return download({"docx": made.docx, "html": made.html}, form, f"duban-{case_no}-{made.duty_no}-{made.rung}")


@router.post("/answer")
def give_answer(visit: Seated, typed: Posted, case_no: str, duty_no: str) -> Response:
    """Say that it is done, or what came of it."""
    with visit.office.reading() as desk:
        demand_duty(desk, visit.sight(desk), case_no, duty_no)
        fields = cases.why(desk, case_no, duty_no).duty.fields
    try:
        acted = answer(visit, case_no, duty_no, typed, fields, at="at")
    except Conflict as error:  # somebody else was first: who and with what, and nothing of what was typed is lost
        return _page(visit, case_no, duty_no, typed, [error], status=409)
    except CaseworkError as error:
        return _page(visit, case_no, duty_no, typed, mendable(error))
    return after(visit, acted, "answered")


@router.post("/read")
def read(visit: Seated, _: Posted, case_no: str, duty_no: str) -> Response:
    """Say that it was read."""
    demand(visit, case_no, duty_no)
    return after(visit, attending.read(visit.office, case_no, duty_no, by_post=visit.post_no), "read")


@router.post("/accept")
def accept(visit: Seated, _: Posted, case_no: str, duty_no: str) -> Response:
    """Say that it is taken on."""
    demand(visit, case_no, duty_no)
    return after(visit, attending.accept(visit.office, case_no, duty_no, by_post=visit.post_no), "accepted")


def answer(visit: Visit, case_no: str, duty_no: str, typed: Typed, fields: Iterable[AnswerField], *, at: str) -> Acted:
    """Answer a duty with what was typed. Raises CaseworkError: it is not answered, and nothing is written.

    Args:
        at: the field that says when it was done; now, where it says nothing.
    """
    when = read_spoken(typed(at), visit.now, field=at)
    return acts.answer(
        visit.office,
        case_no,
        duty_no,
        typed.answer(fields),
        at=when.at if when else None,
        precision=when.precision if when else Precision.EXACT,
        by_post=visit.post_no,
    )


def demand(visit: Visit, case_no: str, duty_no: str) -> None:
    """Raises Forbidden where this duty is not seen from the post that the person acts as."""
    with visit.office.reading() as desk:
        demand_duty(desk, visit.sight(desk), case_no, duty_no)


def after(visit: Visit, acted: Acted, done: str) -> Response:
    """Let the case look at what was done, then show the duty again."""
    settle(visit, [acted.procedure_no])
    number = acted.duty_no.rpartition("/")[2]
    return go(visit.url("cases", acted.case_no, "duties", number, done=done))
