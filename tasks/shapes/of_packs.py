"""A rule pack, and the difference of two, as JSON. 规则包的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packs.procedure_rows import written

if TYPE_CHECKING:
    from packs import Pack
    from packs.side_by_side import Difference, Said
    from rules.duty import DutySpec


def head(pack: Pack) -> dict[str, Any]:
    """Which pack it is. 规则包."""
    return {
        "id": pack.id,
        "zh": pack.zh,
        "en": pack.en,
        "version": pack.version,
        "valid_from": pack.valid_from,
        "valid_until": pack.valid_until,
        "inherits": pack.inherits or None,
        "hash": pack.hash,
    }


def pack(one: Pack) -> dict[str, Any]:
    """What a pack says. 规则包内容."""
    declared = [written(procedure) for procedure in one.procedures.values()]
    return {**head(one), "duties": [_duty(one, spec) for spec in one.duties.values()], "procedures": declared}


def _duty(pack: Pack, spec: DutySpec) -> dict[str, Any]:
    return {
        "code": spec.code,
        "zh": spec.zh,
        "en": spec.en,
        "owed_by": [role.value for role in spec.owed_by],
        "ground": list(spec.ground),
        "ladder": spec.ladder,
        "document": spec.document or None,
        "is_set": spec.is_set,
        "periods": {
            variant: {
                "amount": period.amount,
                "unit": period.unit.value,
                "rule": period.rule.value,
                "force": pack.force_of(period).value,
                "set_by": period.set_by,
                "confidence": pack.fact(period.set_by).confidence.value,
            }
            for variant, period in spec.periods.items()
        },
        "pauses": sorted(cause.value for cause in spec.pauses),
        "extensions": list(spec.extensions),
    }


def comparison(left: Pack, right: Pack, found: list[Difference]) -> dict[str, Any]:
    """Two packs side by side. 规则包对照."""
    return {"left": _which(left), "right": _which(right), "differences": [difference(row) for row in found]}


def _which(pack: Pack) -> dict[str, Any]:
    return {"id": pack.id, "version": pack.version, "hash": pack.hash}


def difference(row: Difference) -> dict[str, Any]:
    """One row that differs. 不同之处."""
    return {
        "part": row.part.value,
        "code": row.code,
        "zh": row.zh,
        "en": row.en,
        "about": row.about_en,
        "about_zh": row.about_zh,
        "change": row.change.value,
        "left": _said(row.left),
        "right": _said(row.right),
    }


def _said(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "zh": said.zh,
        "en": said.en,
        "basis": list(said.basis),
        "force": said.force.value if said.force else None,
        "unverified": said.unverified,
    }
