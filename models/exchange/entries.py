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


class Keys(list[str]):
    """The keys of many rows, and all of them as one text, which answers much at once."""

    __slots__ = ("_together",)

    def __init__(self, keys: Sequence[str], together: str = "") -> None:
        super().__init__(keys)
        self._together = together

    @property
    def together(self) -> str:
        """All of them, each on a line of its own."""
        if not self._together:
            self._together = _BREAK.join(self)
        return self._together


def together(keys: Sequence[str]) -> str:
    """Return keys as one text, each on a line of its own."""
    return keys.together if isinstance(keys, Keys) else _BREAK.join(keys)


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
        columns = [_unpacked(column) for column in packed]
        if isinstance(packed[1], str):
            columns[1] = Keys(columns[1], packed[1])
        return cls(columns)


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
    text = together(column)
    return text if text.count(_BREAK) == len(column) - 1 else list(column)


def _unpacked(packed: Any) -> Sequence[Any]:
    if isinstance(packed, tuple):
        return range(*packed)
    if isinstance(packed, int):
        return (None,) * packed
    return packed.split(_BREAK) if isinstance(packed, str) else packed
