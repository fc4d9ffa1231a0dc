"""`hutong import`: taking over what offices keep as tables. 导入. Only mounts its verbs; each is a file of its own."""

from __future__ import annotations

import typer

from cli import import_children, import_tiers, import_visits

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="导入各单位已有的名册。  Enter registers that offices keep."
)
app.command("children", help=import_children.HELP)(import_children.children)
app.command("visits", help=import_visits.HELP)(import_visits.visits)
app.command("tiers", help=import_tiers.HELP)(import_tiers.tiers)
