"""Can an office hand in its register at the counter, look first, mend, and hand it in again? 柜台导入名册."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter
from tests.registers import BORN, NAMES, OTHER_NUMBER, a_book, a_row, kinds_of_cells, read_back

CIVIL = ("--by", "P-CIVIL")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Two siblings, a child of another household, and a row that is wrong."""
    return written(
        tmp_path / "register.xlsx",
        a_row(户号="1"),
        a_row(户号="1", 姓名="禾田田", 出生日期="2019-11-02", 身份证号=None),
        a_row(姓名="禾小小", 身份证号=OTHER_NUMBER),
        a_row(姓名="禾大大", 身份证号=None, 出生日期="去年"),
    )


def written(path: Path, *rows: list[Any]) -> Path:
    path.write_bytes(a_book(*rows))
    return path


def entered(counter: Counter, path: Path, *words: str, code: ExitCode = ExitCode.OK) -> Any:
    told = counter.hutong("import", "children", str(path), *words, "--json")
    assert told.code == code, told.err
    return told.json


def counts(facts: Any) -> tuple[int, ...]:
    return tuple(facts[name] for name in ("rows", "opened", "already", "repeated", "bad"))


def test_looking_first_tells_what_would_be_done_and_writes_nothing(counter: Counter, register: Path) -> None:
    before = counter.entries()

    looked = entered(counter, register, "--dry-run", code=ExitCode.FINDINGS)

    assert counter.entries() == before
    assert counts(looked) == (4, 3, 0, 0, 1)
    assert [one["child_no"] for one in looked["children"]] == [None] * 3
    done = entered(counter, register, *CIVIL, code=ExitCode.FINDINGS)
    assert counts(done) == counts(looked)


def test_good_rows_are_entered_and_bad_ones_told(counter: Counter, register: Path) -> None:
    done = entered(counter, register, *CIVIL, code=ExitCode.FINDINGS)

    assert [(one["row"], one["new"]) for one in done["children"]] == [(2, True), (3, True), (4, True)]
    assert [(one["row"], one["column"], one["head"]) for one in done["mistakes"]] == [(5, "C", "出生日期")]
    again = entered(counter, register, "--dry-run", code=ExitCode.FINDINGS)
    assert [one["child_no"] for one in again["children"]] == [one["child_no"] for one in done["children"]]


def test_the_same_register_handed_in_again_changes_nothing_and_says_so(counter: Counter, register: Path) -> None:
    entered(counter, register, *CIVIL, code=ExitCode.FINDINGS)
    before = counter.entries()

    again = entered(counter, register, *CIVIL, code=ExitCode.FINDINGS)

    assert counts(again) == (4, 0, 3, 0, 1)
    assert counter.entries() == before


def test_a_child_that_stands_twice_gets_one_file_and_both_rows_are_named(counter: Counter, tmp_path: Path) -> None:
    twice = written(tmp_path / "twice.xlsx", a_row(), a_row(姓名="禾小小", 身份证号=OTHER_NUMBER), a_row())

    for words in (("--dry-run",), CIVIL):
        done = entered(counter, twice, *words)
        assert counts(done) == (3, 2, 0, 1, 0)
        assert [(one["row"], one["same_as"]) for one in done["children"]] == [(2, None), (3, None), (4, 2)]


def test_brothers_and_sisters_with_one_household_number_have_the_same_guardians(
    counter: Counter, register: Path
) -> None:
    done = entered(counter, register, *CIVIL, code=ExitCode.FINDINGS)

    first, second, third = (one["child_no"] for one in done["children"])
    adults = [guardians(counter, child) for child in (first, second, third)]

    assert adults[0] == adults[1]
    assert not adults[0] & adults[2]


def guardians(counter: Counter, child_no: str) -> set[str]:
    """Numbers of the adults of a child."""
    return looked_up(counter, "SELECT adult_no FROM tie WHERE child_no = ?", child_no)


def looked_up(counter: Counter, query: str, *values: str) -> set[str]:
    """What stands in the tables, looked at past the command line."""
    with closing(sqlite3.connect(counter.home / "hutong.db")) as database:
        return {found for (found,) in database.execute(query, values)}


