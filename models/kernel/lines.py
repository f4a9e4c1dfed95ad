"""The way past SQLAlchemy to the driver, within SQLAlchemy's transactions.

A statement whose text and types are known beforehand (:mod:`models.kernel.ready`, :mod:`models.kernel.bulk`)
gains nothing from the layers between a session and the driver, and they take many times as long as the
database does. A :class:`Line` hands it over as it is, on the connection and in the transaction of the
session; what goes wrong is told in SQLAlchemy's own errors.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection
    from sqlmodel import Session

LINE = "yiwang_line"
"""Under this name a session of a store knows its line (``session.info``)."""


class Line:
    """The driver's connection under one of SQLAlchemy's.

    Statements mark their values as the driver wants it; a server prepares each of them. An error of the
    driver is raised as the :class:`~sqlalchemy.exc.DBAPIError` it would have been.
    """

    __slots__ = ("_connection", "_run", "dialect", "mark", "raw", "sqlite")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect
        self.sqlite = self.dialect.name == "sqlite"
        self.mark = "?" if self.sqlite else "%s"
        """What stands for a value where values are counted"""
        driver: Any = connection.connection.driver_connection
        self.raw = driver
        # A statement known beforehand is planned once for all its values.
        self._run = driver.execute if self.sqlite else partial(driver.execute, prepare=True)

    def all(self, statement: str, values: Any = ()) -> list[Sequence[Any]]:
        """Return all rows, as the driver has them."""
        try:
            found: list[Sequence[Any]] = self._run(statement, values).fetchall()
        except Exception as error:
            raise self.told(error, statement, values) from error
        return found

    def first(self, statement: str, values: Any = ()) -> Sequence[Any] | None:
        """Return the first row; ``None`` if there is none."""
        try:
            found: Sequence[Any] | None = self._run(statement, values).fetchone()
        except Exception as error:
            raise self.told(error, statement, values) from error
        return found

    def run(self, statement: str, values: Any = ()) -> int:
        """Change rows; return how many were met."""
        try:
            met: int = self._run(statement, values).rowcount
        except Exception as error:
            raise self.told(error, statement, values) from error
        return met

    def run_many(self, statement: str, rows: Sequence[Any]) -> int:
        """Carry a statement out for many rows of values; return how many rows it met."""
        try:
            cursor = self.raw.cursor()
            cursor.executemany(statement, rows)
            met: int = cursor.rowcount
            cursor.close()
        except Exception as error:
            raise self.told(error, statement, rows) from error
        return met

    def commit(self) -> None:
        """Keep what was changed, if a transaction has begun."""
        try:
            self.raw.commit()
        except Exception as error:
            raise self.told(error, "COMMIT", ()) from error

    def told(self, error: Exception, statement: str, values: Any) -> Exception:
        """Return the error SQLAlchemy would raise for one of the driver; any other as it is.

        A connection that broke is given up, as SQLAlchemy gives it up.
        """
        driver: Any = self.dialect.loaded_dbapi
        if not isinstance(error, driver.Error):
            return error
        gone = self.dialect.is_disconnect(error, self.raw, None)
        if gone:
            self._connection.invalidate(error)
        told: Exception = DBAPIError.instance(
            statement, values, error, driver.Error, connection_invalidated=gone, dialect=self.dialect
        )
        return told


def line_of(session: Session) -> Line:
    """Return the line of a session; its transaction begins if it had not yet."""
    line: Line | None = session.info.get(LINE)
    return Line(session.connection()) if line is None else line
