"""Does the repository keep its own rules? 仓库自查 / tests that guard the tree.

What the linters cannot say: nothing of anybody's machine, nothing half-built, no wall clock where time is passed in.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *(
        "board",
        "cli",
        "documents",
        "flows",
        "migrations",
        "models",
        "notifications",
        "packs",
        "pictures",
        "rules",
        "scenarios",
    ),
    *("simulations", "tasks", "vault"),
)
TIME_IS_PASSED_IN = ("rules", "tasks", "flows", "tests")
GENERATED = {".git", ".venv", ".venv-oracle", "var", "htmlcov", "hutong.egg-info"}


def tree() -> list[Path]:
    """Every file of the repository, relative to its root: what git knows, or what lies there when git is absent."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        files = [Path(name) for name in listed.stdout.decode().split("\0") if name]
        return sorted(file for file in files if (ROOT / file).is_file())
    return sorted(file for file in walk() if (ROOT / file).is_file())


def walk() -> Iterator[Path]:
    """Every file below the root but what tools leave behind."""
    for path in ROOT.rglob("*"):
        file = path.relative_to(ROOT)
        if file.parts[0] not in GENERATED and not any(
            part == "__pycache__" or part.endswith("_cache") for part in file.parts
        ):
            yield file


TREE = tree()
MODULES = [file for file in TREE if file.suffix == ".py"]
OUR_MODULES = [file for file in MODULES if file.parts[0] in PACKAGES]


def text(file: Path) -> str:
    """What the file says; nothing for a picture."""
    try:
        return (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def parsed(file: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(text(file), filename=str(file))


def lines_matching(pattern: str, files: list[Path]) -> list[str]:
    """`file:line: text` of every line that matches."""
    sought = re.compile(pattern)
    return [
        f"{file}:{number}: {line.strip()[:100]}"
        for file in files
        for number, line in enumerate(text(file).splitlines(), start=1)
        if sought.search(line)
    ]


def test_the_tree_is_found() -> None:
    assert Path("pyproject.toml") in TREE
    assert Path("rules/vocabulary.py") in OUR_MODULES
    assert not any(".venv" in file.parts for file in TREE)


# ------------------------------------------------------------------------------------------------ of nobody's machine


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    somebodys = r"(?<![\w.~/-])/(?:root|home|Users|work)/\w"
    assert lines_matching(somebodys, TREE) == []


def test_there_is_one_kind_of_lock_file() -> None:
    assert [file for file in TREE if file.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}] == []


def test_no_database_or_environment_file_is_kept() -> None:
    kept = {".db", ".sqlite", ".sqlite3", ".key", ".pem"}
    assert [file for file in TREE if file.suffix in kept or file.name == ".env"] == []


# ------------------------------------------------------------------------------------------------ nothing half-built


def test_nothing_is_left_to_do_in_the_packages() -> None:
    assert lines_matching(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b", OUR_MODULES) == []


def test_every_example_in_a_docstring_is_run() -> None:
    run = set(tomllib.loads(text(Path("pyproject.toml")))["tool"]["pytest"]["ini_options"]["testpaths"])
    told = {line.partition(":")[0] for line in lines_matching(r"^\s*>>> ", OUR_MODULES)}
    assert len(told) > 20
    assert [file for file in sorted(told) if Path(file).parts[0] not in run] == []


@pytest.mark.parametrize("file", MODULES, ids=str)
def test_every_module_says_what_it_is_for(file: Path) -> None:
    an_empty_test_package = file.parts[0] == "tests" and file.name == "__init__.py" and not text(file).strip()
    assert an_empty_test_package or ast.get_docstring(parsed(file))


def test_the_packages_are_named_alike_everywhere() -> None:
    settings = tomllib.loads(text(Path("pyproject.toml")))
    named = [
        settings["tool"]["setuptools"]["packages"],
        settings["tool"]["mypy"]["files"],
        settings["tool"]["importlinter"]["root_packages"],
        settings["tool"]["coverage"]["run"]["source"],
    ]
    assert [sorted(names) for names in named] == [sorted(PACKAGES)] * len(named)


def test_every_folder_with_modules_is_a_package_that_is_checked_or_known_not_to_be() -> None:
    beside = {"benchmarks", "conftest.py", "docs", "scripts", "tests", "verifier"}
    assert {file.parts[0] for file in MODULES} - beside <= set(PACKAGES)


# ------------------------------------------------------------------------------------------------ time is passed in


def reads_the_clock(call: ast.Call, names: dict[str, str]) -> bool:
    """Whether a call asks the machine for the time, or sleeps; `names` are the module's imports, alias to origin."""
    called = dotted(call.func)
    first, _, rest = called.partition(".")
    origin = ".".join(part for part in (names.get(first, first), rest) if part)
    return origin in {
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "datetime.datetime.today",
        "datetime.date.today",
        "time.time",
        "time.time_ns",
        "time.sleep",
    }


def dotted(node: ast.expr) -> str:
    """`a.b.c` for an attribute of a name; nothing for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def imported(module: ast.Module) -> dict[str, str]:
    """What each imported name stands for: {"dt": "datetime.datetime"}."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names.update({alias.asname: alias.name for alias in node.names if alias.asname})
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return names


def clock_readings(module: ast.Module) -> list[int]:
    """Lines on which a module asks the machine for the time, or sleeps."""
    names = imported(module)
    return [node.lineno for node in ast.walk(module) if isinstance(node, ast.Call) and reads_the_clock(node, names)]


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nd.date.today()",
        "from datetime import datetime\ndatetime.now(UTC)",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "import time\ntime.sleep(1)",
        "from time import sleep as rest\nrest(1)",
    ],
)
def test_a_reading_of_the_clock_is_found_however_it_is_imported(source: str) -> None:
    assert clock_readings(ast.parse(source)) == [2]


def test_a_clock_that_was_handed_in_may_be_read() -> None:
    assert clock_readings(ast.parse("from rules.clock import now\nclock.now()\nnow()\nself.today()")) == []


def test_no_rule_task_flow_or_test_reads_the_wall_clock_or_sleeps() -> None:
    readers = [
        f"{file}:{line}"
        for file in MODULES
        if file.parts[0] in TIME_IS_PASSED_IN
        for line in clock_readings(parsed(file))
    ]
    # whoever acts at a counter or a page waits a moment for the runner (`flows.moving`); and the one clock of the
    # system, handed to whoever opens an office: `tasks.premises.wall_clock`
    assert [reader.partition(":")[0] for reader in readers] == ["flows/moving.py", "tasks/premises.py"]


# ------------------------------------------------------------------------------------------------ errors and imports


def test_no_error_is_swallowed_whatever_it_is() -> None:
    bare = [
        f"{file}:{node.lineno}"
        for file in MODULES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert bare == []


def test_rules_import_the_standard_library_and_dateutil_only() -> None:
    allowed = {"rules", "dateutil"} | sys.stdlib_module_names
    strangers = {
        f"{file}: {name}"
        for file in OUR_MODULES
        if file.parts[0] == "rules"
        for name in imported_roots(parsed(file))
        if name not in allowed
    }
    assert strangers == set()


def imported_roots(module: ast.Module) -> Iterator[str]:
    """The first word of everything that a module imports."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
