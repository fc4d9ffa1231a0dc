"""Can a station hand in its table of visits at the counter, look first, mend, and take visits out again? 走访登记表."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.counter import Counter
from tests.registers import a_book, a_row, kinds_of_cells, read_back
from tests.tasks.test_importing_visits import HEADS, a_visit

CIVIL = ("--by", "P-CIVIL")


@pytest.fixture
def table(counter: Counter, tmp_path: Path) -> Path:
    """A child on the list since Monday, visited on Tuesday; a row that is wrong; it is Thursday."""
    register = tmp_path / "register.xlsx"
    register.write_bytes(a_book(a_row()))
    (child,) = [one["child_no"] for one in counter.facts("import", "children", str(register), *CIVIL)["children"]]
    met = [
        word for one in ("under_16", "rural_registration", "parents_away", "three_months") for word in ("--met", one)
    ]
    listing = ("--as", "left_behind", "--tier", "low", "--mark", "key", "--reason", "祖父母照护")
    counter.done("monitor", "begin", child, *listing, *met, *CIVIL)
    counter.clock.move(days=3)
    path = tmp_path / "visits.xlsx"
    path.write_bytes(a_book(a_visit(child, "2026-03-03"), a_visit(child, "2026-03-04", 联系对象="邻居"), heads=HEADS))
    return path


def entered(counter: Counter, path: Path, *words: str) -> Any:
    return counter.hutong("import", "visits", str(path), *words, "--json").json


def counts(facts: Any) -> tuple[int, ...]:
    return tuple(facts[name] for name in ("rows", "answered", "noted", "already", "repeated", "bad"))


def test_looking_first_writes_nothing_and_entering_does_what_was_looked_at(counter: Counter, table: Path) -> None:
    before = counter.entries()
    assert counts(entered(counter, table, "--dry-run")) == (2, 1, 0, 0, 0, 1)
    assert counter.entries() == before
    assert counts(entered(counter, table, *CIVIL)) == (2, 1, 0, 0, 0, 1)
    assert counts(entered(counter, table, *CIVIL)) == (2, 0, 0, 1, 0, 1)


def test_the_screen_says_what_was_done_and_names_nobody(counter: Counter, table: Path) -> None:
    told = counter.hutong("import", "visits", str(table), *CIVIL)
    assert told.code == ExitCode.FINDINGS
    assert "办理 1 项" in told.out
    assert "联系对象" in told.out
    assert "邻居" not in told.out + told.err
    counter.done("sweep")


def test_bad_rows_are_kept_mended_and_entered(counter: Counter, table: Path, tmp_path: Path) -> None:
    kept = tmp_path / "mend.xlsx"
    assert entered(counter, table, *CIVIL, "--bad-rows", str(kept))["bad_rows_file"] == str(kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kinds_of_cells(kept.read_bytes()) == {"s"}
    rows = read_back(kept.read_bytes())
    rows[1][rows[0].index("联系对象")] = "儿童本人"
    kept.write_bytes(a_book(rows[1], heads=rows[0]))
    assert counts(entered(counter, kept, *CIVIL)) == (1, 0, 1, 0, 0, 0)


def test_the_template_is_a_table_of_nobody(counter: Counter, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    counter.done("import", "visits", "--template", str(path))
    assert read_back(path.read_bytes())[0][0] == "档案编号"
    assert counts(entered(counter, path, *CIVIL)) == (0, 0, 0, 0, 0, 0)


def test_a_table_as_csv_is_understood(counter: Counter, table: Path, tmp_path: Path) -> None:
    heads, first, _ = read_back(table.read_bytes())
    path = tmp_path / "visits.csv"
    path.write_text("\n".join(",".join(str(cell or "") for cell in row) for row in (heads, first)), encoding="gb18030")
    assert counts(entered(counter, path, *CIVIL)) == (1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        (("姓名", "性别", "类别"), "走访日期"),
        (("档案编号", "联系对象", "照护情况"), "走访日期"),
        (("走访日期", "联系对象", "照护情况"), "档案编号"),
        (("档案编号", "走访日期", "日期", "联系对象"), "重复"),
        (("甲", "乙", "丙"), "没有找到表头"),
    ],
)
def test_a_table_whose_head_will_not_do_is_refused_whole(
    counter: Counter, tmp_path: Path, heads: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(a_book(["x"] * len(heads), heads=heads))
    told = counter.hutong("import", "visits", str(path), *CIVIL)
    assert told.code == ExitCode.REFUSED
    assert said in told.err


def test_what_was_taken_out_is_on_record_and_comes_back_unchanged(
    counter: Counter, table: Path, tmp_path: Path
) -> None:
    entered(counter, table, *CIVIL)
    out = tmp_path / "out.xlsx"
    taken = counter.facts("export", "visits", "--area", "990101", *CIVIL, "--reason", "年度抽查", "--out", str(out))
    assert (taken["visits"], taken["children"]) == (1, 1)
    assert "导出走访登记" in counter.done("audit", "access").out
    assert counts(entered(counter, out, *CIVIL)) == (1, 0, 0, 1, 0, 0)


def test_a_visit_to_be_mended_keeps_also_the_columns_that_are_not_read(
    counter: Counter, table: Path, tmp_path: Path
) -> None:
    heads, first, _ = read_back(table.read_bytes())
    path, mend = tmp_path / "more.xlsx", tmp_path / "mend.xlsx"
    path.write_bytes(
        a_book(
            ["车牌", *(None if head == "走访日期" else cell for head, cell in zip(heads, first, strict=True))],
            heads=["交通", *heads],
        )
    )

    entered(counter, path, *CIVIL, "--bad-rows", str(mend))

    kept = read_back(mend.read_bytes())
    assert (kept[0][0], kept[1][0]) == ("交通", "车牌")
