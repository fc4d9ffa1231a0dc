"""Verifying, anchors, exports and erasure as somebody types them. 柜台上的核验、存证、导出、销毁."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from models.database import Database
from tests.cli.counter import NAMES, Counter
from tests.verifier.loaded import load

BOTH = ("--by", "P-CIVIL", "--by-second", "P-OFFICE")


def tamper(counter: Counter, *statements: str) -> None:
    """Somebody with the database in hand."""
    database = Database(f"sqlite:///{counter.home / 'hutong.db'}")
    with database.writing() as session:
        for statement in ("DROP TRIGGER journal_refuses_update", "DROP TRIGGER journal_refuses_delete", *statements):
            session.connection().exec_driver_sql(statement)
    database.dispose()


def test_a_journal_that_holds_gets_two_answers_and_says_what_it_cannot_see(counter: Counter, case_no: str) -> None:
    told = counter.done("audit", "verify")
    assert "完整性：未被改动" in told.out
    assert "齐全性：没有缺漏" in told.out
    assert "未提供存证" in told.out
    facts = counter.facts("audit", "verify")
    assert (facts["integrity"], facts["completeness"]) == ({"holds": True, "faults": []},) * 2
    assert facts["entries"] == counter.entries()


def test_what_was_altered_and_what_is_missing_are_told_apart(counter: Counter, case_no: str) -> None:
    tamper(
        counter,
        "UPDATE journal SET by_post = 'P-GOV' WHERE seq = 7",
        f"DELETE FROM journal WHERE chain = '{case_no}' AND n = 2",
    )
    told = counter.hutong("audit", "verify", "--json")
    assert told.code == 1
    assert told.json["integrity"]["faults"] == [{"fault": "entry_altered", "chain": "directory", "n": 7}]
    assert [one["chain"] for one in told.json["completeness"]["faults"]] == [case_no]
    spoken = counter.hutong("audit", "verify")
    assert spoken.code == 1
    assert "directory#7" in spoken.out
    assert "请保留现场" in spoken.out


def test_an_anchor_tells_a_database_that_was_set_back(counter: Counter, case_no: str, tmp_path: Path) -> None:
    before = (counter.home / "hutong.db").read_bytes()
    anchor = tmp_path / "anchor.json"
    written = counter.facts("audit", "anchor", "--out", str(anchor), "--by", "P-OFFICE")
    assert stat.S_IMODE(anchor.stat().st_mode) == 0o600
    assert json.loads(anchor.read_text())["root"] == written["root"]
    assert counter.hutong("audit", "verify", "--anchor", str(anchor)).code == 0
    assert counter.hutong("audit", "verify", "--anchor", str(tmp_path)).code == 0  # a folder of them

    for file in counter.home.glob("hutong.db*"):
        file.unlink()
    (counter.home / "hutong.db").write_bytes(before)

    assert counter.hutong("audit", "verify").code == 0
    told = counter.hutong("audit", "verify", "--anchor", str(anchor), "--json")
    assert told.code == 1
    assert told.json["integrity"]["holds"]
    assert [one["fault"] for one in told.json["completeness"]["faults"]] == ["behind_anchor"]


def test_the_daily_anchors_of_this_machine_are_held_against_it_unasked(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    before = (counter.home / "hutong.db").read_bytes()
    counter.done("audit", "anchor", "--out", str(tmp_path / "2026-03-02.json"))
    (counter.home / "anchors").mkdir()
    (tmp_path / "2026-03-02.json").rename(counter.home / "anchors" / "2026-03-02.json")  # as the service leaves it
    assert "均为本机所存" in counter.done("audit", "verify").out

    for file in counter.home.glob("hutong.db*"):
        file.unlink()
    (counter.home / "hutong.db").write_bytes(before)

    told = counter.hutong("audit", "verify", "--json")
    assert told.code == 1
    assert [one["fault"] for one in told.json["completeness"]["faults"]] == ["behind_anchor"]


@pytest.mark.parametrize("content", ["", "{}", "[]", "\xff", '{"format": "hutong-anchor/1"}'])
def test_what_is_no_anchor_is_refused(content: str, counter: Counter, case_no: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    told = counter.hutong("audit", "verify", "--anchor", str(tmp_path / "a.json"), "--json")
    assert told.code == 3
    assert told.error["field"] == "--anchor"


def test_an_anchor_that_was_bent_or_comes_from_elsewhere_is_refused_and_not_taken_for_a_finding(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    anchor = tmp_path / "a.json"
    counter.done("audit", "anchor", "--out", str(anchor))
    for name, value in (("links", 1), ("head", "0" * 64), ("installation", "0" * 16), ("at", "2026-01-01")):
        bent = tmp_path / f"{name}.json"
        bent.write_text(json.dumps({**json.loads(anchor.read_text()), name: value}), encoding="utf-8")
        assert counter.hutong("audit", "verify", "--anchor", str(bent)).code == 3
    assert counter.hutong("audit", "verify", "--anchor", str(tmp_path / "nowhere.json")).code == 3
    (tmp_path / "empty").mkdir()
    assert counter.hutong("audit", "verify", "--anchor", str(tmp_path / "empty")).code == 3


def test_an_exported_case_is_checked_by_the_stand_alone_verifier(
    counter: Counter, case_no: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchor, out = tmp_path / "a.json", tmp_path / "case.jsonl"
    counter.done("audit", "anchor", "--out", str(anchor))
    told = counter.facts("audit", "export", case_no, "--out", str(out), "--by", "P-CIVIL", "--reason", "应检察院要求")
    assert (stat.S_IMODE(out.stat().st_mode), told["anchors"]) == (0o600, 1)
    assert not any(name in out.read_text(encoding="utf-8") for name in NAMES)

    assert load().main([str(out), "--anchor", str(anchor)]) == 0
    assert "没有缺漏" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("export", "C-00000-00000", "--by", "P-CIVIL"), ("anchor", "--by", "P-NOBODY")])
def test_what_is_refused_leaves_no_file_and_no_entry(
    words: tuple[str, ...], counter: Counter, case_no: str, tmp_path: Path
) -> None:
    out, before = tmp_path / "out", counter.entries()
    assert counter.hutong("audit", *words, "--out", str(out)).code == 3
    assert not out.exists()
    assert counter.entries() == before


def test_no_file_is_overwritten_and_nothing_recorded_for_one_that_cannot_be_written(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    (tmp_path / "there").write_text("mine")
    before = counter.entries()
    for out in (tmp_path / "there", tmp_path / "no" / "folder"):
        told = counter.hutong("audit", "export", case_no, "--by", "P-CIVIL", "--out", str(out), "--json")
        assert (told.code, told.error["field"]) == (3, "--out")
    assert (tmp_path / "there").read_text() == "mine"
    assert counter.entries() == before


def test_nobody_vouches_for_a_journal_that_was_altered(counter: Counter, case_no: str, tmp_path: Path) -> None:
    tamper(counter, "UPDATE journal SET by_post = 'P-GOV' WHERE seq = 7")
    assert counter.hutong("audit", "anchor", "--out", str(tmp_path / "a.json")).code == 3
    assert not (tmp_path / "a.json").exists()


# ------------------------------------------------------------------------------------------------ erasure


@pytest.fixture
def erased(counter: Counter, case_no: str) -> str:
    """A case that is over and whose child's keys are destroyed."""
    counter.done("case", "close", case_no, "--reason", "办结", "--settle", "--by", "P-CIVIL")
    counter.done("sweep")
    told = counter.facts("case", "erase", case_no, "--reason", "保存期限届满", *BOTH)
    assert case_no not in told["kept"]
    return case_no


