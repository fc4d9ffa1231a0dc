"""What is wrong, as JSON: the same on standard error of a command and in the answer to a request. 错误的 JSON 形状."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.errors import Refusals

if TYPE_CHECKING:
    from rules.errors import CaseworkError


def error(told: CaseworkError, code: str) -> dict[str, Any]:
    """An error of ours; where several things are wrong, each of them under `refusals`.

    Args:
        code: what kind of end it is, as `hutong` names its exit codes.
    """
    facts: dict[str, Any] = {"code": code, "zh": told.zh, "en": told.en, "field": told.field}
    if isinstance(told, Refusals):
        facts["refusals"] = [{"zh": one.zh, "en": one.en, "field": one.field} for one in told.refusals]
    return facts
