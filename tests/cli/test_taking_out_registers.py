"""Is a register taken out whole, in the columns it came in, and on everybody's record? 导出名册."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter
from tests.registers import HOME, LIUXI, NAME, NUMBER, OTHER_NUMBER, a_book, a_row, kinds_of_cells, read_back

CIVIL = ("--by", "P-CIVIL")
WHY = ("--reason", "年度抽查")
ALONE = {"监护人姓名": "不详", "照护人姓名": None, "照护人关系": None}
EXPORTED = ("export", "children", "--area", "990101", *CIVIL, *WHY)


@pytest.fixture
def numbers(counter: Counter, tmp_path: Path) -> list[str]:
    """Three children on file: two in 柳溪镇, one of them with a name that begins like a formula; one elsewhere."""
    path = tmp_path / "register.xlsx"
    rows = [
        a_row(),
        a_row(姓名="+禾小小", 身份证号=OTHER_NUMBER, 类别="流动儿童、困境儿童", **ALONE),
        a_row(姓名="石头", 身份证号=None, 居住地区划代码="990101002"),
    ]
    path.write_bytes(a_book(*rows))
    done = counter.facts("import", "children", str(path), *CIVIL)
    return [one["child_no"] for one in done["children"]]


def taken(counter: Counter, path: Path, *words: str) -> list[dict[str, Any]]:
    """The rows of a register, by head."""
    counter.done(*(words or EXPORTED), "--out", str(path))
    heads, *rows = read_back(path.read_bytes())
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_everybody_of_the_area_is_in_it_as_they_were_entered(
    counter: Counter, numbers: list[str], tmp_path: Path
) -> None:
    rows = taken(counter, tmp_path / "out.xlsx")

    assert sorted(row["档案编号"] for row in rows) == sorted(numbers)
    (first,) = [row for row in rows if row["姓名"] == NAME]
    assert (first["身份证号"], first["居住地区划代码"], first["居住地详细地址"]) == (NUMBER, LIUXI, HOME)
    assert (first["监护人姓名"], first["监护人关系"], first["照护人姓名"]) == ("禾大山", "父亲", "林秋")
    assert first["状态"] == "在册"


def test_what_was_taken_out_can_be_handed_in_again_and_changes_nothing(
    counter: Counter, numbers: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "out.xlsx"
    taken(counter, path)
    before = counter.entries()

    again = counter.facts("import", "children", str(path), *CIVIL)

    assert (again["opened"], again["already"], again["bad"], again["columns_not_read"]) == (0, 3, 0, [])
    assert counter.entries() == before


def test_what_was_taken_out_is_the_same_register_on_another_machine(
    counter: Counter, numbers: list[str], tmp_path: Path, furnished: Path
) -> None:
    path, home = tmp_path / "out.xlsx", tmp_path / "elsewhere"
    before = taken(counter, path)
    shutil.copytree(furnished, home)
    other = Counter(home, counter.clock)
    other.done("import", "children", str(path), *CIVIL)

    after = taken(other, tmp_path / "again.xlsx")

    assert sorted(map(said, before)) == sorted(map(said, after))


def said(row: dict[str, Any]) -> list[str]:
    """What a row says, but for the number of the file."""
    return [f"{name}: {value}" for name, value in row.items() if name != "档案编号"]


def test_no_cell_of_it_is_a_formula_whatever_it_begins_with(
    counter: Counter, numbers: list[str], tmp_path: Path
) -> None:
    rows = taken(counter, tmp_path / "out.xlsx")

    assert kinds_of_cells((tmp_path / "out.xlsx").read_bytes()) == {"s"}
    assert "+禾小小" in {row["姓名"] for row in rows}
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--area", LIUXI), {0, 1}),
        (("--area", "990101002"), {2}),
        (("--area", "99"), {0, 1, 2}),
        (("--area", "99", "--category", "困境儿童"), {1}),
    ],
)
def test_only_those_of_the_area_and_the_kind_are_taken_out(
    counter: Counter, numbers: list[str], tmp_path: Path, words: tuple[str, ...], wanted: set[int]
) -> None:
    rows = taken(counter, tmp_path / "out.xlsx", "export", "children", *words, *CIVIL, *WHY)

    assert {row["档案编号"] for row in rows} == {numbers[nth] for nth in wanted}


def test_every_child_that_was_taken_out_and_nobody_else_has_it_on_record(
    counter: Counter, numbers: list[str], tmp_path: Path
) -> None:
    taken(counter, tmp_path / "out.xlsx", "export", "children", "--area", LIUXI, *CIVIL, *WHY)

    looks = [counter.facts("audit", "access", number) for number in numbers]

    assert [[(one["kind"], one["what"], one["post"]["no"]) for one in found] for found in looks] == [
        [("identity_read", "children_export", "P-CIVIL")],
        [("identity_read", "children_export", "P-CIVIL")],
        [],
    ]
    (told,) = counter.facts("audit", "access", numbers[0], "--by", "P-OFFICE", "--reason", "核对")[1:]
    assert told["reason"] == "年度抽查"
    together = [one for one in counter.facts("audit", "access") if one["of"] == "system"]
    assert [(one["kind"], one["what"]) for one in together] == [
        ("record_read", f"children_export；地区 {LIUXI}；格式 xlsx")
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--area", "990101", "--by", "P-NOBODY", *WHY),
        ("--area", "990101", *CIVIL, "--reason", " "),
        ("--area", "", *CIVIL, *WHY),
        ("--area", "%", *CIVIL, *WHY),
        ("--area", "11", *CIVIL, *WHY),
        ("--area", "990101", *CIVIL, *WHY, "--category", "孤儿"),
    ],
)
def test_without_a_post_a_reason_or_a_child_nothing_is_taken_out_and_nothing_recorded(
    counter: Counter, numbers: list[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = counter.entries()

    told = counter.hutong("export", "children", *words, "--out", str(tmp_path / "out.xlsx"))

    assert told.code == ExitCode.REFUSED
    assert not (tmp_path / "out.xlsx").exists()
    assert counter.entries() == before


# ------------------------------------------------------------------------------------------------ one child's file


def parts(path: Path) -> list[list[list[Any]]]:
    """The five parts of a child's file, without their heads; before them stands the cover."""
    return [read_back(path.read_bytes(), sheet)[1:] for sheet in range(1, 6)]


