"""Give matters lines of days, editions and lineage; a code no longer identifies a matter.

Which version holds moves from marks on the versions to spans of days. What the versions said
of their days becomes spans: each version holds from the day it was written until the next was,
the first one from when it said it came into force, the last one until when it said it ends.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STANDING = sa.text("known_to IS NULL")
_HOLDING = sa.text("known_to IS NULL AND valid_from < valid_to")
_ALWAYS, _FOREVER = date.min, date.max


def upgrade() -> None:
    """Add spans, editions and lineage, and take the marks of the newest version away."""
    _new_tables()
    versions = _read_versions()
    with op.batch_alter_table("matter_version") as batch_op:
        batch_op.drop_index("ix_matter_version_current")
        batch_op.add_column(sa.Column("code", sa.String(32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("parent", sa.String(32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("duty_list", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("department", sa.String(255), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("assisting", _json(), nullable=True))
        batch_op.add_column(sa.Column("grid_duty", sa.String(1000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("patrol", sa.String(64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("privacy", sa.String(32), nullable=False, server_default="public"))
        for name in ("current", "in_force_from", "in_force_to", "status"):
            batch_op.drop_column(name)
    with op.batch_alter_table("filing_condition") as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(32), nullable=False, server_default=""))
    _write_spans(versions)
    _write_codes_and_hashes(versions)
    with op.batch_alter_table("matter") as batch_op:
        batch_op.drop_constraint("uq_matter_code", type_="unique")
        batch_op.drop_column("code")
    for table, names in _DEFAULTED.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.alter_column(name, server_default=None)


_DEFAULTED = {
    "matter_version": ("code", "parent", "department", "grid_duty", "patrol", "privacy"),
    "filing_condition": ("origin",),
}


def downgrade() -> None:
    """Put the marks back: the last span of a matter says what its versions said of their days."""
    with op.batch_alter_table("matter") as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(32), nullable=True))
    with op.batch_alter_table("matter_version") as batch_op:
        batch_op.add_column(sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("in_force_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("in_force_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("status", sa.String(32), nullable=False, server_default="in_force"))
    _write_marks()
    with op.batch_alter_table("matter") as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(32), nullable=False)
        batch_op.create_unique_constraint("uq_matter_code", ["code"])
    with op.batch_alter_table("filing_condition") as batch_op:
        batch_op.drop_column("origin")
    with op.batch_alter_table("matter_version") as batch_op:
        for name in (
            "code",
            "parent",
            "duty_list",
            "department",
            "assisting",
            "grid_duty",
            "patrol",
            "privacy",
        ):
            batch_op.drop_column(name)
        for name in ("current", "status"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_index(
            "ix_matter_version_current",
            ["class_id", "matter_id"],
            unique=False,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        )
    for table in ("matter_lineage", "matter_span", "edition"):
        op.drop_table(table)


def _json() -> Any:
    from sqlalchemy.dialects import postgresql

    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def _new_tables() -> None:
    op.create_table(
        "edition",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_hash", sa.String(64), nullable=False),
        sa.Column("counts", _json(), nullable=True),
        sa.ForeignKeyConstraint(["begun_by_id"], ["account.id"], name="fk_edition_begun_by_id"),
        sa.ForeignKeyConstraint(["published_by_id"], ["account.id"], name="fk_edition_published_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("number", name="uq_edition_number"),
    )
    op.create_index(
        "uq_edition_draft",
        "edition",
        ["status"],
        unique=True,
        sqlite_where=sa.text("status = 'draft'"),
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_table(
        "matter_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("valid_from <= valid_to", name=op.f("ck_matter_span_order")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_matter_span_matter_id"),
        sa.ForeignKeyConstraint(["version_id"], ["matter_version.id"], name="fk_matter_span_version_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_matter_span_edition_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["edition.id"], name="fk_matter_span_ended_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_span"),
    )
    for name, columns, unique, which in (
        ("uq_matter_span_code", ["code", "valid_from", "valid_to"], True, _HOLDING),
        ("uq_matter_span_matter", ["matter_id", "valid_from"], True, _STANDING),
        ("ix_matter_span_days", ["valid_to", "valid_from"], False, _STANDING),
    ):
        op.create_index(
            name, "matter_span", columns, unique=unique, sqlite_where=which, postgresql_where=which
        )
    op.create_index("ix_matter_span_history", "matter_span", ["matter_id", "known_from"])
    op.create_index("ix_matter_span_codes", "matter_span", ["code", "known_from"])
    for name in ("version_id", "edition_id", "ended_by_id"):
        op.create_index(f"ix_matter_span_{name}", "matter_span", [name])
    op.create_table(
        "matter_lineage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("detail", _json(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["matter.id"], name="fk_matter_lineage_from_id"),
        sa.ForeignKeyConstraint(["to_id"], ["matter.id"], name="fk_matter_lineage_to_id"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_matter_lineage_edition_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["edition.id"], name="fk_matter_lineage_ended_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_lineage"),
    )
    op.create_index("ix_matter_lineage_from", "matter_lineage", ["from_id", "effective"])
    op.create_index("ix_matter_lineage_to", "matter_lineage", ["to_id", "effective"])
    for name in ("edition_id", "ended_by_id"):
        op.create_index(f"ix_matter_lineage_{name}", "matter_lineage", [name])


def _rows(statement: str) -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(sa.text(statement)).mappings()]


def _read_versions() -> list[dict[str, Any]]:
    """Return every version as it stood before, with its matter's code and its conditions."""
    typed = sa.text(
        "SELECT v.*, m.code AS matter_code FROM matter_version v JOIN matter m ON m.id = v.matter_id"
        " ORDER BY v.matter_id, v.number"
    ).columns(
        created_at=sa.DateTime(timezone=True),
        in_force_from=sa.Date(),
        in_force_to=sa.Date(),
        current=sa.Boolean(),
    )
    versions = [dict(row) for row in op.get_bind().execute(typed).mappings()]
    conditions = _rows("SELECT * FROM filing_condition ORDER BY matter_version_id, seq")
    by_version = {
        key: list(line) for key, line in groupby(conditions, key=lambda row: row["matter_version_id"])
    }
    for version in versions:
        version["conditions"] = by_version.get(version["id"], [])
    return versions


