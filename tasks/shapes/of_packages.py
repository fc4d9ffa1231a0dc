"""Sharing packages as `--json` and the API have them: numbers and codes, never their content. 共享包的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tasks.shapes.plain import instant

if TYPE_CHECKING:
    from tasks.access.sharing import Package


def package(one: Package) -> dict[str, Any]:
    """A package as it stands. 共享包."""
    return {
        "no": one.no,
        "case_no": one.case_no,
        "to_post": one.receiver.no if one.receiver else None,
        "by_post": one.giver.no if one.giver else None,
        "ground": one.ground.value,
        "basis": one.ground.basis,
        "purpose": one.purpose.value,
        "classes": [what.value for what in one.classes],
        "made_at": instant(one.made_at),
        "until": instant(one.until),
        "withdrawn_at": instant(one.withdrawn_at),
        "sha256": one.sha256,
        "fetched": [instant(at) for at in one.fetched],
    }
