"""I saw something: whom do I tell? Reporting, for anybody and for staff; the receipt; a form on paper. 报告.

A report is a right of anybody (未成年人保护法 Art. 11(1)): these pages ask for no account and no name.  What is shown
of a report here is its receipt, to the browser that handed it in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from board import cookies
from board.forms import Posted
from board.leaving import go
from board.rendering import page
from board.report_draft import Draft, draft_of
from board.report_reading import in_words_of_the_page, report_in
from board.settling import settle
from board.troubles import mendable
from board.visit import Anybody, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError, Refusals, Refused
from rules.vocabulary import Relation, Role, Sex, Situation, UnitKind
from tasks.accounts import SecondFactor
from tasks.plain_words import IN_PLAIN_ENGLISH, IN_PLAIN_WORDS, article_of
from tasks.receipts import what_next
from tasks.report_once import Taken, new_token, received_with, take_report_once
from tasks.served import places_served

if TYPE_CHECKING:
    from board.limits import Limits
    from tasks.receipts import Received
    from tasks.report_form import ReportForm
    from tasks.served import Place

router = APIRouter(prefix="/report")

THEMSELVES, FOR_SOMEBODY = "self", "other"
"""A post reports what it saw itself, or enters what somebody told it."""

_REPORT_THEMSELVES = frozenset(
    {Role.SCHOOL, Role.HOSPITAL, Role.CHILD_DIRECTOR, Role.COMMITTEE, Role.WELFARE_INSTITUTION, Role.SOCIAL_WORK}
)
"""What is ticked beforehand: who mostly reports what they saw themselves; the others mostly take what they are told."""


@router.get("")
def report(request: Request, visit: Anybody) -> Response:
    """The form, with a token of its own; whatever receipt was lying here is put away."""
    answer = _form(visit, Draft(typed={"谁报告": _usually(visit)}), new_token(visit.house))
    cookies.keep_receipt(request, answer, cookies.NOTHING)
    return answer


@router.post("")
def hand_in(request: Request, visit: Anybody, typed: Posted) -> Response:
    """Take the report; or draw the form again with more room, or with what is wrong, and with everything typed."""
    draft, token = draft_of(typed), typed("once")
    match typed("do").partition("-"):
        case ("child", _, _):
            return _form(visit, draft.with_another_child(), token)
        case ("adult", _, place) if place.isascii() and place.isdigit() and len(place) < 4:
            return _form(visit, draft.with_another_adult(int(place)), token)
        case ("stay", _, _):  # Enter in a field hands nothing in
            return _form(visit, draft, token)
    draft = draft.without_empty_children()
    try:
        taken = _take(request, visit, draft, token)
    except CaseworkError as error:
        wrong = [in_words_of_the_page(one) if isinstance(one, Refused) else one for one in mendable(error)]
        fresh = token if all(one.field != "once" for one in wrong) else new_token(visit.house)
        return _form(visit, draft, fresh, wrong)
    settle(visit, [one.procedure_no for one in taken.received.concerned])
    return _received(request, visit, taken, token)


def _take(request: Request, visit: Visit, draft: Draft, token: str) -> Taken:
    limits: Limits = request.app.state.limits
    address = request.client.host if request.client else ""
    limited = visit.who is None and not draft.danger
    if limited and limits.reports.is_reached(address, visit.now):
        raise _too_many()
    taken = take_report_once(visit.office, _read(visit, draft), token)
    if visit.who is None and not taken.again:
        limits.reports.count(address, visit.now)
    return taken


def _read(visit: Visit, draft: Draft) -> ReportForm:
    """What the page says; of a post that reports what it saw itself the journal names nobody, as of any reporter."""
    with visit.house.reading() as desk:
        served = frozenset(place.area for place in places_served(desk))
    if not _acts_as_post(visit):
        return report_in(draft, visit.now, served)
    if draft("谁报告") == THEMSELVES:
        return report_in(draft, visit.now, served, reporter_post=visit.post_no)
    return report_in(draft, visit.now, served, received_by=visit.post_no)


def _too_many() -> Refusals:
    return Refusals(
        [
            Refused(
                "同一网络一小时内提交的报告太多（本系统默认 30 份，HT-230），请稍后再交，或者拨打 12345、告诉派出所。"
                "孩子现在有危险的，先打 110，并在上面选“有危险”：这样的报告不受限制",
                "too many reports from this network within an hour (our default: 30, HT-230): send it later, or call "
                "12345 or the police station. If a child is in danger now, call 110 and say so above: that is taken",
                field="目前有危险",
            )
        ]
    )


def _acts_as_post(visit: Visit) -> bool:
    """Whether whoever asks is signed in wholly, and acts as a post; everybody else reports as anybody may."""
    who = visit.who
    return (
        who is not None
        and who.seat is not None
        and not who.must_change
        and who.second_factor is not SecondFactor.MISSING
    )


def _usually(visit: Visit) -> str:
    seat = visit.seat
    return THEMSELVES if seat is not None and seat.post.role in _REPORT_THEMSELVES else FOR_SOMEBODY


def _form(visit: Visit, draft: Draft, token: str, errors: list[CaseworkError] | None = None) -> Response:
    with visit.house.reading() as desk:
        places = places_served(desk)
        steps = what_next(desk.pack, must_report=True)
    return page(
        visit,
        "report.html",
        status=422 if errors else 200,
        draft=draft,
        token=token,
        errors=errors or [],
        places=[(place.area, _called(visit, place)) for place in places],
        steps=steps,
        as_post=_acts_as_post(visit),
        situations=_situations(visit),
        units=list(UnitKind),
        sexes=[(one.value, visit.say.term(one)) for one in Sex if one is not Sex.UNKNOWN],
        relations=[(one.value, visit.say.term(one)) for one in Relation],
    )


def _called(visit: Visit, place: Place) -> str:
    name = visit.say(place.zh, place.en)
    whole = visit.say("（不清楚在哪个乡镇的选这个）", " (if you do not know the township)")
    return name + whole if place.is_county else name


def _situations(visit: Visit) -> list[tuple[str, str, str]]:
    words = IN_PLAIN_WORDS if visit.lang == "zh" else IN_PLAIN_ENGLISH
    return [(one.value, words[one], article_of(one)) for one in Situation]


# --- the receipt ----------------------------------------------------------------------------------------------------


def _received(request: Request, visit: Visit, taken: Taken, token: str) -> Response:
    """On to the receipt; a browser that keeps nothing gets it at once, since it could not ask for it again."""
    if cookies.RECEIPT in request.cookies:
        answer: Response = go(visit.url("report", "receipt", changed="yes" if taken.changed else None))
    else:
        answer = _receipt(visit, taken.received, changed=taken.changed)
    cookies.keep_receipt(request, answer, token)
    return answer


@router.get("/receipt")
def receipt(request: Request, visit: Anybody, changed: str = "") -> Response:
    """The receipt of what was handed in from this browser a moment ago."""
    with visit.house.reading() as desk:
        received = received_with(desk, request.cookies.get(cookies.RECEIPT, ""))
    return go("/report/what-became") if received is None else _receipt(visit, received, changed=bool(changed))


@router.post("/receipt/away")
def put_away(request: Request, _visit: Anybody, _: Posted) -> Response:
    """The receipt was written down or printed: nothing of it stays on this machine."""
    answer = go("/")
    cookies.forget_receipt(request, answer)
    return answer


def _receipt(visit: Visit, received: Received, *, changed: bool) -> Response:
    with visit.house.reading() as desk:
        steps = what_next(desk.pack, must_report=received.unit_kind.must_report)
        opened: list[str] = []
        if _acts_as_post(visit):
            sight = visit.sight(desk)
            numbers = dict.fromkeys(one.case_no for one in received.concerned)
            opened = [no for no in numbers if sight.may(no, FieldClass.FACTS).at_all]
    return page(
        visit,
        "receipt.html",
        received=received,
        roles=list(dict.fromkeys(post.role for post in received.told)),
        steps=steps,
        changed=changed,
        opened=opened,
    )


# --- on paper -------------------------------------------------------------------------------------------------------


@router.get("/blank")
def blank(visit: Anybody) -> Response:
    """The same questions on a sheet of paper, for when the network is down."""
    facts: dict[str, Any] = {"situations": _situations(visit), "units": list(UnitKind)}
    return page(visit, "report_blank.html", **facts)
