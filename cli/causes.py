"""Why something was late, as it is typed: offered is only what the agency may give. 逾期原因的读法."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cli.arguments import term_of
from rules.causes import BreachCause
from rules.errors import Refused


def read_cause(written: str, allowed: Callable[[], Iterable[BreachCause]]) -> BreachCause:
    """A cause by its code or in Chinese.

    Args:
        allowed: what the agency of the duty may give; asked only where the word is none of them at all, and empty
            where no agency is known.
    Raises: Refused: no such cause.
    """
    found = term_of(BreachCause, written)
    if found is not None:
        return found
    causes = tuple(allowed())
    raise _not_on_its_list(written, causes) if causes else _depends_on_the_agency(written)


def _not_on_its_list(written: str, causes: Iterable[BreachCause]) -> Refused:
    zh = "、".join(f"{one.value}（{one.zh}）" for one in causes)
    return Refused(
        f"没有“{written}”这一原因；该机关可选：{zh}",
        f"there is no cause {written!r}; this agency may give: {', '.join(causes)}",
        field="--cause",
    )


def _depends_on_the_agency(written: str) -> Refused:
    return Refused(
        f"没有“{written}”这一原因；可选原因因机关而异，用 hutong duty cause NO DUTY 列出",
        f"there is no cause {written!r}; the list depends on the agency: see `hutong duty cause NO DUTY`",
        field="--cause",
    )
