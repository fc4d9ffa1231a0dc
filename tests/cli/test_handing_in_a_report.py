"""What does whoever hands in a report see at once?"""

from __future__ import annotations

import json

import pytest

from cli.exits import ExitCode
from cli.given import Given
from cli.opening import settings_of
from rules.vocabulary import Force
from tasks import heartbeat
from tasks.premises import open_office
from tests.cli.counter import NAMES, REPORT, SIBLINGS, Counter

TOLD_AT_ONCE = {"P-LIUXI-POLICE", "P-CIVIL", "P-LIUXI-STATION"}


def test_a_report_gives_back_its_number_its_case_and_who_was_told(counter: Counter) -> None:
    told = counter.facts("report", str(REPORT))

    assert told["report_no"].startswith("R-")
    assert [case["joined"] for case in told["cases"]] == [False]
    assert {post["no"] for post in told["told"]} == TOLD_AT_ONCE
    assert told["report_no"] in told["receipt"]
    assert told["received_at"] == "2026-03-02T02:55:00Z"


def test_it_says_who_owes_what_by_when_and_that_our_default_is_no_law(counter: Counter) -> None:
    told = counter.facts("report", str(REPORT))

    assert told["moved"]
    assert {duty["code"]: duty["owner"]["no"] for duty in told["duties"]} == {
        "triage": "P-LIUXI-STATION",
        "police_acceptance": "P-LIUXI-POLICE",
    }
    assert {duty["due_at"] for duty in told["duties"]} == {"2026-03-02T03:50:00Z"}
    assert {duty["period"]["force"] for duty in told["duties"]} == {Force.OUR_DEFAULT.value}


def test_people_read_it_in_chinese_first_with_force_and_receipt(counter: Counter) -> None:
    told = counter.done("report", str(REPORT)).out

    assert told.splitlines()[0].startswith("已收到报告 R-")
    assert "柳溪派出所值班民警岗（P-LIUXI-POLICE）" in told
    assert "本系统默认（非法定）：1小时" in told
    assert "还有55分钟" in told
    assert told.index("待办事项") < told.index("您的报告已收到")


def test_the_messages_have_gone_out_when_the_command_ends(counter: Counter) -> None:
    counter.report()
    outbox = (counter.home / "outbox.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["address"] for line in outbox} >= TOLD_AT_ONCE


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_report_may_come_on_standard_input(counter: Counter, form: str) -> None:
    yaml = REPORT.read_bytes()
    facts = {
        "unit_kind": "school",
        "situations": ["R4"],
        "children": [{"residence": {"area": "990101001"}}],
    }
    stdin = yaml if form == "yaml" else json.dumps(facts).encode()
    told = counter.done("report", "-", "--json", stdin=stdin).json
    assert told["report_no"].startswith("R-")


def test_a_second_report_on_the_same_child_joins_the_open_case(counter: Counter, case_no: str) -> None:
    again = counter.facts("report", str(REPORT))
    assert [(case["case_no"], case["joined"]) for case in again["cases"]] == [(case_no, True)]
    assert "并入在办个案" in counter.done("report", str(REPORT)).out


def test_two_brothers_are_two_cases_and_the_table_says_whose_each_duty_is(counter: Counter) -> None:
    counter.clock.move(days=5)
    told = counter.done("report", str(SIBLINGS)).out

    cases = [case["no"] for case in counter.facts("case", "list")]
    assert len(cases) == 2
    table = told[told.index("待办事项") :]
    assert all(table.count(number) > 1 for number in cases)


def test_with_a_running_service_the_command_leaves_the_moving_to_it(counter: Counter) -> None:
    with open_office(settings_of(Given(home=counter.home)), now=counter.clock) as office:
        heartbeat.beat(office, {heartbeat.RUNNER: "another machine"})

    told = counter.facts("report", str(REPORT))
    assert (told["moved"], told["duties"]) == (False, [])

    counter.clock.move(seconds=10)  # silent for ten seconds: it is not counted on any more
    assert counter.facts("report", str(REPORT))["moved"]


def test_nothing_that_names_anybody_is_printed(counter: Counter) -> None:
    for words in (("report", str(REPORT)), ("report", str(REPORT), "--json")):
        told = counter.done(*words)
        assert [name for name in NAMES if name in told.out + told.err] == []


@pytest.mark.parametrize("words", [("case", "list"), ("stuck",), ("report", str(REPORT)), ("sweep",)])
def test_whoever_stands_in_the_wrong_folder_finds_nothing_made_there(words: tuple[str, ...], counter: Counter) -> None:
    elsewhere = Counter(counter.home / "elsewhere", counter.clock)

    told = elsewhere.hutong(*words)

    assert told.code == ExitCode.REFUSED
    assert str(elsewhere.home) in told.err
    assert not elsewhere.home.exists()
