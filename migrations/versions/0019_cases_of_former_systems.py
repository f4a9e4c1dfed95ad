"""Cases of former systems: where they come from, and what their steps were called there.

Revision 0019, after 0018.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_origin",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column(
            "kept",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_origin_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_origin")),
        sa.UniqueConstraint("system", "number", name=op.f("uq_case_origin_system_number")),
    )
    # Added without a new table: a township has millions of steps.
    op.add_column("case_event", sa.Column("activity", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("case_event", "activity")
    op.drop_table("case_origin")
