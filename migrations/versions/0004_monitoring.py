"""Reading and taking on, armed moments, missed rungs, causes of breaches, contacts. 阅知接办、补办汇总、逾期原因、联系.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import day, index, key, moment, number, serial, text
from migrations.one_way import refuse_downgrade

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    clocks_of_attention()
    what_a_duty_went_through()
    what_a_child_went_through()
    missed_rungs()
    pace()
    found_quickly()


def downgrade() -> None:
    refuse_downgrade()


def clocks_of_attention() -> None:
    """Duties that exist keep the rules they began under: those have no rungs of attention, so nothing is armed."""
    op.add_column("duty", moment("last_safe_at", null=True))
    op.add_column("duty", sa.Column("attention", sa.String(), nullable=False, server_default="[]"))
    op.add_column("duty", _count("next_attention"))
    for name in ("attention_at", "told_at", "read_at", "accepted_at"):
        op.add_column("duty", moment(name, null=True))
    op.add_column("duty", text("accepted_by_person", null=True))
    op.execute("UPDATE duty SET told_at = opened_at WHERE post_no IS NOT NULL")


def what_a_duty_went_through() -> None:
    op.add_column("duty", _count("hand_ons"))
    op.add_column("duty", text("breach_cause", null=True))
    op.add_column("duty_pause", day("expected_on"))


def what_a_child_went_through() -> None:
    """Contacts of before are carried over where they stand as facts of a case; a rebuild finds all of them."""
    op.add_column("child_file", day("of_age_on"))
    op.add_column("child_file", moment("last_contact_at", null=True))
    op.execute(
        "UPDATE child_file SET last_contact_at = (SELECT max(note.happened_at) FROM note "
        "JOIN case_file ON case_file.no = note.case_no "
        "WHERE case_file.child_no = child_file.no AND note.kind = 'visit')"
    )


def missed_rungs() -> None:
    op.create_table(
        "missed_rung",
        serial("id"),
        text("post_no"),
        text("duty_no"),
        number("rung"),
        moment("rung_at"),
        moment("climbed_at"),
    )
    index("missed_rung", "post_no")


def pace() -> None:
    op.create_table(
        "pace",
        key("code"),
        key("variant"),
        number("n"),
        number("median_seconds"),
        number("p90_seconds"),
        moment("computed_at"),
    )


def found_quickly() -> None:
    asked = sa.text("attention_at IS NOT NULL")
    live = sa.text("state IN ('open', 'paused')")
    op.create_index("duty_attention", "duty", ["attention_at"], postgresql_where=asked, sqlite_where=asked)
    op.create_index("duty_live_of_case", "duty", ["case_no"], postgresql_where=live, sqlite_where=live)
    op.create_index("duty_live_of_code", "duty", ["code"], postgresql_where=live, sqlite_where=live)
    op.create_index("duty_last_safe", "duty", ["last_safe_at"], postgresql_where=live, sqlite_where=live)
    op.create_index("notice_of_template", "notice", ["template", "post_no", "created_at"])
    index("instrument_version", "valid_until")
    reads = sa.text("kind IN ('identity_read', 'record_read', 'case_exported', 'head_exported', 'document_rendered')")
    op.create_index("journal_reads", "journal", ["seq"], postgresql_where=reads, sqlite_where=reads)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")
