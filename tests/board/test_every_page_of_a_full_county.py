"""Does every page answer where much has happened, on either database? 逐页打开.

What differs between the databases is in what is read: lists, counts, orders, pages of lines.  So one county, in which
everything that can be stuck is, is opened page by page by those who see most of it.
"""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute
from sqlmodel import col, select

from board.pages import PAGES
from models import CaseFile, Evidence, ReportRow
from rules.sharing import ShareGround, SharePurpose
from rules.vocabulary import InstrumentKind, Tier
from rules.when import exactly
from tasks import accounts, instruments
from tasks.access import sharing
from tasks.access.sharing import Wish
from tasks.entries_of import entries_of
from tasks.evidence import File, add_evidence
from tasks.instruments import Text
from tasks.notice_reading import notices_of
from tasks.people_around import around
from tests.board.conftest import Board, Visitor
from tests.board.test_people import as_administrator_beside
from tests.builders import a_child
from tests.evidence import PHOTOGRAPH
from tests.monitored import on_the_list
from tests.planted import an_order, overdue, undelivered_notice

POLICE, LEAD, OFFICE, STATION = "P-LIUXI-POLICE", "P-CIVIL", "P-OFFICE", "P-LIUXI-STATION"

NOT_LOOKED_AT = {
    *("/lang/{lang}", "/sign-in", "/report/receipt", "/no-post", "/healthz", "/", "/cases/opened/{case_no}"),
    *("/cases/{case_no}/services/refer", "/cases/{case_no}/duties/{duty_no}/letter.{form}"),
}
"""What leads on, is about a form that was just sent or of a rung that was climbed, or answers a machine."""


@pytest.fixture
def full(board: Board) -> dict[str, str]:
    """A county in which much has happened; the numbers by which its pages are opened."""
    county = board.county
    case = county.a_case()
    county.answer_all(case, "triage", "police_acceptance")
    an_order(county, case, days=30)
    text, now = Text(title="家庭暴力告诫书", facts="经查", content="不得再次殴打"), exactly(county.clock())
    draft = instruments.draft(county.office, case, InstrumentKind.WARNING, text, when=now, by_post=POLICE)
    add_evidence(county.office, case, File(content=PHOTOGRAPH, name="照片", words="扫描件"), when=now, by_post=POLICE)
    wish = Wish(
        to_post="P-RELIEF", ground=ShareGround.JOINT_PROTECTION, purpose=SharePurpose.TAKE_OVER, words="接收并照护"
    )
    package = sharing.make(county.office, case, wish, by_post=POLICE)
    other = county.a_case(children=[a_child(name="林小河", adults=[])])
    undelivered_notice(county, other)
    on_the_list(county, tier=Tier.HIGH)
    county.clock.move(days=12)
    county.beat()
    overdue(county, case)
    with county.office.reading() as desk:
        told = notices_of(desk, LEAD, limit=1)
        known = {
            "child_no": desk.session.exec(select(CaseFile.child_no).where(col(CaseFile.no) == case)).one(),
            "incident_no": desk.session.exec(select(ReportRow.incident_no).order_by(col(ReportRow.no))).first(),
            "report_no": desk.session.exec(select(ReportRow.no).order_by(col(ReportRow.no))).first(),
            "evidence_no": desk.session.exec(select(Evidence.no)).one(),
            "adult_no": around(desk, case)[0].no,
            "entry": next(str(one.n) for one in entries_of(desk, case) if one.by_somebody),
            "notice_no": told[0].no,
        }
    named = {"case_no": case, "duty_no": "1", "instrument_no": draft, "post_no": POLICE, "pack_id": "national"}
    chosen = {"what": "children", "form": "html", "other_id": "national", "grant_no": package.no}
    board.account_of(POLICE)
    account = accounts.accounts(county.office)[0]
    people = {"person_no": board.person_at(STATION), "account_no": account.no}
    return {**{name: str(value) for name, value in known.items()}, **named, **chosen, **people}


def pages() -> list[str]:
    """Addresses that are looked at, as their routes name them."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    return sorted({route.path_format for route in routes if "GET" in route.methods} - NOT_LOOKED_AT)


ACTS = {"duties": "hand-on", "instruments": "issue", "accounts": "reset"}


def faults(visitor: Visitor, numbers: dict[str, str]) -> tuple[list[tuple[str, int]], set[str]]:
    """The pages that broke, and those that were shown."""
    broken: list[tuple[str, int]] = []
    shown: set[str] = set()
    for path in pages():
        act = next((code for part, code in ACTS.items() if f"/{part}/" in path), "")
        address = path.format(**numbers, act=act)
        answer = visitor.get(address)
        if answer.status_code >= 500:
            broken.append((path, answer.status_code))
        elif answer.status_code == 200 and answer.url.path == address:  # it led nowhere else
            shown.add(path)
    return broken, shown


def test_no_page_breaks_for_those_who_see_most_and_each_is_shown_to_one_of_them(
    board: Board, full: dict[str, str]
) -> None:
    found = {post: faults(board.as_post(post), full) for post in (POLICE, LEAD, OFFICE, STATION)}
    found["an administrator"] = faults(as_administrator_beside(board), full)
    assert {who: broken for who, (broken, _) in found.items() if broken} == {}
    assert not [path for path in found["an administrator"][1] if "{case_no}" in path]
    unseen = set(pages()).difference(*(shown for _, shown in found.values()))
    assert unseen == {"/children/{child_no}/care/begin"}, "the child is on the list already"
