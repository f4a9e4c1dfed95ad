"""Naming the index a statement goes by, where SQLite would choose another.

Without statistics SQLite guesses how many rows an index leaves, and takes one over all cases ever rather than
one over the few open ones. PostgreSQL knows how many there are, and is told nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from sqlalchemy import Dialect, FromClause, Select

S = TypeVar("S", bound="Select[*tuple[Any, ...]]")


def going_by(statement: S, table: FromClause, index: str) -> S:
    """Return ``statement`` with SQLite told to read ``table`` by ``index`` alone.

    It is an error of the database if the index cannot serve: of a partial one the statement has to repeat
    the condition.
    """
    return statement.with_hint(table, f"INDEXED BY {index}", "sqlite")


def let_hint(dialect: Dialect) -> None:
    """Have a dialect of SQLite write such hints, which SQLAlchemy leaves out."""
    plain: Any = dialect.statement_compiler

    class Hinting(plain):  # type: ignore[misc]  # the compiler is known at run time only
        def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
            return text

    dialect.statement_compiler = Hinting
