"""What the forms that enter something have in common: asked once, looked at by the case, shown again. 登记的办理."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from board.forms import Typed, under_names
from board.leaving import go
from board.once import Done, do_once, key_of
from board.rendering import page
from board.settling import settle
from board.troubles import mendable
from board.visit import Visit
from rules.errors import CaseworkError
from rules.when import When, exactly
from tasks.procedures import open_procedures
from tasks.said import read_spoken

if TYPE_CHECKING:
    from starlette.responses import Response

    from tasks.office import Office

Again = Callable[[Sequence[CaseworkError]], "Response"]
"""Draws the form again with what is wrong in it."""

WHEN = "happened_at"
"""The field of a form that says when something happened."""

_NAMES: Mapping[str, str] = {"at": WHEN, "--at": WHEN}
"""Fields of the services under the names that they have in every form."""


def moment_in(visit: Visit, typed: Typed) -> When:
    """When it happened; now, if nobody said. Raises Refused: it cannot be read."""
    return said_in(visit, typed) or exactly(visit.now)


def said_in(visit: Visit, typed: Typed) -> When | None:
    """When it happened, if somebody said. Raises Refused: it cannot be read."""
    return read_spoken(typed(WHEN), visit.now, field=WHEN)


def enter(
    visit: Visit,
    typed: Typed,
    act: Callable[[Office], Done],
    again: Again,
    *,
    names: Mapping[str, str] | None = None,
) -> Response:
    """Do it once, let the case look at it, and go on to what follows; or show the form again.

    Args:
        act: does it.
        names: fields of the services, those that are called otherwise in this form.
    """
    try:
        done = do_once(visit, typed, act)
    except CaseworkError as error:
        return again([under_names(one, {**_NAMES, **(names or {})}) for one in mendable(error)])
    if done.case_no is not None:
        with visit.office.reading() as desk:
            looking = open_procedures(desk, done.case_no)
        settle(visit, looking)
    return go(done.to)


def form(visit: Visit, template: str, typed: Typed, errors: Sequence[CaseworkError], **facts: Any) -> Response:
    """A form as it was typed, with its key and with what is wrong in it."""
    return page(
        visit,
        template,
        status=422 if errors else 200,
        typed=typed.values,
        errors=errors,
        once=key_of(visit, typed),
        **facts,
    )
