"""Escalation, units called to a case, and the index of open cases that came back.

Revision 0031, after 0030.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_WAITING = sa.text("waiting")
_AWAITED = sa.text("kind = 'whistle' AND open AND reported_at IS NULL AND absent_at IS NULL")
_WHISTLED = sa.text("kind = 'whistle'")
_OPEN_RETURNED = sa.text("open AND return_count > 0")


def upgrade() -> None:
    op.create_table(
        "case_escalation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("wait", sa.String(16), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "skipped",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_escalation_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_escalation")),
        sa.UniqueConstraint(
            "case_id", "trigger", "since", "step", name=op.f("uq_case_escalation_case_id_trigger_since_step")
        ),
    )
    with op.batch_alter_table("case_escalation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_escalation_waiting",
            ["at", "id"],
            unique=False,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        )
        batch_op.create_index("ix_case_escalation_at", ["at"], unique=False)
    op.create_table(
        "case_escalation_told",
        sa.Column("escalation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_case_escalation_told_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["escalation_id"],
            ["case_escalation.id"],
            name=op.f("fk_case_escalation_told_escalation_id"),
        ),
        sa.PrimaryKeyConstraint("escalation_id", "account_id", name=op.f("pk_case_escalation_told")),
    )
    with op.batch_alter_table("case_escalation_told", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_escalation_told_account", ["account_id", "escalation_id"], unique=False
        )
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(32), nullable=False, server_default="assist"))
        batch_op.add_column(sa.Column("place", sa.String(200), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("report_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("came", sa.String(200), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("absent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("turnout", sa.String(32), nullable=True))
        batch_op.add_column(
            sa.Column("turnout_note", sa.String(1000), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_task_awaited",
            ["report_by", "id"],
            unique=False,
            sqlite_where=_AWAITED,
            postgresql_where=_AWAITED,
        )
        batch_op.create_index(
            "ix_case_task_whistled",
            ["asked_at", "unit_id", "id"],
            unique=False,
            sqlite_where=_WHISTLED,
            postgresql_where=_WHISTLED,
        )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cases_open_returned",
            ["unit_id", "division_code", "id"],
            unique=False,
            sqlite_where=_OPEN_RETURNED,
            postgresql_where=_OPEN_RETURNED,
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_open_returned", postgresql_where=_OPEN_RETURNED)
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        batch_op.drop_index("ix_case_task_whistled", postgresql_where=_WHISTLED)
        batch_op.drop_index("ix_case_task_awaited", postgresql_where=_AWAITED)
    with op.batch_alter_table("case_task", schema=None) as batch_op:
        for name in (
            "turnout_note",
            "turnout",
            "absent_at",
            "came",
            "reported_at",
            "report_by",
            "place",
            "kind",
        ):
            batch_op.drop_column(name)
    op.drop_table("case_escalation_told")
    op.drop_table("case_escalation")
