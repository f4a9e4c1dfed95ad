"""When the first clock of a case that still counts is due: what lists of open cases are sorted by.

Revision 0026, after 0025.

The clock of handling counts while it runs or the case is on hold, a stage clock while it runs. Lists went
by the clock of handling alone, so that a case late by a stage could stand below those in time.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_cases_open_state", "open", ("state", "{}", "id", "division_code", "open")),
    ("ix_cases_open_unit", "open", ("unit_id", "state", "{}", "id", "division_code", "open")),
    ("ix_cases_open_owner", "open", ("owner_id", "{}")),
    ("ix_cases_asked", "asked != 'none'", ("asked", "{}", "id", "division_code", "unit_id")),
)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _sort_by(name: str) -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for index, condition, columns in _INDEXES:
            where = sa.text(condition)
            batch_op.create_index(
                index,
                [column.format(name) for column in columns],
                unique=False,
                sqlite_where=where,
                postgresql_where=where,
            )


def _drop_indexes() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for index, condition, _columns in _INDEXES:
            where = sa.text(condition)
            batch_op.drop_index(index, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent_at", moment, nullable=True))
    table = sa.table(
        "cases",
        sa.column("state", sa.String()),
        sa.column("clock_running", sa.Boolean()),
        sa.column("due_at", moment),
        sa.column("stage_due_at", moment),
        sa.column("urgent_at", moment),
    )
    cases = table.c
    counts = sa.or_(cases.clock_running, cases.state == "held")
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    never = sa.literal(_NEVER.replace(tzinfo=None) if on_sqlite else _NEVER, moment)
    first = sa.case(
        (sa.and_(counts, cases.stage_due_at.is_(None)), cases.due_at),
        (sa.and_(counts, cases.due_at <= cases.stage_due_at), cases.due_at),
        else_=sa.func.coalesce(cases.stage_due_at, never),
    )
    op.execute(sa.update(table).values(urgent_at=first))
    _drop_indexes()
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.alter_column("urgent_at", existing_type=moment, nullable=False)
    _sort_by("urgent_at")


def downgrade() -> None:
    _drop_indexes()
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_column("urgent_at")
    _sort_by("due_at")
