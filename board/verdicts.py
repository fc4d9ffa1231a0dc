"""How a verdict is shown: a shape and a word from a closed list. 结论标记."""

from __future__ import annotations

from typing import TYPE_CHECKING

from board.chips import Chip
from tasks.audit_rules import say_verdict
from tasks.verdicts import Verdict

if TYPE_CHECKING:
    from board.words import Words
    from tasks.audit_rules import Judged

CSS = {
    Verdict.MET: "met",
    Verdict.LATE: "over",
    Verdict.OVERDUE: "over",
    Verdict.NEVER_DONE: "over",
    Verdict.UNCERTAIN: "prov",
    Verdict.NOT_DUE: "",
    Verdict.PAUSED: "hold",
    Verdict.SKIPPED: "skp",
    Verdict.EXCUSED: "exc",
    Verdict.SETTLED: "skp",
    Verdict.NOT_APPLICABLE: "skp",
}
"""Shape of each verdict (a test holds that every verdict has one)."""


def verdict_chip(judged: Judged, say: Words) -> Chip:
    """The verdict of a rule in words, with the force of the period that was broken."""
    return Chip(css=CSS[judged.verdict], words=say_verdict(judged, say.lang))
