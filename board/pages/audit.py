"""Was each rule kept, and where is the proof? The audit sheet of a case, of an area, and of the record itself. 审计."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from board import allowed
from board.downloads import as_file
from board.forms import Posted, Typed, day_of, one_of
from board.rendering import page
from board.troubles import mendable
from board.verdicts import CSS, verdict_chip
from board.visit import Known, Seated, Visit
from rules.access import FieldClass
from rules.errors import CaseworkError, Refused
from rules.vocabulary import Force, Precision, ProcedureKind
from tasks import audit_paper, audit_seen, audit_set_paper
from tasks import verify as verifying
from tasks.access_area import demand_area
from tasks.audit_forms import FORMS
from tasks.audit_rules import NOT_IN_TIME
from tasks.audit_set import Asked
from tasks.audit_view import COLUMNS
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from tasks.audit_sheet import CaseSheet
    from tasks.audit_view import SetView

router = APIRouter()

LATE_ON_A_PAGE = 50
"""Late ones of many cases that are listed on the page; a file has them all."""


# --- one case ----------------------------------------


@router.get("/cases/{case_no}/audit")
def of_case(visit: Seated, case_no: str, on: str = "") -> Response:
    """The sheet of one case, rule by rule."""
    try:
        sheet = audit_seen.show_case(visit.office, case_no, visit.post, on=day_of(on, "on"))
    except CaseworkError as error:
        wrong = _named(error)
        sheet = audit_seen.show_case(visit.office, case_no, visit.post, on=None)
        return _case(visit, sheet, on, Typed(), wrong)
    return _case(visit, sheet, on, Typed(), [])


@router.post("/cases/{case_no}/audit")
def take_case(visit: Seated, typed: Posted, case_no: str) -> Response:
    """The same as a file, with the reason on the record."""
    try:
        on = day_of(typed("on"), "on")
        made = audit_seen.take_case(
            visit.office, case_no, visit.post, on=on, form=typed("form"), reason=typed("reason")
        )
    except CaseworkError as error:
        wrong = _named(error)
        sheet = audit_seen.show_case(visit.office, case_no, visit.post, on=None)
        return _case(visit, sheet, typed("on"), typed, wrong)
    return as_file(made, typed("form"), f"hecha-{case_no}-{on or visit.say.today:%Y%m%d}")


def _case(visit: Visit, sheet: CaseSheet, on: str, typed: Typed, errors: list[CaseworkError]) -> Response:
    return page(
        visit,
        "audit_case.html",
        status=422 if errors else 200,
        sheet=sheet,
        asked=[
            (one, [judged for judged in one.rules if judged.duty is not None], _never(one)) for one in sheet.procedures
        ],
        **_words(),
        counts=sheet.counts,
        on=on,
        typed=typed.values,
        errors=errors,
    )


def _never(one: Any) -> list[Any]:
    return [judged for judged in one.rules if judged.duty is None]


# --- many ----------------------------------------


@router.get("/audit")
def of_many(visit: Seated, area: str = "", first: str = "", last: str = "", procedure: str = "") -> Response:
    """Which area and which days; then the sheet of all its cases."""
    _demand_many(visit)
    typed = Typed(values={"area": [area], "first": [first], "last": [last], "procedure": [procedure]})
    if not first and not last:
        return _many(visit, None, typed, [])
    try:
        view = audit_seen.show_set(visit.office, _asked(visit, typed), visit.post)
    except CaseworkError as error:
        return _many(visit, None, typed, _named(error))
    return _many(visit, view, typed, [])


@router.post("/audit")
def take_many(visit: Seated, typed: Posted) -> Response:
    """The same as a file: without numbers of cases and small numbers, unless it is for use inside."""
    _demand_many(visit)
    try:
        asked = _asked(visit, typed)
        made = audit_seen.take_set(
            visit.office,
            asked,
            visit.post,
            form=typed("form"),
            reason=typed("reason"),
            for_inside=typed("inside") == "yes",
        )
    except CaseworkError as error:
        return _many(visit, None, typed, _named(error))
    return as_file(made, typed("form"), f"hecha-{asked.area}-{asked.from_on:%Y%m%d}-{asked.to_on:%Y%m%d}")


def _demand_many(visit: Visit) -> None:
    """For whoever oversees every case of the place."""
    with visit.office.reading() as desk:
        demand_area(visit.sight(desk), visit.post.area, FieldClass.AUDIT)


def _asked(visit: Visit, typed: Typed) -> Asked:
    first, last = day_of(typed("first"), "first"), day_of(typed("last"), "last")
    if first is None or last is None:
        raise Refused("请写明起止日期", "say from which day to which", field="last" if first is not None else "first")
    return Asked(
        area=typed("area") or visit.post.area,
        from_on=first,
        to_on=last,
        procedure=one_of(ProcedureKind, typed("procedure")),
    )


def _many(visit: Visit, view: SetView | None, typed: Typed, errors: list[CaseworkError]) -> Response:
    today = visit.say.today
    return page(
        visit,
        "audit_many.html",
        status=422 if errors else 200,
        view=view,
        typed=typed.values,
        errors=errors,
        kinds=ProcedureKind,
        own_area=visit.post.area,
        usual=(today - timedelta(days=90), today),
        most=LATE_ON_A_PAGE,
        columns=COLUMNS,
        set_paper=audit_set_paper,
        **_words(),
    )


# --- the record itself ----------------------------------------


@router.get("/audit/verify")
def ask_verify(visit: Known) -> Response:
    """What verifying means; it reads everything, so it is asked for and not done by looking."""
    _demand_verify(visit)
    return page(visit, "audit_verify.html", found=None)


@router.post("/audit/verify")
def verify(visit: Known, _: Posted) -> Response:
    """Compute every entry again."""
    seen = _demand_verify(visit)
    with visit.house.reading() as desk:
        found = verifying.verify(desk)
    return page(visit, "audit_verify.html", found=found, seen=seen, SEALS=verifying.SEALS)


def _demand_verify(visit: Visit) -> bool:
    """For whoever oversees the place or sees how the system runs. Returns whether places may be told."""
    with visit.house.reading() as desk:
        if allowed.may(desk, visit, FieldClass.HEALTH):
            return True
        if visit.seat is None:
            allowed.demand(desk, visit, FieldClass.HEALTH)
        demand_area(visit.sight(desk), visit.post.area, FieldClass.AUDIT)
    return False


# --- what they have in common ----------------------------------------


def _words() -> dict[str, Any]:
    return {
        "paper": audit_paper,
        "verdict": verdict_chip,
        "verdict_css": CSS,
        "Verdict": Verdict,
        "Force": Force,
        "Precision": Precision,
        "not_in_time": NOT_IN_TIME,
        "forms": FORMS,
    }


def _named(error: CaseworkError) -> list[CaseworkError]:
    """What is wrong, each field of the services under the name that it has in the forms here."""
    names = {
        "--on": "on",
        "--from": "first",
        "--to": "last",
        "--area": "area",
        "--reason": "reason",
        "--agency": "area",
    }
    return [
        Refused(one.zh, one.en, field=names.get(one.field, one.field), source=one.source) for one in mendable(error)
    ]
