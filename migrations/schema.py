"""How declared tables become revisions: what is compared, and how column types are written.

A revision must mean the same in ten years, so it never names a type of ``models``: our
decorated types are written as the plain SQLAlchemy types they store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Connection, MetaData, String
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from models.kernel.naming import NAMING
from models.kernel.types import TextEnum, UtcDateTime

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

VERSION_TABLE = "alembic_version"
WORD_INDEXES = frozenset({"case_fts"})
"""Full-text indexes: a virtual table on SQLite, a plain one on PostgreSQL; declared on neither."""


def render_item(kind: str, item: Any, context: AutogenContext) -> str | bool:
    """Return the source text of a column type of ours, or ``False`` for alembic's own rendering."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, TextEnum):
        return _string(item.impl_instance)
    if isinstance(item, AutoString):
        return _string(item)
    if isinstance(item, JSON) and not isinstance(item, postgresql.JSONB):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        variant = 'postgresql.JSONB(none_as_null=True), "postgresql"'
        return f"sa.JSON(none_as_null=True).with_variant({variant})"
    return False


def _string(kind: Any) -> str:
    length = kind.length if isinstance(kind, String | AutoString) else None
    return f"sa.String({length})" if length else "sa.String()"


def unmanaged_tables(connection: Connection) -> frozenset[str]:
    """Return the tables that autogeneration must not see.

    SQLite's full-text indexes are virtual tables with shadow tables behind them; revisions
    make them by hand, and no declared table stands for them, nor for those of PostgreSQL.
    """
    names = {VERSION_TABLE, *WORD_INDEXES}
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("PRAGMA table_list").all()
        names |= {row.name for row in rows if row.type in {"virtual", "shadow"}}
    return frozenset(names)


def comparison(connection: Connection, metadata: MetaData | None = None) -> dict[str, Any]:
    """Return the options of a migration context, the same for running and for comparing.

    Args:
        connection: to the database that is changed or compared.
        metadata: the declared tables, for autogeneration; left out when revisions only run.
    """
    hidden = unmanaged_tables(connection)

    def include_name(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name in hidden)

    return {
        # The naming convention is needed even to run: names of constraints follow from it.
        "target_metadata": MetaData(naming_convention=NAMING) if metadata is None else metadata,
        "include_name": include_name,
        "render_item": render_item,
        "render_as_batch": True,
        "compare_type": True,
        "compare_server_default": True,
        "user_module_prefix": "sa.",
    }
