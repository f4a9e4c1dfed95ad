"""Rows of a big table kept as columns on their way from the file to the database.

Most pieces of most files are plain throughout. Their rows are never put together one by one then:
what is done with them is done with whole columns, and columns of texts are kept as one text each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from operator import itemgetter, lt
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from models.exchange.wide import Entry

BREAK = "\n"


class Texts(Sequence[str]):
    """Many texts without breaks, kept as one that answers much at once.

    Args:
        together: all of them, each on a line of its own.
        many: how many there are, one at least.
        apart: the same one by one; where they are not given, they are made when somebody asks for one.
    """

    __slots__ = ("_apart", "_beginnings", "_rising", "many", "together")

    def __init__(self, together: str, many: int, apart: Sequence[str] | None = None) -> None:
        self.together = together
        self.many = many
        self._apart = apart
        self._rising: bool | None = None
        self._beginnings: tuple[int, frozenset[str]] | None = None

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts | None:
        """Return these texts; ``None`` if there are none, or breaks in them."""
        together = BREAK.join(texts)
        whole = len(texts) > 0 and together.count(BREAK) == len(texts) - 1
        return cls(together, len(texts), texts) if whole else None

    @property
    def apart(self) -> Sequence[str]:
        """All of them, one by one."""
        if self._apart is None:
            self._apart = self.together.split(BREAK)
        return self._apart

    @property
    def rising(self) -> bool:
        """Whether each of them comes after the one before it."""
        if self._rising is None:
            self._rising = rising(self.apart)
        return self._rising

    @property
    def span(self) -> tuple[str, str]:
        """The least and the greatest of them."""
        if not self.rising:
            return min(self.apart), max(self.apart)
        return self.together.partition(BREAK)[0], self.together.rpartition(BREAK)[2]

    def beginnings(self, length: int) -> frozenset[str]:
        """Return what they begin with, ``length`` characters of each."""
        if self._beginnings is None or self._beginnings[0] != length:
            self._beginnings = length, beginnings(self.apart, length)
        return self._beginnings[1]

    def packed(self) -> Texts:
        """Return the same as one text alone."""
        packed = Texts(self.together, self.many)
        packed._rising = self._rising
        return packed

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """Return the texts of all parts, one after the other."""
        joined = cls(BREAK.join([each.together for each in parts]), sum(each.many for each in parts))
        if all(each._rising for each in parts):  # noqa: SLF001 -- of its own class
            joined._rising = all(one.span[1] < other.span[0] for one, other in pairwise(parts))
        return joined

    def __len__(self) -> int:
        return self.many

    def __iter__(self) -> Iterator[str]:
        return iter(self.apart)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        return self.apart[place]


def rising(keys: Sequence[str]) -> bool:
    """Say whether each key comes after the one before it."""
    return keys.rising if isinstance(keys, Texts) else all(map(lt, keys, islice(keys, 1, None)))


def together(keys: Sequence[str]) -> str:
    """Return keys as one text, each on a line of its own."""
    return keys.together if isinstance(keys, Texts) else BREAK.join(keys)


def span_of(keys: Sequence[str]) -> tuple[str, str]:
    """Return the least and the greatest of keys."""
    return keys.span if isinstance(keys, Texts) else (min(keys), max(keys))


def beginnings(keys: Sequence[str], length: int) -> frozenset[str]:
    """Return what keys begin with, ``length`` characters of each."""
    if isinstance(keys, Texts):
        return keys.beginnings(length)
    return frozenset(map(itemgetter(slice(length)), keys))


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


class Gathered:
    """Entries that come piece by piece, those in columns kept as few long texts."""

    def __init__(self) -> None:
        self._pieces: list[Sequence[Entry]] = []

    def add(self, piece: Sequence[Entry]) -> None:
        """Take a piece in."""
        if isinstance(piece, EntryColumns):
            piece = EntryColumns(
                [column.packed() if isinstance(column, Texts) else column for column in piece.columns]
            )
        if piece:
            self._pieces.append(piece)

    def all(self) -> Sequence[Entry]:
        """Return all entries in their order, and begin anew."""
        pieces, self._pieces = self._pieces, []
        if len(pieces) == 1:
            return pieces[0]
        if not pieces or not all(isinstance(piece, EntryColumns) for piece in pieces):
            return list(chain.from_iterable(pieces))
        columns = [piece.columns for piece in pieces if isinstance(piece, EntryColumns)]
        return EntryColumns([_joined(parts) for parts in zip(*columns, strict=True)])


def column_of(entries: Sequence[Entry], place: int) -> Sequence[Any]:
    """Return one value of each entry."""
    if isinstance(entries, EntryColumns):
        return entries.columns[place]
    return [entry[place] for entry in entries]


def keys_of(entries: Sequence[Entry]) -> Sequence[str]:
    """Return the key of each entry."""
    return column_of(entries, 1)


def _joined(parts: Sequence[Sequence[Any]]) -> Sequence[Any]:
    texts = [part for part in parts if isinstance(part, Texts)]
    if len(texts) == len(parts):
        return Texts.joined(texts)
    ranges = [part for part in parts if isinstance(part, range)]
    if len(ranges) == len(parts) and all(one.stop == other.start for one, other in pairwise(ranges)):
        return range(ranges[0].start, ranges[-1].stop)
    return list(chain.from_iterable(parts))


def _packed(column: Sequence[Any]) -> Any:
    if isinstance(column, range):
        return column.start, column.stop
    if isinstance(column, Texts):
        return column.together
    return len(column) if column.count(None) == len(column) else list(column)


def _unpacked(packed: Any) -> Sequence[Any]:
    if isinstance(packed, tuple):
        return range(*packed)
    if isinstance(packed, int):
        return (None,) * packed
    return Texts(packed, packed.count(BREAK) + 1) if isinstance(packed, str) else packed
