"""Add the rounds in which departments review a list, with their opinions.

Going back, the steps by which opinions were taken up stay on the list as edits of their entries.

Revision 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_round",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("silence", sa.String(32), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_review_round_closed_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_review_round_edition_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_review_round_opened_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_review_round_edition_id_number")),
    )
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_round_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_round_opened_by_id"), ["opened_by_id"], unique=False)

    op.create_table(
        "review_department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_review_department_round_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_department_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_department")),
        sa.UniqueConstraint("round_id", "name", name=op.f("uq_review_department_round_id_name")),
    )
    with op.batch_alter_table("review_department") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_department_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column(
            "document",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_review_item_matter_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_review_item_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("round_id", "matter_id", name=op.f("uq_review_item_round_id_matter_id")),
    )
    with op.batch_alter_table("review_item") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_item_matter_id"), ["matter_id"], unique=False)

    op.create_table(
        "review_asked",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["review_department.id"], name=op.f("fk_review_asked_department_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_review_asked_item_id")),
        sa.PrimaryKeyConstraint("department_id", "item_id", name=op.f("pk_review_asked")),
    )
    with op.batch_alter_table("review_asked") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_asked_item_id"), ["item_id"], unique=False)

    op.create_table(
        "review_opinion",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("proposed", sa.String(4000), nullable=False),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column("basis", sa.String(1000), nullable=False),
        sa.Column("belongs_to", sa.String(255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(64), nullable=False),
        sa.Column("source", sa.String(255), nullable=False),
        sa.Column("sheet", sa.String(64), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.String(64), nullable=False),
        sa.Column("settled_reason", sa.String(4000), nullable=False),
        sa.Column(
            "taken",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_review_opinion_by_id")),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["review_opinion.id"], name=op.f("fk_review_opinion_carried_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["review_department.id"], name=op.f("fk_review_opinion_department_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_review_opinion_item_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_review_opinion_round_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["account.id"], name=op.f("fk_review_opinion_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_opinion")),
    )
    with op.batch_alter_table("review_opinion") as batch_op:
        batch_op.create_index(batch_op.f("ix_review_opinion_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_opinion_carried_from_id"), ["carried_from_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_opinion_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_review_opinion_pair", ["department_id", "item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_opinion_settled_by_id"), ["settled_by_id"], unique=False)
        batch_op.create_index("ix_review_opinion_state", ["round_id", "state"], unique=False)


def downgrade() -> None:
    op.execute("UPDATE draft_step SET kind = 'edit' WHERE kind IN ('review', 'reopen')")
    with op.batch_alter_table("review_opinion") as batch_op:
        batch_op.drop_index("ix_review_opinion_state")
        batch_op.drop_index(batch_op.f("ix_review_opinion_settled_by_id"))
        batch_op.drop_index("ix_review_opinion_pair")
        batch_op.drop_index(batch_op.f("ix_review_opinion_item_id"))
        batch_op.drop_index(batch_op.f("ix_review_opinion_carried_from_id"))
        batch_op.drop_index(batch_op.f("ix_review_opinion_by_id"))

    op.drop_table("review_opinion")
    with op.batch_alter_table("review_asked") as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_asked_item_id"))

    op.drop_table("review_asked")
    with op.batch_alter_table("review_item") as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_item_matter_id"))

    op.drop_table("review_item")
    with op.batch_alter_table("review_department") as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_department_unit_id"))

    op.drop_table("review_department")
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_round_opened_by_id"))
        batch_op.drop_index(batch_op.f("ix_review_round_closed_by_id"))

    op.drop_table("review_round")
