"""A paper is drawn up, mended, or entered as one that another body made. 起草、改稿、补登文书."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from fastapi import APIRouter
from starlette.responses import Response

from board import entering
from board.forms import Posted, Typed
from board.once import Done, key_of
from board.paths import PAPER
from board.rendering import page
from board.visit import Seated, Visit
from rules.errors import CaseworkError, Refused
from rules.terms import longest_end
from rules.vocabulary import InstrumentKind
from rules.when import exactly
from tasks import drafts, instruments
from tasks.case_hands import CaseAct, demand_act
from tasks.instruments import ONLY_A_COURT, Text
from tasks.orders import RUNNING
from tasks.paper_gaps import gaps_of, thought_of
from tasks.paper_seen import demand_of_case
from tasks.paper_ways import named_in
from tasks.papers_now import Drawable, basis_of, drawable
from tasks.said import read_coming, read_spoken
from tasks.standing import instrument_row

if TYPE_CHECKING:
    from tasks.office import Office

router = APIRouter(prefix="/cases/{case_no}/instruments")

Wrong: TypeAlias = Sequence[CaseworkError]

FIELDS = {"at": "happened_at", "--at": "happened_at", "draft": "kind"}
"""Fields of the services under the names that they have in the forms here."""


# --- a draft ----------------------------------------


@router.get("/draw")
def ask_draw(visit: Seated, case_no: str, kind: str = "", procedure: str = "", follows: str = "") -> Response:
    """Which paper; then what it is to say."""
    typed = Typed(values={"kind": [kind], "procedure": [procedure], "follows": [follows]})
    return _draw(visit, case_no, typed, [], fresh=True)


@router.post("/draw")
def draw(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Keep it as a draft."""

    def act(on: Visit) -> str:
        return instruments.draft(
            on.office,
            case_no,
            _kind(typed),
            _text(typed),
            procedure=typed("procedure") or None,
            follows=typed("follows") or None,
            when=exactly(visit.now),
            by_post=visit.post_no,
        )

    return _do(visit, typed, case_no, act, "drafted", lambda errors: _draw(visit, case_no, typed, errors))


def _draw(visit: Visit, case_no: str, typed: Typed, errors: Wrong, *, fresh: bool = False) -> Response:
    assert visit.seat is not None  # Seated
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
        can = drawable(desk, case_no, visit.seat.post)
    return _form(visit, case_no, "draw", typed, errors, can=can, fresh=fresh)


# --- one that is there, or that another body made ----------------------------------------


@router.get("/enter")
def ask_enter(visit: Seated, case_no: str, kind: str = "") -> Response:
    """A paper that was made elsewhere, or before."""
    return _enter(visit, case_no, Typed(values={"kind": [kind]}), [], fresh=True)


@router.post("/enter")
def enter(visit: Seated, typed: Posted, case_no: str) -> Response:
    """Enter it as issued."""

    def act(on: Visit) -> str:
        if not (typed.all("issuers") or typed("outside")):
            raise Refused("请写明作出机关", "say who issued it", field="issuers")
        return instruments.issue(
            on.office,
            case_no,
            _kind(typed),
            _text(typed),
            valid_until=read_coming(typed("until"), visit.now, field="until"),
            no_term=typed("no_term") == "yes",
            procedure=typed("procedure") or None,
            when=read_spoken(typed("happened_at"), visit.now, field="happened_at") or exactly(visit.now),
            by_post=visit.post_no,
        )

    return _do(visit, typed, case_no, act, "issued", lambda errors: _enter(visit, case_no, typed, errors))


def _enter(visit: Visit, case_no: str, typed: Typed, errors: Wrong, *, fresh: bool = False) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
    return _form(visit, case_no, "enter", typed, errors, fresh=fresh)


# --- a draft is mended ----------------------------------------


@router.get(f"/{PAPER}/revise")
def ask_revise(visit: Seated, case_no: str, instrument_no: str) -> Response:
    """What it says now; that it was opened is on the record."""
    assert visit.seat is not None  # Seated
    _demand(visit, case_no, instrument_no)
    text = drafts.read_draft(visit.office, case_no, instrument_no, visit.seat.post)
    typed = {
        **{name: [getattr(text, name)] for name in ("document_no", "title", "facts", "content")},
        "to": list(text.to),
        "issuers": list(text.issuers),
        "outside": ["；".join(text.outside)],
    }
    return _revise(visit, case_no, instrument_no, Typed(values=typed), [])


