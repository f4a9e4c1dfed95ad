"""A list of which some are picked, in an order of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from console.keys import bindings
from console.widgets.line_list import Column, LineList

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from textual.binding import BindingType

    from console.widgets.lines import Piece


@dataclass(frozen=True, slots=True)
class Pickable:
    """One thing that can be picked; ``name`` is its identity."""

    name: str
    text: str
    note: str = ""


class PickingList(LineList[Pickable]):
    """The list: Space picks the line under the cursor or lets go of it, plus and minus move it.

    Args:
        rows: everything there is, in the order it begins with.
        picked: names of what is picked at first.
        ordered: whether lines can be moved.
        id: of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("picking"))

    class Changed(Message):
        """Something was picked, let go of or moved."""

    def __init__(
        self,
        rows: Sequence[Pickable],
        picked: Collection[str],
        *,
        ordered: bool = True,
        id: str | None = None,  # noqa: A002 -- Textual's name
    ) -> None:
        columns = [
            Column[Pickable]("", 3, self._box),
            Column("", 24, _text_of, best=30),
            Column("", 20, _note_of, grow=True),
        ]
        super().__init__(columns, _name_of, heading=False, id=id)
        self._rows = list(rows)
        self._picked = set(picked)
        self._ordered = ordered

    def on_mount(self) -> None:
        """Show the rows."""
        self.set_rows(self._rows)

    def get_content_height(self, _container: object, _viewport: object, _width: int) -> int:
        """Return one line for each."""
        return max(1, len(self._rows))

    @property
    def picked(self) -> tuple[str, ...]:
        """The names picked, in order."""
        return tuple(row.name for row in self._rows if row.name in self._picked)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        return tuple(row.name for row in self._rows)

    def show_rows(self, rows: Sequence[Pickable], picked: Collection[str]) -> None:
        """Show other rows."""
        self._rows, self._picked = list(rows), set(picked)
        self._show()

    def pick_only(self, keep: Callable[[str], bool]) -> None:
        """Let go of everything ``keep`` says no to."""
        self._picked = {name for name in self._picked if keep(name)}
        self.refresh()

    def action_pick(self) -> None:
        """Pick the line under the cursor, or let go of it."""
        if self.row is not None:
            self._picked ^= {self.row.name}
            self.refresh()
            self.post_message(self.Changed())

    def action_earlier(self) -> None:
        """Move the line under the cursor up."""
        self._move(-1)

    def action_later(self) -> None:
        """Move the line under the cursor down."""
        self._move(1)

    def _move(self, step: int) -> None:
        place = self.cursor
        if self._ordered and self.row is not None and 0 <= place + step < len(self._rows):
            self._rows.insert(place + step, self._rows.pop(place))
            self._show()
            self.post_message(self.Changed())

    def _show(self) -> None:
        self.set_rows(self._rows, cursor_id=self.cursor_id)
        self.refresh(layout=True)

    def _box(self, row: Pickable) -> Piece:
        return ("[x]" if row.name in self._picked else "[ ]"), ""


def _name_of(row: Pickable) -> str:
    return row.name


def _text_of(row: Pickable) -> Piece:
    return row.text, ""


def _note_of(row: Pickable) -> Piece:
    return row.note, "dim"
