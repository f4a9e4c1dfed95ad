"""Searches of ended cases: an index by state, and on PostgreSQL a finer count of which words are rare.

By the few words PostgreSQL counts by itself it takes a rare one for twenty times as frequent as it is, and
looks for it through all cases from the newest on.

Revision 0033, after 0032.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ENDED = sa.text("NOT open")
_COUNTED = "ALTER TABLE case_fts ALTER COLUMN words SET STATISTICS {}"


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_ended",
            ["state", "reported_at", "id", "division_code", "open"],
            unique=False,
            sqlite_where=_ENDED,
            postgresql_where=_ENDED,
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_COUNTED.format(1000))
        op.execute("ANALYZE case_fts")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_COUNTED.format(-1))
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_ended", sqlite_where=_ENDED, postgresql_where=_ENDED)
