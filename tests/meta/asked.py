"""Which duties the code of a flow can ask for: followed from function to function. 程序代码中的职责.

A function is followed into every function of `flows` whose name its code uses; every duty that it names, or that a
table which it names holds, is asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any

from flows.registry import PROCEDURES
from rules.duty import Duty
from rules.vocabulary import ProcedureKind


def duties_named_by(kind: ProcedureKind) -> frozenset[str]:
    """Codes of all duties that the flow of a procedure can ask for."""
    found: set[str] = set()
    _follow(PROCEDURES[kind].body, found, set())
    return frozenset(found)


def _follow(function: Any, found: set[str], seen: set[object]) -> None:
    if function in seen or not isinstance(function, FunctionType) or not function.__module__.startswith("flows."):
        return
    seen.add(function)
    reached = [function.__globals__[name] for name in _names(function.__code__) if name in function.__globals__]
    reached += [cell.cell_contents for cell in function.__closure__ or ()]
    for thing in reached:
        found |= {duty.code for duty in _duties_in(thing)}
        for one in _functions_in(thing):
            _follow(one, found, seen)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _duties_in(thing: object) -> Iterator[Duty[Any]]:
    if isinstance(thing, Duty):
        yield thing
    else:
        for part in _parts(thing):
            yield from _duties_in(part)


def _functions_in(thing: object) -> Iterator[FunctionType]:
    if isinstance(thing, FunctionType):
        yield thing
    elif isinstance(thing, type) and thing.__module__.startswith("flows."):
        for part in vars(thing).values():
            yield from _functions_in(getattr(part, "fget", None) or getattr(part, "func", None) or part)
    else:
        for part in _parts(thing):
            yield from _functions_in(part)


def _parts(thing: object) -> list[object]:
    if isinstance(thing, Mapping):
        return [*thing.keys(), *thing.values()]
    if isinstance(thing, (tuple, list, frozenset, set)):
        return list(thing)
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type) and type(thing).__module__.startswith("flows."):
        return [getattr(thing, one.name) for one in dataclasses.fields(thing)]
    return []
