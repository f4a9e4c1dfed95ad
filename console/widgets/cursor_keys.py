"""The keys that move a cursor through a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.keys import bindings
from console.widgets.lines import LineWidget

if TYPE_CHECKING:
    from textual.binding import BindingType


class CursorKeys(LineWidget):
    """A widget with a cursor; subclasses say where it is and how it moves."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("list"))

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def cursor(self) -> int:
        """The place of the cursor, from 0."""
        raise NotImplementedError

    @property
    def body_height(self) -> int:
        """How many rows are in sight."""
        raise NotImplementedError

    def move_to(self, place: int) -> None:
        """Put the cursor on the row at ``place``, or on the nearest there is."""
        raise NotImplementedError

    def shift(self, lines: int) -> None:
        """Let the rows in sight begin ``lines`` further down."""
        raise NotImplementedError

    def action_down(self) -> None:
        """One line down."""
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        """One line up."""
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        """One page down."""
        self.shift(self.body_height)
        self.move_to(self.cursor + self.body_height)

    def action_page_up(self) -> None:
        """One page up."""
        self.shift(-self.body_height)
        self.move_to(self.cursor - self.body_height)

    def action_first(self) -> None:
        """To the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """To the last row known."""
        self.move_to(self.count - 1)
