"""Is a program told what a child is eligible for, and may it ask for it? 服务清单、服务转介."""

from __future__ import annotations

from typing import Any

from tests.board.api.conftest import Program, Programs
from tests.board.conftest import Board
from tests.builders import CHILD, a_child
from tests.databases import ON_SQLITE
from tests.monitored import on_the_list

pytestmark = ON_SQLITE


def verdicts(answer: Any) -> dict[str, str]:
    """By code of the service."""
    assert answer.status_code == 200, answer.text
    return {one["code"]: one["verdict"] for one in answer.json()["services"]}


def test_what_no_file_says_is_said_in_the_request_and_written_nowhere(board: Board, program: Programs) -> None:
    one, case_no = program("P-CIVIL"), board.county.a_case()
    before = board.county.entries()
    on_file = one.get(f"/cases/{case_no}/services")
    assert on_file.json()["binding"] is False  # the list of another place: a comparison, no rule here
    assert CHILD not in on_file.text
    said = one.post(f"/cases/{case_no}/services/check", {"conditions": {"migrant": True, "sudden_hardship": True}})
    denied = one.post(f"/cases/{case_no}/services/check", {"conditions": {"migrant": False, "sudden_hardship": False}})
    became = [verdicts(each)["temporary_relief"] for each in (on_file, said, denied)]
    assert became == ["no", "yes", "no"]  # registered in this county, and nobody has said that it is a migrant
    assert board.county.entries() == before


def test_a_service_is_asked_for_once(board: Board, program: Programs) -> None:
    one, case_no = program("P-CIVIL"), board.county.a_case()
    said = {"service": "temporary_relief", "conditions": {"migrant": True, "sudden_hardship": True}}
    first, again = (refer(one, case_no, said, key="one-and-the-same") for _ in range(2))
    assert first.status_code == 201, first.text
    assert (first.json(), again.headers["idempotent-replayed"]) == (again.json(), "true")
    kinds = [each["kind"] for each in one.get(f"/cases/{case_no}").json()["procedures"]]
    assert kinds.count("service_referral") == 1


def test_a_service_for_which_the_child_does_not_qualify_is_refused_with_the_reason(
    board: Board, program: Programs
) -> None:
    one, case_no = program("P-CIVIL"), board.county.a_case()
    before = board.county.entries()
    for service, words in (("temporary_relief", "不符合"), ("no_such_service", "清单中没有")):
        answer = refer(one, case_no, {"service": service, "conditions": {"migrant": False, "sudden_hardship": False}})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "refused")
        assert words in answer.json()["error"]["zh"]
        assert answer.json()["error"]["en"]
    assert board.county.entries() == before


def test_a_post_that_was_merely_told_refers_nobody(board: Board, program: Programs) -> None:
    case_no = board.county.a_case()
    assert refer(program("P-HOTLINE"), case_no, {"service": "temporary_relief"}).status_code in (403, 404)


def test_what_is_asked_for_from_a_file_of_care_begins_at_once_in_the_case_that_it_opens(
    board: Board, program: Programs
) -> None:
    care = on_the_list(board.county, child=a_child(registration={"area": "990201002"})).case_no
    said = {"service": "temporary_relief", "conditions": {"migrant": True, "sudden_hardship": True}}
    answer = refer(program("P-CIVIL"), care, said)
    assert answer.status_code == 201, answer.text
    opened = answer.json()["case_no"]
    assert opened != care
    assert board.county.owed(opened), "its first step is asked for"
    assert {one["case_no"] for one in answer.json()["duties"]} >= {opened}


def refer(one: Program, case_no: str, said: dict[str, Any], **with_key: str) -> Any:
    """Ask for a service."""
    return one.post(f"/cases/{case_no}/services/refer", said, **with_key)
