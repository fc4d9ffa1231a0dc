"""Opening the office for a command: the only place where settings are read. 开门办公."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from cli.given import Given
from rules.errors import Refusals, Refused
from tasks.premises import LIVE, SIMULATED, open_office, simulated_at, wall_clock
from tasks.settings import Settings
from tasks.wording import say_moment

if TYPE_CHECKING:
    import typer

    from tasks.office import Office


@contextmanager
def office(ctx: typer.Context, *, make: bool = False) -> Iterator[Office]:
    """The office of this call, on the database that the settings name.

    Only the commands that set up or run an installation make a database: a look into the wrong folder must not find
    that all is well in a new and empty one.
    """
    given = given_to(ctx)
    settings = settings_of(given)
    if make:
        _say_where_if_new(settings)
    stands = simulated_at(settings) if given.now is None and not make else None
    mode = SIMULATED if stands else LIVE
    if stands:
        print(
            f"演练库，时钟停在 {say_moment(stands, 'zh')}  a simulated database; its clock stands still",
            file=sys.stderr,
        )
    now = given.now or ((lambda: stands) if stands else wall_clock)
    with open_office(settings, now=now, mode=mode, console=sys.stderr, make=make) as opened:
        yield opened


def given_to(ctx: typer.Context) -> Given:
    """What the entry point gave."""
    return ctx.obj if isinstance(ctx.obj, Given) else Given()


def settings_of(given: Given) -> Settings:
    """The settings of this call: command line before environment before `.env` before defaults.

    Raises: Refusals: a setting cannot be what it is set to; what it is set to is not repeated.
    """
    named: dict[str, Any] = {"home": given.home} if given.home else {}
    try:
        return Settings(**named)
    except ValidationError as wrong:
        raise Refusals([_refusal(error) for error in wrong.errors(include_input=False, include_url=False)]) from None


def _refusal(error: Any) -> Refused:
    name = f"HUTONG_{'_'.join(map(str, error['loc'])).upper()}"
    return Refused(
        f"设置 {name} 的值有误，请对照 .env.example 更正",
        f"the setting {name} is not right; compare it with .env.example",
        field=name,
    )


def _say_where_if_new(settings: Settings) -> None:
    """Whoever stands in the wrong folder should see that the empty list is a new one."""
    path = settings.home / "hutong.db"
    if not settings.database_url and not path.exists():
        print(f"新建数据库 New database: {path.absolute()}", file=sys.stderr)
