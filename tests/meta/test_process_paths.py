"""Is the path that a process map is drawn on the one that the flow goes? 流程图与程序一致."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType

import pytest

from flows.registry import PROCEDURES
from rules.duties import DUTIES
from rules.duty import Duty
from rules.vocabulary import ProcedureKind
from tasks.process_paths import START, duties_of, path_of, ways_back


def named_by(flow: FunctionType) -> set[str]:
    """Codes of the duties that a flow, or any function of the flows that it calls, has a name for."""
    found: set[str] = set()
    seen: set[FunctionType] = set()

    def look(thing: object) -> None:
        if isinstance(thing, Duty):
            found.add(thing.code)
        elif isinstance(thing, FunctionType) and thing.__module__.startswith("flows.") and thing not in seen:
            seen.add(thing)
            for name in names(thing.__code__):
                look(thing.__globals__.get(name))
        elif isinstance(thing, (tuple, list, set, frozenset)):
            for one in thing:
                look(one)
        elif isinstance(thing, dict):
            for one in thing.values():
                look(one)

    look(flow)
    return found


def names(code: CodeType) -> Iterator[str]:
    """Every global name that a function uses, those of the functions within it included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names(constant)


def test_what_a_flow_names_is_found_through_the_functions_that_it_calls() -> None:
    assert named_by(PROCEDURES[ProcedureKind.POLICE_ADMONITION].body) > {"decide_admonition", "decide_penalty"}


@pytest.mark.parametrize("kind", ProcedureKind)
def test_the_path_of_a_procedure_holds_every_duty_that_its_flow_can_ask_for_and_no_other(kind: ProcedureKind) -> None:
    assert set(duties_of(kind)) == named_by(PROCEDURES[kind].body)


def test_every_duty_is_on_some_path() -> None:
    assert {code for kind in ProcedureKind for code in duties_of(kind)} == set(DUTIES)


@pytest.mark.parametrize("kind", ProcedureKind)
def test_every_duty_of_a_path_can_be_reached_from_the_start_without_going_back(kind: ProcedureKind) -> None:
    forward = [way for way in path_of(kind) if way not in ways_back(kind)]
    reached = {START}
    for _ in forward:
        reached |= {after for before, after in forward if before in reached}
    assert reached == {START, *duties_of(kind)}
