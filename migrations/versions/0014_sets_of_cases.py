"""Sets of cases, what a step changed, and templates of wording.

Revision 0014, after 0013.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_set_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_set")),
    )
    with op.batch_alter_table("case_set", schema=None) as batch_op:
        batch_op.create_index("ix_case_set_account", ["account_id", "id"], unique=False)

    op.create_table(
        "case_set_member",
        sa.Column("set_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_set_member_case_id")),
        sa.ForeignKeyConstraint(["set_id"], ["case_set.id"], name=op.f("fk_case_set_member_set_id")),
        sa.PrimaryKeyConstraint("set_id", "case_id", name=op.f("pk_case_set_member")),
    )
    with op.batch_alter_table("case_set_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_set_member_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_undo",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "before",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_undo_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_undo_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_undo")),
    )
    with op.batch_alter_table("case_undo", schema=None) as batch_op:
        batch_op.create_index("ix_case_undo_at", ["at", "case_id"], unique=False)

    op.create_table(
        "case_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_wording")),
    )


def downgrade() -> None:
    op.drop_table("case_wording")
    with op.batch_alter_table("case_undo", schema=None) as batch_op:
        batch_op.drop_index("ix_case_undo_at")

    op.drop_table("case_undo")
    with op.batch_alter_table("case_set_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_set_member_case_id"))

    op.drop_table("case_set_member")
    with op.batch_alter_table("case_set", schema=None) as batch_op:
        batch_op.drop_index("ix_case_set_account")

    op.drop_table("case_set")
