"""What is due is found in the order in which it is taken: also where a month ends for every child at once. 到期索引.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.one_way import refuse_downgrade

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDICES = {"duty_next_rung": "next_rung_at", "duty_attention": "attention_at"}


def upgrade() -> None:
    """Two hundred thousand duties may have one due moment; without their numbers in the index each tick sorts all."""
    for name, armed in _INDICES.items():
        where = sa.text(f"{armed} IS NOT NULL")
        op.drop_index(name, "duty")
        op.create_index(name, "duty", [armed, "no"], postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    refuse_downgrade()
