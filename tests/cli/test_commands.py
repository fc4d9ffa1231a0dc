"""Does every command explain itself, and end as the help says?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.exits import ExitCode, Misuse, exit_code_of
from cli.given import Given
from cli.main import COMMANDS, app
from rules.errors import CaseworkError, Conflict, Forbidden, Gap, Refusals, Refused, Unavailable
from tests.cli.counter import ROOT, Counter

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIXED_BY_CONTRACT = {
    "up",
    "demo",
    "report",
    "case",
    "duty",
    "why",
    "timeline",
    "stuck",
    "sweep",
    "worker",
    "doctor",
    "pack",
}


def every_command() -> Iterator[tuple[str, ...]]:
    """Every command and every verb below it."""
    root = typer.main.get_command(app)
    with root.make_context("hutong", [], resilient_parsing=True) as context:
        for name in COMMANDS:
            _, command, _ = root.resolve_command(context, [name])  # type: ignore[attr-defined]
            yield (name,)
            yield from ((name, verb) for verb in getattr(command, "commands", {}))


def hutong(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person starts it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def test_the_commands_that_scripts_rely_on_are_there() -> None:
    assert set(COMMANDS) >= FIXED_BY_CONTRACT
    verbs = {words[1] for words in every_command() if words[0] == "duty" and len(words) == 2}
    assert verbs >= {"list", "answer", "skip", "excuse", "extend", "pause", "resume"}


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_command_says_what_it_is_for_in_chinese_first(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*words, "--help"])
    assert told.exit_code == 0
    said = [line for line in told.stdout.splitlines() if line.strip() and "Usage" not in line]
    assert CHINESE.search(said[0]), said[0]
    options = [line for line in told.stdout.splitlines() if re.match(r"│ \*?\s*--", line)]
    assert options
    assert [line for line in options if not CHINESE.search(line)] == []


def test_the_help_lists_every_exit_code() -> None:
    told = " ".join(CliRunner().invoke(app, ["--help"]).stdout.split())
    for code in ExitCode:
        assert f"{code.value} {code.zh}" in told


def test_each_kind_of_error_ends_in_a_code_of_its_own() -> None:
    errors = [Misuse("", ""), Refused("", ""), Conflict("", ""), Unavailable("", ""), Gap("", "")]
    assert [exit_code_of(error) for error in errors] == [2, 3, 4, 5, 6]
    assert exit_code_of(Refusals([Refused("", "")])) is exit_code_of(Forbidden("", "")) is ExitCode.REFUSED
    assert {*map(type, errors), Forbidden} >= set(CaseworkError.__subclasses__())


@pytest.mark.parametrize("words", [(), ("case",), ("duty",), ("pack",)], ids=" ".join)
def test_a_group_without_a_verb_shows_its_help(counter: Counter, words: tuple[str, ...]) -> None:
    told = counter.hutong(*words)
    assert told.code == ExitCode.USAGE
    assert "Usage" in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    "words", [("cases",), ("case", "show"), ("case", "list", "--opn"), ("duty", "extend", "C", "1")]
)
def test_a_command_that_is_not_understood_is_answered_in_both_languages(
    counter: Counter, words: tuple[str, ...]
) -> None:
    told = counter.hutong(*words)
    assert told.code == ExitCode.USAGE
    assert "命令写法有误" in told.err
    assert "Error: " in told.err
    assert counter.hutong(*words, "--json").error["code"] == "usage"


def test_an_unexpected_error_tells_its_kind_and_nothing_else(counter: Counter) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError("禾苗苗")

    given = Given(now=broken, home=counter.home)
    for words in (["case", "list"], ["case", "list", "--json"]):
        told = CliRunner().invoke(app, words, obj=given)
        assert told.exit_code == ExitCode.INTERNAL
        assert "ZeroDivisionError" in told.stderr
        assert "Traceback" not in told.stderr
        assert "禾苗苗" not in told.output


def test_only_whoever_asks_for_it_sees_where_it_broke(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    monkeypatch.setenv("HUTONG_DEBUG", "1")
    told = CliRunner().invoke(app, ["case", "list"], obj=Given(now=broken, home=counter.home))
    assert "Traceback" in told.stderr


def test_a_setting_that_cannot_be_is_named_and_not_repeated(counter: Counter) -> None:
    counter.environment = {"HUTONG_SMTP_PORT": "密码123"}
    told = counter.hutong("case", "list")
    assert told.code == ExitCode.REFUSED
    assert "HUTONG_SMTP_PORT" in told.err
    assert "密码123" not in told.err


def test_the_home_on_the_command_line_outranks_the_environment(counter: Counter, tmp_path: Path) -> None:
    counter.report()
    given = Given(now=counter.clock)
    elsewhere = {"HUTONG_HOME": str(tmp_path / "elsewhere")}
    told = CliRunner().invoke(app, ["--home", str(counter.home), "case", "list"], env=elsewhere, obj=given)
    assert "C-" in told.stdout
    assert not (tmp_path / "elsewhere").exists()


def test_the_installed_command_works_in_a_process_of_its_own(counter: Counter) -> None:
    case_no = counter.report()
    home = str(counter.home)

    listed = hutong("--home", home, "case", "list", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert case_no in listed.stdout

    refused = hutong("--home", home, "case", "show", "C-NONE")
    assert (refused.returncode, refused.stdout) == (ExitCode.REFUSED, "")
    assert refused.stderr.startswith("错误：没有编号为 C-NONE 的个案")

    assert hutong("nothing", HUTONG_HOME=home).returncode == ExitCode.USAGE


def test_a_terminal_that_knows_no_chinese_is_no_reason_to_fail(counter: Counter) -> None:
    told = hutong("--home", str(counter.home), "directory", "show", PYTHONIOENCODING="ascii:strict")
    assert told.returncode == 0, told.stderr
    assert "P-LIUXI-POLICE" in told.stdout


def test_a_reader_who_leaves_early_is_no_error(counter: Counter) -> None:
    command = f"{sys.executable} -m cli.main --home {counter.home} pack show | head -1"
    told = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stderr == ""
    assert told.returncode in (0, 141)


def test_neither_the_engine_nor_alembic_is_loaded_to_look_at_a_case(counter: Counter) -> None:
    look = (
        "import sys\nfrom cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as ended:\n    assert ended.code == 0\n"
        "print(sorted({'prefect', 'httpx', 'alembic', 'apprise', 'jinja2'} & set(sys.modules)), file=sys.stderr)\n"
    )
    words = ["--home", str(counter.home), "case", "list"]
    told = subprocess.run([sys.executable, "-c", look, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stderr.strip() == "[]"
