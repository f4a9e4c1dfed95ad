"""Corrective tasks, made of what came out of drills.

Revision 0032, after 0031.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")
_OWNERS = ("owner_id", "unit_id")


def upgrade() -> None:
    op.create_table(
        "corrective_task",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill", sa.Integer(), nullable=False),
        sa.Column("drill_title", sa.String(200), nullable=False),
        sa.Column("drill_day", sa.Date(), nullable=False),
        sa.Column("party", sa.String(64), nullable=False),
        sa.Column("expectation", sa.String(64), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "owner_id IS NOT NULL OR unit_id IS NOT NULL", name=op.f("ck_corrective_task_owned")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_corrective_task_owner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_corrective_task_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_task")),
    )
    with op.batch_alter_table("corrective_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrective_task_drill"), ["drill"], unique=False)
        for column in _OWNERS:
            batch_op.create_index(
                f"ix_corrective_task_{column.removesuffix('_id')}_open",
                [column, "due_on"],
                unique=False,
                sqlite_where=_OPEN,
                postgresql_where=_OPEN,
            )


def downgrade() -> None:
    with op.batch_alter_table("corrective_task", schema=None) as batch_op:
        for column in reversed(_OWNERS):
            name = f"ix_corrective_task_{column.removesuffix('_id')}_open"
            batch_op.drop_index(name, sqlite_where=_OPEN, postgresql_where=_OPEN)
        batch_op.drop_index(batch_op.f("ix_corrective_task_drill"))

    op.drop_table("corrective_task")
