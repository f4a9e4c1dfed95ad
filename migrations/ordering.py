"""The same schema, word for word, from every run.

SQLite alters a table by building it anew from what is found in the old one. SQLAlchemy
gathers that in sets of objects, whose order is where they happen to lie in memory, so that
two databases made by the same revisions named their constraints in different orders: they
could not be compared as text, nor their files made reproducibly.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, event
from sqlalchemy.util import OrderedSet


def keep_order() -> None:
    """Have constraints and indexes of tables read from a database stand in the order they are found in."""
    if not event.contains(Table, "column_reflect", _keep):
        event.listen(Table, "column_reflect", _keep)


def _keep(_inspector: Any, table: Table, _column: Any) -> None:
    # Columns are read first: everything found after them goes into what is put here.
    if not isinstance(table.constraints, OrderedSet):
        table.constraints = OrderedSet(table.constraints)
        table.indexes = OrderedSet(table.indexes)
