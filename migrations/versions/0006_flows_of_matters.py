"""Let matters name their flow, and cases keep its version.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("flow_version_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_flow_version_id"), "flow_version", ["flow_version_id"], ["id"]
        )

    with op.batch_alter_table("matter_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("flow_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_matter_version_flow_id"), ["flow_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_matter_version_flow_id"), "flow", ["flow_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("matter_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_matter_version_flow_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_matter_version_flow_id"))
        batch_op.drop_column("flow_id")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_flow_version_id"), type_="foreignkey")
        batch_op.drop_column("flow_version_id")
