"""`hutong audit`: what an inspector asks afterwards. 审计."""

from __future__ import annotations

import typer

from cli import audit_access, audit_care, audit_contacts

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("access", help=audit_access.HELP)(audit_access.access)
app.command("contacts", help=audit_contacts.HELP)(audit_contacts.contacts)
app.command("care", help=audit_care.HELP)(audit_care.care)
