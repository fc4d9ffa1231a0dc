"""Whatever is typed, stored, named or asked for is only words: on pages, papers and in messages. 恶意文字."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update
from sqlmodel import select

from board.pages import PAGES
from board.site import build
from models import Agency, Blob, CaseFile, Post
from models.database import Database
from notifications.message import Rendered
from packs.loader import from_content
from rules.vocabulary import InstrumentKind
from rules.when import exactly
from tasks import instruments
from tasks.child_sheet import template
from tasks.export_children import Chosen, export_children
from tasks.instruments import Text
from tasks.paper import print_out
from tests.board.conftest import CHEAP, Board
from tests.board.hostile import LINK, TEMPLATE, WORDS, sendings, shown_in, wrong_in
from tests.board.test_every_route import ROUTES, _filled, _numbers
from tests.board.test_report import a_page, narrative
from tests.builders import a_child
from tests.clock import Clock
from tests.databases import ON_SQLITE
from tests.documents.read_back import lines_of_page, lines_of_word
from tests.evidence import hand_in
from tests.monitored import on_the_list
from tests.office import a_county, national
from tests.registers import read_back

pytestmark = ON_SQLITE

PAGES_TO_READ = sorted({path for method, path in ROUTES if method == "GET" and not path.endswith((".xlsx", ".ics"))})
POSTS = ["P-OFFICE", "P-LIUXI-STATION"]
"""Who oversees, and who works: between them they are shown every form of a case."""


def _addresses(board: Board) -> list[str]:
    numbers = _numbers(board)
    acts = ["hand-on", "pause", "extend", "cause", "skip", "excuse"]
    duty = f"/cases/{numbers['case_no']}/duties/1"
    return [*(_filled(path, numbers) for path in PAGES_TO_READ), *(f"{duty}/{act}" for act in acts)]


# ------------------------------------------------------------------------------------------------ what is asked for


@pytest.mark.parametrize("words", [WORDS, LINK], ids=["words", "link"])
def test_nothing_that_an_address_asks_for_is_more_than_words(board: Board, words: str) -> None:
    case = board.county.a_case()
    board.county.answer(case, "triage")
    visitor, numbers, asked = board.as_post("P-OFFICE"), _numbers(board), 0
    wrong = {}
    for router in PAGES:
        for route in router.routes:
            if not isinstance(route, APIRoute) or "GET" not in route.methods:
                continue
            names = {one.alias for one in route.dependant.query_params}
            found = visitor.get(
                _filled(route.path_format, numbers), **dict.fromkeys(names | {"done", "back", "x"}, words)
            )
            asked += len(names)
            if "html" in found.headers.get("content-type", "") and (bad := wrong_in(found.text)):
                wrong[route.path_format] = bad
    assert wrong == {}
    assert asked > 30


@pytest.mark.parametrize("place", ["case_no", "duty_no", "child_no", "pack_id", "evidence_no", "post_no", "what"])
def test_nothing_that_stands_in_an_address_is_more_than_words(board: Board, place: str) -> None:
    board.county.a_case()
    visitor, numbers = board.as_post("P-OFFICE"), _numbers(board)
    tried = [path for path in PAGES_TO_READ if f"{{{place}}}" in path]
    evil = WORDS.replace("/", "")  # one part of an address
    for path in tried:
        address = path.replace(f"{{{place}}}", "EVIL")
        found = visitor.get(_filled(address, numbers).replace("EVIL", evil.replace("%", "%25").replace("#", "%23")))
        assert wrong_in(found.text) == [], path
    assert tried


# ------------------------------------------------------------------------------------------------ what is typed


@pytest.mark.slow
@pytest.mark.parametrize("post", POSTS)
def test_what_is_typed_into_any_form_is_shown_as_it_was_typed_then_and_ever_after(board: Board, post: str) -> None:
    words = WORDS
    on_the_list(board.county)
    case = board.county.a_case()
    hand_in(board.county, case)
    visitor = board.as_post(post)
    sent, echoed, wrong = 0, 0, {}
    for everything in (True, False):
        for address in _addresses(board):
            for action, answer in sendings(visitor, address, words, all_fields=everything):
                sent += 1
                echoed += shown_in(answer.text, words)
                if "html" in answer.headers.get("content-type", "") and (bad := wrong_in(answer.text)):
                    wrong[action] = bad
                assert answer.status_code != 500, (action, answer.text[-1500:])
    for address in _addresses(board):  # what was taken is stored, and shown to the next
        shown = visitor.get(address)
        if "html" in shown.headers.get("content-type", "") and (bad := wrong_in(shown.text)):
            wrong[address] = bad
    assert wrong == {}
    assert sent > 20
    assert echoed > 5, "forms that were refused show what was typed"


@pytest.mark.parametrize("words", [WORDS, LINK], ids=["words", "link"])
def test_a_report_keeps_every_word_and_shows_it_to_whoever_may_read_it_as_words(board: Board, words: str) -> None:
    fields = {"情况": words, "事件.地点": words, "儿童.1.姓名": words, "报告人.姓名": words, "报告人.单位": words}
    taken = board.anybody().post("/report", **a_page(**fields))
    assert wrong_in(taken.text) == []
    assert words in str(narrative(board))
    with board.office.reading() as desk:
        case = desk.session.exec(select(CaseFile.no)).one()
    names = board.as_post("P-CIVIL").post(f"/cases/{case}/names", reason=words)
    assert names.status_code == 200
    assert wrong_in(names.text) == []
    assert shown_in(names.text, words)
    looks = board.as_post("P-CIVIL").post(f"/cases/{case}/looks", reason=words)
    assert wrong_in(looks.text) == []
    assert shown_in(looks.text, words)


# ------------------------------------------------------------------------------------------------ what we are given


def test_words_of_a_pack_and_of_the_directory_are_only_words_on_pages_and_in_messages(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    evil = json.dumps(WORDS, ensure_ascii=False)[1:-1]
    content = national().content.replace("接受报案并出具回执", evil)
    county = a_county(database, clock, tmp_path, pack=from_content(content))
    with county.office.writing() as desk:
        desk.session.execute(update(Post).values(zh=WORDS, en=WORDS))
        desk.session.execute(update(Agency).values(zh=WORDS, en=WORDS))
    county.office.directory.as_of(-1)
    board = Board(county, build(county.office, policy=CHEAP))
    case = county.a_case()
    with county.office.reading() as desk:
        messages = [Rendered.from_bytes(row.content) for row in desk.session.exec(select(Blob))]
    assert messages
    assert any(WORDS in one.text for one in messages)
    assert not [one for one in messages if "1337" in one.text + one.subject]
    police = board.as_post("P-LIUXI-POLICE")
    for path in ("/today", f"/cases/{case}", f"/cases/{case}/duties/2", "/cases"):
        page = police.get(path)
        assert wrong_in(page.text) == [], path
        assert shown_in(page.text, TEMPLATE), path
    for client in board.opened:
        client.close()


# ------------------------------------------------------------------------------------------------ papers and tables


@pytest.mark.parametrize("words", [WORDS, LINK], ids=["words", "link"])
def test_a_printed_order_says_what_was_written_and_nothing_more(board: Board, words: str) -> None:
    case = board.county.a_case()
    said = Text(title=words, facts=words, content=words, outside=(words,), document_no=words)
    made = instruments.issue(
        board.office,
        case,
        InstrumentKind.SUPERVISION_ORDER,
        said,
        no_term=True,
        when=exactly(board.county.clock()),
        by_post="P-PROC",
    )
    paper = print_out(board.office, made, by_post="P-PROC")
    page = paper.html.decode()
    assert "<x-evil" not in page
    assert "<script" not in page
    assert "1337" not in page
    assert "href" not in page
    for lines in (lines_of_page(paper.html), lines_of_word(paper.docx)):
        assert sum(words in line for line in lines) >= 3
    parts = _parts(paper.docx)
    assert b"<w:hyperlink " not in parts
    assert b"TargetMode" not in parts, "nothing outside the file is fetched"


FORMULAS = ['=HYPERLINK("http://evil.example","点我")', "+cmd|' /C calc'!A0", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_name_that_would_be_a_formula_is_words_in_a_register_that_is_taken_out(board: Board, formula: str) -> None:
    on_the_list(board.county, child=a_child(name=formula))
    taken = export_children(board.office, Chosen(area="990101"), by_post="P-CIVIL", reason="核对")
    row = next(row for row in read_back(taken.content)[1:] if any(row))
    assert formula.strip() in [str(cell).strip() for cell in row]
    assert b"<f>" not in _parts(taken.content, "worksheet")
    assert b"hyperlink" not in _parts(taken.content, "worksheet").lower()
    assert b"<f>" not in _parts(template(), "worksheet")


def _parts(file: bytes, within: str = "") -> bytes:
    """The parts of an office file, unpacked."""
    with zipfile.ZipFile(BytesIO(file)) as packed:
        return b"".join(packed.read(part) for part in packed.namelist() if within in part)
