"""Rows kept as columns: a long table takes a third of the memory and no time to be put together."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence, Sequence
from itertools import islice
from typing import overload

UNCOUNTED = "#=?"
"""Stands in a cell whose formula was never worked out: its row is refused, if the column is read."""


class ColumnRows(MutableSequence[Sequence[str]]):
    """The rows of columns that are equally long; a row is made when somebody asks for it."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        self.columns = list(columns)

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        return zip(*self.columns, strict=True)

    @overload
    def __getitem__(self, place: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, place: slice) -> list[Sequence[str]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[str] | list[Sequence[str]]:
        if isinstance(place, slice):
            return list(ColumnRows([column[place] for column in self.columns]))
        return tuple(column[place] for column in self.columns)

    def __setitem__(self, place: int | slice, row: object) -> None:
        if isinstance(place, slice) or not isinstance(row, Sequence):
            raise TypeError
        for at, (column, cell) in enumerate(zip(self.columns, row, strict=True)):
            if column[place] != cell:
                changed = column if isinstance(column, list) else list(column)
                changed[place] = cell
                self.columns[at] = changed

    def __delitem__(self, place: int | slice) -> None:
        raise TypeError

    def insert(self, index: int, value: Sequence[str]) -> None:
        """Refuse: a sheet keeps its rows."""
        raise TypeError

    def after(self, head: int) -> NumberedRows:
        """Return the rows below the first ``head``, with their numbers from 1."""
        return NumberedRows(self, head)


class NumberedRows(Sequence[tuple[int, Sequence[str]]]):
    """Rows with their numbers from 1, without the first ``head``."""

    def __init__(self, rows: ColumnRows, head: int) -> None:
        self._rows, self._head = rows, head

    def __len__(self) -> int:
        return len(self._rows) - self._head

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        return islice(enumerate(self._rows, start=1), self._head, None)

    @overload
    def __getitem__(self, place: int) -> tuple[int, Sequence[str]]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[int, Sequence[str]]]: ...
    def __getitem__(self, place: int | slice) -> tuple[int, Sequence[str]] | list[tuple[int, Sequence[str]]]:
        places = range(self._head, len(self._rows))[place]
        if isinstance(places, range):
            return [(each + 1, self._rows[each]) for each in places]
        return places + 1, self._rows[places]

    def column(self, place: int) -> list[str]:
        """Return the cells of one column."""
        return list(self._rows.columns[place][self._head :])
