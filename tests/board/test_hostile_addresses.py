"""No address leads out of where it belongs: to a file, to another site, into a header. 恶意地址."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.board.conftest import PASSWORD, Board, hidden_in
from tests.evidence import PHOTOGRAPH
from tests.evidence import hand_in as handed_in

UPWARDS = [
    *("../board/site.py", "..%2fsite.py", "%2e%2e/site.py", "%2e%2e%2fsite.py", "..%5csite.py", "....//site.py"),
    *("..%252fsite.py", "%c0%ae%c0%ae/site.py", "/etc/passwd", "%2fetc%2fpasswd", "hutong.css%00.py", ".%00./site.py"),
    "../../../../../../../../../../etc/passwd",
]
SECRETS = (b"FastAPI", b"root:x:")


@pytest.mark.parametrize("before", ["/static/", "/packs/", "/children/import/", "/cases/", "/audit/"])
def test_no_address_reaches_a_file_that_is_not_given_out(board: Board, before: str) -> None:
    visitor = board.as_post("P-OFFICE")
    for upwards in UPWARDS:
        answer = visitor.client.get(before + upwards)
        assert answer.status_code in (200, 400, 403, 404, 405, 422), upwards
        assert not [secret for secret in SECRETS if secret in answer.content], upwards
        assert before != "/static/" or answer.status_code == 404, upwards


NAMES = [
    *("../../x.jpg", "..\\..\\x.jpg", "/etc/cron.d/x", "C:\\x.jpg", "x.jpg\r\nSet-Cookie: a=b", '"; filename="x.exe'),
    *("con", "x" * 5_000, "\u202egpj.exe", "x\x00.jpg", ".htaccess"),
]


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_upload_reaches_neither_the_disk_nor_a_header(
    board: Board, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "a" / "b"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    before = {path for path in tmp_path.rglob("*") if "case.db" not in path.name}
    case, police = board.county.a_case(), board.as_post("P-LIUXI-POLICE")
    page = f"/cases/{case}/evidence"
    files: dict[str, Any] = {"file": (name, BytesIO(PHOTOGRAPH), "image/jpeg\r\nx: y")}
    answer = police.client.post(page, data=hidden_in(police.get(page)), files=files)
    if answer.status_code == 200:
        (fact,) = board.county.facts("evidence_added", case)
        taken = police.post(f"{page}/{fact['no']}", reason="核对", what="file")
        assert taken.headers["content-disposition"] == f'attachment; filename="{fact["no"]}.jpg"'
        assert taken.headers["content-type"] == "image/jpeg"
        assert "set-cookie" not in taken.headers
    else:
        assert answer.status_code in (400, 422)
    assert {path for path in tmp_path.rglob("*") if "case.db" not in path.name} == before


DOWNLOADS = ["/cases/{}/audit/html", "/cases/{}/audit/xlsx", "/children/import/children/template.xlsx", "/calendar.ics"]


@pytest.mark.parametrize("evil", ["x%0d%0aSet-Cookie:%20a=b", "x%22;%20filename=%22y", "%E2%80%AE", "x%00"])
def test_what_stands_in_an_address_never_becomes_a_header(board: Board, evil: str) -> None:
    case, visitor = board.county.a_case(), board.as_post("P-OFFICE")
    paths = [one.format(case) for one in DOWNLOADS]
    for path in [
        *paths,
        f"/cases/{evil}",
        f"/cases/{evil}/audit/html",
        f"/packs/{evil}",
        f"/lang/{evil}",
        f"/audit/{evil}",
    ]:
        for address in (path, f"{path}?on={evil}&area={evil}&back={evil}&from={evil}"):
            answer = visitor.client.get(address, follow_redirects=False)
            assert answer.status_code != 500, address
            _one_line_each(answer.headers.multi_items())


def _one_line_each(headers: list[tuple[str, str]]) -> None:
    for name, value in headers:
        assert not set(value) & set("\r\n\x00"), name
        if name == "set-cookie":
            assert not value.startswith("a=b")
        if name == "content-disposition":
            assert value.count("filename=") == 1
            assert value.isascii()


ELSEWHERE = [
    *(
        "//evil.example",
        "https:evil.example",
        "https://evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil",
    ),
    *("\t//evil.example", " //evil.example", "http:\\\\evil.example", "/%09/evil.example/..", "javascript:alert(1)"),
    *("//evil.example\\@127.0.0.1", "/\x00/evil", "///evil.example", "/\r\nLocation: //evil", "evil.example"),
]


def test_signing_in_leads_to_a_page_of_ours_wherever_one_was_told_to_come_back_to(board: Board) -> None:
    login = board.account_of("P-OFFICE")
    for elsewhere in ELSEWHERE:
        _signs_in(board, login, elsewhere)


def _signs_in(board: Board, login: str, elsewhere: str) -> None:
    visitor = board.anybody()
    drawn = hidden_in(visitor.get("/sign-in"))
    typed = {**drawn, "name": login, "password": PASSWORD, "back": elsewhere}
    answer = visitor.client.post("/sign-in", data=typed, follow_redirects=False)
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert where == "/today" or where.startswith("/%09/"), elsewhere  # an encoded tab is a path of ours
    already = visitor.client.get("/sign-in", params={"back": elsewhere}, follow_redirects=False)
    if "\x00" in elsewhere:  # no address at all
        assert already.status_code == 404
    else:
        assert already.headers["location"] == where


def test_evidence_is_given_out_under_its_number_whatever_it_was_called(board: Board) -> None:
    case = board.county.a_case()
    added = handed_in(board.county, case)
    police = board.as_post("P-LIUXI-POLICE")
    taken = police.post(f"/cases/{case}/evidence/{added.no}", reason="核对", what="file")
    assert "苗苗" not in str(taken.headers)


@pytest.mark.parametrize(
    "path", ["/cases?area=%00", "/stuck?kind=%00overdue", "/cases/C-%00", "/api/v1/cases?area=%00"]
)
def test_a_character_that_a_database_does_not_know_is_no_address(board: Board, path: str) -> None:
    answer = board.as_post("P-OFFICE").client.get(path)
    assert answer.status_code == 404
    assert "地址有误" in answer.text


def test_a_character_that_a_database_does_not_know_is_not_kept_of_a_form(board: Board) -> None:
    case = board.county.a_case()
    answer = board.as_post("P-OFFICE").post(f"/cases/{case}/note", about="note", kind="\x00", words="电话\x00未通")
    assert answer.status_code < 500
