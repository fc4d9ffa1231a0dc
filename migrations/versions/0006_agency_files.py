"""Files of an agency's own duties: a case file that is no child's. 机关事项.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.one_way import refuse_downgrade

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REQUIRED, _OPTIONAL = "child_no VARCHAR NOT NULL", "child_no VARCHAR"


def upgrade() -> None:
    """Every file that exists is a child's and stays so; what comes may be none."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("case_file", "child_no", nullable=True)
    else:
        in_sqlite()


def downgrade() -> None:
    refuse_downgrade()


def in_sqlite() -> None:
    """NOT NULL is taken out of the definition, as SQLite's manual says (ALTER TABLE, 7): no row is written anew.

    To write the table anew, foreign keys would have to be switched off, which no transaction can do.
    """
    connection = op.get_bind()
    of_the_table = "type = 'table' AND name = 'case_file'"
    laid_out = str(connection.execute(sa.text(f"SELECT sql FROM sqlite_master WHERE {of_the_table}")).scalar_one())
    if laid_out.count(_REQUIRED) != 1:
        raise RuntimeError("case_file.child_no is not laid out as 0001 left it")
    version = int(connection.execute(sa.text("PRAGMA schema_version")).scalar_one())
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text(f"UPDATE sqlite_master SET sql = :sql WHERE {of_the_table}"),
        {"sql": laid_out.replace(_REQUIRED, _OPTIONAL)},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))