def test_bad_rows_are_kept_where_the_user_says_for_nobody_else_to_read(
    counter: Counter, register: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "mend.xlsx"

    told = entered(counter, register, *CIVIL, "--bad-rows", str(kept), code=ExitCode.FINDINGS)

    assert told["bad_rows_file"] == str(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kinds_of_cells(kept.read_bytes()) == {"s"}
    rows = read_back(kept.read_bytes())
    rows[1][rows[0].index("出生日期")] = "2014-01-01"
    kept.write_bytes(a_book(rows[1], heads=rows[0]))
    assert counts(entered(counter, kept, *CIVIL)) == (1, 1, 0, 0, 0)


def test_no_file_is_written_where_nothing_is_wrong_or_nobody_asked(counter: Counter, tmp_path: Path) -> None:
    good = written(tmp_path / "good.xlsx", a_row())
    before = set(tmp_path.rglob("*"))

    entered(counter, good, "--dry-run", "--bad-rows", str(tmp_path / "mend.xlsx"))

    assert {one.name for one in set(tmp_path.rglob("*")) - before} <= {"hutong.db-wal", "hutong.db-shm"}


@pytest.mark.parametrize("named", ["register.xlsx", "mend.csv"])
def test_a_file_for_bad_rows_that_cannot_be_written_stops_the_import(
    counter: Counter, register: Path, named: str
) -> None:
    before = counter.entries()

    told = counter.hutong("import", "children", str(register), *CIVIL, "--bad-rows", str(register.parent / named))

    assert told.code == ExitCode.REFUSED
    assert counter.entries() == before


def test_whoever_enters_says_by_which_post(counter: Counter, register: Path) -> None:
    before = counter.entries()

    for words in ((), ("--by", "P-NOBODY")):
        assert counter.hutong("import", "children", str(register), *words).code == ExitCode.REFUSED

    assert counter.entries() == before


def test_neither_the_screen_nor_the_facts_name_anybody(counter: Counter, register: Path) -> None:
    for words in (("--dry-run",), CIVIL, ("--dry-run", "--json")):
        told = counter.hutong("import", "children", str(register), *words)
        assert [word for word in (*NAMES, BORN, "去年") if word in told.out + told.err] == []


def test_the_screen_says_what_was_done_and_what_is_to_be_mended(counter: Counter, register: Path) -> None:
    told = counter.hutong("import", "children", str(register), *CIVIL)

    assert "新建档案 3" in told.out
    assert "出生日期" in told.out
    assert told.err == ""  # no bar where nobody looks at one
    again = counter.hutong("import", "children", str(register), *CIVIL)
    assert "新建档案 0" in again.out
    assert "已有档案、不动 3" in again.out


def test_the_template_is_written_and_is_a_register_of_nobody(counter: Counter, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"

    counter.done("import", "children", "--template", str(path))

    assert read_back(path.read_bytes())[0][0] == "姓名"
    assert counts(entered(counter, path, *CIVIL)) == (0, 0, 0, 0, 0)
    assert counter.hutong("import", "children", "--template", str(path)).code == ExitCode.REFUSED


def test_a_command_without_a_file_is_not_understood(counter: Counter, register: Path, tmp_path: Path) -> None:
    assert counter.hutong("import", "children", *CIVIL).code == ExitCode.USAGE
    both = ("--template", str(tmp_path / "template.xlsx"))
    assert counter.hutong("import", "children", str(register), *both).code == ExitCode.USAGE


def test_a_register_comes_in_on_standard_input_too(counter: Counter) -> None:
    told = counter.hutong("import", "children", "-", *CIVIL, "--json", stdin=a_book(a_row()))

    assert counts(told.json) == (1, 1, 0, 0, 0)


def test_a_child_of_the_register_is_the_one_that_a_later_report_is_about(counter: Counter, tmp_path: Path) -> None:
    done = entered(counter, written(tmp_path / "one.xlsx", a_row()), *CIVIL)

    case_no = counter.report()

    of_case = looked_up(counter, "SELECT child_no FROM case_file WHERE no = ?", case_no)
    assert of_case == {done["children"][0]["child_no"]}


def test_the_register_comes_back_with_the_numbers_and_what_became_of_each_row(counter: Counter, tmp_path: Path) -> None:
    twice, wrong = a_row(), a_row(姓名="禾田田", 出生日期="去年", 身份证号=None)
    register = written(tmp_path / "register.xlsx", a_row(), twice, wrong)
    ahead, copy = tmp_path / "ahead.xlsx", tmp_path / "numbers.xlsx"
    entered(counter, register, "--dry-run", "--with-numbers", str(ahead), code=ExitCode.FINDINGS)

    done = entered(counter, register, *CIVIL, "--with-numbers", str(copy), code=ExitCode.FINDINGS)

    number = done["children"][0]["child_no"]
    assert done["numbers_file"] == str(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert read_back(ahead.read_bytes())[1][:3] == [None, None, "将建档"]
    heads, *rows = read_back(copy.read_bytes())
    assert heads[:4] == ["档案编号", "关爱档案编号", "导入结果", "姓名"]
    assert [row[0] for row in rows] == [number, number, None]
    assert [row[2][:4] for row in rows] == ["已建档", "与第 2", "有误、未"]
    assert [row[3] for row in rows] == [NAMES[0], NAMES[0], "禾田田"]
    assert counts(entered(counter, copy, "--dry-run", code=ExitCode.FINDINGS)) == (
        3,
        0,
        1,
        1,
        1,
    )  # it is a register again


def test_a_child_is_put_on_the_list_by_the_number_of_its_case_and_the_file_of_care_is_found(
    counter: Counter, tmp_path: Path
) -> None:
    case_no = counter.report()
    met = [
        word for one in ("under_16", "rural_registration", "parents_away", "three_months") for word in ("--met", one)
    ]
    listing = ("--as", "left_behind", "--tier", "low", "--reason", "祖父母照护", *met, *CIVIL)

    begun = counter.facts("monitor", "begin", case_no, *listing)

    assert begun["child_no"] == counter.facts("case", "show", case_no)["child_no"]
    assert begun["child_no"] in counter.done("case", "show", case_no).out
    assert [one["no"] for one in counter.facts("case", "list", "--care")] == [begun["case_no"]]
    assert [one["no"] for one in counter.facts("case", "list")] == [case_no]
    assert counter.hutong("monitor", "begin", "C-12345-67890", *listing).code == ExitCode.REFUSED
    again = written(tmp_path / "one.xlsx", a_row())
    copy = tmp_path / "numbers.xlsx"
    entered(counter, again, *CIVIL, "--with-numbers", str(copy))
    assert read_back(copy.read_bytes())[1][:3] == [begun["child_no"], begun["case_no"], "已有档案，不动"]
