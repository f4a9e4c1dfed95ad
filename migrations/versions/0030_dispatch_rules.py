"""Editions of the rules of dispatching, and the post a case was given to.

Revision 0030, after 0029.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_DRAFT = sa.text("status = 'draft'")
_IN_FORCE = sa.text("status = 'in_force'")
_POSTED = sa.text("post_id IS NOT NULL")
_ONE = (("uq_routing_edition_draft", _DRAFT), ("uq_routing_edition_in_force", _IN_FORCE))


def upgrade() -> None:
    op.create_table(
        "routing_edition",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column(
            "rules",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_edition")),
        sa.UniqueConstraint("number", name=op.f("uq_routing_edition_number")),
    )
    with op.batch_alter_table("routing_edition", schema=None) as batch_op:
        for name, where in _ONE:
            batch_op.create_index(name, ["status"], unique=True, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_cases_post_id"), "post", ["post_id"], ["id"])
        batch_op.create_index(
            "ix_cases_post",
            ["post_id", "id", "open"],
            unique=False,
            sqlite_where=_POSTED,
            postgresql_where=_POSTED,
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_post", sqlite_where=_POSTED, postgresql_where=_POSTED)
        batch_op.drop_constraint(op.f("fk_cases_post_id"), type_="foreignkey")
        batch_op.drop_column("post_id")
    op.drop_table("routing_edition")
