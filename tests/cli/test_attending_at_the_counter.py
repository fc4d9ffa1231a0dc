"""Can a post say that it read, takes on, hands on or was late, and read its messages, at the counter?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter


def test_a_post_reads_its_messages_and_says_so(counter: Counter, case_no: str) -> None:
    listed = counter.facts("notice", "list", "--post", "P-LIUXI-POLICE", "--unread")
    about_the_case = next(one for one in listed if one["case_no"] == case_no)

    text = counter.hutong("notice", "show", about_the_case["no"]).out
    counter.facts("notice", "read", about_the_case["no"], "--by", "P-LIUXI-POLICE")

    assert case_no in text
    assert [name for name in NAMES if name in text] == []
    still = counter.facts("notice", "list", "--post", "P-LIUXI-POLICE", "--unread")
    assert about_the_case["no"] not in [one["no"] for one in still]
    assert len(still) == len(listed) - 1


def test_a_duty_is_read_taken_on_and_handed_on(counter: Counter, case_no: str) -> None:
    assert "已阅" in counter.hutong("duty", "read", case_no, "triage").out
    assert "已接办" in counter.hutong("duty", "accept", case_no, "triage").out
    assert counter.hutong("duty", "accept", case_no, "triage").code == ExitCode.CONFLICT
    handed = counter.hutong("duty", "hand-on", case_no, "triage", "--to", "P-CIVIL", "--reason", "工作站无人")
    assert "已转交 P-CIVIL" in handed.out
    assert counter.hutong("duty", "hand-on", case_no, "triage", "--to", "P-CIVIL", "--reason", "再转").code == (
        ExitCode.REFUSED
    )


def test_a_late_answer_asks_for_its_cause_and_the_list_can_be_seen(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=3)
    late = counter.hutong("duty", "answer", case_no, "triage", "--with", "urgency=urgent", "--with", "danger_now=no")
    assert "请说明逾期原因：hutong duty cause" in late.out

    listed = counter.facts("duty", "cause", case_no, "triage")
    assert "no_staff" in listed
    assert "overlooked" in listed
    said = counter.hutong("duty", "cause", case_no, "triage", "--cause", "岗位空缺、人手不足")
    assert "已说明逾期原因" in said.out
    assert counter.hutong("duty", "cause", case_no, "triage", "--cause", "天气不好").code == ExitCode.REFUSED


@pytest.mark.parametrize("name", ["letter.docx", "letter.html"])
def test_the_letter_of_a_rung_is_written_to_a_file(counter: Counter, case_no: str, tmp_path: Path, name: str) -> None:
    refused = counter.hutong("duty", "letter", case_no, "2", "--out", str(tmp_path / name))
    assert refused.code == ExitCode.REFUSED
    assert not (tmp_path / name).exists()
    counter.clock.move(days=3)
    counter.hutong("sweep")

    counter.facts("duty", "letter", case_no, "2", "--out", str(tmp_path / name))

    assert (tmp_path / name).stat().st_size > 1_000


def test_a_letter_of_another_kind_is_refused(counter: Counter, case_no: str, tmp_path: Path) -> None:
    assert counter.hutong("duty", "letter", case_no, "2", "--out", str(tmp_path / "x.pdf")).code == ExitCode.REFUSED


def test_where_every_case_has_the_rules_of_today_there_is_nothing_to_move(counter: Counter, case_no: str) -> None:
    assert "都已适用现行规则" in counter.hutong("pack", "migrate", "--dry-run").out
    assert counter.facts("pack", "migrate", "--dry-run", "--case", case_no)["procedures"] == []
    assert counter.hutong("pack", "migrate").code == ExitCode.REFUSED
    assert counter.hutong("pack", "migrate", "--dry-run", "--case", "C-00000-00000").code == ExitCode.REFUSED


def test_the_sweep_sends_the_morning_digest_once(counter: Counter, case_no: str) -> None:
    counter.clock.move(days=1)
    counter.hutong("sweep")
    counter.hutong("sweep")

    subjects = [one["subject"] for one in counter.facts("notice", "list", "--post", "P-LIUXI-POLICE")]
    assert len([one for one in subjects if "每日要情" in one]) == 1
