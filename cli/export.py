"""`hutong export`: registers, taken out on the record. 导出. Only mounts its verbs; each is a file of its own."""

from __future__ import annotations

import typer

from cli import export_children, export_register, export_visits

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="导出名册、一人一档；岗位和理由记入办理记录。  Take out registers; by which post and why is recorded.",
)
app.command("children", help=export_children.HELP)(export_children.children)
app.command("register", help=export_register.HELP)(export_register.register)
app.command("visits", help=export_visits.HELP)(export_visits.visits)
