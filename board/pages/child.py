"""Who saw this child over the years, and where is nothing? The file of a child. 孩子档案."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from board.rendering import page
from board.visit import Seated
from rules.access import FieldClass, Sees
from rules.contacts import GAP_RULE
from rules.stays import COUNTING_RULE
from tasks import wording
from tasks.audit_access import CHILD_PAGE
from tasks.care_days import care_of
from tasks.child_head import child_head
from tasks.child_years import MonthStand, years_of
from tasks.contact_sheet import contact_sheet
from tasks.posts import post_by_number
from tasks.recorded_looks import looked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.contacts import Contact
    from tasks.desk import Desk
    from tasks.posts import FoundPost

router = APIRouter(prefix="/children")

CONTACTS = 200
"""Contacts that are listed one by one, the latest."""


@router.get("/{child_no}")
def child(visit: Seated, child_no: str, gap: str = "") -> Response:
    """The file of a child, as far as this post may see it."""
    with visit.office.reading() as desk:
        condition = visit.sight(desk).demand_of_child(child_no, FieldClass.FACTS)
    if condition is not Sees.YES:  # through a case that was opened in an emergency
        looked(visit.office, CHILD_PAGE, by_post=visit.post_no, chain=child_no)
    with visit.office.reading() as desk:
        sight = visit.sight(desk)
        head = child_head(desk, child_no, admits=sight.cases_condition(FieldClass.FACTS))
        whole = sight.may_of_child(child_no, FieldClass.TIMELINE).at_all
        return page(
            visit,
            "child.html",
            head=head,
            **(_years(desk, child_no, gap, {one.no for one in head.cases}) if whole else {"sheet": None}),
            identity=[one.no for one in head.cases if sight.may(one.no, FieldClass.IDENTITY).at_all][:1],
        )


def _years(desk: Desk, child_no: str, gap: str, seen: set[str]) -> dict[str, object]:
    days = int(gap) if gap.isdigit() and 0 < int(gap) <= 3660 else None
    sheet = contact_sheet(desk, child_no, longer_than=days)
    pack = desk.pack
    usual = pack.fact(GAP_RULE)
    shown = list(sheet.contacts)[-CONTACTS:][::-1]
    return {
        "sheet": sheet,
        "grid": years_of(sheet),
        "MonthStand": MonthStand,
        "care": care_of(desk, child_no),
        "contacts": shown,
        "seen": seen,
        "posts": _posts(desk, shown),
        "duty_name": {one.code: pack.duties[one.code] for one in shown if one.code in pack.duties},
        "is_usual": sheet.longer_than == usual.limits["default"].amount,
        "gap_basis": wording.cite(usual),
        "night_basis": wording.cite(pack.fact(COUNTING_RULE)),
        "night_rule": pack.fact(COUNTING_RULE).note,
        "since_ever": date.min,
    }


def _posts(desk: Desk, contacts: Iterable[Contact]) -> dict[str, FoundPost | None]:
    return {no: post_by_number(desk, no) for no in {one.by_post for one in contacts if one.by_post}}
