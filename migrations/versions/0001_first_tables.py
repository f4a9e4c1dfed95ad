"""The first tables.

Revision 0001, after nothing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("windows", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_edition")),
        sa.UniqueConstraint("number", name=op.f("uq_calendar_edition_number")),
    )
    op.create_table(
        "case_number_day",
        sa.Column("day", sa.String(8), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_case_number_day")),
    )
    op.create_table(
        "division",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("parent_code", sa.String(12), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["division.code"], name=op.f("fk_division_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_division")),
    )
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.create_index("ix_division_parent_code", ["parent_code"], unique=False)

    op.create_table(
        "duty_item",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("duty_list", sa.String(32), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(512), nullable=False),
        sa.Column("department", sa.String(255), nullable=False),
        sa.Column("superior_duty", sa.String(4000), nullable=False),
        sa.Column("township_duty", sa.String(4000), nullable=False),
        sa.Column("method", sa.String(4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_item")),
        sa.UniqueConstraint("code", name=op.f("uq_duty_item_code")),
    )
    with op.batch_alter_table("duty_item", schema=None) as batch_op:
        batch_op.create_index("ix_duty_item_list", ["duty_list", "number"], unique=False)

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(128), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column(
            "before",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("stream", "seq", name=op.f("uq_ledger_entry_stream_seq")),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entry_at", ["at"], unique=False)

    op.create_table(
        "ledger_head",
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("sealed_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stream", name=op.f("pk_ledger_head")),
    )
    with op.batch_alter_table("ledger_head", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_head_unsealed",
            ["stream"],
            unique=False,
            sqlite_where=sa.text("seq > sealed_seq"),
            postgresql_where=sa.text("seq > sealed_seq"),
        )

    op.create_table(
        "ledger_seal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_seal")),
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("code", name=op.f("uq_matter_code")),
    )
    op.create_table(
        "matter_class",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(32), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["matter_class.id"], name=op.f("fk_matter_class_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_class")),
        sa.UniqueConstraint("scheme", "code", name=op.f("uq_matter_class_scheme_code")),
    )
    with op.batch_alter_table("matter_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_class_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("festival", sa.String(32), nullable=False),
        sa.Column("notice_year", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["calendar_edition.id"], name=op.f("fk_calendar_day_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", "day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["calendar_edition.id"], name=op.f("fk_calendar_year_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", "year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "grid",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("division_code", sa.String(12), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(255), nullable=False),
        sa.Column("initials", sa.String(64), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["division_code"], ["division.code"], name=op.f("fk_grid_division_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["grid.id"], name=op.f("fk_grid_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
        sa.UniqueConstraint("code", name=op.f("uq_grid_code")),
    )
    with op.batch_alter_table("grid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grid_division_code"), ["division_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_grid_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "ledger_sealed_head",
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_number"], ["ledger_seal.number"], name=op.f("fk_ledger_sealed_head_seal_number")
        ),
        sa.PrimaryKeyConstraint("seal_number", "stream", name=op.f("pk_ledger_sealed_head")),
    )
    op.create_table(
        "office",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("division_code", sa.String(12), nullable=True),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["division_code"], ["division.code"], name=op.f("fk_office_division_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "unit",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("division_code", sa.String(12), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("initials", sa.String(64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["division_code"], ["division.code"], name=op.f("fk_unit_division_code")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_division_code"), ["division_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "matter_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("initials", sa.String(255), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("settle_level", sa.String(32), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("duty_item_id", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(1000), nullable=False),
        sa.Column("keywords", sa.String(500), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["matter_class.id"], name=op.f("fk_matter_version_class_id")),
        sa.ForeignKeyConstraint(
            ["duty_item_id"], ["duty_item.id"], name=op.f("fk_matter_version_duty_item_id")
        ),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_matter_version_lead_unit_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_matter_version_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_version")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_matter_version_matter_id_number")),
    )
    with op.batch_alter_table("matter_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matter_version_class_id"), ["class_id"], unique=False)
        batch_op.create_index(
            "ix_matter_version_current",
            ["class_id", "matter_id"],
            unique=False,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )
        batch_op.create_index(batch_op.f("ix_matter_version_duty_item_id"), ["duty_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_matter_version_lead_unit_id"), ["lead_unit_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_post_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_post_unit_id_name")),
    )
    op.create_table(
        "filing_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_version_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("limit_amount", sa.Integer(), nullable=False),
        sa.Column("limit_unit", sa.String(2), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("closing_condition", sa.String(1000), nullable=False),
        sa.Column("evidence", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_version_id"], ["matter_version.id"], name=op.f("fk_filing_condition_matter_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_condition")),
        sa.UniqueConstraint(
            "matter_version_id", "seq", name=op.f("uq_filing_condition_matter_version_id_seq")
        ),
    )
    op.create_table(
        "staff",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_staff_post_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_staff_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_code")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=True),
        sa.Column("os_user", sa.String(64), nullable=True),
        sa.Column("area", sa.String(12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("os_user", name=op.f("uq_account_os_user")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "staff_grid",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_staff_grid_grid_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_grid_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "grid_id", name=op.f("pk_staff_grid")),
    )
    with op.batch_alter_table("staff_grid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_grid_grid_id"), ["grid_id"], unique=False)

    op.create_table(
        "account_role",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_role")),
    )
    with op.batch_alter_table("account_role", schema=None) as batch_op:
        batch_op.create_index("ix_account_role_role", ["role"], unique=False)

    op.create_table(
        "cases",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("clock_running", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.String(8000), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("division_code", sa.String(12), nullable=False),
        sa.Column("reporter_name", sa.String(64), nullable=False),
        sa.Column("reporter_phone", sa.String(32), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matter_version_id", sa.Integer(), nullable=True),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("reporter_account_id", sa.Integer(), nullable=True),
        sa.Column("acceptor_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("calendar_edition_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "receipt",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("return_count", sa.Integer(), nullable=False),
        sa.Column("rework_count", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_kind", sa.String(32), nullable=True),
        sa.Column("rating", sa.String(32), nullable=True),
        sa.Column("search_text", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["acceptor_id"], ["account.id"], name=op.f("fk_cases_acceptor_id")),
        sa.ForeignKeyConstraint(
            ["calendar_edition_id"], ["calendar_edition.id"], name=op.f("fk_cases_calendar_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["filing_condition.id"], name=op.f("fk_cases_condition_id")
        ),
        sa.ForeignKeyConstraint(["division_code"], ["division.code"], name=op.f("fk_cases_division_code")),
        sa.ForeignKeyConstraint(["grid_id"], ["grid.id"], name=op.f("fk_cases_grid_id")),
        sa.ForeignKeyConstraint(
            ["matter_version_id"], ["matter_version.id"], name=op.f("fk_cases_matter_version_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_cases_owner_id")),
        sa.ForeignKeyConstraint(
            ["reporter_account_id"], ["account.id"], name=op.f("fk_cases_reporter_account_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cases_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_condition_id"), ["condition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_matter_version_id"), ["matter_version_id"], unique=False)
        batch_op.create_index(
            "ix_cases_open_grid",
            ["grid_id", "reported_at"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_cases_open_owner",
            ["owner_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_cases_open_phone",
            ["reporter_phone"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_cases_open_state",
            ["state", "due_at", "id", "division_code", "open"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_cases_open_unit",
            ["unit_id", "state", "due_at", "id", "division_code", "open"],
            unique=False,
            sqlite_where=sa.text("open"),
            postgresql_where=sa.text("open"),
        )
        batch_op.create_index(
            "ix_cases_pool",
            ["reported_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'reported'"),
            postgresql_where=sa.text("state = 'reported'"),
        )
        batch_op.create_index("ix_cases_reported_at", ["reported_at", "id"], unique=False)
        batch_op.create_index(
            "ix_cases_running",
            ["due_at", "id", "warn_at", "division_code", "unit_id", "clock_running"],
            unique=False,
            sqlite_where=sa.text("clock_running"),
            postgresql_where=sa.text("clock_running"),
        )

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_draft_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("account_id", "form", "subject", name=op.f("uq_draft_account_id_form_subject")),
    )
    op.create_table(
        "import_batch",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("source_name", sa.String(255), nullable=False),
        sa.Column("source_hash", sa.String(64), nullable=False),
        sa.Column(
            "options",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_import_batch_actor_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_kind"), ["kind"], unique=False)

    op.create_table(
        "preference",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_preference_account_id")),
        sa.PrimaryKeyConstraint("account_id", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(32), nullable=True),
        sa.Column("to_state", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column(
            "details",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_case_event_actor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_event_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_case_event_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_event_case_id_seq")),
    )


def downgrade() -> None:
    op.drop_table("case_event")
    op.drop_table("preference")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_kind"))

    op.drop_table("import_batch")
    op.drop_table("draft")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_cases_running",
            sqlite_where=sa.text("clock_running"),
            postgresql_where=sa.text("clock_running"),
        )
        batch_op.drop_index("ix_cases_reported_at")
        batch_op.drop_index(
            "ix_cases_pool",
            sqlite_where=sa.text("state = 'reported'"),
            postgresql_where=sa.text("state = 'reported'"),
        )
        batch_op.drop_index(
            "ix_cases_open_unit", sqlite_where=sa.text("open"), postgresql_where=sa.text("open")
        )
        batch_op.drop_index(
            "ix_cases_open_state", sqlite_where=sa.text("open"), postgresql_where=sa.text("open")
        )
        batch_op.drop_index(
            "ix_cases_open_phone", sqlite_where=sa.text("open"), postgresql_where=sa.text("open")
        )
        batch_op.drop_index(
            "ix_cases_open_owner", sqlite_where=sa.text("open"), postgresql_where=sa.text("open")
        )
        batch_op.drop_index(
            "ix_cases_open_grid", sqlite_where=sa.text("open"), postgresql_where=sa.text("open")
        )
        batch_op.drop_index(batch_op.f("ix_cases_matter_version_id"))
        batch_op.drop_index(batch_op.f("ix_cases_condition_id"))

    op.drop_table("cases")
    with op.batch_alter_table("account_role", schema=None) as batch_op:
        batch_op.drop_index("ix_account_role_role")

    op.drop_table("account_role")
    with op.batch_alter_table("staff_grid", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_grid_grid_id"))

    op.drop_table("staff_grid")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_unit_id"))
        batch_op.drop_index(batch_op.f("ix_account_staff_id"))

    op.drop_table("account")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_unit_id"))
        batch_op.drop_index(batch_op.f("ix_staff_post_id"))

    op.drop_table("staff")
    op.drop_table("filing_condition")
    op.drop_table("post")
    with op.batch_alter_table("matter_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_version_lead_unit_id"))
        batch_op.drop_index(batch_op.f("ix_matter_version_duty_item_id"))
        batch_op.drop_index(
            "ix_matter_version_current", sqlite_where=sa.text("current"), postgresql_where=sa.text("current")
        )
        batch_op.drop_index(batch_op.f("ix_matter_version_class_id"))

    op.drop_table("matter_version")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_unit_division_code"))

    op.drop_table("unit")
    op.drop_table("office")
    op.drop_table("ledger_sealed_head")
    with op.batch_alter_table("grid", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grid_parent_id"))
        batch_op.drop_index(batch_op.f("ix_grid_division_code"))

    op.drop_table("grid")
    op.drop_table("calendar_year")
    op.drop_table("calendar_day")
    with op.batch_alter_table("matter_class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matter_class_parent_id"))

    op.drop_table("matter_class")
    op.drop_table("matter")
    op.drop_table("ledger_seal")
    with op.batch_alter_table("ledger_head", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ledger_head_unsealed",
            sqlite_where=sa.text("seq > sealed_seq"),
            postgresql_where=sa.text("seq > sealed_seq"),
        )

    op.drop_table("ledger_head")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entry_at")

    op.drop_table("ledger_entry")
    with op.batch_alter_table("duty_item", schema=None) as batch_op:
        batch_op.drop_index("ix_duty_item_list")

    op.drop_table("duty_item")
    with op.batch_alter_table("division", schema=None) as batch_op:
        batch_op.drop_index("ix_division_parent_code")

    op.drop_table("division")
    op.drop_table("case_number_day")
    op.drop_table("calendar_edition")
