"""Source books, items, imports and changes.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_book",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("title", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("department", sa.String(255), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("received", sa.Date(), nullable=True),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("imports", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_book")),
        sa.UniqueConstraint("code", name=op.f("uq_source_book_code")),
    )
    op.create_table(
        "source_item",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(1300), nullable=False),
        sa.Column("initials", sa.String(1300), nullable=False),
        sa.Column("wording", sa.String(1300), nullable=False),
        sa.Column("department", sa.String(255), nullable=False),
        sa.Column("category", sa.String(255), nullable=False),
        sa.Column("matter_type", sa.String(255), nullable=False),
        sa.Column("object", sa.String(1000), nullable=False),
        sa.Column("legal_basis", sa.String(20000), nullable=False),
        sa.Column(
            "other",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("file", sa.String(255), nullable=False),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("first_import", sa.Integer(), nullable=False),
        sa.Column("last_import", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["source_book.id"], name=op.f("fk_source_item_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_item")),
        sa.UniqueConstraint("book_id", "key", name=op.f("uq_source_item_book_id_key")),
    )
    with op.batch_alter_table("source_item", schema=None) as batch_op:
        batch_op.create_index("ix_source_item_place", ["book_id", "position", "id"], unique=False)

    op.create_table(
        "source_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("file", sa.String(255), nullable=False),
        sa.Column("sheet", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_source_import_actor_id")),
        sa.ForeignKeyConstraint(["batch"], ["import_batch.number"], name=op.f("fk_source_import_batch")),
        sa.ForeignKeyConstraint(["book_id"], ["source_book.id"], name=op.f("fk_source_import_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_import")),
        sa.UniqueConstraint("book_id", "number", name=op.f("uq_source_import_book_id_number")),
    )
    with op.batch_alter_table("source_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_import_batch"), ["batch"], unique=False)

    op.create_table(
        "source_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column(
            "changes",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["source_import.id"], name=op.f("fk_source_change_import_id")),
        sa.ForeignKeyConstraint(["item_id"], ["source_item.id"], name=op.f("fk_source_change_item_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"], name=op.f("fk_source_change_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_change")),
    )
    with op.batch_alter_table("source_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_change_import_id"), ["import_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_change_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_source_change_unseen",
            ["item_id"],
            unique=False,
            sqlite_where=sa.text("seen_at IS NULL"),
            postgresql_where=sa.text("seen_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("source_change", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_source_change_unseen",
            sqlite_where=sa.text("seen_at IS NULL"),
            postgresql_where=sa.text("seen_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_source_change_item_id"))
        batch_op.drop_index(batch_op.f("ix_source_change_import_id"))

    op.drop_table("source_change")
    with op.batch_alter_table("source_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_import_batch"))

    op.drop_table("source_import")
    with op.batch_alter_table("source_item", schema=None) as batch_op:
        batch_op.drop_index("ix_source_item_place")

    op.drop_table("source_item")
    op.drop_table("source_book")
