"""Is a cut of a case given, fetched and taken back at the counter, by those alone whom it is for? 信息共享的命令."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cli.exits import ExitCode
from tests.builders import CHILD
from tests.cli.counter import Counter

LEAD, RELIEF = ("--by", "P-CIVIL"), ("--by", "P-RELIEF")
WISH = ("--to", "P-RELIEF", "--ground", "联合保护救助、转介", "--for", "承接办理", "--words", "接收并照护")


@pytest.fixture
def package(counter: Counter, case_no: str) -> str:
    return str(counter.facts("share", "make", case_no, *WISH, *LEAD)["no"])


def test_a_package_is_told_to_its_receiver_who_fetches_it_into_a_file(
    counter: Counter, case_no: str, package: str, tmp_path: Path
) -> None:
    assert package in counter.done("share", "inbox", *RELIEF).out
    out = tmp_path / "package.zip"
    counter.done("share", "fetch", package, "--out", str(out), *RELIEF)
    with zipfile.ZipFile(out) as folder:
        assert CHILD in folder.read("package.html").decode()

    (listed,) = counter.facts("share", "list", case_no)
    assert (listed["no"], len(listed["fetched"])) == (package, 1)
    assert "信息共享包" in counter.done("audit", "access", case_no).out


def test_nobody_but_its_receiver_fetches_it_and_no_file_is_left(counter: Counter, package: str, tmp_path: Path) -> None:
    out = tmp_path / "package.zip"
    refused = counter.hutong("share", "fetch", package, "--out", str(out), "--by", "P-LIUXI-SCHOOL")
    assert refused.code == ExitCode.REFUSED
    assert not out.exists()
    assert counter.facts("share", "inbox", "--by", "P-LIUXI-SCHOOL") == []


def test_what_was_withdrawn_is_not_given_any_more(counter: Counter, package: str, tmp_path: Path) -> None:
    counter.done("share", "withdraw", package, "--reason", "给错了岗位", *LEAD)
    out = tmp_path / "package.zip"
    refused = counter.hutong("share", "fetch", package, "--out", str(out), *RELIEF)
    assert refused.code == ExitCode.REFUSED
    assert "撤回" in refused.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--ground", "好奇"), "--ground"),
        (("--for", "看看"), "--for"),
        (("--to", "P-NOBODY"), "P-NOBODY"),
        (("--words", " "), "请写明对方要用它做什么"),
        (("--by", "P-LIUXI-SCHOOL"), "本岗位不能查看"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    counter: Counter, case_no: str, wrong: tuple[str, str], told: str
) -> None:
    asked = dict(zip((*WISH, *LEAD)[::2], (*WISH, *LEAD)[1::2], strict=True)) | {wrong[0]: wrong[1]}
    refused = counter.hutong("share", "make", case_no, *(word for pair in asked.items() for word in pair))
    assert refused.code in (ExitCode.REFUSED, ExitCode.USAGE), refused.err
    assert told in refused.err
    assert counter.facts("share", "list", case_no) == []
