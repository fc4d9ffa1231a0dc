"""Is the published table of who sees what the one that is asked? 公布的可见范围."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rules.access import CaseRelation, FieldClass, Sees
from rules.vocabulary import Role

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "access.md").read_text(encoding="utf-8")


def test_the_published_table_is_the_one_that_is_asked() -> None:
    script = ROOT / "scripts" / "write-access"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("role", Role)
def test_every_role_is_found_on_the_page_once(role: Role) -> None:
    assert PAGE.count(f"（`{role.value}`）") == 1


def test_every_word_of_the_tables_is_explained() -> None:
    assert all(one.zh in PAGE for one in (*Sees, *FieldClass))
    assert all(one.zh in PAGE for one in CaseRelation if one is not CaseRelation.NONE)
