"""Add requests for duty admission and adjustment, with their steps, opinions and documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "admission_request",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("department", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("legal_basis", sa.String(1000), nullable=False),
        sa.Column("explanation", sa.String(4000), nullable=False),
        sa.Column("wanted", sa.String(32), nullable=True),
        sa.Column("funds", sa.String(1000), nullable=False),
        sa.Column("powers", sa.String(1000), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("exit_route", sa.String(1000), nullable=False),
        sa.Column("superior_duty", sa.String(4000), nullable=False),
        sa.Column("township_duty", sa.String(4000), nullable=False),
        sa.Column("method", sa.String(4000), nullable=False),
        sa.Column("duty_item_id", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(32), nullable=True),
        sa.Column("cause", sa.String(32), nullable=True),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("limit_text", sa.String(32), nullable=False),
        sa.Column("condition", sa.String(1000), nullable=False),
        sa.Column("closing", sa.String(1000), nullable=False),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("case_number", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(255), nullable=False),
        sa.Column("decision_number", sa.String(128), nullable=False),
        sa.Column("decision_text", sa.String(4000), nullable=False),
        sa.Column("early", sa.Boolean(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["duty_item_id"], ["duty_item.id"], name=op.f("fk_admission_request_duty_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_unit_id"], ["unit.id"], name=op.f("fk_admission_request_lead_unit_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_admission_request_matter_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["account.id"], name=op.f("fk_admission_request_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_request")),
    )
    with op.batch_alter_table("admission_request") as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_request_duty_item_id"), ["duty_item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_request_lead_unit_id"), ["lead_unit_id"], unique=False)
        batch_op.create_index("ix_admission_request_matter", ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_request_opened_by_id"), ["opened_by_id"], unique=False)
        batch_op.create_index("ix_admission_request_state", ["state", "id"], unique=False)

    op.create_table(
        "admission_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("number", sa.String(128), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("text", sa.String(20000), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_admission_document_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["admission_request.id"], name=op.f("fk_admission_document_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_document")),
    )
    with op.batch_alter_table("admission_document") as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_document_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_document_request_id"), ["request_id"], unique=False)

    op.create_table(
        "admission_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(32), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_admission_opinion_by_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["admission_request.id"], name=op.f("fk_admission_opinion_request_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_admission_opinion_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_opinion")),
    )
    with op.batch_alter_table("admission_opinion") as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_opinion_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_admission_opinion_request", ["request_id", "unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_admission_opinion_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "admission_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(32), nullable=True),
        sa.Column("to_state", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(64), nullable=False),
        sa.Column("text", sa.String(4000), nullable=False),
        sa.Column(
            "details",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_admission_step_actor_id")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["admission_request.id"], name=op.f("fk_admission_step_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_step")),
        sa.UniqueConstraint("request_id", "seq", name=op.f("uq_admission_step_request_id_seq")),
    )
    with op.batch_alter_table("admission_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_admission_step_actor_id"), ["actor_id"], unique=False)


def downgrade() -> None:
    for name in ("admission_step", "admission_opinion", "admission_document", "admission_request"):
        op.drop_table(name)
