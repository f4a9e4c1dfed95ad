"""Big tables: rows that are read, compared and written by the chunk, as tuples.

A kind whose rows may be hundreds of thousands, and each of which stands in one table under a key
of its own, offers a :class:`Wide` beside ``compare`` and ``write``. Nothing of the source is then
held in memory as a whole, and the import can be written, journalled and continued by the chunk.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from models.exchange.entries import column_of, keys_of, rising, together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Column
    from sqlmodel import Session

    from models.exchange.checking import ReadColumn
    from models.exchange.frame import Reading, Work
    from models.exchange.stream import Rows
    from models.exchange.views import Problem

Facts = tuple[Any, ...]
"""What a row says: texts, whole numbers and ``None``, in the order of :attr:`Wide.facts`"""
Entry = tuple[Any, ...]
"""Number of the row in its source, its key, and its facts"""


class Changed(NamedTuple):
    """A row that says something else than what stands."""

    row: int
    key: str
    before: Facts
    after: Facts
    version: int
    """Of what stands"""


Same = tuple[int, str, int]
"""A row that says what stands: its number, key and version"""


@dataclass(slots=True)
class Sorted:
    """The rows of a chunk, sorted by what stands in the database."""

    created: Sequence[Entry] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: Sequence[Same] = field(default_factory=list)


class RowReader(Protocol):
    """Reads the cells of a piece of a chunk."""

    def read(self, rows: Rows) -> tuple[Sequence[Entry], list[Problem]]:
        """Return the good rows, and what is wrong with the others."""
        ...

    def unchanged(self, rows: Rows, session: Session) -> Sequence[Same]:
        """Return the rows of a piece as they stand if all of them say what stands, letter by letter.

        Such cells need no further look: what stands was looked at when it was written. Empty where
        one row differs, or where it would take longer to find out.
        """
        ...


class Wide(ABC):
    """How a big table is read, compared, written and taken back."""

    facts: tuple[str, ...]
    """Names of a row's facts"""

    @abstractmethod
    def reader(
        self, columns: Sequence[ReadColumn], constants: Mapping[str, Any], reading: Reading, *, raw: bool
    ) -> RowReader:
        """Return what reads the pieces of one source; ``raw`` as in a stream."""

    @abstractmethod
    def numbers(self, keys: Sequence[str]) -> list[int]:
        """Return keys as numbers of 63 bits, the order of numbers being that of keys."""

    @abstractmethod
    def upper(self, keys: Sequence[str]) -> set[str]:
        """Return those on which other rows may rest, so that they have to be written before them."""

    @abstractmethod
    def compare(self, session: Session, entries: Sequence[Entry], given: frozenset[str]) -> Sorted:
        """Sort rows by what stands; facts not ``given`` by the source stay as they stand."""

    @abstractmethod
    def missing(self, session: Session, needed: Sequence[str], coming: set[str]) -> list[Entry]:
        """Return what rows need and nobody has.

        Args:
            session: to look.
            needed: one key for each group of rows that need the same.
            coming: the upper keys of the source.
        """

    @abstractmethod
    def needs(self, keys: Sequence[str]) -> set[str]:
        """Return keys that stand for all rows which need the same things as they do."""

    @abstractmethod
    def versions(self, session: Session, keys: Sequence[str]) -> dict[str, int]:
        """Return the versions of those rows that stand."""

    @abstractmethod
    def write(self, work: Work, created: Sequence[Entry], changed: Sequence[Changed]) -> None:
        """Write rows, what they rest on being there, with the ledger entries of those changed.

        Raises:
            Conflict: somebody else wrote one of them meanwhile.
        """

    @abstractmethod
    def key_column(self) -> Column[Any]:
        """Return the column of the key, to find what refers to it."""

    @abstractmethod
    def as_created(self, session: Session, keys: Sequence[str]) -> bool:
        """Say whether all these rows stand as they were created, where that is quickly found out."""

    @abstractmethod
    def above(self, key: str) -> str | None:
        """Return the key of the row that a row rests on, if that is one of the same table."""

    @abstractmethod
    def remove(self, session: Session, keys: Sequence[str], *, stretch: bool = False) -> int:
        """Remove rows as they were created; return how many were met.

        Args:
            session: to remove them.
            keys: theirs.
            stretch: :meth:`as_created` just said that all of them stand as they were created.
        """

    @abstractmethod
    def restore(self, work: Work, changed: Sequence[Changed]) -> None:
        """Give rows their earlier facts back, with ledger entries.

        Raises:
            Conflict: one was changed since.
        """

    def document(self, facts: Sequence[Any]) -> dict[str, Any]:
        """Return facts by name."""
        return dict(zip(self.facts, facts, strict=True))


class Seen:
    """Which keys a source had so far.

    As long as they ascend, nothing but their text is kept: nobody has to ask for one of them then.
    From the first that does not, all are kept as numbers, sixteen bytes each.

    Args:
        numbers: returns keys as numbers in the order of the keys.
    """

    def __init__(self, numbers: Callable[[Sequence[str]], list[int]]) -> None:
        self._numbers = numbers
        self._ascending: list[tuple[str, Sequence[int]]] = []
        self._last = ""
        self._keys = array("q")
        self._rows = array("q")
        self._odd: dict[int, int] = {}
        """Keys that came out of order"""

    def follows(self, same: Sequence[Same]) -> bool:
        """Take in rows whose keys ascend if they come after all others so far; say whether they do."""
        keys = keys_of(same)
        if self._keys or not keys[0] > self._last:
            return False
        self._follow(keys, column_of(same, 0))
        return True

    def repeated(self, keys: Sequence[str], rows: Sequence[int]) -> list[tuple[int, int]]:
        """Take keys in; return place and earlier row of those that were there before."""
        if not keys:
            return []
        if not self._keys and keys[0] > self._last and rising(keys):
            self._follow(keys, rows)
            return []
        for text, numbers in self._ascending:
            self._keys.extend(self._numbers(text.split("\n")))
            self._rows.extend(numbers)
        self._ascending.clear()
        return self._one_by_one(self._numbers(keys), rows)

    def _follow(self, keys: Sequence[str], rows: Sequence[int]) -> None:
        self._ascending.append((together(keys), rows if isinstance(rows, range) else array("q", rows)))
        self._last = keys[-1]

    def _one_by_one(self, keys: Sequence[int], rows: Sequence[int]) -> list[tuple[int, int]]:
        found = []
        for place, (key, row) in enumerate(zip(keys, rows, strict=True)):
            earlier = self._earlier(key)
            if earlier is not None:
                found.append((place, earlier))
            elif not self._keys or key > self._keys[-1]:
                self._keys.append(key)
                self._rows.append(row)
            else:
                self._odd[key] = row
        return found

    def _earlier(self, key: int) -> int | None:
        if key in self._odd:
            return self._odd[key]
        place = bisect_left(self._keys, key)
        return self._rows[place] if place < len(self._keys) and self._keys[place] == key else None
