"""Does the table of what procedures can ask for say what their code says? 程序职责表自查."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from packs.loader import load
from rules.asked_for import ASKED_FOR
from rules.duties import DUTIES
from rules.duty import Duty
from rules.vocabulary import ProcedureKind
from tests.meta.asked import duties_named_by


@pytest.mark.parametrize("kind", ProcedureKind)
def test_the_table_holds_what_the_flow_names_and_nothing_else(kind: ProcedureKind) -> None:
    assert ASKED_FOR[kind] == tuple(code for code in DUTIES if code in duties_named_by(kind))


def test_every_duty_belongs_to_a_procedure() -> None:
    assert {code for codes in ASKED_FOR.values() for code in codes} == set(DUTIES)


FLOWS = sorted(Path(importlib.import_module("flows").__path__[0]).glob("*.py"))


def asked_by(word: str) -> Iterator[str]:
    """Codes of the duties that some flow hands to a word of the casework, such as `case.fulfilled(TRIAGE, …)`."""
    for file in FLOWS:
        module = importlib.import_module(f"flows.{file.stem}")
        for call in (one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.Call)):
            said = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if said == word:
                named = [getattr(module, one.id, None) for one in call.args if isinstance(one, ast.Name)]
                yield from (duty.code for duty in named if isinstance(duty, Duty))


def test_a_clock_that_only_some_places_have_is_asked_for_only_where_it_is_set() -> None:
    """Asked for by `fulfilled` it would have no period in the nation, and no case could go on."""
    where_set = {code for code, spec in load("national").duties.items() if spec.where_set}
    assert set(asked_by("fulfilled")) & where_set == set()
    by_a_rhythm = {"certify_january", "certify_july"}
    assert {*asked_by("where_set"), *asked_by("kept_within_limit"), *by_a_rhythm} == where_set
