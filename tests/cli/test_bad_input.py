"""What happens to a report that cannot be: a clear error, an exit code, and nothing written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.cli.counter import DIRECTORY, REPORT, Counter

GOOD = REPORT.read_text(encoding="utf-8")


def written(home: Path) -> dict[str, str]:
    """Every file of a home, by digest."""
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in sorted(home.rglob("*")) if path.is_file()}


@pytest.fixture
def nothing_written(counter: Counter) -> Iterator[None]:
    """The journal is as long as before, and no file has changed but for the database's own bookkeeping."""
    entries, files = counter.entries(), written(counter.home)
    yield
    changed = {name for name, digest in written(counter.home).items() if files.get(name) != digest}
    assert {name for name in changed if not re.search(r"hutong\.db-(wal|shm)$", name)} == set()
    assert counter.entries() == entries


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


REFUSED = {
    "an unknown situation": (changed("情形: [R4]", "情形: [R40]"), "情形.1", "R9"),
    "a situation in words that do not exist": (changed("情形: [R4]", "情形: [被打]"), "情形.1", "R9"),
    "no situation": (changed("情形: [R4]", "情形: []"), "情形", "至少填写一项"),
    "a date in the future": (changed("报告时间: 2026-03-02", "报告时间: 2026-03-03"), "报告时间", "将来"),
    "a naive time": (changed("T10:20+08:00", "T10:20"), "发现时间", "时区"),
    "no time at all": (changed("2026-03-02T10:20+08:00", "上午"), "发现时间", "2026-03-02T10:20+08:00"),
    "a child born after the event": (changed("2016-05-18", "2026-03-02"), "儿童.1.出生日期", "晚于事件"),
    "an unknown post": (changed("P-LIUXI-SCHOOL", "P-NOWHERE"), "报告人.岗位编号", "没有这个岗位编号"),
    "an unknown receiving post": (GOOD + "接报岗位: P-NOWHERE\n", "接报岗位", "没有这个岗位编号"),
    "a misspelt field": (changed("目前有危险", "目前危险"), "目前危险", "检查写法"),
    "a missing field": (changed("报告主体: 中小学校\n", ""), "报告主体", "必填"),
    "no child": (GOOD[: GOOD.index("儿童:")], "儿童", "必填"),
    "a post code that is no area": (
        changed('行政区划代码: "990101001"\n', '行政区划代码: "99010"\n'),
        "事件.行政区划代码",
        "位数字",
    ),
    "a story of thirty pages": (changed("情况: |\n", "情况: |\n  " + "长" * 20_001 + "\n"), "情况", "过长"),
}


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(("text", "field", "mend"), REFUSED.values(), ids=REFUSED)
def test_a_report_that_cannot_be_is_refused_by_the_name_of_its_field(
    counter: Counter, text: str, field: str, mend: str
) -> None:
    told = counter.hutong("report", "-", stdin=text)

    assert told.code == ExitCode.REFUSED
    assert told.out == ""
    chinese, english = told.err.splitlines()[:2]
    assert chinese.startswith("错误：")
    assert field in chinese
    assert mend in chinese
    assert english.startswith("Error: ")
    assert field in english
    assert counter.hutong("report", "-", "--json", stdin=text).error["field"] == field


