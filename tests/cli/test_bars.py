"""Does whoever enters a long table see how far it is, and does a file or a program see nothing of it? 进度条."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.counter import Counter
from tests.registers import a_book

ROOT = Path(__file__).resolve().parents[2]
A_BAR = """
from cli.tables import bar
with bar("导入", 3, quiet={quiet}) as tell:
    tell(3)
"""
PLAIN = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR")}


def on_a_terminal(words: list[str], environment: Mapping[str, str]) -> tuple[str, str]:
    """What a program prints, and what somebody sees on the terminal that its errors go to."""
    screen, stderr = pty.openpty()
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=stderr, env=environment) as run:
        os.close(stderr)
        seen = b""
        try:
            while part := os.read(screen, 4096):
                seen += part
        except OSError:  # the other end is closed
            pass
        assert run.stdout is not None
        printed = run.stdout.read()
    os.close(screen)
    return printed.decode(), seen.decode()


@pytest.mark.parametrize(("quiet", "seen"), [(False, True), (True, False)])
def test_a_bar_is_drawn_on_a_terminal_unless_a_program_asked(quiet: bool, seen: bool) -> None:
    printed, screen = on_a_terminal([sys.executable, "-c", A_BAR.format(quiet=quiet)], PLAIN)
    assert printed == ""
    assert ("3/3" in screen) is seen


@pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1"}, {"TTY_COMPATIBLE": "1"}])
def test_nothing_of_it_goes_into_a_file(forced: dict[str, str]) -> None:
    words = [sys.executable, "-c", A_BAR.format(quiet=False)]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, env=PLAIN | forced, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")


@pytest.mark.parametrize("verb", ["children", "tiers"])
def test_who_enters_a_table_sees_it_read_and_entered(counter: Counter, tmp_path: Path, verb: str) -> None:
    register = tmp_path / "register.xlsx"
    heads = ["姓名", "出生日期", "居住地区划代码", "风险等级", "定级理由"]
    register.write_bytes(a_book(["禾一", "2016-05-18", "990101001", None, None], heads=heads))
    counter.done("import", "children", str(register), "--by", "P-CIVIL")
    words = ["import", verb, str(register), "--dry-run"]
    command = [sys.executable, "-c", "from cli.main import main; main()", "--home", str(counter.home), *words]
    printed, screen = on_a_terminal(command, PLAIN | counter.environment)
    assert "1/1" in screen, screen
    assert "读取" in screen
    assert "1/1" not in printed
    assert "共 1 行" in printed
