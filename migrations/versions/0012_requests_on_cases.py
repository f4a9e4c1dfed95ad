"""Requests on cases: extensions, holds, appeals; what is urged and supervised.

Revision 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.String(32), server_default="none", nullable=False))
        batch_op.add_column(
            sa.Column("asked_at_unit", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("asked_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reviewer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("extensions", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("holds", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("held_until", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "pauses",
                sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("appeals", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("forgiven", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("to_answer", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("urged", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("supervised", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("pressure", sa.String(32), nullable=True))
        batch_op.create_index(
            "ix_cases_asked",
            ["asked", "due_at", "id", "division_code", "unit_id"],
            unique=False,
            sqlite_where=sa.text("asked != 'none'"),
            postgresql_where=sa.text("asked != 'none'"),
        )
        batch_op.create_index(
            "ix_cases_held",
            ["held_until", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.create_index(
            "ix_cases_to_answer",
            ["answer_due_at", "id", "division_code", "unit_id", "to_answer"],
            unique=False,
            sqlite_where=sa.text("to_answer > 0"),
            postgresql_where=sa.text("to_answer > 0"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_cases_reviewer_id"), "account", ["reviewer_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_reviewer_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_cases_to_answer",
            sqlite_where=sa.text("to_answer > 0"),
            postgresql_where=sa.text("to_answer > 0"),
        )
        batch_op.drop_index(
            "ix_cases_held",
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )
        batch_op.drop_index(
            "ix_cases_asked",
            sqlite_where=sa.text("asked != 'none'"),
            postgresql_where=sa.text("asked != 'none'"),
        )
        batch_op.drop_column("pressure")
        batch_op.drop_column("supervised")
        batch_op.drop_column("urged")
        batch_op.drop_column("answer_due_at")
        batch_op.drop_column("to_answer")
        batch_op.drop_column("forgiven")
        batch_op.drop_column("appeals")
        batch_op.drop_column("pauses")
        batch_op.drop_column("held_until")
        batch_op.drop_column("holds")
        batch_op.drop_column("extensions")
        batch_op.drop_column("reviewer_id")
        batch_op.drop_column("asked_until")
        batch_op.drop_column("asked_at_unit")
        batch_op.drop_column("asked")
