"""Where to go today, and what to look at there? The page of a child director, for a telephone first. 要走访.

A visit is the answer to a duty that is owed; what was not well is in it, and where it is harm, the report too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from board.forms import Posted, Typed, one_of
from board.leaving import go
from board.pages.duty import answer
from board.rendering import page
from board.settling import settle
from board.troubles import mendable
from board.visit import Seated, Visit
from models import CaseFile, DutyRow
from rules.access import FieldClass
from rules.errors import CaseworkError, Conflict
from rules.moments import SHANGHAI
from rules.monitoring import ROUTINE_VISIT
from rules.vocabulary import LIVE
from rules.when import exactly
from tasks import cases
from tasks.access.duties import demand_duty
from tasks.child_shown import ChildShown, shown_of
from tasks.not_seen import NotSeen, not_seen
from tasks.posts import FoundPost, post_by_number
from tasks.said import read_spoken
from tasks.visit_round import round_of

if TYPE_CHECKING:
    from rules.when import When
    from tasks.answers import AnswerField
    from tasks.cases import DutyView
    from tasks.desk import Desk

router = APIRouter(prefix="/visits")

MOST = 200
"""Children on one page."""

_FIRST = ("child_seen", "spoke_with", "care", "school", "health", "safety")
"""Of the form of a visit, what is looked at first; then what was said, then what is raised."""
_LAST = ("raises", "situations", "findings")


@router.get("")
def visits(visit: Seated) -> Response:
    """What this post owes for its children in the running windows."""
    with visit.office.reading() as desk:
        known = visit.sight(desk).cases_condition(FieldClass.FACTS)
        found = round_of(desk, visit.post_no, known=known, most=MOST)
    return page(visit, "visits.html", found=found, most=MOST, visiting=ROUTINE_VISIT.code)


class _Owed(NamedTuple):
    """One duty at the door. 一项走访."""

    view: DutyView
    child: ChildShown | None
    by: FoundPost | None


def _owed(desk: Desk, visit: Visit, case_no: str, duty_no: str) -> _Owed:
    """Raises: Forbidden: none of theirs to know of."""
    sight = visit.sight(desk)
    demand_duty(desk, sight, case_no, duty_no)
    view = cases.why(desk, case_no, duty_no).duty
    child_no = desk.session.exec(select(CaseFile.child_no).where(col(CaseFile.no) == case_no)).first()
    may_know = child_no is not None and sight.may(case_no, FieldClass.FACTS).at_all
    by = desk.session.exec(select(DutyRow.answered_by_post).where(col(DutyRow.no) == f"{case_no}/{view.no}")).first()
    return _Owed(
        view=view,
        child=shown_of(desk, [child_no])[child_no] if may_know and child_no else None,
        by=post_by_number(desk, by) if by else None,
    )


@router.get("/{case_no}/{duty_no}")
def ask(visit: Seated, case_no: str, duty_no: str, done: str = "") -> Response:
    """The form of a visit; once it was made, what was recorded of it."""
    return _page(visit, case_no, duty_no, _as_of_now(visit), done=done)


@router.post("/{case_no}/{duty_no}")
def make(visit: Seated, typed: Posted, case_no: str, duty_no: str) -> Response:
    """Record a visit. Sent twice, it is recorded once: the second time says what was recorded."""
    with visit.office.reading() as desk:
        fields = _owed(desk, visit, case_no, duty_no).view.fields
    try:
        acted = answer(visit, case_no, duty_no, typed, fields, at="happened_at")
    except Conflict:
        return _page(visit, case_no, duty_no, typed, status=409)
    except CaseworkError as error:
        return _page(visit, case_no, duty_no, typed, errors=mendable(error), status=422)
    settle(visit, [acted.procedure_no])
    return go(visit.url("visits", case_no, duty_no, done="reported" if acted.reported else "made"))


@router.get("/{case_no}/{duty_no}/not-seen")
def ask_why(visit: Seated, case_no: str, duty_no: str, done: str = "") -> Response:
    """The form for a visit on which nobody was seen."""
    return _not_seen(visit, case_no, duty_no, _as_of_now(visit), done=done)


@router.post("/{case_no}/{duty_no}/not-seen")
def say_why(visit: Seated, typed: Posted, case_no: str, duty_no: str) -> Response:
    """Keep that the child was sought; the visit stays owed."""
    with visit.office.reading() as desk:
        _owed(desk, visit, case_no, duty_no)
    try:
        why, when = typed.chosen(NotSeen, "why", "请选一个原因", "choose why"), _when(visit, typed)
        not_seen(visit.office, case_no, why, words=typed("words"), when=when, by_post=visit.post_no)
    except CaseworkError as error:
        return _not_seen(visit, case_no, duty_no, typed, errors=mendable(error))
    return go(visit.url("visits", case_no, duty_no, "not-seen", done=why.value))


def _when(visit: Visit, typed: Typed) -> When:
    return read_spoken(typed("happened_at"), visit.now, field="happened_at") or exactly(visit.now)


def _as_of_now(visit: Visit) -> Typed:
    """A form that says when: sent again later, it still says the same moment."""
    return Typed(values={"happened_at": [f"{visit.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"]})


def _not_seen(
    visit: Visit, case_no: str, duty_no: str, typed: Typed, *, errors: list[CaseworkError] | None = None, done: str = ""
) -> Response:
    with visit.office.reading() as desk:
        owed = _owed(desk, visit, case_no, duty_no)
    return page(
        visit,
        "visit_not_seen.html",
        status=422 if errors else 200,
        owed=owed,
        typed=typed.values,
        errors=errors or [],
        reasons=tuple(NotSeen),
        done=one_of(NotSeen, done),
    )


def _page(
    visit: Visit,
    case_no: str,
    duty_no: str,
    typed: Typed,
    *,
    errors: list[CaseworkError] | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    with visit.office.reading() as desk:
        owed = _owed(desk, visit, case_no, duty_no)
    live = owed.view.state in LIVE
    return page(
        visit,
        "visit_form.html" if live else "visit_made.html",
        status=status,
        owed=owed,
        view=owed.view,
        fields=_in_order(owed.view.fields),
        mine=owed.view.owner is not None and owed.view.owner.no == visit.post_no,
        typed=typed.values,
        errors=errors or [],
        done=done,
        raised=frozenset(_LAST),
        twice=status == 409,
    )


def _in_order(fields: tuple[AnswerField, ...]) -> list[AnswerField]:
    """As somebody looks who comes through the door; forms that ask for none of it stay as they are."""

    def place(one: AnswerField) -> tuple[int, int]:
        if one.name in _FIRST:
            return 0, _FIRST.index(one.name)
        return (2, _LAST.index(one.name)) if one.name in _LAST else (1, 0)

    return sorted(fields, key=place)
