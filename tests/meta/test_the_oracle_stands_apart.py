"""Is the AGPL tool that counts our figures again kept out of everything that is shipped? 外部核对工具不随附."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.meta.test_repository import MODULES, OUR_MODULES, ROOT, parsed, text

ASKED_BY = Path("tests/oracle/ask_pm4py.py")


def imported_by(file: Path) -> set[str]:
    """Top-level packages that a module imports."""
    found = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_one_script_of_the_tests_imports_it_and_nothing_else_does() -> None:
    assert [file for file in MODULES if "pm4py" in imported_by(file)] == [ASKED_BY]


def test_that_script_imports_nothing_of_ours() -> None:
    packages = {file.parts[0] for file in OUR_MODULES} | {"tests", "scripts"}
    assert imported_by(ASKED_BY).isdisjoint(packages)


def test_no_requirement_but_that_of_the_oracle_names_it() -> None:
    files = sorted((ROOT / "requirements").iterdir())
    naming = [file.name for file in files if re.search(r"^pm4py\b", text(file), re.MULTILINE)]
    assert naming == ["oracle.in", "oracle.txt"]
