"""The shape of an OCEL 2.0 log in JSON, as the standard has it. OCEL 2.0 的 JSON 结构.

Source: OCEL (Object-Centric Event Log) 2.0 Specification, 2023-10-16, and the schema beside it (ocel-standard.org):
four lists; events and objects with attributes and qualified relationships; every attribute value a text, whatever its
declared type.  Stricter than the standard in one thing: the lists are never left out where they are empty.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


TEXT: Json = {"type": "string", "minLength": 1}
MOMENT: Json = {"type": "string", "format": "date-time"}

_TYPES = _list(
    _object(
        name=TEXT,
        attributes=_list(_object(name=TEXT, type={"enum": ["string", "time", "integer", "float", "boolean"]})),
    )
)
_RELATIONSHIPS = _list(_object(objectId=TEXT, qualifier=TEXT))

SCHEMA: Json = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {
        "eventTypes": _TYPES,
        "objectTypes": _TYPES,
        "events": _list(
            _object(
                id=TEXT,
                type=TEXT,
                time=MOMENT,
                attributes=_list(_object(name=TEXT, value={"type": "string"})),
                relationships=_RELATIONSHIPS,
            )
        ),
        "objects": _list(
            _object(
                id=TEXT,
                type=TEXT,
                attributes=_list(_object(name=TEXT, time=MOMENT, value={"type": "string"})),
                relationships=_RELATIONSHIPS,
            )
        ),
    },
    "required": ["eventTypes", "objectTypes", "events", "objects"],
}
