from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

if TYPE_CHECKING:
    from models.kernel.store import Store


@pytest.fixture
def counter(store: Store) -> Store:
    """Give a store with one row to count in: the name of the office is the number."""
    with store.write() as session:
        session.connection().execute(
            text(
                "INSERT INTO office (id, name, zone, demo, drill, version)"
                " VALUES (1, '0', 'Asia/Shanghai', :no, :no, 1)"
            ),
            {"no": False},
        )
    return store
