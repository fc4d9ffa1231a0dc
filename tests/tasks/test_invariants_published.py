"""Is the published list of invariants the one that is looked at? 公布的不变式."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rules.vocabulary import LIVE
from tasks import recount, rounds
from tasks.catching_up import CAUGHT_UP_AFTER
from tasks.invariants import INVARIANTS, Invariant, of_clocks, of_the_journal
from tasks.stuck import SWEEP_SILENT_AFTER, StuckKind

ROOT = Path(__file__).resolve().parents[2]


def test_the_published_list_is_the_one_that_is_looked_at() -> None:
    script = ROOT / "scripts" / "write-invariants"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("one", INVARIANTS, ids=lambda one: one.code)
def test_an_invariant_says_in_both_languages_what_holds_why_and_what_to_do(one: Invariant) -> None:
    assert all((one.zh, one.en, one.why_zh, one.why_en, one.mend_zh, one.mend_en))
    assert not any(text.endswith((".", "。")) for text in (one.zh, one.en, one.why_zh, one.why_en))
    assert one.told_as is None or one.told_as in set(StuckKind)


def test_no_two_invariants_have_one_name() -> None:
    assert len({one.code for one in INVARIANTS}) == len(INVARIANTS)


def test_what_is_measured_against_is_what_the_watched_say_of_themselves() -> None:
    """The invariants keep figures of their own, so that they can disagree; today they agree."""
    assert of_clocks.SILENT_AFTER == SWEEP_SILENT_AFTER
    assert of_clocks.CALENDAR == recount.CALENDAR
    assert of_clocks.DAILY == rounds.DAILY
    assert of_the_journal.CAUGHT_UP_AFTER == CAUGHT_UP_AFTER
    assert {"open", "paused"} == set(LIVE)
