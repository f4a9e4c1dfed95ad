"""The base of screens that are one list: read, shown, kept at its row, in the language of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual.widget import Widget

R = TypeVar("R")


class OneList(ConsoleScreen[None], Generic[R]):
    """A screen whose body is one list of things.

    A screen says what its rows are known by (:meth:`key_of`), its columns, what an empty list says, and
    reads them in :meth:`reload`, which ends in :meth:`take`.
    """

    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "OneList LineList { height: 1fr; }"

    def key_of(self, row: R) -> Hashable:
        """Return what a row is known by when the list is read again."""
        raise NotImplementedError

    def columns(self) -> list[Column[R]]:
        """Return the columns, in the language of the moment."""
        raise NotImplementedError

    def nothing(self) -> str:
        """Say what is said where there is nothing to list."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield LineList[R](self.columns(), self.key_of)

    @property
    def rows(self) -> LineList[R]:
        """The list."""
        found: LineList[R] = self.query_one(LineList)
        return found

    @property
    def row(self) -> R | None:
        """What is under the cursor."""
        return self.rows.row if self.composed else None

    def take(self, found: Sequence[R]) -> None:
        """Show what was read; the cursor stays at what it was at."""
        row = self.row
        at = None if row is None else self.key_of(row)
        self.rows.set_rows(list(found), empty=self.nothing(), cursor_id=at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(self.columns())
        self.rows.set_empty(self.nothing())

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to what is under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_row(self) -> bool:
        """Something is under the cursor."""
        return self.row is not None