@pytest.mark.parametrize(
    "words",
    [
        ("case", "list"),
        ("case", "show", "NO"),
        ("case", "reveal", "NO", "--reason", "复核", "--by", "P-CIVIL"),
        ("timeline", "NO"),
        ("timeline", "NO", "--format", "html"),
        ("timeline", "NO", "--format", "json"),
        ("person", "list", "NO"),
        ("instrument", "list", "NO"),
        ("duty", "list"),
        ("why", "NO", "1"),
        ("stuck",),
        ("sweep",),
        ("directory", "show"),
        ("journal", "rebuild"),
        ("journal", "head"),
        ("audit", "verify"),
    ],
    ids=" ".join,
)
def test_every_command_still_works_on_a_case_that_was_erased(
    words: tuple[str, ...], counter: Counter, erased: str
) -> None:
    told = counter.done(*(erased if word == "NO" else word for word in words))
    assert not any(name in told.out for name in NAMES)


def test_whoever_looks_is_told_that_it_was_destroyed_and_when(counter: Counter, erased: str) -> None:
    assert "销毁" in counter.done("case", "show", erased).out
    assert counter.facts("case", "show", erased)["erased_at"] == "2026-03-02T02:55:00Z"
    assert "姓名 已销毁" in counter.done("case", "reveal", erased, "--reason", "复核", "--by", "P-CIVIL").out
    assert "销毁密钥" in counter.done("timeline", erased).out


def test_what_would_write_about_the_child_is_refused_with_the_reason(counter: Counter, erased: str) -> None:
    told = counter.hutong("case", "reopen", erased, "--reason", "又有情况", "--by", "P-CIVIL", "--json")
    assert told.code == 6
    assert "密钥已销毁" in told.error["zh"]


def test_erasing_again_clears_the_files_once_more(counter: Counter, erased: str) -> None:
    assert counter.facts("case", "erase", erased, "--reason", "再清理", *BOTH)["again"]


def test_an_open_case_is_not_erased(counter: Counter, case_no: str) -> None:
    told = counter.hutong("case", "erase", case_no, "--reason", "保存期限届满", *BOTH, "--json")
    assert (told.code, case_no in told.error["zh"]) == (3, True)
