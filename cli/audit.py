"""`hutong audit`: proof that nothing was altered. 核验与存证.

Only mounts its verbs; each lives in a file of its own.
"""

from __future__ import annotations

import typer

from cli import audit_anchor, audit_export, audit_verify

app = typer.Typer(add_completion=False, no_args_is_help=True)
app.command("verify", help=audit_verify.HELP)(audit_verify.verify)
app.command("anchor", help=audit_anchor.HELP)(audit_anchor.anchor)
app.command("export", help=audit_export.HELP)(audit_export.export)
