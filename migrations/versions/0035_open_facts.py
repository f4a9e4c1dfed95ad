"""What filters ask of open cases, in narrow indexes, so that queues people saved are counted by them alone.

Revision 0035, after 0034.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_TOLD = sa.text("open AND id > 0")
_FACTS = [
    "state", "division_code", "clock_running", "due_at", "stage_due_at", "channel", "warn_at",
    "stage_warn_at", "clock_stopped_at", "return_count", "rework_count", "matter_version_id",
    "reported_at", "urgent_at", "open",
]  # fmt: skip
_INDEXES = {
    "ix_cases_open_facts": _FACTS,
    "ix_cases_open_area": ["state", "division_code", "open"],
    "ix_cases_open_due": ["due_at", "division_code", "open"],
}


_CAME_BACK, _OPEN = sa.text("open AND return_count > 0"), sa.text("open")
_OF_UNIT = ["unit_id", "state", "urgent_at", "id", "division_code", "open"]
_ASKED_OF_UNITS = [
    "clock_running", "due_at", "stage_due_at", "channel", "warn_at", "stage_warn_at", "clock_stopped_at",
    "return_count", "rework_count", "grid_id", "matter_version_id", "reported_at",
]  # fmt: skip
_LOOKED_UP = {
    "ix_cases_open_owner": ["owner_id", "urgent_at"],
    "ix_cases_open_grid": ["grid_id", "reported_at"],
}
_RETURNED_OF_UNIT = ["unit_id", "division_code", "id"]


def upgrade() -> None:
    _anew("ix_cases_open_returned", [*_RETURNED_OF_UNIT, "return_count", "open"], _CAME_BACK)
    _anew("ix_cases_open_unit", [*_OF_UNIT, *_ASKED_OF_UNITS], _OPEN)
    for name, columns in _LOOKED_UP.items():
        _anew(name, [*columns, "division_code", "open"], _OPEN)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name, columns in _INDEXES.items():
            batch_op.create_index(name, columns, unique=False, sqlite_where=_TOLD, postgresql_where=_TOLD)


def downgrade() -> None:
    _anew("ix_cases_open_returned", _RETURNED_OF_UNIT, _CAME_BACK)
    _anew("ix_cases_open_unit", _OF_UNIT, _OPEN)
    for name, columns in _LOOKED_UP.items():
        _anew(name, columns, _OPEN)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name in _INDEXES:
            batch_op.drop_index(name, sqlite_where=_TOLD, postgresql_where=_TOLD)


def _anew(name: str, columns: list[str], where: sa.TextClause) -> None:
    """Make an index anew with these columns; its own condition is among them, as in the others."""
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(name, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(name, columns, unique=False, sqlite_where=where, postgresql_where=where)
