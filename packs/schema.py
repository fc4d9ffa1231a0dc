"""JSON Schema of the parts of a pack, for editors: they complete keys and roles, and mark slips. 规则包架构.

Made from the keys and the vocabulary that the reader itself uses, with the list of services that may lie beside a pack.
It knows the shape of a row; whether rows fit together, and tighten, is asked by `hutong pack check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from packs.assembly import HEAD_KEYS
from packs.procedure_rows import CHOICE_KEYS, END_KEYS, FIELD_KEYS, PROCEDURE_KEYS, STEP_KEYS
from packs.reading import IMPLIED, UNITS
from packs.rows import DUTY_KEYS, FACT_KEYS, LADDER_KEYS, OWNER, RHYTHM_KEYS, RUNG_KEYS, SOURCE_KEYS, TEMPLATES
from packs.schema_words import ABOUT
from packs.services import LIST_KEYS, SERVICE_KEYS
from rules.declared import MAY_END_IN, MAY_OPEN, FieldKind
from rules.period import CountingRule, Unit
from rules.services import Condition
from rules.vocabulary import (
    AreaLevel,
    ChildCategory,
    ChildMark,
    Confidence,
    Force,
    PauseCause,
    Role,
    Term,
    Tier,
    UnitKind,
    WindowKind,
)

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors of YAML know."""

