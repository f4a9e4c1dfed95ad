"""Whether an open database has the shape this program needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrations.head import head_revision
from models.kernel.errors import NoDatabase, SchemaMismatch
from models.kernel.store import schema_revision

if TYPE_CHECKING:
    from models.kernel.store import Store


def require_current(store: Store) -> None:
    """Refuse a database of another version; one row is read, alembic stays unloaded.

    Raises:
        NoDatabase: the database holds no yiwang tables at all.
        SchemaMismatch: it is older (``yiwang upgrade`` helps) or newer than the program.
    """
    found = schema_revision(store.engine)
    if found is None:
        raise NoDatabase(store.engine.url.render_as_string(hide_password=True))
    if found != head_revision():
        raise SchemaMismatch(found, head_revision())
