"""`hutong audit`: what was done and when, with its proof. 核查."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from cli import audit_sheet

SHEET = "sheet"


class SheetUnlessAVerbIsNamed(TyperGroup):
    """A group whose first word, where it is none of its verbs, is a case number. 不写动词即为核查表."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the verb before what is not one."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [SHEET, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(add_completion=False, no_args_is_help=True, cls=SheetUnlessAVerbIsNamed)
app.command(SHEET, help=audit_sheet.HELP)(audit_sheet.sheet)


@app.callback(
    help="核查：hutong audit NO 即核查表，sheet 可以不写。  hutong audit NO: the audit sheet; sheet may be left out."
)
def audit() -> None:
    """Keep the verbs apart, though there may be only one."""
