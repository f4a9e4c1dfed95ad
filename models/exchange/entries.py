"""Rows of a big table kept as columns on their way from the file to the database.

Most chunks of most files are plain throughout. Their rows are never put together one by one then:
what is done with them is done with whole columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from models.exchange.wide import Entry

_BREAK = "\n"


class EntryColumns(Sequence["Entry"]):
    """Entries as columns: the numbers of the rows, the keys, and each of the facts."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[Entry]:
        return zip(*self.columns, strict=True)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(place, slice):
            return EntryColumns([column[place] for column in self.columns])
        return tuple(column[place] for column in self.columns)

    def packed(self) -> list[Any]:
        """Return the columns as few plain values, for :meth:`unpacked`."""
        return [_packed(column) for column in self.columns]

    @classmethod
    def unpacked(cls, packed: Sequence[Any]) -> EntryColumns:
        """Return the entries whose columns were packed."""
        return cls([_unpacked(column) for column in packed])


def column_of(entries: Sequence[Entry], place: int) -> Sequence[Any]:
    """Return one value of each entry."""
    if isinstance(entries, EntryColumns):
        return entries.columns[place]
    return [entry[place] for entry in entries]


def keys_of(entries: Sequence[Entry]) -> Sequence[str]:
    """Return the key of each entry."""
    return column_of(entries, 1)


def _packed(column: Sequence[Any]) -> Any:
    if isinstance(column, range):
        return column.start, column.stop
    if column.count(None) == len(column):
        return len(column)
    if not isinstance(column[0], str) or None in column:
        return list(column)
    text = _BREAK.join(column)
    return text if text.count(_BREAK) == len(column) - 1 else list(column)


def _unpacked(packed: Any) -> Sequence[Any]:
    if isinstance(packed, tuple):
        return range(*packed)
    if isinstance(packed, int):
        return (None,) * packed
    return packed.split(_BREAK) if isinstance(packed, str) else packed
