"""What a page looks for is found without reading a whole table: who leads, who was told, what was done when. 页面索引.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.one_way import refuse_downgrade

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_A_REPORT = sa.text("report_no IS NOT NULL")
_COURSE = sa.text("kind IN ('duty_opened', 'duty_answered', 'duty_skipped', 'duty_excused')")
_DONE = sa.text("happened_at IS NOT NULL")


def upgrade() -> None:
    """Whether a post was told of a case is asked with each look at one; a county office has been told of nearly all."""
    op.create_index("case_of_lead", "case_file", ["lead_post"])
    op.create_index("case_newest", "case_file", ["opened_at", "no"])
    op.create_index("procedure_party_no", "procedure_party", ["party_no"])
    op.drop_index("ix_notice_post_no", "notice")
    op.create_index("notice_told_of_case", "notice", ["post_no", "case_no"])
    op.create_index(
        "notice_told_of_report",
        "notice",
        ["post_no", "report_no"],
        postgresql_where=_OF_A_REPORT,
        sqlite_where=_OF_A_REPORT,
    )
    op.create_index("duty_done_of_code", "duty", ["code", "happened_at"], postgresql_where=_DONE, sqlite_where=_DONE)
    op.create_index("journal_course", "journal", ["duty_no", "seq"], postgresql_where=_COURSE, sqlite_where=_COURSE)


def downgrade() -> None:
    refuse_downgrade()
