"""Stage clocks of cases, the table of their limits, and deadlines of superior levels.

Revision 0016, after 0015.

An office that was founded before gets the limits of the field. Cases that are open get no clock for the
stage they stand in: nobody had promised them anything for it, and nearly all of them would be overdue at
once. Their clocks start with the next step.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STAGED = "stage_due_at IS NOT NULL"
_RUNNING = "clock_running"
_RUNS = "stopped_at IS NULL"
_FROM_THE_START = datetime(2000, 1, 1, tzinfo=UTC)
_DEFAULTS = (
    ("accept", None, "15WM"),
    ("file", None, "15WM"),
    ("check", None, "30WM"),
    ("dispatch", None, "2WH"),
    ("dispatch", 3, "30UM"),
    ("dispatch", 4, "15UM"),
    ("contact", None, "24UH"),
    ("contact", 3, "2UH"),
    ("contact", 4, "2UH"),
    ("verify", None, "30WM"),
    ("call_back", None, "1WD"),
    ("reserve", None, "4WH"),
)


def _json() -> sa.JSON:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _running_index(batch_op: object, *columns: str) -> None:
    where = sa.text(_RUNNING)
    batch_op.create_index(  # type: ignore[attr-defined]  # alembic's batch operations have no type of their own
        "ix_cases_running", list(columns), unique=False, sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    op.create_table(
        "case_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("limit", sa.String(length=16), nullable=False),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calendar_edition_id", sa.Integer(), nullable=False),
        sa.Column("receipt", _json(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_seq", sa.Integer(), nullable=True),
        sa.Column("aside", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_edition_id"], ["calendar_edition.id"], name=op.f("fk_case_clock_calendar_edition_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_clock_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clock")),
    )
    with op.batch_alter_table("case_clock", schema=None) as batch_op:
        batch_op.create_index("ix_case_clock_case", ["case_id", "id"], unique=False)
        batch_op.create_index(
            "ix_case_clock_running",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text(_RUNS),
            postgresql_where=sa.text(_RUNS),
        )

    limits = op.create_table(
        "stage_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("limit", sa.String(length=16), nullable=True),
        sa.Column("mode", sa.String(32), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_limit")),
    )
    with op.batch_alter_table("stage_limit", schema=None) as batch_op:
        batch_op.create_index("ix_stage_limit_stage", ["stage", "valid_from"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stage", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("stage_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stage_warn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contacts", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("external", _json(), nullable=True))
        batch_op.drop_index("ix_cases_running")
        _running_index(
            batch_op, "due_at", "id", "warn_at", "division_code", "unit_id", "clock_running", "stage_due_at"
        )
        batch_op.create_index(
            "ix_cases_staged",
            [
                "stage_due_at", "id", "stage_warn_at", "division_code", "unit_id", "clock_running", "due_at",
                "warn_at",
            ],
            unique=False,
            sqlite_where=sa.text(_STAGED),
            postgresql_where=sa.text(_STAGED),
        )  # fmt: skip

    founded = op.get_bind().execute(sa.text("SELECT count(*) FROM office")).scalar_one()
    if founded:
        now = datetime.now(UTC)
        op.bulk_insert(
            limits,
            [
                {
                    "stage": stage,
                    "channel": None,
                    "urgency": urgency,
                    "limit": limit,
                    "mode": "hours",
                    "valid_from": _FROM_THE_START,
                    "made_at": now,
                    "made_by": "yiwang",
                }
                for stage, urgency, limit in _DEFAULTS
            ],
        )


def downgrade() -> None:
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_staged")
        batch_op.drop_index("ix_cases_running")
        _running_index(batch_op, "due_at", "id", "warn_at", "division_code", "unit_id", "clock_running")
        batch_op.drop_column("external")
        batch_op.drop_column("contacts")
        batch_op.drop_column("stage_warn_at")
        batch_op.drop_column("stage_due_at")
        batch_op.drop_column("stage")
    op.drop_table("stage_limit")
    op.drop_table("case_clock")