@router.post(f"/{PAPER}/revise")
def revise(visit: Seated, typed: Posted, case_no: str, instrument_no: str) -> Response:
    """Keep the new wording; the earlier ones stay in the journal."""
    _demand(visit, case_no, instrument_no)
    with visit.office.reading() as desk:
        drafts.demand_mending(desk, case_no, visit.post)

    def act(on: Visit) -> str:
        when = exactly(visit.now)
        instruments.revise(on.office, instrument_no, _text(typed), when=when, by_post=visit.post_no)
        return instrument_no

    def again(errors: Wrong) -> Response:
        return _revise(visit, case_no, instrument_no, typed, errors)

    return _do(visit, typed, case_no, act, "revised", again)


def _revise(visit: Visit, case_no: str, instrument_no: str, typed: Typed, errors: Wrong) -> Response:
    with visit.office.reading() as desk:
        row, _ = instrument_row(desk, case_no, instrument_no)
        about = {"kind": [row.kind], "procedure": [row.procedure_no or ""]}
    return _form(visit, case_no, "revise", Typed(values={**typed.values, **about}), errors, instrument_no=instrument_no)


def _demand(visit: Visit, case_no: str, instrument_no: str) -> None:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)
        demand_of_case(desk, case_no, instrument_no)


# --- what they have in common ----------------------------------------


def _kind(typed: Typed) -> InstrumentKind:
    if typed("kind") not in set(InstrumentKind):
        raise Refused("请选择哪种文书", "choose a kind of paper", field="kind")
    return InstrumentKind(typed("kind"))


def _text(typed: Typed) -> Text:
    return Text(
        document_no=typed("document_no"),
        title=typed("title"),
        to=tuple(filter(None, typed.all("to"))),
        issuers=tuple(filter(None, typed.all("issuers"))),
        outside=tuple(name.strip() for name in re.split("[;；\n]", typed("outside")) if name.strip()),
        facts=typed("facts"),
        content=typed("content"),
        granted="part" if typed("granted") == "part" else "full",
    )


def _form(
    visit: Visit,
    case_no: str,
    mode: str,
    typed: Typed,
    errors: Wrong,
    *,
    can: list[Drawable] | None = None,
    fresh: bool = False,
    instrument_no: str = "",
) -> Response:
    chosen = InstrumentKind(typed("kind")) if typed("kind") in set(InstrumentKind) else None
    facts: dict[str, Any] = {"chosen": chosen, "kinds": tuple(InstrumentKind), "can": can or []}
    values = typed.values
    if chosen is not None:
        with visit.office.reading() as desk:
            named = named_in(desk, case_no, chosen, typed("procedure") or None)
            child_no = named.child_no
            row = thought_of(chosen, case_no, visit.post_no)
            missing = gaps_of(desk, row, child_no) if child_no and mode == "draw" else []
            facts |= {
                "named": named,
                "missing": [one for one in missing if one.in_case],
                "basis": basis_of(desk.pack, chosen),
                "runs": chosen in RUNNING,
                "only_a_court": chosen in ONLY_A_COURT,
                "longest": longest_end(chosen, visit.say.today),
            }
        if fresh:
            own = {} if mode == "enter" else {"issuers": [visit.post_no]}
            values = {**values, "to": list(named.to), "title": [chosen.zh], **own}
    return page(
        visit,
        "instrument_form.html",
        status=422 if errors else 200,
        case_no=case_no,
        mode=mode,
        instrument_no=instrument_no,
        typed=values,
        errors=errors,
        once=key_of(visit, typed),
        **facts,
    )


def _do(
    visit: Visit, typed: Typed, case_no: str, act: Callable[[Visit], str], done: str, again: entering.Again
) -> Response:
    with visit.office.reading() as desk:
        demand_act(visit.sight(desk), case_no, CaseAct.ENTER)

    def act_on_it(office: Office) -> Done:
        number = act(replace(visit, office=office))
        return Done(to=visit.url("cases", case_no, "instruments", number, done=done), case_no=case_no)

    return entering.enter(visit, typed, act_on_it, again, names=FIELDS)
