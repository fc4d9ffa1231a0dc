"""What people type for a duty: fields, terms, moments; read here, refused in words. 命令参数的读法."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from rules.errors import Refused
from rules.forms import FIELD_ZH
from rules.moments import shanghai
from rules.vocabulary import Term

_CODES = {zh: code for code, zh in FIELD_ZH.items()}

AnyTerm = TypeVar("AnyTerm", bound=Term)
AnyCode = TypeVar("AnyCode", bound=StrEnum)


def read_fields(pairs: Iterable[str]) -> dict[str, str]:
    """`k=v` pairs; `k` a field's code or its Chinese name.

    Raises: Refused: no `=`, or the same field twice.
    """
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        code = _CODES.get(name.strip(), name.strip())
        if not equals or not code:
            raise Refused(
                "“--with”应写成 --with 填写项=内容，如 --with urgency=较急",
                "write --with field=value, such as --with urgency=urgent",
                field="--with",
            )
        if code in given:
            raise Refused(
                f"“{name}”写了两次；多项内容用逗号分开",
                f"{code} stands twice; separate several values by commas",
                field=code,
            )
        given[code] = value
    return given


def read_moment(written: str | None) -> datetime | None:
    """When it was done: with a zone, or without one in Beijing time.

    Raises: Refused: not a date and time.
    """
    if written is None:
        return None
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        at = None
    if at is not None and at.tzinfo is not None:
        return at
    try:
        return shanghai(written)
    except Refused as unreadable:
        raise Refused(unreadable.zh, unreadable.en, field="--at") from None


def read_term(terms: type[AnyTerm], written: str, *, field: str) -> AnyTerm:
    """A term by its code or in Chinese. Raises Refused, naming all there are."""
    for term in terms:
        if written.strip() in (term.value, term.zh):
            return term
    zh = "、".join(f"{term.value}（{term.zh}）" for term in terms)
    raise Refused(
        f"“{field}”没有这一项，可填：{zh}",
        f"{field}: unknown; one of {', '.join(term.value for term in terms)}",
        field=field,
    )


def read_code(codes: type[AnyCode], written: str, *, field: str) -> AnyCode:
    """A code as it stands. Raises Refused, naming all there are."""
    try:
        return codes(written.strip())
    except ValueError:
        listed = ", ".join(codes)
        raise Refused(f"“{field}”可填：{listed}", f"{field}: one of {listed}", field=field) from None
