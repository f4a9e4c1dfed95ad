"""Which units that assist were urged and have not answered: an index of few rows, for the queue of answers.

Revision 0029, after 0028.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_URGED = sa.text("answer_due_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_task_urged",
            ["unit_id", "answer_due_at", "case_id", "division_code"],
            unique=False,
            sqlite_where=_URGED,
            postgresql_where=_URGED,
        )


def downgrade() -> None:
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.drop_index("ix_case_task_urged", sqlite_where=_URGED, postgresql_where=_URGED)
