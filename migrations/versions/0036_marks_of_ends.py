"""What came to nothing is marked in the index of words, and what was handled too late has an index while open.

A unit then finds its own among the former, and the latter are counted without a look at all open cases.

Revision 0036, after 0035.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_ENDED = "('void', 'refused', 'merged')"
_WORDS = f"case_words JOIN cases ON cases.id = case_words.case_id WHERE cases.state IN {_ENDED}"
_MARKED = (
    f"UPDATE case_words SET marks = marks || ' §e' || (SELECT state FROM cases WHERE id = case_words.case_id)"
    f" WHERE case_id IN (SELECT id FROM cases WHERE state IN {_ENDED})"
)
_PLAIN = "UPDATE case_words SET marks = replace(replace(replace(marks, ' §evoid', ''), ' §erefused', ''), ' §emerged', '')"
_UP = {
    "sqlite": f"INSERT INTO case_fts (rowid, words) SELECT case_words.place, '§e' || cases.state FROM {_WORDS} ORDER BY case_words.place",
    "postgresql": (
        "UPDATE case_fts SET words = words || array_to_tsvector(ARRAY['§e' || found.state])"
        f" FROM (SELECT case_words.place, cases.state FROM {_WORDS}) AS found WHERE found.place = case_fts.rowid"
    ),
}
_DOWN = {
    "sqlite": (
        "INSERT INTO case_fts (case_fts, rowid, words)"
        f" SELECT 'delete', case_words.place, '§e' || cases.state FROM {_WORDS} ORDER BY case_words.place"
    ),
    "postgresql": (
        "UPDATE case_fts SET words = ts_delete(words, '§e' || found.state)"
        f" FROM (SELECT case_words.place, cases.state FROM {_WORDS}) AS found WHERE found.place = case_fts.rowid"
    ),
}


_MISSED = "ix_cases_open_missed"
_COLUMNS = ["division_code", "state", "clock_running", "due_at", "clock_stopped_at", "stage_due_at", "open"]
_WHERE = sa.text("open AND clock_stopped_at > due_at")


def upgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(_MISSED, _COLUMNS, unique=False, sqlite_where=_WHERE, postgresql_where=_WHERE)
    op.execute(_UP[op.get_bind().dialect.name])
    op.execute(_MARKED)


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(_MISSED, sqlite_where=_WHERE, postgresql_where=_WHERE)
    op.execute(_DOWN[op.get_bind().dialect.name])
    op.execute(f"{_PLAIN} WHERE marks LIKE '%§e%'")
