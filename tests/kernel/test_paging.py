"""Pages by key lose no row and show none twice, whatever ties."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, select

from models.kernel.paging import after_key
from tests.support.databases import BOTH_ENGINES

if TYPE_CHECKING:
    from models.kernel.store import Store

# Every combination of two values in two columns, three times over: ties at every place.
ROWS = [(number, *pair) for number, pair in enumerate([*product((1, 2, 3), "ab")] * 3)]


@pytest.fixture
def table(store: Store) -> Table:
    """Give a table full of ties."""
    made = Table(
        "ties",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("a", Integer),
        Column("b", String(4)),
    )
    with store.write() as session:
        made.create(session.connection())
        session.connection().execute(
            made.insert(), [{"id": number, "a": first, "b": second} for number, first, second in ROWS]
        )
    return made


@BOTH_ENGINES
def test_pages_put_together_are_the_whole_list(store: Store, table: Table) -> None:
    columns = [table.c.a, table.c.b, table.c.id]
    with store.read() as session:
        connection = session.connection()
        for flags, size in product(product([False, True], repeat=3), [1, 2, 3, 5, 17, 18, 19]):
            order = [column.desc() if down else column for column, down in zip(columns, flags, strict=True)]
            statement = select(*columns).order_by(*order)
            seen: list[Any] = []
            page = connection.execute(statement.limit(size)).all()
            while page:
                seen += page
                further = statement.where(after_key(columns, page[-1], descending=flags)).limit(size)
                page = connection.execute(further).all()
            assert seen == list(connection.execute(statement).all()), (flags, size)


@BOTH_ENGINES
def test_after_each_row_comes_exactly_the_rest(store: Store, table: Table) -> None:
    columns = [table.c.b, table.c.a, table.c.id]
    statement = select(*columns).order_by(table.c.b.desc(), table.c.a, table.c.id.desc())
    with store.read() as session:
        whole = session.connection().execute(statement).all()
        for place, row in enumerate(whole):
            beyond = after_key(columns, row, descending=(True, False, True))
            assert session.connection().execute(statement.where(beyond)).all() == whole[place + 1 :]


def test_a_key_of_the_wrong_length_is_refused() -> None:
    column: Column[int] = Column("a", Integer)
    with pytest.raises(ValueError, match="one value per"):
        after_key([column], (1, 2))
    with pytest.raises(ValueError, match="one value per"):
        after_key([column], (1,), descending=[True, False])
