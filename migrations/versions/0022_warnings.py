"""Warnings of deadlines, raised once each.

Revision 0022, after 0021.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_warning_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_warning")),
        sa.UniqueConstraint(
            "case_id", "clock", "kind", "due_at", name=op.f("uq_case_warning_case_id_clock_kind_due_at")
        ),
    )
    with op.batch_alter_table("case_warning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_warning_at"), ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("case_warning")
