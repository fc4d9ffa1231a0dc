"""The tables of people, reports, cases and duties. 基础表.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import day, index, key, moment, number, text, yes_or_no
from migrations.one_way import refuse_downgrade

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    directory()
    children()
    reports()
    cases()
    duties()
    instruments()


def downgrade() -> None:
    refuse_downgrade()


def directory() -> None:
    op.create_table(
        "agency",
        key("no"),
        text("zh"),
        text("en"),
        text("area"),
        text("parent_no", null=True),
    )
    index("agency", "area")
    op.create_table(
        "post",
        key("no"),
        text("agency_no", of="agency.no"),
        text("role"),
        text("zh"),
        text("en"),
        text("lang"),
        text("channels_sealed"),
        yes_or_no("open"),
    )
    index("post", "agency_no")
    index("post", "role")
    op.create_table(
        "person",
        key("no"),
        text("name_sealed", null=True),
        text("phone_sealed", null=True),
    )
    op.create_table(
        "holding",
        key("post_no"),
        key("person_no"),
        moment("from_at", part_of_key=True),
        moment("until_at", null=True),
    )
    op.create_table(
        "substitute",
        key("post_no"),
        key("for_person"),
        key("person_no"),
        moment("from_at", part_of_key=True),
        moment("until_at", null=True),
    )


def children() -> None:
    op.create_table(
        "child_file",
        key("no"),
        text("name_sealed", null=True),
        text("birth_on_sealed", null=True),
        text("id_number_sealed", null=True),
        text("sex"),
        text("categories"),
        text("registration_sealed", null=True),
        text("residence_sealed", null=True),
        text("domicile_sealed", null=True),
        text("registration_area", null=True),
        text("residence_area"),
        text("domicile_area", null=True),
        text("identity_index", null=True),
        text("id_number_index", null=True),
        moment("opened_at"),
    )
    index("child_file", "id_number_index")
    index("child_file", "identity_index")
    index("child_file", "residence_area")
    op.create_table(
        "adult",
        key("no"),
        text("subject_no"),
        text("name_sealed", null=True),
        text("phone_sealed", null=True),
        text("address_sealed", null=True),
        yes_or_no("known"),
    )
    op.create_table(
        "tie",
        key("no"),
        text("child_no", of="child_file.no"),
        text("adult_no", of="adult.no"),
        text("relation"),
        yes_or_no("guardian"),
        yes_or_no("carer"),
        yes_or_no("suspected"),
        day("from_on"),
        day("until_on"),
    )
    index("tie", "adult_no")
    index("tie", "child_no")


def reports() -> None:
    op.create_table(
        "incident",
        key("no"),
        text("subject_no"),
        moment("happened_at", null=True),
        text("happened_precision"),
        text("place_sealed", null=True),
        text("area", null=True),
    )
    op.create_table(
        "report",
        key("no"),
        text("incident_no"),
        text("unit_kind"),
        text("situations"),
        moment("discovered_at", null=True),
        text("discovered_precision"),
        moment("reported_at"),
        moment("recorded_at"),
        text("received_by_post", null=True),
        text("area"),
        yes_or_no("danger_now", null=True),
        text("narrative_sealed", null=True),
        yes_or_no("late"),
        text("reporter_digest", null=True),
    )
    index("report", "incident_no")
    op.create_table(
        "report_child",
        key("report_no"),
        key("child_no"),
        text("case_no"),
        yes_or_no("joined"),
    )
    index("report_child", "case_no")
    op.create_table(
        "sealed_reporter",
        key("report_no"),
        text("sealed"),
    )


def cases() -> None:
    op.create_table(
        "case_file",
        key("no"),
        text("child_no", of="child_file.no"),
        text("area"),
        text("lead_post", null=True),
        text("state"),
        number("episode"),
        number("duties_opened"),
        moment("opened_at"),
        moment("closed_at", null=True),
    )
    index("case_file", "area")
    index("case_file", "child_no")
    index("case_file", "state")
    op.create_table(
        "incident_case",
        key("incident_no"),
        key("case_no"),
    )
    index("incident_case", "case_no")
    op.create_table(
        "procedure",
        key("no"),
        text("case_no", of="case_file.no"),
        text("kind"),
        text("report_no", null=True),
        text("opened_by", null=True),
        text("about"),
        text("owed_by_post", null=True),
        text("rules"),
        text("state"),
        text("close_reason", null=True),
        moment("opened_at"),
        moment("since_at"),
        moment("closed_at", null=True),
    )
    index("procedure", "case_no")
    index("procedure", "kind")
    index("procedure", "report_no")
    index("procedure", "state")


def duties() -> None:
    op.create_table(
        "duty",
        key("no"),
        text("case_no", of="case_file.no"),
        text("procedure_no", of="procedure.no"),
        text("code"),
        text("about"),
        text("variant"),
        text("role", null=True),
        text("post_no", null=True),
        moment("since_at"),
        moment("opened_at"),
        moment("internal_due_at", null=True),
        moment("legal_due_at", null=True),
        yes_or_no("provisional"),
        text("state"),
        text("answer", null=True),
        moment("happened_at", null=True),
        moment("recorded_at", null=True),
        text("answered_by_post", null=True),
        text("settled_reason", null=True),
        text("rungs"),
        number("next_rung"),
        moment("next_rung_at", null=True),
    )
    armed = sa.text("next_rung_at IS NOT NULL")
    op.create_index("duty_next_rung", "duty", ["next_rung_at"], postgresql_where=armed, sqlite_where=armed)
    op.create_index("duty_of_post", "duty", ["post_no", "state", "internal_due_at"])
    op.create_index("duty_once", "duty", ["procedure_no", "code", "about"], unique=True)
    op.create_index("duty_open_legal", "duty", ["state", "legal_due_at"])
    index("duty", "case_no")
    index("duty", "state")
    op.create_table(
        "duty_pause",
        key("no"),
        text("duty_no", of="duty.no"),
        text("cause"),
        moment("from_at"),
        moment("until_at", null=True),
    )
    index("duty_pause", "duty_no")
    op.create_table(
        "duty_extension",
        key("no"),
        text("duty_no", of="duty.no"),
        number("amount"),
        text("unit"),
        text("basis"),
        moment("granted_at"),
    )
    index("duty_extension", "duty_no")


def instruments() -> None:
    op.create_table(
        "instrument",
        key("no"),
        text("case_no", of="case_file.no"),
        text("procedure_no"),
        text("duty_no"),
        text("title"),
        text("document_no"),
        text("issued_by_post", null=True),
        moment("issued_at"),
        moment("recorded_at"),
    )
    index("instrument", "case_no")
    index("instrument", "duty_no")
