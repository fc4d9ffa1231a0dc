"""What a list of services offers, as JSON. 服务清单的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.services import Reason
    from tasks.services import Offer, Offers


def offers(found: Offers) -> dict[str, Any]:
    """What a list offers to the child of a case. 清单对照结果."""
    return {
        "case_no": found.case_no,
        "list": found.listed.code,
        "list_zh": found.listed.zh,
        "basis": found.listed.basis,
        "binding": found.binding,
        "on": found.on,
        "services": [_offer(one) for one in found.offers],
    }


def _offer(offer: Offer) -> dict[str, Any]:
    one = offer.eligibility
    return {
        "number": one.service.number,
        "code": one.service.code,
        "zh": one.service.zh,
        "en": one.service.en,
        "group": one.service.group,
        "verdict": one.verdict.value,
        "reasons": [_reason(each) for each in one.reasons],
        "at_registration": one.service.at_registration,
        "departments": [{"role": each.role.value, "post_no": each.post_no} for each in offer.departments],
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {"verdict": one.verdict.value, "zh": one.zh, "en": one.en, "asks": [each.value for each in one.asks]}
