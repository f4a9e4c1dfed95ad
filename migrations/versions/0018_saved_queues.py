"""Queues and searches people save.

Revision 0018, after 0017.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _document() -> sa.JSON:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "saved_queue",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.Column("names", _document(), nullable=True),
        sa.Column("columns", _document(), nullable=False),
        sa.Column("ordering", sa.String(length=32), nullable=False),
        sa.Column("shared", sa.String(32), nullable=False),
        sa.Column("roles", _document(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_queue_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_queue_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_queue")),
    )
    with op.batch_alter_table("saved_queue", schema=None) as batch_op:
        batch_op.create_index(
            "ix_saved_queue_shared",
            ["shared", "id"],
            unique=False,
            sqlite_where=sa.text("shared != 'nobody'"),
            postgresql_where=sa.text("shared != 'nobody'"),
        )
        batch_op.create_index(
            "uq_saved_queue_name",
            ["account_id", "name"],
            unique=True,
            sqlite_where=sa.text("dropped_at IS NULL"),
            postgresql_where=sa.text("dropped_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("saved_queue", schema=None) as batch_op:
        batch_op.drop_index("uq_saved_queue_name")
        batch_op.drop_index("ix_saved_queue_shared")

    op.drop_table("saved_queue")
