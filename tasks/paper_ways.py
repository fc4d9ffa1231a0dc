"""What may be done with an instrument as it stands: for whoever offers it. 文书的办理."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from models import CaseFile, ProcedureParty
from rules.vocabulary import InstrumentKind, PartyRole, Sanction
from tasks.case_head import Person, people_of
from tasks.instruments import BREAKABLE, GUARDIANS_ONLY
from tasks.orders import RUNNING
from tasks.posts_of_county import posts_of_county
from tasks.standing import Standing

if TYPE_CHECKING:
    from tasks.desk import Desk
    from tasks.standing import BreachView, InstrumentView


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWays:
    """What may be done with an instrument. The acts themselves look again: this only says what to offer.

    Args:
        draft: it can be mended and issued; nothing else.
        serve: addressees on whom it was not entered as served, by number.
        breach: it demands something that can be broken.
        pending: breaches of which nobody has entered what followed.
        change: it runs, so it can say something else or hold longer.
        end: it stands, so it can be taken back, or be over.
        follow: another of its kind can take its place.
    """

    draft: bool
    serve: tuple[str, ...]
    breach: bool
    pending: tuple[BreachView, ...]
    change: bool
    end: bool
    follow: bool


def ways_of_paper(view: InstrumentView) -> PaperWays:
    """What may be done with an instrument as it stands now."""
    drafted = view.state is Standing.DRAFT
    over = view.state in (Standing.ENDED, Standing.WITHDRAWN)
    runs = view.kind in RUNNING
    return PaperWays(
        draft=drafted,
        serve=() if drafted else tuple(one for one in view.to if one not in view.served),
        breach=view.kind in BREAKABLE and not drafted,
        pending=tuple(one for one in view.breaches if one.sanction is Sanction.PENDING),
        change=runs and view.state is Standing.IN_FORCE,
        end=not drafted and not over,
        follow=runs and not drafted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInPaper:
    """Who can be named in a paper, and who is proposed. 可选的相对人、机关.

    Args:
        child_no: None in an agency's own file.
        people: the adults around the child; posts: number, Chinese and English name of the posts of the county.
        to: proposed addressees: who stands as respondent in the procedure, else guardians or who is suspected.
    """

    child_no: str | None
    people: tuple[Person, ...]
    posts: tuple[tuple[str, str, str], ...]
    to: tuple[str, ...]


def named_in(desk: Desk, case_no: str, kind: InstrumentKind, procedure_no: str | None) -> NamedInPaper:
    """Who can be named in a paper of this kind in this case."""
    case = desk.session.get(CaseFile, case_no)
    people = people_of(desk, case.child_no) if case and case.child_no else ()
    return NamedInPaper(
        child_no=case.child_no if case else None,
        people=people,
        posts=tuple(posts_of_county(desk, case.area if case else "")),
        to=_proposed(people, kind, _respondents(desk, procedure_no)),
    )


def _proposed(people: tuple[Person, ...], kind: InstrumentKind, respondents: tuple[str, ...]) -> tuple[str, ...]:
    if respondents:
        return respondents
    if kind in GUARDIANS_ONLY:
        guardians = [one for one in people if one.guardian]
        return tuple(one.adult_no for one in guardians if one.suspected or len(guardians) == 1)
    return tuple(one.adult_no for one in people if one.suspected)


def _respondents(desk: Desk, procedure_no: str | None) -> tuple[str, ...]:
    query = select(ProcedureParty.party_no).where(
        col(ProcedureParty.procedure_no) == (procedure_no or ""), col(ProcedureParty.role) == PartyRole.RESPONDENT
    )
    return tuple(desk.session.exec(query.order_by(col(ProcedureParty.place), col(ProcedureParty.party_no))))


def people_named(desk: Desk, case_no: str) -> dict[str, Person]:
    """The adults around the child by number, to show a party without a name."""
    case = desk.session.get(CaseFile, case_no)
    people = people_of(desk, case.child_no) if case and case.child_no else ()
    return {one.adult_no: one for one in people}
