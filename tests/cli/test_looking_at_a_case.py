"""Where does a case stand, why is a date what it is, what happened, what is stuck?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter


def test_the_list_shows_open_cases_and_what_is_due_next(counter: Counter, case_no: str) -> None:
    (case,) = counter.facts("case", "list", "--open")
    assert case["no"] == case_no
    assert case["open_duties"] == 2
    assert case["next_due_at"] == "2026-03-02T03:50:00Z"
    told = counter.done("case", "list").out
    assert case_no in told
    assert "强制报告" in told


def test_a_case_is_shown_with_its_procedures_duties_and_reports(counter: Counter, case_no: str) -> None:
    case = counter.facts("case", "show", case_no)
    assert [one["kind"] for one in case["procedures"]] == ["mandatory_reporting"]
    assert {duty["code"] for duty in case["duties"]} == {"triage", "police_acceptance"}
    assert case["lead"]["no"] == "P-CIVIL"
    assert len(case["reports"]) == 1

    told = counter.done("case", "show", case_no).out
    assert told.index("程序") < told.index("待办职责 2 项")
    assert "未成年人保护值班岗（P-CIVIL）" in told


def test_a_document_that_was_drawn_up_is_listed(counter: Counter, case_no: str) -> None:
    fields = ("--with", "ours=是", "--with", "track=criminal", "--with", "document_no=青公受〔2026〕1号")
    counter.done("duty", "answer", case_no, "police_acceptance", *fields)
    (document,) = counter.facts("case", "show", case_no)["instruments"]
    assert document["document_no"] == "青公受〔2026〕1号"
    assert document["duty_no"] == "2"
    told = counter.done("case", "show", case_no).out
    assert "已了职责 1 项" in told
    assert "青公受〔2026〕1号" in told


def test_why_gives_ground_period_counting_and_ladder(counter: Counter, case_no: str) -> None:
    why = counter.facts("why", case_no, "1")
    assert [one["row"] for one in why["ground"]] == ["A-15", "A-92"]
    assert why["period_set_by"]["force"] == "our_default"
    assert why["lines"]
    assert [rung["climbed"] for rung in why["ladder"]] == [False] * 4

    counter.clock.move(hours=1)
    counter.done("sweep")
    why = counter.facts("why", case_no, "1")
    assert [rung["climbed"] for rung in why["ladder"]] == [True, True, False, False]


def test_why_is_told_in_chinese_or_english(counter: Counter, case_no: str) -> None:
    told = counter.done("why", case_no, "初步研判").out
    assert "2026年3月2日（星期一）11:50届满" in told
    assert "本系统默认（非法定）" in told
    assert "11:50" in counter.done("why", case_no, "1", "--en").out


def test_the_timeline_gives_both_times_the_basis_and_the_entry(counter: Counter, case_no: str) -> None:
    moments = counter.facts("timeline", case_no)
    assert moments == counter.done("timeline", case_no, "--format", "json").json
    first = moments[0]
    assert (first["kind"], first["happened_at"], first["recorded_at"]) == (
        "report_received",
        "2026-03-02T02:50:00Z",
        "2026-03-02T02:55:00Z",
    )
    assert first["entry"].endswith("#1")
    told = counter.done("timeline", case_no).out
    assert "收到中小学校报告" in told
    assert f"记录 {first['entry']}" in told


def test_a_format_that_is_not_there_is_refused_by_naming_those_that_are(counter: Counter, case_no: str) -> None:
    told = counter.hutong("timeline", case_no, "--format", "pdf")
    assert told.code == ExitCode.REFUSED
    assert "text、json、svg、html" in told.err


@pytest.mark.parametrize(("shape", "begins"), [("svg", "<svg"), ("html", "<!DOCTYPE html>")])
def test_a_timeline_is_drawn_into_a_file_and_names_nobody(
    counter: Counter, case_no: str, tmp_path: Path, shape: str, begins: str
) -> None:
    file = tmp_path / f"timeline.{shape}"
    counter.done("timeline", case_no, "--format", shape, "--out", str(file))
    drawn = file.read_text(encoding="utf-8")
    assert drawn.lower().startswith(begins.lower())
    assert "初步研判" in drawn
    assert [name for name in NAMES if name in drawn] == []


def test_nothing_is_stuck_until_it_is_late_and_then_the_list_names_holder_and_repair(
    counter: Counter, case_no: str
) -> None:
    counter.done("sweep")
    assert counter.facts("stuck") == []
    assert "没有卡住的个案" in counter.done("stuck").out

    counter.clock.move(hours=1)
    counter.done("sweep")
    stuck = counter.facts("stuck")
    assert {(one["kind"], one["case_no"], one["holder"]) for one in stuck} == {
        ("overdue", case_no, "P-LIUXI-STATION"),
        ("overdue", case_no, "P-LIUXI-POLICE"),
    }
    assert {one["next_rung_at"] for one in stuck} == {"2026-03-02T04:50:00Z"}

    told = counter.hutong("stuck")
    assert told.code == 0  # a stuck case is no failure of the command
    assert "逾期未办 2" in told.out
    assert f"hutong duty answer {case_no} 1 --with urgency=…" in told.out


def test_the_stuck_list_is_narrowed_by_kind_in_code_or_chinese(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=1)
    kinds = {one["kind"] for one in counter.facts("stuck")}
    assert kinds == {"overdue", "sweep_not_alive"}
    for kind in ("sweep_not_alive", "督办巡查停摆"):
        assert [one["kind"] for one in counter.facts("stuck", "--kind", kind)] == ["sweep_not_alive"]
    refused = counter.hutong("stuck", "--kind", "slow")
    assert refused.code == ExitCode.REFUSED
    assert "overdue（逾期未办）" in refused.err


def test_nobody_is_named_wherever_one_looks(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=1)
    for words in (
        ("case", "list"),
        ("case", "show", case_no),
        ("timeline", case_no),
        ("why", case_no, "1"),
        ("stuck",),
    ):
        for form in ((), ("--json",)):
            told = counter.done(*words, *form)
            assert [name for name in NAMES if name in told.out + told.err] == [], words
