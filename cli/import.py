"""`hutong import`: taking over what offices keep as tables. 导入. Only mounts its verbs; each is a file of its own."""

from __future__ import annotations

import typer

from cli import import_children

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="导入各单位已有的名册。  Enter registers that offices keep."
)
app.command("children", help=import_children.HELP)(import_children.children)


@app.callback()
def _several() -> None:
    """Let the verb be named, also while it is the only one."""
