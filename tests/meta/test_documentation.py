"""Do the documents say what the code does? 文档自查 / what is written for people, held against what they will find."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer
import yaml

from cli.exits import ExitCode
from cli.main import COMMANDS
from notifications.channels import CHANNELS
from notifications.channels.webhook import signature
from rules.vocabulary import ChildCategory, Precision, ProcedureKind, Relation, Role, Sex, Situation, Term, UnitKind
from tasks.directory import read_directory
from tasks.documents_in import read_document
from tasks.kinds import Kind
from tasks.report_form import AdultForm, ChildForm, IncidentForm, PlaceForm, ReporterForm, ReportForm, read_report
from tasks.settings import Settings
from tasks.stuck import KINDS, StuckKind

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CALL = re.compile(r"(?:^|[`\s/])hutong ((?:--home \S+ )?[a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.MULTILINE)
SETTING = re.compile(r"HUTONG_[A-Z_]+")
NUMBER = re.compile(r"\b[A-Z]-[0-9A-Z]{5}-[0-9A-Z]{5}\b")


def said(name: str) -> str:
    """What a document says."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in one language; "" for those that name none."""
    return [body for found, body in BLOCK.findall(said(name)) if found == language]


def rows(name: str) -> list[str]:
    """Every row of every table of a document."""
    return [line for line in said(name).splitlines() if line.startswith("|")]


# ------------------------------------------------------------------------------------------------ links and twins


def links() -> Iterator[tuple[str, str]]:
    """(document, target) of every link that stays in the repository."""
    for document in DOCUMENTS:
        for target in LINK.findall(BLOCK.sub("", document.read_text(encoding="utf-8"))):
            if not target.startswith(("http://", "https://", "mailto:", "#")):
                yield str(document.relative_to(ROOT)), target


def test_links_are_found() -> None:
    assert ("README.md", "README.zh.md") in set(links())


@pytest.mark.parametrize(("document", "target"), sorted(set(links())))
def test_every_link_leads_to_a_file(document: str, target: str) -> None:
    assert (ROOT / document).parent.joinpath(unquote(target.partition("#")[0])).exists()


def test_each_readme_names_the_other_in_its_first_line() -> None:
    english, chinese = READMES
    assert f"({chinese})" in said(english).splitlines()[0]
    assert f"({english})" in said(chinese).splitlines()[0]


@pytest.mark.parametrize("sign", [r"^## ", r"^\| ", r"^- ", r"^```"])
def test_the_two_readmes_have_the_same_parts(sign: str) -> None:
    counts = [len(re.findall(sign, said(name), re.MULTILINE)) for name in READMES]
    assert counts[0] == counts[1] > 0


def test_the_index_names_every_document() -> None:
    listed = {target for document, target in links() if document == "docs/README.md"}
    pages = {str(page.relative_to(ROOT / "docs")) for page in DOCUMENTS if page.parent.parent == ROOT / "docs"}
    assert {page for page in pages if not page.startswith("adr/")} <= listed


# ------------------------------------------------------------------------------------------------ commands


def verbs(command: str) -> set[str]:
    """The verbs of a command; none for a command without."""
    made: Any = typer.main.get_command(import_module(f"cli.{command}").app)
    return set(getattr(made, "commands", {}))


