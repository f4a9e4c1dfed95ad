"""Naming the index a statement goes by, where SQLite would choose another.

Without statistics SQLite guesses how many rows an index leaves, and takes one over all cases ever rather than
one over the few open ones. PostgreSQL knows how many there are, and is told nothing.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sqlalchemy import Dialect, FromClause, Select

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")

_HINTS = "_yiwang_hints"
"""Marks a compiler that writes them"""


def going_by(statement: S, table: FromClause, index: str) -> S:
    """Return ``statement`` with SQLite told to read ``table`` by ``index`` alone.

    It is an error of the database if the index cannot serve: of a partial one the statement has to repeat
    the condition.
    """
    return statement.with_hint(table, f"INDEXED BY {index}", "sqlite")


def let_hint(dialect: Dialect) -> None:
    """Have a dialect of SQLite write such hints, which SQLAlchemy leaves out; once told is enough."""
    plain: Any = dialect.statement_compiler
    if not hasattr(plain, _HINTS):
        dialect.statement_compiler = _hinting(plain)


@cache
def _hinting(plain: Any) -> Any:
    """Return a compiler that writes hints; making the class looks through all that it inherits."""

    class Hinting(plain):  # type: ignore[misc]  # the compiler is known at run time only
        def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
            return text

    setattr(Hinting, _HINTS, True)
    return Hinting
