"""`hutong stuck repair` asks whether the post may see what is stuck there. 处置的前提."""

from __future__ import annotations

from cli.exits import ExitCode
from tests.cli.counter import Counter


def the_late_triage(counter: Counter, case_no: str) -> str:
    counter.clock.move(days=3)
    number = next(one["no"] for one in counter.facts("case", "show", case_no)["duties"] if one["code"] == "triage")
    return f"overdue:{case_no}/{str(number).rpartition('/')[2]}"


def test_a_post_that_does_not_see_it_is_refused_in_words_and_nothing_is_written(counter: Counter, case_no: str) -> None:
    key = the_late_triage(counter, case_no)
    before = counter.entries()

    told = counter.hutong("stuck", "repair", key, "--by", "P-SHIQIAO-STATION", "--json")

    assert (told.code, told.error["field"]) == (ExitCode.REFUSED, "by")
    assert "不在 P-SHIQIAO-STATION 的可见范围内" in told.err
    assert counter.entries() == before


def test_a_post_that_sees_it_and_the_county_office_press_whoever_owes_it(counter: Counter, case_no: str) -> None:
    key = the_late_triage(counter, case_no)
    assert "催办" in counter.done("stuck", "repair", key, "--by", "P-OFFICE").out
    assert counter.hutong("stuck", "repair", key, "--by", "P-NOBODY").code == ExitCode.REFUSED
