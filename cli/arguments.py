"""What people type for a duty: fields, terms, moments; read here, refused in words. 命令参数的读法."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from cli.files import words
from rules.errors import Refused
from rules.forms import FIELD_ZH
from rules.vocabulary import Term
from tasks.child_cells import ALSO

_CODES = {zh: code for code, zh in FIELD_ZH.items()}

AnyTerm = TypeVar("AnyTerm", bound=Term)
AnyCode = TypeVar("AnyCode", bound=StrEnum)


def read_fields(pairs: Iterable[str]) -> dict[str, str]:
    """`k=v` pairs; `k` a field's code or its Chinese name, `v` also `-` or `@FILE` for words from elsewhere.

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
        given[code] = words(value, field=code)
    return given


def read_day(written: str | None, *, field: str) -> date | None:
    """A civil day such as 2026-03-02; None where nothing was said. Raises Refused."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise Refused(
            f"“{field}”应为日期，如 2026-03-02", f"{field} is a day, such as 2026-03-02", field=field
        ) from None


def read_pairs(pairs: Iterable[str], *, field: str, example: str) -> list[tuple[str, str]]:
    """`a=b` pairs in their order. Raises Refused: no `=`, or nothing on one side of it."""
    found = []
    for pair in pairs:
        left, _, right = (part.strip() for part in pair.partition("="))
        if not left or not right:
            raise Refused(
                f"“{field}”应写成 {field} '{example}'", f"write {field} '{example}'", field=field
            )  # fmt: skip
        found.append((left, right))
    return found


def read_term(terms: type[AnyTerm], written: str, *, field: str) -> AnyTerm:
    """A term by its code or in Chinese, also as registers write it. Raises Refused, naming all there are."""
    found = term_of(terms, written)
    if found is not None:
        return found
    zh = "、".join(f"{term.value}（{term.zh}）" for term in terms)
    raise Refused(
        f"“{field}”没有这一项，可填：{zh}",
        f"{field}: unknown; one of {', '.join(term.value for term in terms)}",
        field=field,
    )


def term_of(terms: type[AnyTerm], written: str) -> AnyTerm | None:
    """A term by its code, its English words or in Chinese; lists print a code as words, and people type what they read.

    >>> from rules.vocabulary import Role
    >>> [term_of(Role, one).value for one in ("police_station", "police station", "police-station", "公安派出所")]
    ['police_station', 'police_station', 'police_station', 'police_station']
    """
    said = written.strip()
    code = "_".join(said.replace("-", " ").split())
    for term in terms:
        if code == term.value or said in (term.value, term.zh, *ALSO.get(terms, {}).get(term, ())):
            return term
    return None


def read_code(codes: type[AnyCode], written: str, *, field: str) -> AnyCode:
    """A code as it stands. Raises Refused, naming all there are."""
    try:
        return codes(written.strip())
    except ValueError:
        listed = ", ".join(codes)
        raise Refused(f"“{field}”可填：{listed}", f"{field}: one of {listed}", field=field) from None
