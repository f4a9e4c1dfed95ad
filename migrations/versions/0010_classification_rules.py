"""Add the rules by which entries of a list are classified."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _json() -> Any:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "classing_rule",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("conditions", _json(), nullable=False),
        sa.Column("settings", _json(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classing_rule")),
        sa.UniqueConstraint("name", name=op.f("uq_classing_rule_name")),
    )
    with op.batch_alter_table("classing_rule") as batch_op:
        batch_op.create_index("ix_classing_rule_position", ["position", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("classing_rule")
