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
    of_case, of_code = ["case_no", "procedure_no"], ["code", "variant", "since_at"]
    op.create_index("duty_live_of_case", "duty", of_case, postgresql_where=live, sqlite_where=live)
    op.create_index("duty_live_of_code", "duty", of_code, postgresql_where=live, sqlite_where=live)
    op.create_index("duty_last_safe", "duty", ["last_safe_at"], postgresql_where=live, sqlite_where=live)
    op.create_index("notice_of_template", "notice", ["template", "post_no", "created_at"])
    index("instrument_version", "valid_until")
    reads = sa.text("kind IN ('identity_read', 'record_read', 'case_exported', 'head_exported', 'document_rendered')")
    op.create_index("journal_reads", "journal", ["seq"], postgresql_where=reads, sqlite_where=reads)
    index("child_file", "of_age_on")
    index("child_file", "last_contact_at")
    stuck_found_quickly()


def stuck_found_quickly() -> None:
    """Each names only what is stuck, or what must be compared with one another in one order."""
    unread = sa.text("state = 'open' AND read_at IS NULL")
    around = sa.text("state IN ('open', 'paused') AND hand_ons >= 2")
    unexplained = sa.text("breach_cause IS NULL AND happened_at > legal_due_at")
    waits = sa.text("state IN ('open', 'paused') AND provisional")
    waits_sqlite = sa.text("state IN ('open', 'paused') AND provisional = 1")
    opened = sa.text("state = 'open'")
    op.create_index("duty_unread", "duty", ["told_at"], postgresql_where=unread, sqlite_where=unread)
    op.create_index("duty_sent_around", "duty", ["hand_ons"], postgresql_where=around, sqlite_where=around)
    op.create_index(
        "duty_unexplained", "duty", ["legal_due_at"], postgresql_where=unexplained, sqlite_where=unexplained
    )
    op.create_index("duty_provisional", "duty", ["provisional"], postgresql_where=waits, sqlite_where=waits_sqlite)
    op.create_index("case_open", "case_file", ["no"], postgresql_where=opened, sqlite_where=opened)
    op.create_index("procedure_open", "procedure", ["case_no", "no"], postgresql_where=opened, sqlite_where=opened)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")
