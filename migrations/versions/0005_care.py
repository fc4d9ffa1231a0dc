"""What a case file is for; children in care and the windows of their routine duties. 卷宗用途、关爱对象、周期.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import index, key, moment, number, text
from migrations.one_way import refuse_downgrade

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    purpose()
    children_in_care()
    windows()


def downgrade() -> None:
    refuse_downgrade()


def purpose() -> None:
    """Every file that exists is a matter."""
    op.add_column("case_file", sa.Column("purpose", sa.String(), nullable=False, server_default="matter"))


def children_in_care() -> None:
    op.create_table(
        "monitored_child",
        key("procedure_no", of="procedure.no"),
        text("case_no", of="case_file.no"),
        text("child_no", of="child_file.no"),
        text("tier"),
        text("standings"),
        moment("standing_since"),
        text("proposed", null=True),
        number("proposals"),
        moment("began_at"),
        moment("ended_at", null=True),
        text("end_reason", null=True),
    )
    index("monitored_child", "case_no")
    index("monitored_child", "child_no")
    listed = sa.text("ended_at IS NULL")
    op.create_index("monitored_open", "monitored_child", ["case_no"], postgresql_where=listed, sqlite_where=listed)


def windows() -> None:
    op.create_table(
        "routine_window",
        key("code"),
        text("kind"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        moment("begun_at"),
    )
    index("routine_window", "kind")