def _write_spans(versions: list[dict[str, Any]]) -> None:
    spans = sa.table(
        "matter_span",
        *(sa.column(name, sa.Integer()) for name in ("matter_id", "version_id")),
        sa.column("code", sa.String()),
        *(sa.column(name, sa.Date()) for name in ("valid_from", "valid_to")),
        sa.column("known_from", sa.DateTime(timezone=True)),
    )
    rows = []
    for _matter, group in groupby(versions, key=lambda version: version["matter_id"]):
        line = list(group)
        starts = [line[0]["in_force_from"] or _ALWAYS, *(_day(each["created_at"]) for each in line[1:])]
        last = line[-1]
        finish = _FOREVER if last["in_force_to"] is None else last["in_force_to"] + timedelta(days=1)
        if last["status"] == "retired":
            finish = min(finish, _day(last["created_at"]))
        for place, version in enumerate(line):
            until = starts[place + 1] if place + 1 < len(line) else finish
            if until > starts[place] or place + 1 == len(line):
                rows.append(
                    {
                        "matter_id": version["matter_id"],
                        "version_id": version["id"],
                        "code": version["matter_code"],
                        "valid_from": starts[place],
                        "valid_to": max(until, starts[place]),
                        "known_from": version["created_at"],
                    }
                )
    if rows:
        op.bulk_insert(spans, rows)


def _day(moment: datetime) -> date:
    # Offices of this revision all keep the time of Shanghai, which has no daylight saving.
    return (moment.replace(tzinfo=None) + timedelta(hours=8)).date()


def _write_codes_and_hashes(versions: list[dict[str, Any]]) -> None:
    statement = sa.text("UPDATE matter_version SET code = :code, content_hash = :hash WHERE id = :id")
    for version in versions:
        values = {"code": version["matter_code"], "hash": _hash(version), "id": version["id"]}
        op.get_bind().execute(statement, values)


_CONTENT = {
    "kind": "patrol",
    "settle_level": "township",
    "urgency": 2,
    "severity": 2,
    "legal_basis": "",
    "keywords": "",
}
"""Fields of the content with the defaults that the hash leaves out, as of this revision."""


def _hash(version: dict[str, Any]) -> str:
    document = {name: version[name] for name, default in _CONTENT.items() if version[name] != default}
    document |= {"code": version["matter_code"], "name": version["name"]}
    document["conditions"] = [
        {
            "limit": f"{each['limit_amount']}{each['limit_unit']}",
            **{name: each[name] for name in ("text", "closing_condition", "evidence") if each[name] != ""},
            **({"mode": each["mode"]} if each["mode"] != "hours" else {}),
        }
        for each in version["conditions"]
    ]
    document |= {
        "class": version["class_id"],
        "unit": version["lead_unit_id"],
        "duty": version["duty_item_id"],
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _write_marks() -> None:
    typed = sa.text(
        "SELECT matter_id, version_id, code, valid_from, valid_to FROM matter_span WHERE known_to IS NULL"
        " ORDER BY matter_id, valid_to, valid_from"
    ).columns(valid_from=sa.Date(), valid_to=sa.Date())
    spans = [dict(row) for row in op.get_bind().execute(typed).mappings()]
    last = {span["matter_id"]: span for span in spans}
    first = {span["matter_id"]: span for span in reversed(spans)}
    taken: set[str] = set()
    for row in _rows("SELECT id FROM matter ORDER BY id"):
        span = last.get(row["id"])
        code = span["code"] if span else f"#{row['id']}"
        # One code could be borne by several matters one after the other; before, by one alone.
        code = code if code not in taken else f"{code}#{row['id']}"[:32]
        taken.add(code)
        _run("UPDATE matter SET code = :code WHERE id = :id", code=code, id=row["id"])
        if span is None:
            _run(
                'UPDATE matter_version SET "current" = :yes, status = :status WHERE id ='
                " (SELECT max(id) FROM matter_version WHERE matter_id = :id)",
                yes=True,
                status="retired",
                id=row["id"],
            )
            continue
        begun = first[row["id"]]["valid_from"]
        statement = sa.text(
            'UPDATE matter_version SET "current" = :yes, status = :status, in_force_from = :first,'
            " in_force_to = :last WHERE id = :id"
        ).bindparams(
            sa.bindparam("yes", type_=sa.Boolean()),
            sa.bindparam("first", type_=sa.Date()),
            sa.bindparam("last", type_=sa.Date()),
        )
        ended = span["valid_to"] != _FOREVER
        op.get_bind().execute(
            statement,
            {
                "yes": True,
                "status": "in_force" if span["valid_from"] < span["valid_to"] else "retired",
                "first": None if begun == _ALWAYS else begun,
                "last": span["valid_to"] - timedelta(days=1)
                if ended and span["valid_to"] > _ALWAYS
                else None,
                "id": span["version_id"],
            },
        )


def _run(statement: str, **values: Any) -> None:
    op.get_bind().execute(sa.text(statement), values)
