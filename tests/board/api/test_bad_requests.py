"""Is whatever a program may send answered in words, and nothing half-written? 有误的请求."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from board.api.body import MOST_BYTES
from board.api.errors import CODES
from board.guard import FORM_BYTES
from cli.exits import ExitCode, exit_code_of
from rules.errors import CaseworkError, Conflict, Gap, Refused, Unavailable
from tests.board.api.conftest import Programs, a_report
from tests.board.conftest import Board
from tests.databases import ON_SQLITE


def _send(program: Programs, content: Any, path: str = "/reports", **headers: str) -> Any:
    one = program("P-LIUXI-SCHOOL")
    sent = {"content-type": "application/json", **one.headers("some-key-1"), **headers}
    return one.client.post(f"/api/v1{path}", content=content, headers=sent)


@ON_SQLITE
@pytest.mark.parametrize("size", [MOST_BYTES + 1, FORM_BYTES + 1, 5 * FORM_BYTES])
def test_more_than_a_request_holds_is_turned_away_as_json_whether_or_not_its_length_is_told(
    board: Board, program: Programs, size: int
) -> None:
    before = board.county.entries()

    def untold() -> Iterator[bytes]:
        for _ in range(0, size, 1000):
            yield b" " * 1000

    for content in (b" " * size, untold()):
        answer = _send(program, content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "refused")
    assert board.county.facts("report_received") == []
    assert board.county.entries() == before + 2  # the tokens of two programs


@ON_SQLITE
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"unit_kind": "school"}',
        b'{"unit_kind": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 20_000,
        b'{"unit_kind": NaN}',
        b'{"unit_kind": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_request_is_refused_in_words(program: Programs, content: bytes) -> None:
    answer = _send(program, content)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "usage"
    assert answer.json()["error"]["zh"]


@ON_SQLITE
def test_json_that_does_not_say_that_it_is_json_is_not_read(program: Programs) -> None:
    assert _send(program, b"{}", **{"content-type": "text/plain"}).status_code == 422


@ON_SQLITE
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unknown": 1}, "unknown"),
        ({"danger_now": "否"}, "danger_now"),
        ({"danger_now": 0}, "danger_now"),
        ({"narrative": "字" * 20_001}, "narrative"),
        ({"narrative": "空\u0000字"}, "narrative"),
        ({"situations": []}, "situations"),
        ({"situations": ["R10"]}, "situations.0"),
        ({"children": []}, "children"),
        ({"children": [{}] * 51}, "children"),
        ({"children": [{"birth_on": 1_000}]}, "children.0.birth_on"),
        ({"children": [{"id_number": "1"}]}, "children.0.id_number"),
    ],
)
def test_a_field_that_is_wrong_is_named_and_never_repeated(
    board: Board, program: Programs, changes: dict[str, Any], field: str
) -> None:
    answer = program("P-LIUXI-SCHOOL").post("/reports", a_report(**changes))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "usage")
    assert field in [one["field"] for one in error["refusals"]]
    assert "字字" not in answer.text
    assert board.county.facts("report_received") == []


@ON_SQLITE
def test_everything_that_the_rules_refuse_is_told_at_once(program: Programs) -> None:
    late = "2030-01-01T08:00+08:00"
    answer = program("P-LIUXI-SCHOOL").post("/reports", a_report(discovered_at=late, reported_at=late))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], len(error["refusals"])) == (422, "refused", 2)


@ON_SQLITE
@pytest.mark.parametrize("key", ["short", "x" * 101, "with spaces in"])
def test_a_request_that_acts_brings_a_key(board: Board, program: Programs, key: str) -> None:
    one = program("P-LIUXI-SCHOOL")
    without = one.client.post("/api/v1/reports", json=a_report(), headers=one.headers())
    wrong = one.client.post("/api/v1/reports", json=a_report(), headers={**one.headers(), "idempotency-key": key})
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert without.json()["error"]["field"] == "Idempotency-Key"
    assert board.county.facts("report_received") == []


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/nothing", "/cases/C-1", "/cases/C-00000-00000/%2e%2e/%2e%2e/x", "/packs/..%2Fnational", "/packs/etc"]
)
def test_an_address_that_is_none_is_answered_as_json(program: Programs, path: str) -> None:
    answer = program("P-OFFICE").get(path)
    assert answer.status_code in (404, 422)
    assert set(answer.json()["error"]) >= {"code", "zh", "en", "field"}


@ON_SQLITE
def test_a_method_that_is_not_there_is_told(program: Programs) -> None:
    one = program("P-OFFICE")
    answer = one.client.delete("/api/v1/cases", headers=one.headers())
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "usage")


def test_the_codes_of_errors_are_those_with_which_commands_end() -> None:
    names = {code.name.lower() for code in ExitCode}
    assert {code for _, code in CODES} <= names
    for kind in (Refused, Conflict, Unavailable, Gap):
        error: CaseworkError = kind("中文", "English")
        assert next(code for one, code in CODES if isinstance(error, one)) == exit_code_of(error).name.lower()