TEXT: Schema = {"type": "string", "pattern": r"\S"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TEXTS: Schema = {"type": "array", "items": TEXT}


def schemas() -> dict[str, Schema]:
    """The schema of every part by its name."""
    made = {
        "pack": {
            **_row(HEAD_KEYS, _HEAD, ("id", "zh", "en", "version", "valid_from")),
            "definitions": {"role": _term(Role)},
        },
        "sources": _list(_row(SOURCE_KEYS, _SOURCE, ("code", "zh", "en"))),
        "facts": _list(_row(FACT_KEYS, _FACT, ("id", "zh", "en", "basis", "force", "confidence"))),
        "duties": _list(_row(DUTY_KEYS, _DUTY, ("code",))),
        "ladders": _list(_row(LADDER_KEYS, _LADDER, ("code",))),
        "rhythms": _list(_row(RHYTHM_KEYS, _RHYTHM, ("code", "zh", "en", "duty", "basis"))),
        "procedures": _list(_row(PROCEDURE_KEYS, _PROCEDURE, PROCEDURE_KEYS)),
        "services": _row(LIST_KEYS, _LIST_OF_SERVICES, LIST_KEYS),
    }
    return {
        name: {"$schema": DRAFT, "title": f"Hutong pack: {name}.yaml 规则包", **schema} for name, schema in made.items()
    }


# ------------------------------------------------------------------------------------------------ shapes


def _row(keys: Iterable[str], values: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """A mapping with these keys and no other; a key without a shape of its own is text."""
    shapes = {key: values.get(key, TEXT) for key in keys}
    told = {
        key: {**one, "description": one.get("description") or ABOUT[key]} if key in ABOUT else one
        for key, one in shapes.items()
    }
    return {"type": "object", "properties": told, "required": list(required), "additionalProperties": False}


def _list(row: Schema) -> Schema:
    return {"type": "array", "items": row}


def _term(kind: type[Term], *further: str) -> Schema:
    words = {**dict.fromkeys(further, ABOUT["owner"]), **{word.value: word.zh for word in kind}}
    return {"enum": list(words), "markdownEnumDescriptions": list(words.values())}


def _one_of(words: Iterable[Term]) -> Schema:
    listed = tuple(words)
    return {"enum": [word.value for word in listed], "markdownEnumDescriptions": [word.zh for word in listed]}


def _terms(kind: type[Term], *further: str) -> Schema:
    return {"type": "array", "items": _term(kind, *further)}


def _span(*units: Unit) -> str:
    return rf"\s*0*[1-9]\d*\s*({'|'.join(word for word, unit in UNITS.items() if unit in units)})\s*"


def _period(*further: str) -> Schema:
    """Six ways to say a period; hours and working days are counted by one rule, days and months must name theirs."""
    named = dict.fromkeys(further, TEXT)
    implied: list[Schema] = [
        _row(
            ("within", "rule", *further),
            {"within": {"type": "string", "pattern": f"^{_span(unit)}$"}, "rule": {"enum": [rule.value]}, **named},
            ("within", *further),
        )
        for unit, rule in IMPLIED.items()
    ]
    others = [rule.value for rule in CountingRule if rule not in IMPLIED.values()]
    spelt = _row(
        ("within", "rule", *further),
        {
            "within": {"type": "string", "pattern": f"^{_span(Unit.DAYS, Unit.MONTHS)}$"},
            "rule": {"enum": others},
            **named,
        },
        ("within", "rule", *further),
    )
    before = _row(
        ("before_end", *further),
        {"before_end": {"type": "string", "pattern": r"^\s*\d+\s*(days|日)\s*$"}, **named},
        ("before_end", *further),
    )
    window = _row(("window", *further), {"window": _term(WindowKind), **named}, ("window", *further))
    by_a_day = _row(
        ("window", "until", *further),
        {
            "window": {"enum": [WindowKind.YEAR.value]},
            "until": {"type": "string", "pattern": r"^\d{1,2}-\d{1,2}$"},
            **named,
        },
        ("window", "until", *further),
    )
    return {"anyOf": [*implied, spelt, before, window, by_a_day]}


def _rung(at: list[Schema]) -> Schema:
    values = {
        "at": {"anyOf": at},
        "tell": {**_terms(Role, OWNER), "minItems": 1},
        "template": {"enum": list(TEMPLATES)},
        "repeat": _period("set_by"),
    }
    return _row(RUNG_KEYS, values, ("at", "tell", "basis"))


def _after(*points: str) -> Schema:
    return {"type": "string", "pattern": rf"^({'|'.join(points)})\s*\+{_span(*Unit)}$"}


_PERIODS: Schema = {"type": "object", "additionalProperties": _period("set_by")}
_UNIT_KINDS = [unit.value for unit in UnitKind]

_HEAD: dict[str, Schema] = {
    "valid_from": DAY,
    "valid_until": DAY,
    "regulators": _row(
        ("ground", "of"),
        {
            "ground": TEXTS,
            "of": {
                "type": "object",
                "propertyNames": {"enum": _UNIT_KINDS},
                "properties": {unit: {"$ref": "#/definitions/role"} for unit in _UNIT_KINDS},
            },
        },
        (),
    ),
    "told_of_a_report": _row(("ground", "tell"), {"ground": TEXTS, "tell": _terms(Role)}, ()),
    "late_report_after": _period("set_by"),
}
_SOURCE: dict[str, Schema] = {
    "in_force_from": DAY,
    "in_force_until": DAY,
    "articles": {"type": "integer", "minimum": 1},
}
_FACT: dict[str, Schema] = {
    "sources": TEXTS,
    "force": _term(Force),
    "confidence": _term(Confidence),
    "limits": {"type": "object", "additionalProperties": _period()},
}
_DUTY: dict[str, Schema] = {
    "owed_by": _terms(Role),
    "ground": TEXTS,
    "periods": _PERIODS,
    "takes_hours": {"type": "number", "minimum": 0},
    "pauses": _terms(PauseCause),
    "extensions": TEXTS,
    "routine": {"type": "boolean"},
    "where_set": {"type": "boolean"},
}
_RHYTHM: dict[str, Schema] = {
    "categories": _terms(ChildCategory),
    "tiers": _terms(Tier),
    "marks": _terms(ChildMark),
    "owed_by_each": _terms(Role),
    "basis": TEXTS,
    "instead_of": TEXTS,
    "levels": _terms(AreaLevel),
    "grades": _row(tuple(tier.value for tier in Tier), {}, tuple(tier.value for tier in Tier)),
}
_TRUE: Schema = {"type": "boolean"}
_ASKED: dict[str, Schema] = {
    "kind": _term(FieldKind),
    "choices": _list(_row(CHOICE_KEYS, {}, CHOICE_KEYS)),
    "optional": _TRUE,
}
_STEP: dict[str, Schema] = {
    "duty": {**TEXT, "description": "哪项职责，如 xx.persuade，写在 duties.yaml。 Which duty."},
    "asks": _list(_row(FIELD_KEYS, _ASKED, ("name", "zh", "en", "kind"))),
    "next": {"anyOf": [TEXT, {"type": "object", "additionalProperties": TEXT}]},
    "for_each": _TRUE,
}
_END: dict[str, Schema] = {"reason": _one_of(MAY_END_IN), "opens": {"type": "array", "items": _one_of(MAY_OPEN)}}
_PROCEDURE: dict[str, Schema] = {
    "ground": TEXTS,
    "starts": {**TEXT, "description": "什么事启动它。 The fact that opens it."},
    "starts_en": {**TEXT, "description": "同上，英文。 The same in English."},
    "steps": {"minItems": 1, **_list(_row(STEP_KEYS, _STEP, ("duty", "next")))},
    "ends": {"minItems": 1, **_list(_row(END_KEYS, _END, ("code", "zh", "en", "reason")))},
}
_YEARS: Schema = {"type": "integer", "minimum": 0, "maximum": 17}
_SERVICE: dict[str, Schema] = {
    "number": {"type": "integer", "minimum": 1},
    "departments": {**_terms(Role), "minItems": 1},
    "ages": {"type": "array", "items": _YEARS, "minItems": 2, "maxItems": 2},
    "any_of": _terms(Condition),
    "at_registration": {"type": "boolean"},
    "beyond_16": {"type": "boolean"},
}
_LIST_OF_SERVICES: dict[str, Schema] = {
    "issued_on": DAY,
    "services": _list(
        _row(SERVICE_KEYS, _SERVICE, ("number", "code", "group", "zh", "recipients", "content", "departments"))
    ),
}
_LADDER: dict[str, Schema] = {
    "rungs": {
        "type": "array",
        "minItems": 1,
        "items": _rung(
            [
                {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
                {"enum": ["last_safe", "overdue"]},
                _after("overdue"),
            ]
        ),
    },
    "attention": {"type": "array", "items": _rung([_after("unread", "unaccepted")])},
}
