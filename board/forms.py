"""Forms into what services take. 表单的读法.

What was typed is kept as it was typed, so that a form that was refused is shown again with everything in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request

from board.visit import Visit, visit
from rules.errors import CaseworkError, Refusals, Refused
from tasks.answers import Misfilled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tasks.answers import AnswerField

_MOST_CHARACTERS = 40_000
"""Of one field: more than any may hold, so that what is too long is refused and not cut off in silence."""

CSRF = "csrf"

_OPTION = re.compile(r"（--[^（）]*）|\s?\(--[^()]*\)")
"""How the command line spells what a message speaks of."""

AnyCode = TypeVar("AnyCode", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A form as it was sent. 表单.

    Args:
        values: every field with what was typed or ticked, in order; files are no part of it.
    """

    values: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """What was typed into a field; nothing for a field that was not sent."""
        return self.all(name)[0].strip() if self.all(name) else ""

    def all(self, name: str) -> list[str]:
        """Everything that was ticked."""
        return self.values.get(name, [])

    def chosen(
        self,
        codes: type[AnyCode],
        name: str,
        zh: str = "请从清单中选择一项",
        en: str = "choose one from the list",
    ) -> AnyCode:
        """What was chosen of a list. Raises Refused, in these words: nothing, or what the list does not have."""
        found = one_of(codes, self(name))
        if found is None:
            raise Refused(zh, en, field=name)
        return found

    def ticked(self, codes: type[AnyCode], name: str) -> list[AnyCode]:
        """What was ticked of a list, in its order; what the list does not have was ticked by nobody."""
        return [one for one in codes if one.value in self.all(name)]

    def answer(self, fields: Iterable[AnswerField]) -> dict[str, str]:
        """What it says of these fields, several values parted by commas; what was left empty is not said."""
        return {
            one.name: ",".join(values)
            for one in fields
            if (values := [value.strip() for value in self.all(one.name) if value.strip()])
        }


async def _posted(request: Request, visited: Annotated[Visit, Depends(visit)]) -> Typed:
    form = await request.form()
    values = {name: [_text(value) for value in form.getlist(name) if isinstance(value, str)] for name in form}
    visited.check("".join(values.pop(CSRF, [])[:1]))
    return Typed(values=values)


def _text(value: str) -> str:
    """What was typed, without the one character that PostgreSQL does not keep and that nobody types."""
    return value[:_MOST_CHARACTERS].replace("\x00", "")


Posted = Annotated[Typed, Depends(_posted)]
"""What a form says, once it is sure that it was drawn for this session. Asking for it is what makes a page act."""


def one_of(codes: type[AnyCode], said: str) -> AnyCode | None:
    """A code of a list; None for what is none of it."""
    return codes(said) if said in set(codes) else None


def day_of(written: str, field: str) -> date | None:
    """A civil day; None where nothing was written. Raises Refused: it is none."""
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError:
        raise Refused("日期请写成 2026-03-02", "write a day as 2026-03-02", field=field) from None


def each_of(error: CaseworkError) -> list[CaseworkError]:
    """What is wrong, one by one, for somebody who has a form before them and no command line."""
    return [_on_a_form(one) for one in error.each]


def _on_a_form(error: CaseworkError) -> CaseworkError:
    if isinstance(error, Misfilled):
        return error.on_a_form
    if type(error) is not Refused:
        return error
    zh, en = _OPTION.sub("", error.zh), _OPTION.sub("", error.en)
    return Refused(zh, en, field=error.field, source=error.source)


def under_names(error: CaseworkError, names: Mapping[str, str]) -> CaseworkError:
    """A refusal of a service, its field under the name that it has in the form.

    Args:
        names: of fields of the services, those that are called otherwise.
    """
    if error.field in names and not isinstance(error, Refusals):
        return Refused(error.zh, error.en, field=names[error.field], source=error.source)
    return error
