"""`hutong audit`: what was done and when, who was there, who looked, and the proof of it. 核查.

Only mounts its verbs; each lives in a file of its own.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from cli import (
    audit_access,
    audit_anchor,
    audit_care,
    audit_contacts,
    audit_export,
    audit_map,
    audit_ocel,
    audit_sheet,
    audit_verify,
)

SHEET = "sheet"


class SheetUnlessAVerbIsNamed(TyperGroup):
    """A group whose first word, where it is none of its verbs, is a case number. 不写动词即为核查表."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the verb before what is not one."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [SHEET, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    cls=SheetUnlessAVerbIsNamed,
    help="核查：hutong audit NO 即核查表，sheet 可以不写。  hutong audit NO: the audit sheet; sheet may be left out.",
)
app.command(SHEET, help=audit_sheet.HELP)(audit_sheet.sheet)
app.command("map", help=audit_map.HELP)(audit_map.process_map)
app.command("access", help=audit_access.HELP)(audit_access.access)
app.command("contacts", help=audit_contacts.HELP)(audit_contacts.contacts)
app.command("care", help=audit_care.HELP)(audit_care.care)
app.command("verify", help=audit_verify.HELP)(audit_verify.verify)
app.command("anchor", help=audit_anchor.HELP)(audit_anchor.anchor)
app.command("export", help=audit_export.HELP)(audit_export.export)
app.command("ocel", help=audit_ocel.HELP)(audit_ocel.ocel)
