"""Does the table of what procedures can ask for say what their code says? 程序职责表自查."""

from __future__ import annotations

import pytest

from rules.asked_for import ASKED_FOR
from rules.duties import DUTIES
from rules.vocabulary import ProcedureKind
from tests.meta.asked import duties_named_by


@pytest.mark.parametrize("kind", ProcedureKind)
def test_the_table_holds_what_the_flow_names_and_nothing_else(kind: ProcedureKind) -> None:
    assert ASKED_FOR[kind] == tuple(code for code in DUTIES if code in duties_named_by(kind))


def test_every_duty_belongs_to_a_procedure() -> None:
    assert {code for codes in ASKED_FOR.values() for code in codes} == set(DUTIES)
