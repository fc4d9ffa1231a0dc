"""What failed is found among all messages, and what is late is counted without reading its rows. 卡住清单索引.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.one_way import refuse_downgrade

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_FAILED = sa.text("state = 'failed'")
_UNEXPLAINED = sa.text("breach_cause IS NULL AND happened_at > legal_due_at")
_TALLIED = ["legal_due_at", "opened_at", "case_no", "post_no", "state", "happened_precision"]


def upgrade() -> None:
    """Without them each look at what is stuck reads every message of no case, and every duty that was ever late."""
    op.create_index("notice_failed", "notice", ["created_at"], postgresql_where=_FAILED, sqlite_where=_FAILED)
    op.drop_index("duty_unexplained", "duty")
    op.create_index("duty_unexplained", "duty", _TALLIED, postgresql_where=_UNEXPLAINED, sqlite_where=_UNEXPLAINED)


def downgrade() -> None:
    refuse_downgrade()
