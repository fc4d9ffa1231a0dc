"""Can every act on a duty be done from the command line, and is what is wrong with it said in words?"""

from __future__ import annotations

from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter

WAYS_TO_SAY_IT = {
    "codes": ("urgency=urgent", "danger_now=false"),
    "Chinese": ("紧急程度=较急", "目前是否有危险=否"),
    "mixed": ("urgency=较急", "danger_now=否"),
}


def answer(counter: Counter, case_no: str, duty: str, *fields: str, at: str = "") -> Any:
    given = [word for one in fields for word in ("--with", one)]
    return counter.facts("duty", "answer", case_no, duty, *given, *(("--at", at) if at else ()))


def live(counter: Counter, case_no: str) -> dict[str, Any]:
    shown = counter.facts("case", "show", case_no)["duties"]
    return {duty["code"]: duty for duty in shown if duty["state"] in ("open", "paused")}


@pytest.mark.parametrize("fields", WAYS_TO_SAY_IT.values(), ids=WAYS_TO_SAY_IT)
def test_a_duty_is_answered_in_codes_or_in_chinese_and_the_case_moves_on(
    counter: Counter, case_no: str, fields: tuple[str, ...]
) -> None:
    done = answer(counter, case_no, "triage", *fields)

    assert (done["duty_no"], done["in_time"], done["moved"]) == ("1", True, True)
    assert {duty["code"] for duty in done["duties"]} >= {"child_seen", "tell_reporter"}
    assert "triage" not in live(counter, case_no)


@pytest.mark.parametrize("name", ["1", "triage", "初步研判"])
def test_a_duty_is_named_by_number_code_or_chinese(counter: Counter, case_no: str, name: str) -> None:
    assert answer(counter, case_no, name, "urgency=urgent", "danger_now=no")["code"] == "triage"


@pytest.mark.parametrize(
    ("written", "in_time"),
    [
        ("2026-03-02 11:50", True),  # Beijing time
        ("2026-03-02T11:50+08:00", True),
        ("2026-03-02T03:50:00Z", True),
        ("2026-03-02 11:50:01", False),
        ("周一 2026-03-02 11:51", False),
    ],
)
def test_what_was_done_earlier_is_dated_when_it_was_done(
    counter: Counter, case_no: str, written: str, in_time: bool
) -> None:
    counter.clock.move(hours=3)
    assert answer(counter, case_no, "1", "urgency=urgent", "danger_now=no", at=written)["in_time"] is in_time


WRONG = {
    "a field that is not there": (
        ["--with", "urgency=urgent", "--with", "danger_now=no", "--with", "hurry=yes"],
        ExitCode.REFUSED,
        "hurry",
        "urgency（紧急程度）",
    ),
    "a value that is not there": (
        ["--with", "urgency=hasty", "--with", "danger_now=no"],
        ExitCode.REFUSED,
        "urgency",
        "emergency（紧急）",
    ),
    "a field left out": (["--with", "urgency=urgent"], ExitCode.REFUSED, "danger_now", "是/否"),
    "a field twice": (["--with", "urgency=urgent", "--with", "紧急程度=一般"], ExitCode.REFUSED, "urgency", "写了两次"),
    "no equals sign": (["--with", "urgent"], ExitCode.REFUSED, "--with", "填写项=内容"),
    "the future": (
        ["--with", "urgency=urgent", "--with", "danger_now=no", "--at", "2026-03-02 10:56"],
        ExitCode.REFUSED,
        "at",
        "将来",
    ),
    "before it began": (
        ["--with", "urgency=urgent", "--with", "danger_now=no", "--at", "2026-03-02 10:49"],
        ExitCode.REFUSED,
        "at",
        "起算",
    ),
    "the wrong weekday": (["--at", "周二 2026-03-02 10:52"], ExitCode.REFUSED, "--at", "星期一"),
    "no time": (["--at", "早上"], ExitCode.REFUSED, "--at", "2021-01-20 10:30"),
    "another post": (
        ["--with", "urgency=urgent", "--with", "danger_now=no", "--by", "P-GOV"],
        ExitCode.REFUSED,
        "by",
        "不能代为办理",
    ),
    "no such post": (
        ["--with", "urgency=urgent", "--with", "danger_now=no", "--by", "P-X"],
        ExitCode.REFUSED,
        "by",
        "没有编号为 P-X 的岗位",
    ),
}


@pytest.mark.parametrize(("words", "code", "field", "mend"), WRONG.values(), ids=WRONG)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(
    counter: Counter, case_no: str, words: list[str], code: ExitCode, field: str, mend: str
) -> None:
    entries = counter.entries()
    told = counter.hutong("duty", "answer", case_no, "1", *words, "--json")
    assert told.code == code
    assert told.error["field"] == field
    assert mend in told.error["zh"]
    assert counter.entries() == entries


def test_whoever_answers_second_is_told_that_somebody_was_faster(counter: Counter, case_no: str) -> None:
    words = ("duty", "answer", case_no, "triage", "--with", "urgency=urgent", "--with", "danger_now=no")
    counter.done(*words)
    told = counter.hutong(*words)
    assert told.code == ExitCode.CONFLICT
    assert "P-LIUXI-STATION" in told.err