FILES = {
    "broken YAML": (b"a: [1\nb: 2", "第 2 行"),
    "an indent gone wrong": ("情形: [R4]\n  报告主体: 中小学校\n".encode(), "第 2 行"),
    "broken JSON": (b'{"a": 1,\n "b"}', "第 2 行"),
    "a second document": ((GOOD + "\n---\n" + GOOD).encode(), "一个文件只能有一份报告"),
    "another encoding": (GOOD.encode("gb18030"), "UTF-8"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "UTF-8"),
    "control characters": (b"a: \x00\x01", "无法识别的字符"),
    "five megabytes": (b"x" * 5 * 1024 * 1024, "文件过大（5120 KB）"),
    "a list": (b"- 1\n- 2\n", "填写项"),
    "a field twice": (GOOD + "报告主体: 公民\n", "写了两次"),
    "an alias that grows": (b"a: &a [1]\nb: [*a, *a]\n", "不支持引用"),
    "brackets without end": (b"[" * 100_000, "嵌套过深"),
    "braces without end": (b'{"a":' * 100_000, "嵌套过深"),
    "nothing": (b"", "是空的"),
    "blanks": (b" \n\n", "是空的"),
}


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(("raw", "mend"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("by_file", [True, False], ids=["file", "stdin"])
def test_a_file_that_is_no_report_is_refused_with_its_place(
    counter: Counter, tmp_path: Path, raw: bytes | str, mend: str, by_file: bool
) -> None:
    raw = raw if isinstance(raw, bytes) else raw.encode()
    path = tmp_path / "报告.yaml"
    path.write_bytes(raw)
    told = counter.hutong("report", str(path)) if by_file else counter.hutong("report", "-", stdin=raw)
    assert told.code == ExitCode.REFUSED, told.err
    assert mend in told.err.splitlines()[0]
    assert "internal" not in told.err


@pytest.mark.usefixtures("nothing_written")
def test_a_file_that_is_not_there_or_not_a_file_is_refused_by_its_path(counter: Counter, tmp_path: Path) -> None:
    for path, mend in ((tmp_path / "没有.yaml", "没有这个文件"), (tmp_path, "是文件夹")):
        told = counter.hutong("report", str(path))
        assert told.code == ExitCode.REFUSED
        assert str(path) in told.err
        assert mend in told.err
        assert "FILE" in told.err


@pytest.mark.usefixtures("nothing_written")
def test_a_file_that_may_not_be_read_is_refused(counter: Counter, tmp_path: Path) -> None:
    path = tmp_path / "report.yaml"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything, but for what Linux only lets it write
        path = Path("/proc/sys/vm/compact_memory")
    told = counter.hutong("report", str(path))
    assert told.code == ExitCode.REFUSED
    assert "没有读取权限" in told.err
    assert str(path) in told.err


@pytest.mark.usefixtures("nothing_written")
def test_all_that_is_wrong_is_told_in_one_go(counter: Counter) -> None:
    text = changed("情形: [R4]", "情形: [R40]").replace("性别: 女", "性别: 雌").replace("2016-05-18", "2016年5月")
    told = counter.hutong("report", "-", stdin=text)
    assert told.err.count("错误：") == 3
    assert "共 3 处有误，未写入任何内容" in told.err
    fields = [one["field"] for one in counter.hutong("report", "-", "--json", stdin=text).error["refusals"]]
    assert fields == ["情形.1", "儿童.1.性别", "儿童.1.出生日期"]


@pytest.mark.usefixtures("nothing_written")
def test_an_error_does_not_repeat_what_was_written_about_anybody(counter: Counter) -> None:
    text = changed("关系: 父亲", "关系: 禾大山的父亲").replace("2016-05-18", "禾苗苗不详")
    told = counter.hutong("report", "-", stdin=text)
    assert told.code == ExitCode.REFUSED
    assert "禾" not in told.err


@pytest.mark.usefixtures("nothing_written")
def test_a_bare_command_that_nobody_can_be_asked_at_says_how_to_name_a_file(counter: Counter) -> None:
    told = counter.hutong("report")
    assert told.code == ExitCode.USAGE
    assert "hutong report 文件" in told.err


def test_a_bad_file_makes_no_database(tmp_path: Path, counter: Counter) -> None:
    nowhere = Counter(tmp_path / "nowhere", counter.clock)
    assert nowhere.hutong("report", "-", stdin="a: [").code == ExitCode.REFUSED
    assert not nowhere.home.exists()


@pytest.mark.usefixtures("nothing_written")
def test_a_directory_that_cannot_be_is_refused(counter: Counter) -> None:
    good = DIRECTORY.read_text(encoding="utf-8")
    for old, new, field in (
        ("职能: hotline", "职能: hotlin", "职能"),
        ("渠道: file, 地址: P-HOTLINE", "渠道: pigeon, 地址: P-HOTLINE", "渠道"),
        ("编号: P-HOTLINE", "编号: P-GOV", "岗位.编号"),
    ):
        assert old in good
        told = counter.hutong("directory", "load", "-", "--json", stdin=good.replace(old, new))
        assert told.code == ExitCode.REFUSED
        assert field in told.error["field"]
