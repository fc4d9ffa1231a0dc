"""Is there an address at which somebody sees or does what is not theirs? 逐个地址核对.

Every page is walked: without an account, and as posts that are nothing to the case. A page that is added is walked
with the others; one that is to be open to everybody has to be named here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from sqlmodel import col, select

from board.pages import PAGES
from models import CaseFile, JournalEntry, ReportRow
from tests.board.conftest import Board, Visitor
from tests.foreigners import P_FOREIGN_CIVIL, P_FOREIGN_OFFICE, P_FOREIGN_POLICE, P_MEDIA, with_neighbours

OPEN_TO_ALL = {
    *("GET /", "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /lang/{lang}", "GET /healthz"),
    *("GET /report", "POST /report", "GET /report/blank", "GET /report/receipt", "POST /report/receipt/away"),
    *("GET /report/what-became", "POST /report/what-became"),
}
"""What anybody may open: reporting, asking what became of a report, and the way in."""

ASKS_BLINDLY = {"/cases/{case_no}/emergency", "/reports/{report_no}/reporter"}
"""Forms that ask to open something: they show nothing of it, not even that it is there."""

OF_A_CASE = ("{case_no}", "{child_no}", "{report_no}", "{incident_no}")


def _routes() -> list[APIRoute]:
    found = [route for router in PAGES for route in router.routes if isinstance(route, APIRoute)]
    assert len(found) > 80, "the walk found fewer pages than there are"
    return found


ROUTES = [(method, route.path_format) for route in _routes() for method in sorted(route.methods)]
FOREIGN = [(method, path) for method, path in ROUTES if any(one in path for one in OF_A_CASE)]


def _numbers(board: Board) -> dict[str, str]:
    with board.office.reading() as desk:
        case = desk.session.exec(select(CaseFile).where(col(CaseFile.child_no).is_not(None))).first()
        report = desk.session.exec(select(ReportRow)).first()
    assert case is not None
    assert report is not None
    of_report = {"report_no": report.no, "incident_no": report.incident_no}
    return {"case_no": case.no, "duty_no": "1", "entry": "1", "child_no": str(case.child_no), **of_report}


def _filled(path: str, numbers: dict[str, str]) -> str:
    known = {"act": "note", "what": "children", "form": "html", "lang": "en", "pack_id": "national", **numbers}
    named = ("grant_no", "post_no", "person_no", "account_no", "evidence_no", "instrument_no", "adult_no", "notice_no")
    others = {name: f"{name}-1" for name in named}
    return path.format(**others, **known)


def _sent(visitor: Visitor, method: str, path: str) -> int:
    answer = visitor.get(path) if method == "GET" else visitor.post(path, seen="/account", reason="试一试")
    return answer.status_code


def _entries(board: Board) -> int:
    with board.office.reading() as desk:
        return len(desk.session.exec(select(JournalEntry.seq)).all())


def test_without_an_account_every_other_page_leads_to_the_form_and_writes_nothing(board: Board) -> None:
    board.county.a_case()
    numbers, before, visitor = _numbers(board), _entries(board), board.anybody()
    wrong = []
    for method, path in ROUTES:
        if f"{method} {path}" in OPEN_TO_ALL:
            continue
        address = _filled(path, numbers)
        answer = visitor.client.request(method, address, data={} if method == "POST" else None)
        if answer.url.path != "/sign-in" and answer.status_code not in (403, 422):
            wrong.append((method, address, answer.status_code))
    assert wrong == []
    assert _entries(board) == before


def test_everything_that_is_open_to_all_is_a_page() -> None:
    assert {f"{method} {path}" for method, path in ROUTES} >= OPEN_TO_ALL


@pytest.mark.parametrize("post", [P_FOREIGN_OFFICE, P_FOREIGN_CIVIL, P_FOREIGN_POLICE, P_MEDIA])
def test_whoever_is_nothing_to_a_case_finds_no_address_that_shows_it_or_acts_on_it(board: Board, post: str) -> None:
    with_neighbours(board.county)
    board.county.a_case()
    numbers, visitor = _numbers(board), board.as_post(post)
    before = _entries(board)
    opened = [
        (method, path, status)
        for method, path in FOREIGN
        if not (method == "GET" and path in ASKS_BLINDLY)
        and (status := _sent(visitor, method, _filled(path, numbers))) not in (403, 404, 422)
    ]
    assert opened == []
    assert _entries(board) == before


def _asked_blindly(visitor: Visitor, numbers: dict[str, str]) -> Iterator[str]:
    for path in sorted(ASKS_BLINDLY):
        text = visitor.get(_filled(path, numbers)).text
        yield text.replace(numbers["case_no"], "NO").replace(numbers["report_no"], "NO")


def test_a_form_that_asks_to_open_something_does_not_tell_whether_it_is_there(board: Board) -> None:
    with_neighbours(board.county)
    board.county.a_case()
    visitor = board.as_post(P_FOREIGN_POLICE)
    there = _numbers(board)
    absent = {**there, "case_no": "C-00000-00000", "report_no": "R-00000-00000"}
    assert list(_asked_blindly(visitor, there)) == list(_asked_blindly(visitor, absent))