def test_a_case_or_duty_that_is_not_there_is_refused(counter: Counter, case_no: str) -> None:
    for words, field in ((("C-NONE", "1"), "NO"), ((case_no, "9"), "DUTY"), ((case_no, "close"), "DUTY")):
        for verb in ("answer", "form", "resume"):
            told = counter.hutong("duty", verb, *words, "--json")
            assert (told.code, told.error["field"]) == (ExitCode.REFUSED, field), (verb, words)


def test_the_form_shows_what_must_be_filled_in_and_what_may_be(counter: Counter, case_no: str) -> None:
    fields = {one["name"]: one for one in counter.facts("duty", "form", case_no, "1")["fields"]}
    assert fields["urgency"]["required"]
    assert {"code": "ordinary", "zh": "一般"} in fields["urgency"]["choices"]
    assert fields["danger_now"]["kind"] == "yes/no"

    told = counter.done("duty", "form", case_no, "1").out
    assert "紧急程度" in told
    assert f"hutong duty answer {case_no} 1 --with urgency=… --with danger_now=…" in told


@pytest.mark.parametrize(("verb", "state"), [("skip", "skipped"), ("excuse", "excused")])
def test_a_duty_is_left_out_only_with_a_reason_which_nobody_reads_afterwards(
    counter: Counter, case_no: str, verb: str, state: str
) -> None:
    words = ("duty", verb, case_no, "triage", "--with", "urgency=urgent", "--with", "danger_now=no")
    assert counter.hutong(*words).code == ExitCode.USAGE
    assert counter.hutong(*words, "--reason", "  ").code == ExitCode.REFUSED

    told = counter.done(*words, "--reason", "禾苗苗已由派出所带回")
    shown = counter.done("case", "show", case_no).out + counter.done("timeline", case_no).out
    assert "禾苗苗" not in told.out + shown
    duties = counter.facts("case", "show", case_no)["duties"]
    assert [duty["state"] for duty in duties if duty["code"] == "triage"] == [state]


def test_a_clock_stands_for_a_listed_cause_and_runs_again(counter: Counter, case_no: str) -> None:
    answer(counter, case_no, "triage", "urgency=urgent", "danger_now=no")
    answer(counter, case_no, "child_seen", "safe_where_found=yes")
    due_at = live(counter, case_no)["safety_assessment"]["due_at"]

    refused = counter.hutong("duty", "pause", case_no, "safety_assessment", "--cause", "不可抗力")
    assert (refused.code, "儿童住院救治" in refused.err) == (ExitCode.REFUSED, True)
    unknown = counter.hutong("duty", "pause", case_no, "safety_assessment", "--cause", "放假", "--json")
    assert unknown.error["field"] == "--cause"

    counter.done("duty", "pause", case_no, "safety_assessment", "--cause", "儿童住院救治")
    assert live(counter, case_no)["safety_assessment"]["state"] == "paused"
    assert "已暂停" in counter.done("case", "show", case_no).out

    counter.clock.move(hours=30)
    counter.done("duty", "resume", case_no, "safety_assessment", "--at", "2026-03-03 10:55")
    resumed = live(counter, case_no)["safety_assessment"]
    assert resumed["state"] == "open"
    assert (due_at, resumed["due_at"]) == ("2026-03-05T02:50:00Z", "2026-03-06T02:50:00Z")


def test_a_period_is_extended_on_the_basis_that_the_rules_list_and_on_no_other(counter: Counter, case_no: str) -> None:
    answer(counter, case_no, "police_acceptance", "ours=yes", "track=administrative")
    answer(counter, case_no, "decide_administrative_case", "accepted=yes", "document_no=青公受〔2026〕1号")
    before = live(counter, case_no)["conclude_investigation"]["due_at"]

    words = ("duty", "extend", case_no, "conclude_investigation", "--amount", "30", "--unit", "days", "--basis")
    assert counter.hutong(*words, "B-21").code == ExitCode.REFUSED
    assert counter.hutong(*words[:7], "fortnights", "--basis", "B-22").code == ExitCode.REFUSED
    assert counter.hutong("duty", "extend", case_no, "1", "--amount", "0").code == ExitCode.USAGE

    counter.done(*words, "B-22")
    assert live(counter, case_no)["conclude_investigation"]["due_at"] > before


def test_the_list_puts_the_most_urgent_first_and_can_be_narrowed(counter: Counter, case_no: str) -> None:
    answer(counter, case_no, "triage", "urgency=urgent", "danger_now=no")

    listed = counter.facts("duty", "list")
    assert [duty["due_at"] for duty in listed] == sorted(duty["due_at"] for duty in listed)
    ofpolice = counter.facts("duty", "list", "--post", "P-LIUXI-POLICE")
    assert [duty["code"] for duty in ofpolice] == ["police_acceptance"]
    assert counter.hutong("duty", "list", "--post", "P-NOBODY").code == ExitCode.REFUSED

    assert counter.facts("duty", "list", "--overdue") == []
    counter.clock.move(hours=1)
    overdue = counter.facts("duty", "list", "--overdue")
    assert [duty["code"] for duty in overdue] == ["police_acceptance"]
    assert "■ 逾期" in counter.done("duty", "list", "--overdue").out


def test_no_output_about_duties_names_anybody(counter: Counter, case_no: str) -> None:
    for words in (("duty", "list"), ("duty", "form", case_no, "1"), ("duty", "list", "--json")):
        told = counter.done(*words).out
        assert [name for name in NAMES if name in told] == []
