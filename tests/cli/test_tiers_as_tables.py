"""Can an office set tiers and marks by a table: look first, mend, hand it in again, take it out? 等级、标记登记表."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter
from tests.registers import ADULTS, BORN, HEADS, NAMES, a_book, a_row, kinds_of_cells, read_back

CIVIL = ("--by", "P-CIVIL")
AWAY = "农村户籍；父母外出；外出三个月以上"
COLUMNS = ("档案编号", "类别", "风险等级", "关爱标记", "已核实的条件", "定级理由", "决定日期")


@pytest.fixture
def children(counter: Counter, tmp_path: Path) -> list[str]:
    """Three children on file: one on the list and low, two who are not."""
    register = tmp_path / "register.xlsx"
    rows = [a_row(身份证号=None, 姓名=name) for name in ("禾一", "禾二", "禾三")]
    register.write_bytes(a_book(*rows))
    numbers = [one["child_no"] for one in counter.facts("import", "children", str(register), *CIVIL)["children"]]
    met = [word for one in ("rural_registration", "parents_away", "three_months") for word in ("--met", one)]
    listing = ("--as", "left_behind", "--tier", "low", "--mark", "key", "--reason", "祖父母照护")
    counter.done("monitor", "begin", numbers[0], *listing, *met, *CIVIL)
    counter.clock.move(days=2)
    return numbers


def stands(child: str, **changes: Any) -> list[Any]:
    row: dict[str, Any] = {**dict.fromkeys(COLUMNS), "档案编号": child}
    assert not changes.keys() - row.keys()
    return [*{**row, **changes}.values()]


def written(path: Path, *rows: list[Any]) -> Path:
    path.write_bytes(a_book(*rows, heads=COLUMNS))
    return path


def entered(counter: Counter, path: Path, *words: str) -> Any:
    return counter.hutong("import", "tiers", str(path), *words, "--json").json


def became(facts: Any) -> list[str]:
    return ["+".join(one["became"]) for one in facts["standings"]]


def journal(counter: Counter, kind: str) -> list[Any]:
    with closing(sqlite3.connect(counter.home / "hutong.db")) as base:
        return base.execute("select kind, by_post, payload from journal where kind = ?", (kind,)).fetchall()


@pytest.fixture
def table(children: list[str], tmp_path: Path) -> Path:
    """One child to be raised and marked, one to be listed, one whose conditions are missing."""
    return written(
        tmp_path / "tiers.xlsx",
        stands(children[0], 风险等级="高", 关爱标记="重点、小学低年级", 定级理由="父亲服刑"),
        stands(children[1], 风险等级="中", 已核实的条件=AWAY, 定级理由="祖母年老"),
        stands(children[2], 风险等级="中", 已核实的条件="农村户籍", 定级理由="祖母年老"),
    )


def test_looking_first_writes_nothing_and_entering_does_what_was_looked_at(counter: Counter, table: Path) -> None:
    before = counter.entries()
    looked = entered(counter, table, "--dry-run")
    assert counter.entries() == before
    assert became(looked) == ["raised+marked", "listed"]
    done = entered(counter, table, *CIVIL)
    assert became(done) == became(looked)
    assert counter.entries() > before


def test_a_bad_row_is_named_with_its_mend_and_no_good_row_is_lost(counter: Counter, table: Path) -> None:
    told = counter.hutong("import", "tiers", str(table), *CIVIL)
    assert told.code == ExitCode.FINDINGS
    assert "调高等级 1" in told.out
    assert "列入 1" in told.out
    assert "已核实的条件" in told.out
    assert "外出三个月以上" in told.out
    assert not any(word in told.out + told.err for word in ("父亲服刑", "祖母年老", "禾一"))


def test_the_same_table_twice_changes_nothing(counter: Counter, table: Path) -> None:
    entered(counter, table, *CIVIL)
    before = counter.entries()
    counter.clock.move(days=1)
    assert became(entered(counter, table, *CIVIL)) == ["same", "same"]
    assert counter.entries() == before


def test_a_lower_tier_is_proposed_once_and_waits_for_the_second_person(
    counter: Counter, children: list[str], tmp_path: Path
) -> None:
    counter.done("monitor", "tier", children[0], "high", "--reason", "住院", *CIVIL)
    path = written(tmp_path / "lower.xlsx", stands(children[0], 风险等级="低", 定级理由="姑姑同住"))
    assert became(entered(counter, path, *CIVIL)) == ["proposed"]
    before = counter.entries()
    assert became(entered(counter, path, *CIVIL)) == ["decided"]
    assert counter.entries() == before
    again = written(
        tmp_path / "again.xlsx", stands(children[0], 风险等级="低", 定级理由="姑姑同住", 决定日期="2026-03-04")
    )
    assert became(entered(counter, again, "--dry-run")) == ["proposed"]


def test_who_decided_and_why_is_on_record_and_the_reason_is_sealed(counter: Counter, table: Path) -> None:
    entered(counter, table, *CIVIL)
    [(_, post, payload)] = journal(counter, "tier_changed")
    assert post == "P-CIVIL"
    assert json.loads(payload)["from"] == "low"
    assert json.loads(payload)["reason_sealed"]
    with closing(sqlite3.connect(counter.home / "hutong.db")) as base:
        assert "父亲服刑" not in str(base.execute("select key, payload from journal").fetchall())


@pytest.mark.parametrize(
    ("changes", "head", "says"),
    [
        ({"风险等级": "高"}, "定级理由", "请填写理由"),
        ({"风险等级": "很高", "定级理由": "x"}, "风险等级", "应为：低、中、高"),
        ({"关爱标记": "要紧", "定级理由": "x"}, "关爱标记", "重点关爱对象"),
        ({"关爱标记": "无"}, "定级理由", "请填写理由"),
        ({"风险等级": "高", "定级理由": "x", "决定日期": "2026-03-01"}, "决定日期", "早于上一次列入或变更"),
        ({"风险等级": "高", "定级理由": "x", "决定日期": "2027-03-01"}, "决定日期", "在将来"),
        ({"档案编号": "K-不是"}, "档案编号", "照档案抄写"),
    ],
)
def test_each_mistake_is_told_by_row_and_column_with_what_to_do(
    counter: Counter, children: list[str], tmp_path: Path, changes: dict[str, str], head: str, says: str
) -> None:
    before = counter.entries()
    told = entered(counter, written(tmp_path / "bad.xlsx", stands(children[0], **changes)), *CIVIL)
    [mistake] = told["mistakes"]
    assert (mistake["row"], mistake["head"]) == (2, head)
    assert says in mistake["zh"]
    assert counter.entries() == before


def test_a_child_without_a_number_is_recognised_and_one_without_a_file_is_told(
    counter: Counter, children: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "t.xlsx"
    heads = ("姓名", "出生日期", "风险等级", "定级理由")
    path.write_bytes(a_book(["禾一", BORN, "高", "住院"], ["禾无", BORN, "高", "住院"], heads=heads))
    told = entered(counter, path, *CIVIL)
    assert became(told) == ["raised"]
    assert [(one["row"], "没有这名儿童的档案" in one["zh"]) for one in told["mistakes"]] == [(3, True)]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"关爱标记": "重点", "定级理由": "x"}, "请填写风险等级才能列入"),
        ({"风险等级": "低"}, "请填写理由"),
        ({"类别": "困境儿童", "风险等级": "低", "定级理由": "x"}, "因家庭贫困"),
    ],
)
def test_who_is_not_on_the_list_needs_what_listing_needs(
    counter: Counter, children: list[str], tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    told = entered(counter, written(tmp_path / "bad.xlsx", stands(children[1], **changes)), "--dry-run")
    assert says in told["mistakes"][0]["zh"]


def test_an_empty_cell_changes_nothing_and_a_child_that_stands_twice_must_stand_the_same(
    counter: Counter, children: list[str], tmp_path: Path
) -> None:
    path = written(
        tmp_path / "t.xlsx",
        stands(children[0]),
        stands(children[0], 关爱标记="重点"),
        stands(children[0], 关爱标记="重点"),
        stands(children[0], 关爱标记="无", 定级理由="x"),
    )
    told = entered(counter, path, *CIVIL)
    assert became(told) == ["empty", "same", "repeated"]
    assert "只留一行" in told["mistakes"][0]["zh"]


def test_no_marks_takes_them_all_away(counter: Counter, children: list[str], tmp_path: Path) -> None:
    path = written(tmp_path / "t.xlsx", stands(children[0], 关爱标记="无", 定级理由="误标"))
    assert became(entered(counter, path, *CIVIL)) == ["marked"]
    [(_, _, payload)] = journal(counter, "marks_changed")
    assert (json.loads(payload)["from"], json.loads(payload)["marks"]) == (["key"], [])


def test_the_rows_to_be_mended_are_kept_for_their_reader_alone_and_go_in_once_mended(
    counter: Counter, table: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "bad.xlsx"
    entered(counter, table, *CIVIL, "--bad-rows", str(kept))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    heads, row = read_back(kept.read_bytes())
    assert "需改正" in heads
    row[heads.index("已核实的条件")] = AWAY
    mended = tmp_path / "mended.xlsx"
    mended.write_bytes(a_book(row, heads=heads))
    assert became(entered(counter, mended, *CIVIL)) == ["listed"]


def test_what_is_taken_out_goes_in_again_and_changes_nothing(
    counter: Counter, children: list[str], table: Path, tmp_path: Path
) -> None:
    entered(counter, table, *CIVIL)
    out = tmp_path / "out.xlsx"
    counter.done("export", "children", "--area", "99", "--reason", "核对", "--out", str(out), *CIVIL)
    heads, *rows = read_back(out.read_bytes())
    by_number = {row[heads.index("档案编号")]: row for row in rows}
    assert by_number[children[1]][heads.index("已核实的条件")].count("；") == 3
    before = counter.entries()
    told = entered(counter, out, *CIVIL)
    assert sorted(became(told)) == ["empty", "same", "same"]
    assert told["mistakes"] == []
    assert counter.facts("import", "children", str(out), *CIVIL)["opened"] == 0
    assert counter.entries() == before


def test_a_register_with_tiers_is_entered_and_listed_in_one_go(counter: Counter, tmp_path: Path) -> None:
    more = ("风险等级", "关爱标记", "已核实的条件", "定级理由")
    path = tmp_path / "new.xlsx"
    rows = [
        [*a_row(身份证号=None, 姓名="禾新"), "高", "重点", AWAY, "无人照护"],
        [*a_row(身份证号=None, 姓名="禾旧"), "中", None, None, "无人照护"],
        [*a_row(身份证号=None, 姓名="禾坏", 出生日期="去年"), "中", None, AWAY, "无人照护"],
    ]
    path.write_bytes(a_book(*rows, heads=(*HEADS, *ADULTS, *more)))
    before = counter.entries()
    words = ("import", "children", str(path), "--with-tiers", "--json")
    looked = counter.hutong(*words, "--dry-run").json
    assert counter.entries() == before
    done = counter.hutong(*words, *CIVIL).json
    assert became(done["tiers"]) == became(looked["tiers"]) == ["listed"]
    assert [one["row"] for one in done["tiers"]["mistakes"]] == [3]
    assert done["opened"] == 2
    plain = counter.hutong("import", "children", str(path), *CIVIL)
    assert "--with-tiers" in plain.out


def test_the_template_can_be_filled_in_and_has_no_formula(
    counter: Counter, children: list[str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.xlsx"
    counter.done("import", "tiers", "--template", str(empty))
    heads = read_back(empty.read_bytes())[0]
    assert set(COLUMNS) <= set(heads)
    assert kinds_of_cells(empty.read_bytes()) == {"s"}
    row = dict.fromkeys(heads) | {"档案编号": children[0], "风险等级": "高", "定级理由": "x"}
    path = tmp_path / "filled.xlsx"
    path.write_bytes(a_book([*row.values()], heads=heads))
    assert became(entered(counter, path, *CIVIL)) == ["raised"]


@pytest.mark.parametrize(
    ("heads", "says"),
    [
        (("档案编号", "姓名", "定级理由"), "缺少“风险等级”或“关爱标记”"),
        (("风险等级", "关爱标记", "定级理由"), "缺少“档案编号”或“身份证号”"),
        (("甲", "乙", "丙"), "没有找到表头"),
    ],
)
def test_a_head_that_will_not_do_is_refused_whole(
    counter: Counter, tmp_path: Path, heads: tuple[str, ...], says: str
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(a_book(["K-1", "x", "y"], heads=heads))
    told = counter.hutong("import", "tiers", str(path), *CIVIL)
    assert told.code != ExitCode.OK
    assert says in told.err


def test_who_decides_must_be_said_before_anything_is_entered(counter: Counter, table: Path) -> None:
    told = counter.hutong("import", "tiers", str(table))
    assert told.code != ExitCode.OK
    assert "--by" in told.err


def test_no_name_is_in_what_is_told(counter: Counter, table: Path) -> None:
    told = counter.hutong("import", "tiers", str(table), *CIVIL)
    assert not any(word in told.out + told.err for word in NAMES)
