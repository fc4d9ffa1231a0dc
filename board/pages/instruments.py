"""The papers of a case: which there are, which can be drawn up now, one with its life, and its text. 文书."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board import validity
from board.downloads import as_file
from board.forms import Posted, Typed
from board.paths import PAPER
from board.rendering import page
from board.standing_alone import standing_alone
from board.troubles import mendable
from board.visit import Seated
from documents.instrument import READERS, Reader
from rules.access import FieldClass, Sees
from rules.errors import CaseworkError, Refused
from tasks.case_hands import CaseAct, may_act
from tasks.paper_gaps import gaps_of
from tasks.paper_seen import demand_of_case, prints_of, take_paper
from tasks.paper_ways import people_named, ways_of_paper
from tasks.papers_now import basis_of, drawable
from tasks.standing import InstrumentView, as_it_stood, instrument_row

if TYPE_CHECKING:
    from board.visit import Visit
    from tasks.desk import Desk

router = APIRouter(prefix="/cases/{case_no}/instruments")

FORMS = ("page", "html", "docx")
"""The text on the screen, or as a file."""


@router.get("")
def listed(visit: Seated, case_no: str, on: str = "", done: str = "") -> Response:
    """What there is, as it stood on a day, and what this post can draw up now."""
    assert visit.seat is not None  # Seated
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        sight.demand(case_no, FieldClass.TIMELINE)
        may_enter = may_act(sight, case_no, CaseAct.ENTER)
        day, errors = _day(on)
        return page(
            visit,
            "instruments.html",
            status=422 if errors else 200,
            case_no=case_no,
            found=as_it_stood(desk, case_no, day),
            can=drawable(desk, case_no, visit.seat.post) if may_enter else [],
            may_enter=may_enter,
            validity=validity,
            on=on,
            done=done,
            errors=errors,
        )


@router.get(f"/{PAPER}")
def one(visit: Seated, case_no: str, instrument_no: str, on: str = "", done: str = "") -> Response:
    """One paper, as it stands or stood on a day."""
    return _one(visit, case_no, instrument_no, Typed(), [], on=on, done=done)


def _one(
    visit: Visit,
    case_no: str,
    instrument_no: str,
    typed: Typed,
    errors: list[CaseworkError],
    *,
    on: str = "",
    done: str = "",
) -> Response:
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        sight.demand(case_no, FieldClass.TIMELINE)
        demand_of_case(desk, case_no, instrument_no)
        day, wrong = _day(on)
        view = _view(desk, case_no, instrument_no, day)
        if view is None:
            wrong, view = [_not_yet(on)], _view(desk, case_no, instrument_no, None)
        assert view is not None, "it stands now, since it is in the table"
        text = sight.may(case_no, FieldClass.INSTRUMENTS)
        row, child_no = instrument_row(desk, case_no, instrument_no)
        facts = {
            "view": view,
            "ways": ways_of_paper(view),
            "people": people_named(desk, case_no),
            "gaps": gaps_of(desk, row, child_no) if view.state.value == "draft" and child_no else [],
            "basis": basis_of(desk.pack, view.kind),
            "prints": prints_of(desk, case_no, instrument_no),
            "may_enter": may_act(sight, case_no, CaseAct.ENTER),
            "made_here": row.issued_by_post == visit.post_no,
            "may_mend": text in (Sees.YES, Sees.RECORDED),
            "may_read": text.alone,
            "must_say": text is Sees.WITH_REASON,
            "to_respondent": READERS[view.kind] is Reader.RESPONDENT,
        }
    every = [*errors, *wrong]
    return page(
        visit,
        "instrument.html",
        status=422 if every else 200,
        case_no=case_no,
        validity=validity,
        on=on,
        done=done,
        typed=typed.values,
        errors=every,
        **facts,
    )


@router.post(f"/{PAPER}/paper")
def paper(visit: Seated, typed: Posted, case_no: str, instrument_no: str) -> Response:
    """The text, on the screen or as a file; that it was made or read is on the record."""
    assert visit.seat is not None  # Seated
    with visit.office.reading() as desk:
        visit.sight(desk).demand(case_no, FieldClass.INSTRUMENTS)
    form = typed("form")
    try:
        if form not in FORMS:
            raise Refused("请选择看文本还是下载", "choose the page or a file", field="form")
        made = take_paper(visit.office, case_no, instrument_no, visit.seat.post, reason=typed("reason"))
    except CaseworkError as error:
        return _one(visit, case_no, instrument_no, typed, mendable(error))
    if form == "page":
        return standing_alone(made.html)
    name = f"{instrument_no}-v{made.version}"
    return as_file(made.html if form == "html" else made.docx, form, name)


def _view(desk: Desk, case_no: str, instrument_no: str, day: date | None) -> InstrumentView | None:
    return next((view for view in as_it_stood(desk, case_no, day) if view.no == instrument_no), None)


def _day(on: str) -> tuple[date | None, list[CaseworkError]]:
    if not on.strip():
        return None, []
    try:
        return date.fromisoformat(on.strip()), []
    except ValueError:
        return None, [Refused("日期写成 2026-03-02 这样", "write the day like 2026-03-02", field="on")]


def _not_yet(on: str) -> Refused:
    return Refused(
        f"{on} 尚无该文书，下面是现在的状况", f"there was no such paper on {on}; this is how it stands now", field="on"
    )
