"""What an inspector types about people: who looked, who was with the child, how long it was in care. 审计命令."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.cli.counter import NAMES, ROOT, Counter

WHY = "核对住址"


PAGE = ROOT / "docs" / "howto" / "audit-people.md"
COMMANDS = re.findall(r"^hutong (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_can_be_typed(counter: Counter, case_no: str, line: str) -> None:
    counter.done(*(case_no if word == "NO" else word for word in shlex.split(line)))


def test_the_page_has_a_command_of_each_kind() -> None:
    assert {line.split()[1] for line in COMMANDS} == {"access", "contacts", "care"}


def revealed(counter: Counter, case_no: str) -> None:
    counter.done("case", "reveal", case_no, "--by", "P-LIUXI-STATION", "--reason", WHY)


def answered(counter: Counter, case_no: str, duty: str, *given: str) -> None:
    counter.clock.move(minutes=1)
    counter.done("duty", "answer", case_no, duty, *(word for one in given for word in ("--with", one)))


def the_child(counter: Counter, case_no: str) -> str:
    found: str = counter.facts("audit", "care", case_no)["child_no"]
    return found


def test_who_looked_is_shown_without_the_reason_and_with_it_on_the_record(counter: Counter, case_no: str) -> None:
    revealed(counter, case_no)

    sealed = counter.done("audit", "access", case_no)
    opened = counter.done("audit", "access", case_no, "--by", "P-CIVIL", "--reason", "年度检查")

    assert "P-LIUXI-STATION" in sealed.out
    assert "已加密保存" in sealed.out
    assert WHY not in sealed.out
    assert WHY in opened.out
    kinds = [one["kind"] for one in counter.facts("audit", "access", case_no)]
    assert kinds == ["record_read", "identity_read"]


def test_the_looks_as_json_carry_codes_and_instants_in_utc(counter: Counter, case_no: str) -> None:
    revealed(counter, case_no)

    (one,) = counter.facts("audit", "access", "--post", "P-LIUXI-STATION", "--from", "2026-03-02", "--to", "2026-03-02")

    assert one["of"] == case_no
    assert one["at"].endswith("Z")
    assert (one["kind"], one["what"], one["has_reason"], one["reason"]) == ("identity_read", None, True, None)
    assert one["post"]["no"] == "P-LIUXI-STATION"
    assert one["entry"].startswith(f"{case_no}#")


@pytest.mark.parametrize("words", [("--by", "P-CIVIL"), ("--reason", "年度检查")])
def test_half_of_what_is_asked_for_the_reasons_is_refused(
    counter: Counter, case_no: str, words: tuple[str, str]
) -> None:
    before = counter.entries()
    told = counter.hutong("audit", "access", case_no, *words)
    assert told.code == 3
    assert counter.entries() == before


def test_nothing_was_opened_is_said(counter: Counter, case_no: str) -> None:
    assert "没有查阅、导出或打印的记录" in counter.done("audit", "access", case_no).out


def test_contacts_and_gaps_are_shown_with_what_the_thirty_days_are(counter: Counter, case_no: str) -> None:
    answered(counter, case_no, "triage", "urgency=较急", "danger_now=否")
    answered(counter, case_no, "child_seen", "safe_where_found=是")
    counter.clock.move(days=40)

    told = counter.done("audit", "contacts", case_no)

    assert "当面见到" in told.out
    assert "40 日" in told.out
    assert "HT-78" in told.out
    assert not any(name in told.out for name in NAMES)


def test_contacts_as_json_say_how_sure_a_gap_is(counter: Counter, case_no: str) -> None:
    counter.clock.move(days=20)
    counter.done("note", case_no, "visit", "--text", "走访", "--by", "P-CIVIL", "--at", "不详")
    counter.clock.move(days=20)

    found = counter.facts("audit", "contacts", case_no, "--gap", "30")

    (gap,) = found["gaps"]
    assert (gap["at_least_days"], gap["at_most_days"], gap["from_start"], gap["to_end"]) == (20, 40, True, True)
    (contact,) = found["contacts"]
    assert (contact["earliest_on"], contact["latest_on"], contact["precision"]) == (None, "2026-03-22", "unknown")
    assert (contact["kind"], contact["duty"], contact["ends_a_gap"]) == ("visit", None, True)
    assert found["gap_basis"]


def test_a_gap_of_no_days_or_a_day_that_is_none_is_refused(counter: Counter, case_no: str) -> None:
    assert counter.hutong("audit", "contacts", case_no, "--gap", "0").code == 3
    assert counter.hutong("audit", "contacts", case_no, "--on", "去年").code == 3
    assert counter.hutong("audit", "contacts", "K-00000-00000").code == 3


def in_care(counter: Counter, case_no: str) -> None:
    """In care from the second of March on, for ten nights until now."""
    answered(counter, case_no, "triage", "urgency=紧急", "danger_now=是")
    answered(counter, case_no, "safe_bed", "mode=未成年人救助保护机构")
    counter.clock.move(days=10)


def test_days_in_care_are_shown_with_the_rule_and_that_it_is_ours(counter: Counter, case_no: str) -> None:
    in_care(counter, case_no)

    told = counter.done("audit", "care", case_no)

    assert re.search(r"合计 10 日，仍在照护中", told.out)
    assert "紧急安置：10 日" in told.out
    assert "HT-79" in told.out
    assert not any(name in told.out for name in NAMES)


def test_days_in_care_of_a_child_and_of_an_area_are_the_same_number(counter: Counter, case_no: str) -> None:
    in_care(counter, case_no)
    child_no = the_child(counter, case_no)

    period = ("--from", "2026-03-04", "--to", "2026-03-06")
    of_the_child = counter.facts("audit", "care", child_no, *period)
    of_the_area = counter.facts("audit", "care", "--area", "990101", *period)

    assert of_the_child["total"] == {"at_least": 3, "at_most": 3}
    assert of_the_area["total"] == of_the_child["total"]
    assert of_the_area["children"] == [of_the_child]
    assert of_the_child["by_mode"] == {"relief_institution": {"at_least": 3, "at_most": 3}}
    assert "合计 1 名儿童，3 日" in counter.done("audit", "care", "--area", "990101", *period).out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("NO", "--area", "990101"),
        ("NO", "--from", "2026-03-04", "--to", "2026-03-03"),
        ("NO", "--from", "三月"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(counter: Counter, case_no: str, words: tuple[str, ...]) -> None:
    told = counter.hutong("audit", "care", *(case_no if word == "NO" else word for word in words))
    assert told.code == 3
