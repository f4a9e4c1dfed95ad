"""Cases merged into others: the lead, where each stood, and what it takes up again.

Revision 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lead_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_from", sa.String(32), nullable=True))
        batch_op.add_column(
            sa.Column(
                "set_aside",
                sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
                nullable=True,
            )
        )
        batch_op.create_index(
            "ix_cases_merged",
            ["lead_id", "id"],
            unique=False,
            sqlite_where=sa.text("lead_id IS NOT NULL"),
            postgresql_where=sa.text("lead_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_cases_lead_id"), "cases", ["lead_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_lead_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_cases_merged",
            sqlite_where=sa.text("lead_id IS NOT NULL"),
            postgresql_where=sa.text("lead_id IS NOT NULL"),
        )
        batch_op.drop_column("set_aside")
        batch_op.drop_column("merged_from")
        batch_op.drop_column("lead_id")