def test_the_file_of_a_child_has_the_parts_that_it_is_to_have(counter: Counter, case_no: str, tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    counter.done("note", case_no, "visit", "--text", "上门走访，孩子在家", "--by", "P-LIUXI-STATION")

    made = counter.facts("export", "register", case_no, *CIVIL, *WHY, "--out", str(path))

    basic, visits, log, help_, problems = parts(path)
    assert ["姓名", "禾苗苗"] in basic
    assert any("禾大山" in str(value) for _, value in basic)
    assert [row[1] for row in visits] == ["走访"]
    assert len(log) > 5
    assert [row[1] for row in problems] == ["多处损伤、严重营养不良、意识不清，疑受家庭暴力、欺凌、虐待等"]
    assert list(made["rows"].values()) == [len(basic), len(visits), len(log), len(help_), len(problems)]


def test_what_people_reported_and_who_reported_stays_in_the_case(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    path = tmp_path / "one.xlsx"
    counter.done("export", "register", case_no, *CIVIL, *WHY, "--out", str(path))

    whole = str(parts(path))

    assert [word for word in ("张小满", "000-0000-0000", "木棍", "班主任") if word in whole] == []


def test_that_the_file_of_a_child_was_taken_out_is_on_its_record(
    counter: Counter, case_no: str, tmp_path: Path
) -> None:
    made = counter.facts("export", "register", case_no, *CIVIL, *WHY, "--out", str(tmp_path / "one.xlsx"))

    (look,) = counter.facts("audit", "access", made["child_no"])

    assert (look["kind"], look["what"], look["post"]["no"]) == ("record_read", "child_register", "P-CIVIL")
    assert "导出一人一档" in counter.done("audit", "access", made["child_no"]).out
    again = counter.facts("export", "register", made["child_no"], *CIVIL, *WHY, "--out", str(tmp_path / "two.xlsx"))
    assert again["rows"]["走访记录"] == made["rows"]["走访记录"]


def test_a_child_whose_key_was_destroyed_is_in_no_file(counter: Counter, numbers: list[str], tmp_path: Path) -> None:
    destroyed = "UPDATE subject_key SET wrapped = NULL, erased_at = made_at WHERE subject_no = ?"
    with closing(sqlite3.connect(counter.home / "hutong.db")) as database, database:
        database.execute(destroyed, [numbers[0]])

    rows = taken(counter, tmp_path / "out.xlsx")
    told = counter.hutong("export", "register", numbers[0], *CIVIL, *WHY, "--out", str(tmp_path / "one.xlsx"))

    assert {row["档案编号"] for row in rows} == set(numbers[1:])
    assert told.code == ExitCode.REFUSED
