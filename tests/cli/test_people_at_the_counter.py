"""Can the adults around a child be entered, tied, found out and let go, without a name in any output?"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import NAMES, Counter


def test_adults_are_listed_by_number_relation_and_standing_and_never_by_name(counter: Counter, case_no: str) -> None:
    father, mother = counter.facts("person", "list", case_no)
    assert (father["relation"], father["guardian"], father["carer"], father["suspected"]) == ("father", *[True] * 3)
    assert (mother["relation"], mother["guardian"], mother["carer"], mother["suspected"]) == (
        "mother",
        True,
        *[False] * 2,
    )
    told = counter.done("person", "list", case_no).out
    assert "监护人、照护人、涉嫌侵害" in told
    assert [name for name in NAMES if name in told] == []


def test_somebody_who_is_only_known_to_exist_is_entered_and_found_out_later(counter: Counter, case_no: str) -> None:
    adult = counter.facts("person", "add", case_no, "--relation", "其他", "--suspected", "--by", "P-LIUXI-POLICE")[
        "adult_no"
    ]
    assert "身份不明" in counter.done("person", "list", case_no).out

    words = ("person", "identify", case_no, adult, "--name", "-", "--by", "P-LIUXI-POLICE")
    told = counter.done(*words, stdin="苗无名\n")
    assert "苗无名" not in told.out
    assert {one["no"]: one["known"] for one in counter.facts("person", "list", case_no)}[adult] is True
    revealed = counter.done("case", "reveal", case_no, "--reason", "走访", "--by", "P-CIVIL").out
    assert "苗无名" in revealed
    assert counter.hutong(*words, stdin="苗无名").code == ExitCode.CONFLICT


def test_guardian_and_carer_are_two_things_and_both_change_over_time(counter: Counter, case_no: str) -> None:
    grandmother = counter.facts(
        *("person", "add", case_no, "--relation", "grandparent", "--carer", "--from-on", "2026-03-01"),
        *("--name", "禾奶奶", "--by", "P-CIVIL"),
    )["adult_no"]
    assert counter.adults(case_no, "--on", "2026-02-28").keys() == {"father", "mother"}

    tie = ("person", "link", case_no, grandmother, "--relation", "grandparent", "--guardian", "--from-on", "2026-03-02")
    counter.done(*tie, "--by", "P-CIVIL")
    ties = [one for one in counter.facts("person", "list", case_no) if one["no"] == grandmother]
    assert [(one["guardian"], one["carer"]) for one in ties] == [(False, True), (True, False)]

    mother = counter.adults(case_no)["mother"]
    counter.done("person", "leave", case_no, mother, "--until-on", "2026-03-02", "--by", "P-CIVIL", "--reason", "离异")
    assert "mother" not in counter.adults(case_no, "--on", "2026-03-02")
    assert "mother" in counter.adults(case_no, "--on", "2026-03-01")


def test_somebody_joins_a_procedure_and_the_case_shows_it(counter: Counter, case_no: str) -> None:
    found = counter.adults(case_no)
    opened = ("open", case_no, "紧急安置", "--against", found["father"], "--by", "P-LIUXI-POLICE")
    counter.done(*opened)
    counter.done("person", "join", case_no, "emergency_placement", found["mother"], "--as", "第三人", "--by", "P-CIVIL")

    placement = next(
        one for one in counter.facts("case", "show", case_no)["procedures"] if one["kind"] == "emergency_placement"
    )
    assert placement["parties"] == [
        {"no": found["father"], "role": "respondent"},
        {"no": found["mother"], "role": "third_party"},
    ]
    assert f"第三人 {found['mother']}" in counter.done("case", "show", case_no).out


def test_words_are_read_from_a_file_so_that_no_shell_remembers_them(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    (tmp_path / "name.txt").write_text("禾奶奶\n", encoding="utf-8")
    words = ("person", "add", case_no, "--relation", "grandparent", "--name", f"@{tmp_path / 'name.txt'}")
    counter.done(*words, "--by", "P-CIVIL")
    assert "禾奶奶" in counter.done("case", "reveal", case_no, "--reason", "走访", "--by", "P-CIVIL").out


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("add", "--relation", "godmother"), "--relation"),
        (("add", "--relation", "mother", "--from-on", "明天"), "--from-on"),
        (("add", "--relation", "mother", "--from-on", "2026-03-02", "--until-on", "2026-03-01"), "until_on"),
        (("add", "--relation", "mother", "--name", "@nowhere.txt"), "FILE"),
        (("add", "--relation", "mother", "--name", "-"), "--name"),
        (("link", "A-NONE", "--relation", "mother"), "person"),
        (("leave", "A-NONE", "--until-on", "2026-03-01"), "person"),
        (("identify", "A-NONE", "--name", "某"), "person"),
        (("join", "mandatory_reporting", "A-NONE", "--as", "respondent"), "person"),
        (("join", "handover", "A-NONE", "--as", "respondent"), "procedure"),
    ],
)
def test_what_is_wrong_about_a_person_is_said_and_nothing_is_written(
    counter: Counter, case_no: str, words: tuple[str, ...], field: str
) -> None:
    entries = counter.entries()
    told = counter.hutong("person", words[0], case_no, *words[1:], "--by", "P-CIVIL", "--json")
    assert (told.code, told.error["field"]) == (ExitCode.REFUSED, field)
    assert counter.entries() == entries
