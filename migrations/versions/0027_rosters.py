"""Shifts, duties, leave, deputies, skills, what a person can take on, and swaps of duties.

Revision 0027, after 0026.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_shift",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_shift")),
        sa.UniqueConstraint("code", name=op.f("uq_roster_shift_code")),
    )
    _duties()
    _absences()
    _people()
    _swaps()


def _duties() -> None:
    op.create_table(
        "roster_cell",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_roster_cell_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "day", name=op.f("pk_roster_cell")),
    )
    op.create_table(
        "roster_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["roster_shift.id"], name=op.f("fk_roster_duty_shift_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_roster_duty_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roster_duty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_duty")),
        sa.UniqueConstraint("staff_id", "day", "shift_id", name=op.f("uq_roster_duty_staff_id_day_shift_id")),
    )
    with op.batch_alter_table("roster_duty", schema=None) as batch_op:
        batch_op.create_index("ix_roster_duty_day", ["day"], unique=False)


def _absences() -> None:
    op.create_table(
        "roster_leave",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_roster_leave_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_leave")),
    )
    with op.batch_alter_table("roster_leave", schema=None) as batch_op:
        batch_op.create_index("ix_roster_leave_staff_id_from_day", ["staff_id", "from_day"], unique=False)
        batch_op.create_index("ix_roster_leave_to_day", ["to_day"], unique=False)

    op.create_table(
        "roster_deputy",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["staff.id"], name=op.f("fk_roster_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_roster_deputy_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_deputy")),
        sa.UniqueConstraint(
            "staff_id", "deputy_id", "from_day", name=op.f("uq_roster_deputy_staff_id_deputy_id_from_day")
        ),
    )
    with op.batch_alter_table("roster_deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_deputy_deputy_id"), ["deputy_id"], unique=False)


def _people() -> None:
    op.create_table(
        "staff_skill",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=64), nullable=False),
        sa.Column("permit", sa.String(length=64), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_skill_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_skill")),
        sa.UniqueConstraint("staff_id", "skill", name=op.f("uq_staff_skill_staff_id_skill")),
    )
    op.create_table(
        "staff_capacity",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=True),
        sa.Column("open_most", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_capacity_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_capacity")),
    )


def _swaps() -> None:
    op.create_table(
        "roster_swap",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("from_shift_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("to_shift_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["staff.id"], name=op.f("fk_roster_swap_from_id")),
        sa.ForeignKeyConstraint(
            ["from_shift_id"], ["roster_shift.id"], name=op.f("fk_roster_swap_from_shift_id")
        ),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_roster_swap_to_id")),
        sa.ForeignKeyConstraint(
            ["to_shift_id"], ["roster_shift.id"], name=op.f("fk_roster_swap_to_shift_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_swap")),
    )
    with op.batch_alter_table("roster_swap", schema=None) as batch_op:
        batch_op.create_index("ix_roster_swap_state", ["state"], unique=False)
        batch_op.create_index("ix_roster_swap_from_id", ["from_id"], unique=False)
        batch_op.create_index("ix_roster_swap_to_id", ["to_id"], unique=False)


def downgrade() -> None:
    for name in (
        "roster_swap",
        "staff_capacity",
        "staff_skill",
        "roster_deputy",
        "roster_leave",
        "roster_duty",
        "roster_cell",
        "roster_shift",
    ):
        op.drop_table(name)
