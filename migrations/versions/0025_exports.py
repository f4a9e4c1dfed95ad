"""Exports that were carried out, and requests to export personal data in clear.

Revision 0025, after 0024.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_request",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("queue", sa.String(length=32), nullable=False),
        sa.Column("filter", sa.String(length=1000), nullable=False),
        sa.Column("columns", sa.String(length=1000), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("wanted_digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_request_account_id")),
        sa.ForeignKeyConstraint(["answered_id"], ["account.id"], name=op.f("fk_export_request_answered_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_export_request")),
    )
    op.create_table(
        "export_run",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=16), nullable=False),
        sa.Column("queue", sa.String(length=32), nullable=False),
        sa.Column("filter", sa.String(length=1000), nullable=False),
        sa.Column("columns", sa.String(length=1000), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("masking", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("request", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_run_account_id")),
        sa.ForeignKeyConstraint(["request"], ["export_request.number"], name=op.f("fk_export_run_request")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_export_run")),
    )


def downgrade() -> None:
    op.drop_table("export_run")
    op.drop_table("export_request")
