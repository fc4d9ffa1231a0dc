"""Copies of the national pack that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

from packs.loader import SHELF


def copy_of_national(folder: Path) -> Path:
    """The five files, in `folder`/national."""
    return Path(shutil.copytree(SHELF / "national", folder / "national"))


def change(file: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the number of the line on which it stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} holds no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
