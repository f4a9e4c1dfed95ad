"""Cases that came to nothing are marked in the index of words, so that a unit finds its own among them.

Revision 0036, after 0035.
"""

from __future__ import annotations

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


def upgrade() -> None:
    op.execute(_UP[op.get_bind().dialect.name])
    op.execute(_MARKED)


def downgrade() -> None:
    op.execute(_DOWN[op.get_bind().dialect.name])
    op.execute(f"{_PLAIN} WHERE marks LIKE '%§e%'")
