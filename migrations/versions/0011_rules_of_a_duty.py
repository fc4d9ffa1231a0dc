"""A duty may run under other rules than its procedure: those that it began under. 职责所依规则。

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.one_way import refuse_downgrade

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty for all that is there: until now whatever was owed was moved together with its procedure."""
    op.add_column("duty", sa.Column("rules", sa.String(), nullable=True))


def downgrade() -> None:
    refuse_downgrade()
