"""Accounts, sessions, tokens of other programs, answers given before, access beyond the rule. 账号、会话、例外查阅.

Revision ID: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import index, key, moment, number, text, yes_or_no
from migrations.one_way import refuse_downgrade

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    accounts()
    sessions()
    tokens()
    answered_before()
    beyond_the_rule()


def downgrade() -> None:
    refuse_downgrade()


def accounts() -> None:
    op.create_table(
        "account",
        key("no"),
        text("person_no", null=True, unique=True),
        text("login", unique=True),
        text("password_hash"),
        yes_or_no("must_change"),
        moment("one_time_until", null=True),
        text("second_factor_sealed", null=True),
        text("second_factor_waiting_sealed", null=True),
        number("second_factor_step"),
        yes_or_no("administrator"),
        number("failed_tries"),
        number("locks"),
        moment("locked_until", null=True),
        moment("opened_at"),
        moment("closed_at", null=True),
        text("issuer", null=True),
        text("subject", null=True),
        sa.UniqueConstraint("issuer", "subject"),
    )


def sessions() -> None:
    op.create_table(
        "web_session",
        key("sha256"),
        text("account_no", of="account.no"),
        text("post_no", null=True),
        text("csrf"),
        text("lang"),
        moment("began_at"),
        moment("last_seen_at"),
        moment("expires_at"),
        moment("second_factor_at", null=True),
        moment("ended_at", null=True),
    )
    index("web_session", "account_no")


def tokens() -> None:
    op.create_table(
        "api_token",
        key("no"),
        text("sha256", unique=True),
        text("name"),
        text("post_no"),
        text("scopes"),
        text("made_by", of="account.no", null=True),
        moment("made_at"),
        moment("expires_at"),
        moment("revoked_at", null=True),
        moment("last_used_at", null=True),
    )
    index("api_token", "post_no")


def answered_before() -> None:
    op.create_table(
        "idempotency",
        key("asked_by"),
        key("key"),
        text("request_sha256"),
        number("status", null=True),
        text("media_type"),
        text("body_sealed", null=True),
        moment("made_at"),
    )
    index("idempotency", "made_at")


def beyond_the_rule() -> None:
    op.create_table(
        "access_grant",
        key("no"),
        text("kind"),
        text("subject_no"),
        text("asked_by_post"),
        text("asked_by_person", null=True),
        moment("asked_at"),
        text("reason_sealed"),
        text("agreed_by_post", null=True),
        text("agreed_by_person", null=True),
        moment("agreed_at", null=True),
        moment("from_at", null=True),
        moment("until_at", null=True),
        text("reviewed_by_post", null=True),
        moment("reviewed_at", null=True),
        text("review_outcome", null=True),
        moment("closed_at", null=True),
    )
    index("access_grant", "subject_no")
    index("access_grant", "asked_by_post")
