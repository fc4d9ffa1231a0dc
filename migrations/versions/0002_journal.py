"""The journal that cannot be edited, the notices, and what the running system keeps. 办理记录、通知与运行表.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import index, key, moment, number, place_in_order, serial, serial_of_another, text
from migrations.one_way import refuse_downgrade

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    journal()
    notices()
    running()
    append_only()


def downgrade() -> None:
    refuse_downgrade()


def journal() -> None:
    op.create_table(
        "journal",
        serial("seq"),
        text("chain"),
        number("n"),
        text("kind"),
        moment("happened_at", null=True),
        text("happened_precision"),
        moment("recorded_at"),
        text("by_post", null=True),
        text("by_person", null=True),
        text("for_person", null=True),
        text("procedure_no", null=True),
        text("duty_no", null=True),
        text("basis"),
        text("payload"),
        text("key"),
        text("before"),
        text("mac"),
    )
    op.create_index("journal_chain", "journal", ["chain", "n"], unique=True)
    op.create_index("journal_key", "journal", ["key"], unique=True)
    op.create_table(
        "chain_head",
        key("chain"),
        number("n"),
        text("mac"),
    )
    op.create_table(
        "seal",
        place_in_order("no"),
        serial_of_another("entry_seq"),
        text("mac"),
    )


def notices() -> None:
    op.create_table(
        "blob",
        key("sha256"),
        text("media_type"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "notice",
        key("no"),
        text("chain"),
        text("case_no", null=True),
        text("report_no", null=True),
        text("duty_no", null=True),
        text("post_no", null=True),
        text("channel"),
        text("template"),
        text("template_version"),
        text("lang"),
        text("why"),
        number("rung", null=True),
        text("blob"),
        text("state"),
        moment("created_at"),
        moment("delivered_at", null=True),
        number("attempts"),
        text("receipt", null=True),
        text("failure", null=True),
        moment("read_at", null=True),
    )
    index("notice", "case_no")
    index("notice", "chain")
    index("notice", "duty_no")
    index("notice", "post_no")
    index("notice", "state")
    op.create_table(
        "outbox",
        serial("id"),
        text("notice_no", unique=True),
        moment("next_try_at"),
        number("attempts"),
        moment("leased_until", null=True),
        text("leased_by", null=True),
        text("last_failure", null=True),
    )
    index("outbox", "next_try_at")


def running() -> None:
    op.create_table(
        "wake",
        serial("id"),
        text("procedure_no"),
        text("why"),
        moment("created_at"),
        moment("leased_until", null=True),
        number("attempts"),
        text("last_error", null=True),
    )
    index("wake", "procedure_no")
    op.create_table(
        "heartbeat",
        key("name"),
        moment("at"),
        text("detail"),
    )
    op.create_table(
        "rule_book",
        key("hash"),
        text("pack"),
        text("version"),
        text("content"),
        moment("loaded_at"),
    )
    op.create_table(
        "subject_key",
        key("id"),
        text("subject_no", unique=True),
        text("wrapped", null=True),
        moment("made_at"),
        moment("erased_at", null=True),
    )
    op.create_table(
        "installation",
        key("key"),
        text("value"),
    )


def append_only() -> None:
    """The database itself refuses what the rules forbid, whoever asks and with whatever program. 只增不改."""
    refuse = {"sqlite": refuse_on_sqlite, "postgresql": refuse_on_postgresql}[op.get_bind().dialect.name]
    for table in ("journal", "seal"):
        refuse(table, "UPDATE", f"{table} is append-only: a correction is a new entry")
        refuse(table, "DELETE", f"{table} is append-only: nothing recorded is taken away")
    refuse("blob", "UPDATE", "blob is kept as rendered: other bytes are another blob")


def refuse_on_sqlite(table: str, act: str, rule: str) -> None:
    op.execute(f"""
        CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON "{table}"
        BEGIN
            SELECT RAISE(ABORT, '{rule}');
        END
    """)


def refuse_on_postgresql(table: str, act: str, rule: str) -> None:
    """By statement, so that an UPDATE of no rows is refused as well; a deletion can also come as a TRUNCATE."""
    op.execute("""
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%', TG_ARGV[0];
        END $$
    """)
    acts = "DELETE OR TRUNCATE" if act == "DELETE" else act
    op.execute(f"""
        CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {acts} ON "{table}"
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{rule}')
    """)
