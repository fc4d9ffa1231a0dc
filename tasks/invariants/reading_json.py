"""Reading frozen JSON inside a statement, the same on SQLite and PostgreSQL. 在查询中读取 JSON."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.columns import Instant


class ListLength(FunctionElement[int]):
    """How many elements a JSON list has: `ListLength(text)`."""

    inherit_cache = True
    type = Integer()


class InstantAt(FunctionElement[Any]):
    """The instant at a place of a JSON list of instants, from 0: `InstantAt(text, place)`; NULL beyond its end."""

    inherit_cache = True
    type = Instant()


class PairInstantAt(FunctionElement[Any]):
    """The instant in the pair [instant, number] at a place of a JSON list; NULL beyond its end."""

    inherit_cache = True
    type = Instant()


class PairNumberAt(FunctionElement[int]):
    """The number in the pair [instant, number] at a place of a JSON list; NULL beyond its end."""

    inherit_cache = True
    type = Integer()


class InstantIn(FunctionElement[Any]):
    """The instant under a name of a JSON object: `InstantIn(text, name)`; NULL where it has none."""

    inherit_cache = True
    type = Instant()


class NumberIn(FunctionElement[int]):
    """The whole number under a name of a JSON object."""

    inherit_cache = True
    type = Integer()


class TextIn(FunctionElement[str]):
    """The list under a name of a JSON object, as canonical text."""

    inherit_cache = True
    type = String()


class TruthIn(FunctionElement[bool]):
    """Whether a name of a JSON object is true."""

    inherit_cache = True
    type = Boolean()


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, **options: Any) -> list[str]:
    return [compiler.process(one, **options) for one in element.clauses]


def _stored(text: str) -> str:
    """Canonical 2026-03-02T01:20:00.000000+00:00 as SQLite stores an instant."""
    return f"replace(substr({text}, 1, 26), 'T', ' ')"


_SQLITE: dict[type[FunctionElement[Any]], str] = {
    ListLength: "json_array_length({0})",
    InstantAt: _stored("json_extract({0}, '$[' || max({1}, 0) || ']')"),
    PairInstantAt: _stored("json_extract({0}, '$[' || max({1}, 0) || '][0]')"),
    PairNumberAt: "json_extract({0}, '$[' || max({1}, 0) || '][1]')",
    InstantIn: _stored("json_extract({0}, '$.' || {1})"),
    NumberIn: "json_extract({0}, '$.' || {1})",
    TextIn: "json_extract({0}, '$.' || {1})",
    TruthIn: "json_extract({0}, '$.' || {1})",
}

_POSTGRESQL: dict[type[FunctionElement[Any]], str] = {
    ListLength: "json_array_length(({0})::json)",
    InstantAt: "(({0})::json ->> ({1})::int)::timestamptz",
    PairInstantAt: "(({0})::json -> ({1})::int ->> 0)::timestamptz",
    PairNumberAt: "(({0})::json -> ({1})::int ->> 1)::int",
    InstantIn: "(({0})::json ->> ({1})::text)::timestamptz",
    NumberIn: "(({0})::json ->> ({1})::text)::int",
    TextIn: "(({0})::json -> ({1})::text)::text",
    TruthIn: "(({0})::json ->> ({1})::text)::boolean",
}


def _teach(kind: type[FunctionElement[Any]]) -> None:
    def on_sqlite(element: FunctionElement[Any], compiler: SQLCompiler, **options: Any) -> str:
        return _SQLITE[kind].format(*_arguments(element, compiler, **options))

    def on_postgresql(element: FunctionElement[Any], compiler: SQLCompiler, **options: Any) -> str:
        return _POSTGRESQL[kind].format(*_arguments(element, compiler, **options))

    compiles(kind, "sqlite")(on_sqlite)
    compiles(kind, "postgresql")(on_postgresql)


for _kind in _SQLITE:
    _teach(_kind)
