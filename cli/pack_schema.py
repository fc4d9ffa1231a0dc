"""`hutong pack schema`: what an editor needs to complete and check the files of a pack. 规则包架构."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.output import show_json
from packs.schema import schemas
from rules.errors import Refused


def add_to(app: typer.Typer) -> None:
    """Hang this verb beside the others of `hutong pack`."""
    app.command(help="规则包各文件的 JSON Schema，供编辑器补全、检查。  JSON Schema of the files of a pack.")(schema)


def schema(
    part: Annotated[
        str | None,
        typer.Argument(
            metavar="[PART]",
            help="pack、sources、facts、duties、ladders 或 procedures 等；不写即全部  one part, or all",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出（总是如此）  print JSON, as always")] = False,
) -> None:
    """Print the schema of one part, or of all by name."""
    made = schemas()
    if part is not None and part not in made:
        raise Refused(
            f"规则包没有“{part}”这一部分，可用：{'、'.join(made)}",
            f"a pack has no part '{part}': known are {', '.join(made)}",
            field="PART",
        )
    show_json(made if part is None else made[part])
