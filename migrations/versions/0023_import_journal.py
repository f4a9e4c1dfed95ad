"""The journal of imports: how far each got, what its chunks wrote, and which it took back.

Revision 0023, after 0022.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=32), server_default="done", nullable=False))
        batch_op.add_column(sa.Column("plan_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_import_batch_undoes"), "import_batch", ["undoes"], ["number"]
        )
        batch_op.create_index(batch_op.f("ix_import_batch_plan_hash"), ["plan_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_batch_undoes"), ["undoes"], unique=False)
    op.create_table(
        "import_chunk",
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.number"], name=op.f("fk_import_chunk_batch")),
        sa.PrimaryKeyConstraint("batch", "seq", name=op.f("pk_import_chunk")),
    )


def downgrade() -> None:
    op.drop_table("import_chunk")
    # A batch that took another back means nothing to the program before.
    op.execute("UPDATE import_batch SET undoes = NULL")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_undoes"))
        batch_op.drop_index(batch_op.f("ix_import_batch_plan_hash"))
        batch_op.drop_constraint(batch_op.f("fk_import_batch_undoes"), type_="foreignkey")
        batch_op.drop_column("undoes")
        batch_op.drop_column("plan_hash")
        batch_op.drop_column("state")
