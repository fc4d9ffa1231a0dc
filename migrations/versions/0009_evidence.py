"""Files that are handed in as evidence: what is told of them. 证据材料.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import index, key, moment, number, text
from migrations.one_way import refuse_downgrade

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The sealed bytes lie in `blob`, where nothing can be altered; here is what is asked of them."""
    op.create_table(
        "evidence",
        key("no"),
        text("case_no", of="case_file.no"),
        text("duty_no", null=True),
        text("sha256"),
        number("bytes"),
        text("media_type"),
        text("blob"),
        moment("happened_at", null=True),
        text("happened_precision"),
        moment("recorded_at"),
        text("by_post", null=True),
        text("name_sealed", null=True),
        text("words_sealed", null=True),
        sa.UniqueConstraint("case_no", "sha256"),
    )
    index("evidence", "case_no")


def downgrade() -> None:
    refuse_downgrade()
