"""`hutong audit`: what an inspector asks afterwards, and the proof of it. 审计.

Only mounts its verbs; each lives in a file of its own.
"""

from __future__ import annotations

import typer

from cli import (
    audit_access,
    audit_anchor,
    audit_care,
    audit_contacts,
    audit_export,
    audit_map,
    audit_ocel,
    audit_verify,
)

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("access", help=audit_access.HELP)(audit_access.access)
app.command("contacts", help=audit_contacts.HELP)(audit_contacts.contacts)
app.command("care", help=audit_care.HELP)(audit_care.care)
app.command("verify", help=audit_verify.HELP)(audit_verify.verify)
app.command("anchor", help=audit_anchor.HELP)(audit_anchor.anchor)
app.command("export", help=audit_export.HELP)(audit_export.export)
app.command("ocel", help=audit_ocel.HELP)(audit_ocel.ocel)
app.command("map", help=audit_map.HELP)(audit_map.process_map)
