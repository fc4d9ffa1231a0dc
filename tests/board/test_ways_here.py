"""Does a refusal on a page name the page, where the service names a command? 网页上的办理处."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from board.ways_here import in_pages
from tasks import closing
from tests.board.administrator import as_administrator
from tests.board.conftest import Board, hidden_in
from tests.cli.counter import ROOT
from tests.databases import ON_SQLITE

ON_THE_SERVER = {
    *("sweep", "worker", "doctor", "up", "journal", "audit", "directory", "pack", "evidence"),
    *("play", "demo", "simulate"),
}
"""What is done on the server: there is no page for it."""
NAMED = re.compile(r"hutong ([a-z-]+)")
HAN = re.compile(r"[\u4e00-\u9fff]")


def said() -> Iterator[tuple[str, str]]:
    """Every text of the services, but not what explains their code."""
    for path in sorted([*(ROOT / "tasks").rglob("*.py"), *(ROOT / "rules").glob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        explained = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in explained:
                continue
            if "hutong " in node.value:
                yield f"{path.name}:{node.lineno}", node.value


def test_no_command_that_has_a_page_is_left_in_the_words_of_a_service() -> None:
    texts = list(said())
    assert len(texts) > 100
    left = [
        (where, name)
        for where, text in texts
        for name in NAMED.findall(in_pages(text, "zh" if HAN.search(text) else "en"))
        if name not in ON_THE_SERVER and not text.startswith("hutong")
    ]
    assert left == []


def test_no_text_of_a_page_or_of_a_message_names_a_command_that_has_a_page() -> None:
    """What a page says itself is not led through `in_pages` and made to fit by it: it is written for the page."""
    folders = (ROOT / "board" / "templates", ROOT / "notifications" / "templates")
    texts = {file: file.read_text(encoding="utf-8") for one in folders for file in one.rglob("*.*")}
    assert len(texts) > 100
    named = {(file.name, name) for file, text in texts.items() for name in NAMED.findall(text)}
    assert {one for one in named if one[1] not in ON_THE_SERVER} == set()


@ON_SQLITE
def test_nobody_who_looks_after_posts_and_accounts_is_sent_to_a_terminal(board: Board) -> None:
    """Refusals of the pages of posts, people and accounts, in both languages."""
    root = as_administrator(board)
    made = root.post("/people/persons", no="W-900", name="孙接任", phone="")
    assert made.status_code == 200
    root.post("/people/persons/W-900/account", login="w-900")
    for lang in ("zh", "en"):
        root.get(f"/lang/{lang}")
        told = [
            root.post("/people/posts/P-NONE/holder", seen="/people/persons", person="W-900"),
            root.post("/people/posts/P-CIVIL/holder", person="W-NONE"),
            root.post("/people/posts/P-CIVIL/substitute", seen="/people/posts/P-CIVIL", person="W-NONE"),
            root.post("/people/persons/W-900/account", seen="/people/persons", login="w-900"),
            root.post("/people/accounts/A-NONE/reset", seen="/people/persons"),
            root.get("/people/accounts/A-NONE/close"),
            root.get("/people/persons/W-NONE/account"),
        ]
        assert {one.status_code >= 400 for one in told} == {True}, [one.status_code for one in told]
        assert [one.text for one in told if "hutong " in one.text] == []


@pytest.mark.parametrize(
    ("zh", "there"),
    [
        ("请用 hutong directory show 查看岗位编号", "请到“岗位与人员”页查看岗位编号"),
        ("仍需要的可以重新转介。查看：hutong case show C-0NTK0-0W161", "仍需要的可以重新转介。查看：个案页"),
        ("启动 hutong up 或 hutong worker", "启动 hutong up 或 hutong worker"),
        ("没有命令的话", "没有命令的话"),
    ],
)
def test_the_page_stands_in_the_place_of_the_command(zh: str, there: str) -> None:
    assert in_pages(zh, "zh") == there


@ON_SQLITE
def test_a_refusal_on_a_page_sends_nobody_to_a_terminal(board: Board) -> None:
    case = board.county.a_case()
    visitor = board.as_post("P-CIVIL")
    form = hidden_in(visitor.get(f"/cases/{case}/note"))
    closing.close(board.office, case, reason="误报", settle=True, by_post="P-CIVIL")

    answer = visitor.client.post(f"/cases/{case}/note", data={**form, "kind": "harm", "words": "已结案后再记"})

    told = re.sub(r"<[^>]+>", " ", answer.text)
    assert "请先到个案页的“重新立案”" in told, told
    assert "hutong " not in told
