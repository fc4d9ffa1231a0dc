"""Orders as versions, parties of procedures, other facts, dates that are not exact. 文书版本、当事人、记事、时间精度.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import day, index, key, moment, number, text, yes_or_no
from migrations.one_way import refuse_downgrade

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    precision()
    parties()
    instruments()
    parts_of_instruments()
    notes()
    coming_of_age()


def downgrade() -> None:
    refuse_downgrade()


def precision() -> None:
    """Rows that exist were all entered with an exact moment."""
    op.add_column("procedure", _said("since_precision", "exact"))
    op.add_column("procedure", _said("bodies", "{}"))
    op.add_column("report", _said("reported_precision", "exact"))
    op.add_column("procedure", text("receiver", null=True))
    op.add_column("duty", _said("since_precision", "exact"))
    op.add_column("duty", text("happened_precision", null=True))
    op.add_column("duty", day("ends_on"))
    op.add_column("duty", sa.Column("turns", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE duty SET happened_precision = 'exact' WHERE happened_at IS NOT NULL")


def parties() -> None:
    op.create_table(
        "procedure_party",
        key("procedure_no", of="procedure.no"),
        key("party_no"),
        key("role"),
        number("place"),
    )


def instruments() -> None:
    """Laid out anew: what was a number beside an answer is an object with versions now."""
    op.rename_table("instrument", "instrument_before")
    for column in ("case_no", "duty_no"):
        op.drop_index(f"ix_instrument_{column}", "instrument_before")
    op.create_table(
        "instrument",
        key("no"),
        text("case_no", of="case_file.no"),
        text("procedure_no", null=True),
        text("duty_no", null=True),
        text("kind"),
        text("about"),
        text("title"),
        text("document_no"),
        text("state"),
        text("issuers"),
        text("issued_by_post", null=True),
        moment("issued_at", null=True),
        text("issued_precision"),
        moment("recorded_at"),
        number("version"),
        text("granted"),
        text("follows", null=True),
        text("facts_sealed", null=True),
        text("content_sealed", null=True),
        moment("ended_at", null=True),
    )
    for column in ("case_no", "procedure_no", "duty_no"):
        index("instrument", column)
    kept = "no, case_no, procedure_no, duty_no, title, document_no, issued_by_post, issued_at, recorded_at"
    op.execute(
        f"INSERT INTO instrument ({kept}, kind, about, state, issuers, issued_precision, version, granted) "
        f"SELECT {kept}, 'record', '', 'issued', '[]', 'exact', 1, 'full' FROM instrument_before"
    )
    op.drop_table("instrument_before")


def parts_of_instruments() -> None:
    op.create_table(
        "instrument_version",
        key("instrument_no", of="instrument.no"),
        sa.Column("n", sa.Integer(), primary_key=True),
        text("change"),
        moment("from_at"),
        text("from_precision"),
        moment("recorded_at"),
        text("document_no"),
        day("valid_until"),
        text("content_sealed", null=True),
    )
    op.create_table(
        "instrument_addressee",
        key("instrument_no", of="instrument.no"),
        key("party_no"),
        moment("served_at", null=True),
        text("served_precision"),
        moment("served_recorded_at", null=True),
        text("method", null=True),
        text("proof_sealed", null=True),
    )
    op.create_table(
        "instrument_breach",
        key("no"),
        text("instrument_no", of="instrument.no"),
        moment("happened_at", null=True),
        text("happened_precision"),
        moment("recorded_at"),
        text("words_sealed", null=True),
        text("sanction"),
        yes_or_no("confidential"),
        text("reason_sealed", null=True),
        moment("decided_at", null=True),
    )
    index("instrument_breach", "instrument_no")


def notes() -> None:
    op.create_table(
        "note",
        key("no"),
        text("case_no", of="case_file.no"),
        text("kind"),
        moment("happened_at", null=True),
        text("happened_precision"),
        moment("recorded_at"),
        text("by_post", null=True),
        text("about", null=True),
        yes_or_no("restricted"),
        text("words_sealed", null=True),
        text("source_sealed", null=True),
    )
    index("note", "case_no")
    op.create_table(
        "second_version",
        key("no"),
        text("of_entry"),
        text("case_no", of="case_file.no"),
        yes_or_no("disputed"),
        moment("happened_at", null=True),
        text("happened_precision"),
        moment("recorded_at"),
        text("reason_sealed", null=True),
    )
    index("second_version", "of_entry")
    index("second_version", "case_no")


def coming_of_age() -> None:
    op.add_column("child_file", day("came_of_age_on"))
    op.add_column("child_file", moment("died_at", null=True))
    op.add_column("child_file", text("died_precision", null=True))
    op.add_column("tie", sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def _said(name: str, value: str) -> sa.Column[str]:
    """A text that every row has: those that exist get `value`."""
    return sa.Column(name, sa.String(), nullable=False, server_default=value)
