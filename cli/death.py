"""`hutong death`: the child of a case has died. 儿童死亡."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli.acting import Entered, enter
from cli.options import BY, JSON, NO
from tasks.said import read_at
from tasks.turning import record_death

if TYPE_CHECKING:
    from tasks.office import Office

app = typer.Typer(add_completion=False)


@app.command(help="登记儿童死亡：监护类程序随之终结，并审查后续事项。  Record that the child has died.")
def death(
    ctx: typer.Context,
    no: NO,
    at: Annotated[
        str, typer.Option("--at", metavar="WHEN", help="何时，可写 2021-01、约 2021-01-20、不详  when, as far as known")
    ],
    by: BY,
    as_json: JSON = False,
) -> None:
    """Record that the child has died."""
    moment = read_at(at)

    def act(opened: Office) -> Entered:
        assert moment is not None  # the option is required
        record_death(opened, no, when=moment, by_post=by)
        return Entered(case_no=no, zh="已登记儿童死亡", en="the child's death is recorded")

    enter(ctx, as_json, act)
