"""The adults around a child as JSON: by number. 相关成年人的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasks.people_around import Around


def adult(one: Around) -> dict[str, Any]:
    """Somebody around a child, and what they are to it. 相关成年人."""
    return {
        "no": one.no,
        "relation": one.relation.value,
        "guardian": one.guardian,
        "carer": one.carer,
        "suspected": one.suspected,
        "known": one.known,
        "from_on": one.from_on,
        "until_on": one.until_on,
    }
