"""Full text of all cases: what each is found by, and the index of words over it.

The words of cases that are there already are put into it afterwards ("yiwang upgrade" does, in
portions and telling how far it is; "yiwang search rebuild" does it anew).

Revision 0017, after 0016.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Contentless: what the words were taken from lies in case_words. Only which case has a word is
# kept, not where in it nor how often. The words come ready made, parted by blanks.
_SQLITE = """
CREATE VIRTUAL TABLE case_fts USING fts5(
    words, content='', columnsize=0, detail=none, tokenize='ascii'
)
"""
_POSTGRESQL = (
    "CREATE TABLE case_fts (rowid BIGINT NOT NULL CONSTRAINT pk_case_fts PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_case_fts_words ON case_fts USING gin (words) WITH (fastupdate = off)",
)
_SOME = (
    ("ix_cases_owner", "owner_id", ["owner_id", "reported_at", "id"]),
    ("ix_cases_returned", "return_count", ["reported_at", "id", "return_count"]),
    ("ix_cases_reworked", "rework_count", ["reported_at", "id", "rework_count"]),
)


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("marks", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_words_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_words")),
        sa.UniqueConstraint("place", name=op.f("uq_case_words_place")),
    )
    for statement in (_SQLITE,) if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_due_at", ["due_at", "id"], unique=False)
        for name, counted, columns in _SOME:
            some = sa.text(f"{counted} > 0")
            batch_op.create_index(
                name,
                columns,
                unique=False,
                sqlite_where=some,
                postgresql_where=some,
            )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name, counted, _columns in reversed(_SOME):
            some = sa.text(f"{counted} > 0")
            batch_op.drop_index(name, sqlite_where=some, postgresql_where=some)
        batch_op.drop_index("ix_cases_due_at")
    op.drop_table("case_fts")
    op.drop_table("case_words")
