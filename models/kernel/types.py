"""Column types that hold on both engines.

SQLite drops the offset of a time and knows no enumerations; these decorators give the
same values back on SQLite and PostgreSQL.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

# Loaded first: it names every constraint, and whoever makes a table uses a type from here.
import models.kernel.tables  # noqa: F401
from models.kernel.clock import require_utc

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

_COMPARATORS: dict[type, Any] = {}


class _Sparing(TypeDecorator[V]):
    """A decorator whose columns share one class of comparators.

    SQLAlchemy makes a class for every column (0.4 MB of a console); they only say which type they are for.
    """

    @property
    def comparator_factory(self) -> Any:  # type: ignore[override]  # nobody sets it
        """The class that says what ``==``, ``<`` and so on of such a column are."""
        kind = type(self)
        if kind not in _COMPARATORS:
            _COMPARATORS[kind] = super().comparator_factory
        return _COMPARATORS[kind]


class JsonDocument(_Sparing[Any]):
    """A JSON value (JSONB on PostgreSQL); ``None`` is SQL NULL, never the JSON word ``null``."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the engine's own type; the other engine's dialect is never loaded (1.5 MB)."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=True))


class UtcDateTime(_Sparing[datetime]):
    """Aware UTC times in and out; a naive time is refused at the door."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the engine stores."""
        if value is None:
            return None
        moment = require_utc(value)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Turn what the engine stored into an aware UTC time."""
        if value is None:
            return None
        moment: datetime = value
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)


class TextEnum(_Sparing[E]):
    """A :class:`StrEnum` kept as its plain text value, so that a new member needs no migration."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Store the member's value; a text that is no member is refused."""
        if value is None:
            return None
        return str.__str__(value if type(value) is self.kind else self.kind(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Give the member back."""
        return None if value is None else self.kind(value)
