"""Does the same seed give the same journal, in whatever process? 同一种子."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulations.chance import stream
from tests.running import ROOT

SMALLEST = ("--children", "20", "--cases", "4", "--days", "15")
AS_ASKED = ("--children", "40", "--cases", "25", "--days", "60")


def simulated(home: Path, *words: str, hash_seed: str) -> dict[str, Any]:
    """What `hutong simulate` says in a process of its own."""
    told = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cli.main", "simulate", *words, "--home", str(home), "--json"]
    done = subprocess.run(command, env=told, capture_output=True, check=True, cwd=ROOT)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def they_agree(home: Path, size: tuple[str, ...]) -> None:
    one = simulated(home / "one", "--seed", "7", *size, hash_seed="0")
    other = simulated(home / "other", "--seed", "7", *size, hash_seed="4711")
    another = simulated(home / "another", "--seed", "8", *size, hash_seed="0")

    assert one == other
    assert one["entries"] == one["global_head"]["no"]
    assert another["global_head"]["mac"] != one["global_head"]["mac"]


def test_the_same_seed_gives_the_same_global_head_in_another_process_and_another_seed_gives_another(
    tmp_path: Path,
) -> None:
    they_agree(tmp_path, SMALLEST)


@pytest.mark.slow
def test_over_two_months_too(tmp_path: Path) -> None:
    they_agree(tmp_path, AS_ASKED)


def test_what_is_drawn_for_one_thing_does_not_depend_on_what_was_drawn_for_another() -> None:
    stream(7, "post", "P-1").random()
    first = stream(7, "post", "P-2").random()

    assert stream(7, "post", "P-2").random() == first
    assert stream(7, "post", "P-1").random() != first
    assert stream(8, "post", "P-2").random() != first
