"""Too much of anything is turned away in time, whatever was said of its length. 过大的请求."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from board.guard import FORM_BYTES, UPLOAD_BYTES
from tasks.evidence_types import material_of
from tests.board.conftest import Board, Visitor, hidden_in
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

BOMB_BYTES = 300_000_000
AT_MOST_BYTES = BOMB_BYTES // 10
"""What may be held in memory because of a file that would unpack to ten times as much."""
OPEN = ["/sign-in", "/report", "/report/what-became"]
A_FORM = {"content-type": "application/x-www-form-urlencoded"}


def _entries(board: Board) -> int:
    return board.county.entries()


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("distinct", [True, False])
def test_a_form_of_countless_fields_is_refused(board: Board, path: str, distinct: bool) -> None:
    visitor, before = board.anybody(), _entries(board)
    drawn = hidden_in(visitor.get(path))
    many = urlencode([*drawn.items(), *((f"x{n}" if distinct else "x", "y") for n in range(50_000))])
    assert len(many) < FORM_BYTES
    answer = visitor.client.post(path, content=many, headers=A_FORM)
    assert answer.status_code == 400
    assert _entries(board) == before


@pytest.mark.parametrize("path", ["/children/import/children/upload", "/cases/C-00000-00000/evidence"])
def test_an_upload_of_countless_parts_or_files_is_refused(board: Board, path: str) -> None:
    visitor, before = board.as_post("P-LIUXI-STATION"), _entries(board)
    marked = hidden_in(visitor.get("/account"))
    for name in ("x", "file"):
        files: Any = [(name, (None if name == "x" else f"{n}.csv", b"y")) for n in range(1_200)]
        answer = visitor.client.post(path, data={"csrf": marked["csrf"]}, files=files)
        assert answer.status_code == 400
    assert _entries(board) == before


def test_a_body_without_a_length_is_refused_at_its_limit_in_words(board: Board) -> None:
    visitor, before = board.as_post("P-LIUXI-STATION"), _entries(board)
    for path in [*OPEN, "/children/import/children/upload", "/cases/C-00000-00000/evidence"]:
        most = UPLOAD_BYTES if path.endswith(("/upload", "/evidence")) else FORM_BYTES
        answer = visitor.client.post(
            path, content=_drip(most + 1), headers={"content-type": "multipart/form-data; boundary=x"}
        )
        assert answer.status_code == 413, path
        assert "未写入" in answer.text
    assert _entries(board) == before


def _drip(size: int) -> Iterator[bytes]:
    """So many bytes or a few more, of a part of a form that never ends."""
    yield b'--x\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n'
    for _ in range(0, size, 1_000_000):
        yield b"x" * 1_000_000


def test_a_length_that_is_none_is_refused(board: Board) -> None:
    client = board.anybody().client
    for length in (b"-1", b"1e9", b"0x10", b" ", b"9" * 30, b"9" * 5_000, b"1, 2", b"\xb2"):
        told = [(b"content-type", A_FORM["content-type"].encode()), (b"content-length", length)]
        answer = client.post("/sign-in", content=b"name=x", headers=told)
        assert answer.status_code == 413, length
        assert "未写入" in answer.text


def _swollen(name: str, size: int) -> bytes:
    """A file of few bytes that unpacks to many."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        with packed.open(name, "w") as part:
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
    return made.getvalue()


def test_a_file_that_swells_is_refused_before_it_is_unpacked(board: Board) -> None:
    bomb = _swollen("xl/worksheets/sheet1.xml", BOMB_BYTES)
    assert len(bomb) < 1_000_000
    visitor = board.as_post("P-LIUXI-STATION")
    with _held_in_memory() as most:
        refused = _upload(visitor, "/children/import/children", bomb)
        assert refused == 422
        assert material_of(bomb) is not None, "evidence is kept as it came: nothing here unpacks it"
        assert most() < AT_MOST_BYTES


@contextmanager
def _held_in_memory() -> Iterator[Callable[[], int]]:
    """How many bytes were held at the most since the block began."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _upload(visitor: Visitor, page: str, content: bytes) -> int:
    files: dict[str, Any] = {"file": ("x.xlsx", BytesIO(content), "application/octet-stream")}
    return visitor.client.post(f"{page}/upload", data=hidden_in(visitor.get(page)), files=files).status_code
