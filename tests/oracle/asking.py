"""Puts exports to the oracle, and brings our figures into the form in which it answers. 向外部核对工具提问."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from models import Post
from tasks.office import Office
from tests.oracle.our_figures import write_paths

SCRIPT = Path(__file__).with_name("ask_pm4py.py")


def a_post(office: Office) -> str:
    """Some post, to export by."""
    with office.reading() as desk:
        return desk.session.exec(select(Post.no).order_by(col(Post.no))).first() or ""


def in_json(figures: dict[str, Any]) -> dict[str, Any]:
    """As they come back from the other process: pairs are lists."""
    read: dict[str, Any] = json.loads(json.dumps(figures))
    return read


def ask(python: Path, folder: Path, files: list[Path]) -> list[dict[str, Any]]:
    """What pm4py says of each file.

    Args:
        python: the interpreter of the oracle's own environment.
        folder: where the paths of the law are written for it.
    """
    command = [str(python), str(SCRIPT), str(write_paths(folder / "paths.json")), *map(str, files)]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr[-2_000:]
    answers: list[dict[str, Any]] = json.loads(asked.stdout)
    return answers
