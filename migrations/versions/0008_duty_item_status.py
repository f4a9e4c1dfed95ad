"""Say whether a duty item stands on its list.

Every item there is stands on its list. Going back, the items taken off would stand on their
lists again; they keep their number, so the check of the lists names them as doubled.

Revision 0008, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("duty_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(32), server_default="listed", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("duty_item", schema=None) as batch_op:
        batch_op.drop_column("status")
