"""`hutong audit`: what was done and when, for whoever examines it. 审计."""

from __future__ import annotations

import typer

from cli import audit_map, audit_ocel

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("ocel", help=audit_ocel.HELP)(audit_ocel.ocel)
app.command("map", help=audit_map.HELP)(audit_map.process_map)
