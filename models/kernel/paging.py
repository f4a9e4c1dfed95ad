"""Pages by key: the same cost at any depth of a list.

A page is asked for *after* the sort key of a row already shown, never by offset.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, false, literal, or_

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, in order.

    ``next_key`` is the sort key of the last row, to ask for the following page with;
    ``None`` when the list ends here.
    """

    rows: tuple[T, ...]
    next_key: tuple[Any, ...] | None


def after_key(
    columns: Sequence[ColumnElement[Any]],
    key: Sequence[Any],
    *,
    descending: Sequence[bool] | None = None,
) -> ColumnElement[bool]:
    """Return the condition "strictly after ``key``" for an order by ``columns``.

    The last column must be unique, or rows that tie could be lost between pages.
    Columns that can be NULL are not supported: give them a sentinel value.
    """
    flags = list(descending) if descending is not None else [False] * len(columns)
    if not len(columns) == len(key) == len(flags):
        message = "a key has one value per ordered column"
        raise ValueError(message)
    condition: ColumnElement[bool] = false()
    for column, value, down in reversed(list(zip(columns, key, flags, strict=True))):
        bound = value if isinstance(value, ColumnElement) else literal(value, column.type)
        beyond = column < bound if down else column > bound
        condition = or_(beyond, and_(column == bound, condition))
    return condition