def calls() -> Iterator[tuple[str, str, str]]:
    """(document, command, next word) of every `hutong …` in code, in all documents."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        code = [body for _, body in BLOCK.findall(text)] + re.findall(r"`[^`\n]+`", BLOCK.sub("", text))
        for piece in code:
            for command, word in CALL.findall(piece):
                yield str(document.relative_to(ROOT)), command.split()[-1], word


def test_calls_are_found() -> None:
    assert ("README.md", "duty", "answer") in set(calls())


@pytest.mark.parametrize(("document", "command", "word"), sorted(set(calls())))
def test_every_command_in_a_document_exists(document: str, command: str, word: str) -> None:
    assert command in COMMANDS
    assert not verbs(command) or not word or word in verbs(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_reference(command: str) -> None:
    headings = said("docs/reference/cli.md").splitlines()
    assert f"## hutong {command}" in headings
    assert all(f"### hutong {command} {verb}" in headings for verb in verbs(command))


def test_the_reference_of_commands_is_what_the_commands_say() -> None:
    script = ROOT / "scripts" / "write-cli-reference"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_reference_of_the_api_is_what_it_says_of_itself() -> None:
    script = ROOT / "scripts" / "write-api-reference"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_explained(code: ExitCode) -> None:
    assert f"| {code.value} | {code.zh} · {code.en} |" in rows("docs/howto/operate.md")


# ------------------------------------------------------------------------------------------------ settings


@pytest.mark.parametrize("document", ["docs/reference/settings.md", ".env.example"])
def test_every_setting_is_documented_and_no_other(document: str) -> None:
    settings = {f"HUTONG_{name.upper()}" for name in Settings.model_fields}
    beside = {"HUTONG_DEBUG", "HUTONG_TEST_POSTGRES_URL"}  # no settings, and told to be none
    assert set(SETTING.findall(said(document))) - beside == settings


@pytest.mark.parametrize(
    ("name", "default"),
    [
        (name, str(field.default).lower())
        for name, field in Settings.model_fields.items()
        if isinstance(field.default, (bool, int, float))
    ],
)
def test_the_default_of_a_setting_is_the_one_that_is_told(name: str, default: str) -> None:
    row = next(row for row in rows("docs/reference/settings.md") if f"`HUTONG_{name.upper()}`" in row)
    assert f"| `{default}` |" in row
    assert f"#HUTONG_{name.upper()}={default}\n" in said(".env.example")


def test_every_setting_that_a_document_names_is_one() -> None:
    settings = {f"HUTONG_{name.upper()}" for name in Settings.model_fields}
    beside = {"HUTONG_DEBUG", "HUTONG_TEST_POSTGRES_URL", "HUTONG_SMTP_", "HUTONG_"}
    named = {name for document in DOCUMENTS for name in SETTING.findall(document.read_text(encoding="utf-8"))}
    assert named - settings - beside == set()


# ------------------------------------------------------------------------------------------------ procedures and words


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("kind", ProcedureKind)
def test_every_procedure_is_told_with_its_status(readme: str, kind: ProcedureKind) -> None:
    row = next(row for row in rows(readme) if f"`{kind.value}`" in row)
    assert row.rstrip(" |").endswith(("draft", "草稿"))
    assert len(row.strip("|").split("|")) == len(("procedure", "code", "law", "ends", "status"))


@pytest.mark.parametrize(
    ("document", "terms"),
    [
        ("docs/howto/directory.md", Role),
        ("docs/reference/stuck.md", StuckKind),
        ("docs/reference/journal.md", Kind),
        *[
            ("docs/reference/report.md", terms)
            for terms in (UnitKind, Situation, Sex, ChildCategory, Relation, Precision)
        ],
    ],
)
def test_every_word_of_a_list_is_in_its_table(document: str, terms: type[Term]) -> None:
    listed = "\n".join(rows(document))
    assert [term.value for term in terms if f"`{term.value}`" not in listed or term.zh not in listed] == []


@pytest.mark.parametrize("kind", StuckKind)
def test_the_stuck_list_is_documented_as_its_table_says(kind: StuckKind) -> None:
    row, known = KINDS[kind], next(one for one in rows("docs/reference/stuck.md") if f"`{kind.value}`" in one)
    act = f"{row.act.zh} `{row.act.value}`" + ("" if row.mends else " ◦")
    cells = [f"{row.severity.zh} {row.severity.value}", f"{row.owner.zh} {row.owner.en}", act]
    assert known == f"| {kind.zh} | `{kind.value}` | {' | '.join(cells)} | {row.repair.zh} · {row.repair.en} |"


@pytest.mark.parametrize("channel", sorted(CHANNELS))
def test_every_channel_is_described(channel: str) -> None:
    assert any(row.startswith(f"| `{channel}` |") for row in rows("docs/howto/channels.md"))


@pytest.mark.parametrize("form", [ReportForm, ReporterForm, IncidentForm, ChildForm, AdultForm, PlaceForm])
def test_every_field_of_a_report_is_described_in_both_languages(form: Any) -> None:
    reference = said("docs/reference/report.md")
    for name, field in form.model_fields.items():
        chinese = field.validation_alias.choices[0]
        assert f"`{name}`" in reference, name
        assert chinese in reference, chinese


# ------------------------------------------------------------------------------------------------ examples


@pytest.mark.parametrize(
    ("document", "read"), [("docs/reference/report.md", read_report), ("docs/howto/directory.md", read_directory)]
)
def test_an_example_file_in_a_document_is_accepted(document: str, read: Callable[[Any], object]) -> None:
    examples = blocks(document, "yaml")
    assert examples
    for example in examples:
        read(read_document(example.encode()))


def test_the_examples_of_channels_are_channels() -> None:
    for example in blocks("docs/howto/channels.md", "yaml"):
        named = [one["渠道"] for one in yaml.safe_load(example)["通知渠道"]]
        assert named
        assert set(named) <= CHANNELS


def test_the_receiver_of_a_webhook_takes_our_signature_once_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = blocks("docs/howto/channels.md", "python")
    there: dict[str, Any] = {}
    exec(compile(source, "docs/howto/channels.md", "exec"), there)
    body = '{"message_id":"N-1","lang":"zh","subject":"待办","text":"…"}'.encode()
    signed = signature(b"secret", body)
    assert [there["receive"](b"secret", body, signed) for _ in range(2)] == [200, 200]
    assert there["receive"](b"another", body, signed) == 401
    assert capsys.readouterr().out == "待办\n"


def test_the_worked_examples_of_counting_come_out_as_told() -> None:
    page = ROOT / "docs" / "explanation" / "clocks.md"
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.failed == 0
    assert outcome.attempted >= 15


@pytest.mark.parametrize("document", ["SECURITY.md", "CONTRIBUTING.md"])
def test_every_file_that_is_said_to_hold_or_prove_something_exists(document: str) -> None:
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z0-9_.-]+\.[a-z]+)?|conftest\.py)`", said(document))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def extract(readme: str) -> list[str]:
    """The lines of the demonstration that a README shows, without what stands for lines left out."""
    (shown,) = [block for block in blocks(readme, "") if "回执编号" in block]
    return [NUMBER.sub("#", line.rstrip()) for line in shown.splitlines() if line.strip() != "…"]


def test_both_readmes_show_the_same_lines_of_the_demonstration() -> None:
    assert extract(READMES[0]) == extract(READMES[1])


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `hutong demo` printed, and the folder that it left behind."""
    home = tmp_path_factory.mktemp("demonstration")
    command = [sys.executable, "-m", "cli.main", "--home", str(home), "demo", "--no-engine"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout, home


@pytest.mark.slow
def test_the_readme_shows_what_the_demonstration_prints(demonstration: tuple[str, Path]) -> None:
    printed = {NUMBER.sub("#", line.rstrip()) for line in demonstration[0].splitlines()}
    assert [line for line in extract(READMES[0]) if line not in printed] == []


@pytest.mark.slow
def test_no_file_that_the_demonstration_leaves_behind_names_anybody(demonstration: tuple[str, Path]) -> None:
    people = set(names(yaml.safe_load(said("examples/report-school.yaml"))))
    people |= set(names(yaml.safe_load(said("examples/directory.yaml"))))
    left = {path: path.read_bytes() for path in demonstration[1].rglob("*") if path.is_file()}
    assert len(people) > 20
    assert any(path.name == "hutong.db" for path in left)
    assert [(path.name, name) for path, content in left.items() for name in people if name.encode() in content] == []


def names(given: Any) -> Iterator[str]:
    """Every name of a person in a file that people hand in."""
    if isinstance(given, dict):
        yield from ([given["姓名"]] if "姓名" in given else [])
        given = list(given.values())
    if isinstance(given, list):
        for one in given:
            yield from names(one)
