"""Does the table of papers say what the procedures do? 文书与职责的对应."""

from __future__ import annotations

import re
from pathlib import Path

from packs.loader import load
from rules.duties import DUTIES
from rules.papers import BESIDE, MADE_BY, papers_of
from rules.vocabulary import InstrumentKind

FLOWS = Path(__file__).resolve().parents[2] / "flows"


def test_every_paper_that_a_procedure_issues_has_the_duties_that_make_it_and_no_other_has() -> None:
    told = "\n".join(file.read_text(encoding="utf-8") for file in FLOWS.glob("*.py"))
    issued = {InstrumentKind[name] for name in re.findall(r"InstrumentKind\.([A-Z_]+)", told)}
    assert issued == set(MADE_BY)


def test_every_kind_of_paper_has_somebody_who_makes_it() -> None:
    assert set(MADE_BY) | set(BESIDE) == set(InstrumentKind)
    assert not set(MADE_BY) & set(BESIDE)


def test_the_duties_are_duties_and_the_rows_are_rows() -> None:
    pack = load("national")
    assert {code for codes in MADE_BY.values() for code in codes} <= set(DUTIES)
    assert {row for makers in BESIDE.values() for row in makers.basis} <= set(pack.facts)


def test_a_duty_that_makes_no_paper_makes_none() -> None:
    assert papers_of("triage") == ()
    assert papers_of("decide_warning") == (InstrumentKind.WARNING,)
