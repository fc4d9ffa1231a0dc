"""Can an inspector ask for an audit sheet, and is it on the record who took one out? 柜台核查."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.cli.counter import NAMES, Counter

OFFICE = ("--by", "P-OFFICE", "--reason", "年度抽查")
YEAR = ("--area", "990101", "--from", "2026-01-01", "--to", "2026-12-31")


def test_a_case_is_audited_without_naming_the_verb(counter: Counter, case_no: str) -> None:
    counter.clock.move(hours=3)
    told = counter.done("audit", case_no)
    assert told.out == counter.done("audit", "sheet", case_no).out
    assert "逾期未办" in told.out
    assert "本系统默认期限（非法定）逾期" in told.out
    assert "#" in told.out
    assert not any(name in told.out for name in NAMES)


def test_scripts_get_every_rule_with_its_verdict_force_and_proof(counter: Counter, case_no: str) -> None:
    found = counter.facts("audit", case_no)
    rules = [rule for procedure in found["procedures"] for rule in procedure["rules"]]
    assert {rule["verdict"] for rule in rules} == {"not_due", "not_applicable"}
    assert all(rule["proof"] and rule["force"] and rule["period"]["basis"] for rule in rules)
    assert sum(sum(counts.values()) for counts in found["counts"].values()) == len(rules)
    assert counter.done("audit", case_no, "--format", "json").json == found


def test_a_look_leaves_no_trace_and_a_file_is_on_the_record_of_its_case(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    before = len(counter.facts("timeline", case_no))
    counter.done("audit", case_no)
    assert len(counter.facts("timeline", case_no)) == before

    counter.done("audit", case_no, "--format", "docx", "--out", str(tmp_path / "a.docx"), *OFFICE)
    entries = counter.facts("timeline", case_no)
    assert [entry["kind"] for entry in entries[before:]] == ["record_read"]
    words = "".join(cell.text for table in Document(str(tmp_path / "a.docx")).tables for cell in table._cells)
    assert case_no in words
    assert not any(name in words for name in (*NAMES, "年度抽查"))
    assert (tmp_path / "a.docx").stat().st_mode & 0o077 == 0


def test_why_a_step_was_left_out_is_shown_on_the_record_and_goes_into_no_file(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    left_out = ("--reason", "禾大山已被羁押", "--by", "P-OFFICE")
    given = ("--with", "ours=是", "--with", "track=涉嫌犯罪")
    counter.done("duty", "skip", case_no, "police_acceptance", *given, *left_out)
    before = len(counter.facts("timeline", case_no))

    assert "禾大山" not in counter.done("audit", case_no).out
    assert "禾大山已被羁押" in counter.done("audit", case_no, *OFFICE).out
    counter.done("audit", case_no, "--format", "json", "--out", str(tmp_path / "a.json"), *OFFICE)
    assert "禾大山" not in (tmp_path / "a.json").read_text()
    assert [entry["kind"] for entry in counter.facts("timeline", case_no)[before:]] == ["record_read"] * 2


def test_a_county_is_audited_inside_and_for_others(counter: Counter, case_no: str, tmp_path: Path) -> None:
    counter.clock.move(hours=3)
    told = counter.done("audit", *YEAR)
    assert case_no in told.out

    given = counter.done("audit", *YEAR, "--for-sharing", *OFFICE, "--json").json
    assert (given["for_sharing"], given["cases"], given["late"]) == (True, None, [])
    assert case_no not in str(given)

    counter.done("audit", *YEAR, "--format", "xlsx", "--out", str(tmp_path / "y.xlsx"), *OFFICE)
    counter.done("audit", *YEAR, "--format", "xlsx", "--inside", "--out", str(tmp_path / "i.xlsx"), *OFFICE)
    assert not _holds(tmp_path / "y.xlsx", case_no)
    assert _holds(tmp_path / "i.xlsx", case_no)


def _holds(file: Path, words: str) -> bool:
    book = load_workbook(BytesIO(file.read_bytes()))
    return any(words in str(cell.value) for page in book for row in page for cell in row)


def test_a_page_stands_alone(counter: Counter, case_no: str) -> None:
    page = counter.done("audit", case_no, "--format", "html").out
    assert page.startswith("<!doctype html>")
    assert case_no in page


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ((), "NO"),
        (("--area", "990101"), "--from"),
        (("C-00000-00000",), "NO"),
        (("C-00000-00000", *YEAR), "NO"),
        (("C-00000-00000", "--format", "pdf"), "--format"),
        (("C-00000-00000", "--format", "xlsx"), "--out"),
        (("C-00000-00000", "--out", "x.json", "--format", "json"), "--by"),
        (("C-00000-00000", "--by", "P-OFFICE"), "--reason"),
        (("C-00000-00000", "--on", "昨天"), "--on"),
        ((*YEAR, "--procedure", "没有"), "--procedure"),
        ((*YEAR, "--for-sharing"), "--by"),
        ((*YEAR, "--for-sharing", "--inside", *OFFICE), "--inside"),
        ((*YEAR, "--for-sharing", "--by", "P-NOBODY", "--reason", "抽查"), "--by"),
    ],
)
def test_what_is_missing_or_does_not_go_together_is_said(counter: Counter, words: tuple[str, ...], field: str) -> None:
    told = counter.hutong("audit", "sheet", *words, "--json") if "--format" not in words else None
    told = told or counter.hutong("audit", "sheet", *words)
    assert told.code == 3
    assert field in told.err


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_recorded(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    there = tmp_path / "there.html"
    there.write_text("mine")
    before = len(counter.facts("timeline", case_no))
    told = counter.hutong("audit", case_no, "--format", "html", "--out", str(there), *OFFICE)
    assert (told.code, there.read_text()) == (3, "mine")
    assert len(counter.facts("timeline", case_no)) == before
