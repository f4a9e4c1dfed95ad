"""Lists to choose from: one (PickList), several (TickList), one folded away (PickField)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip
from textual.widgets import OptionList, Select, SelectionList

from console.i18n import _
from console.terminal.filter import clean_text
from console.terminal.marks import DISABLED_MARK, FOCUS_MARK, Marked, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content
    from textual.widgets.option_list import Option
    from textual.widgets.selection_list import Selection

ValueType = TypeVar("ValueType")

_LIST_CSS = """
    {name}, {name}:focus {{
        border: none;
        padding: 0 0 0 2;
        background: ansi_default;
        color: ansi_default;
        background-tint: transparent;
    }}
    {name} > .option-list--option-highlighted {{
        color: ansi_default; background: ansi_default; text-style: none;
    }}
    {name}:focus > .option-list--option-highlighted {{
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
    }}
    {name} > .option-list--option-disabled {{ color: ansi_default; text-style: dim; }}
    {name}:disabled {{ text-style: dim; }}
"""


class _RowMarks(Marked):
    """Marks the row the list stands on with ``>`` and rows that cannot be chosen with ``-``.

    The column before it is the list's own: ``!`` for a problem, ``-`` when switched off. With
    the focus, the row is shown in reverse as well.
    """

    if TYPE_CHECKING:
        highlighted: int | None

        @property
        def _lines(self) -> Sequence[tuple[int, int]]: ...
        @property
        def options(self) -> Sequence[Option]: ...

    def left_edge(self, row: int) -> str:
        """Return the mark of the list and the mark of the row."""
        mark = self.state_mark
        own = mark if row == 0 and mark != FOCUS_MARK else " "
        return own + self._row_mark(row + self.scroll_offset.y)

    def _row_mark(self, line: int) -> str:
        lines = self._lines
        if line >= len(lines) or lines[line][1]:
            return " "
        index = lines[line][0]
        if self.options[index].disabled:
            return DISABLED_MARK
        return FOCUS_MARK if index == self.highlighted else " "


class PickList(_RowMarks, OptionList):
    """A list to pick one row from with Enter. Text is shown as it is."""

    DEFAULT_CSS = _LIST_CSS.format(name="PickList")

    def __init__(self, *options: str | Content | Option | None, **settings: Any) -> None:
        """Make a list of ``options`` (None draws a line); ``settings`` are ``OptionList``'s."""
        settings["markup"] = False
        super().__init__(*options, **settings)


class TickList(_RowMarks, SelectionList[ValueType]):
    """A list to tick any number of rows in: ``[x] 消防``. Space or Enter ticks."""

    DEFAULT_CSS = _LIST_CSS.format(name="TickList")
    BOX_WIDTH = 4

    def __init__(
        self,
        *rows: Selection[ValueType] | tuple[str, ValueType] | tuple[str, ValueType, bool],
        **settings: Any,
    ) -> None:
        """Make a list of rows (label, value, ticked); ``settings`` are ``SelectionList``'s."""
        super().__init__(*map(_unparsed, rows), **settings)

    def add_options(self, items: Iterable[Any]) -> TickList[ValueType]:
        """Add rows (label, value, ticked) at the end; labels are never parsed as markup."""
        super().add_options(map(_unparsed, items))
        return self

    def render_line(self, y: int) -> Strip:
        """Draw a row with its box in front."""
        line = OptionList.render_line(self, y)
        place = y + self.scroll_offset.y
        if place >= len(self._lines):
            return line
        index, part = self._lines[place]
        ticked = self.get_option_at_index(index).value in self._selected
        box = "    " if part else ("[x] " if ticked else "[ ] ")
        style = next((segment.style for segment in line), None)
        return Strip([Segment(box, style), *line])

    def _get_left_gutter_width(self) -> int:
        """Return the cells kept for the box."""
        return self.BOX_WIDTH


class PickField(Marked, Select[ValueType]):
    """A field that unfolds a list to choose from: `` [电话        v]``. Enter unfolds."""

    DEFAULT_CSS = """
    PickField, PickField:focus { padding: 0 2 0 2; height: 1; background: ansi_default; }
    PickField > SelectCurrent, PickField:focus > SelectCurrent, PickField > SelectCurrent:ansi {
        border: none;
        padding: 0;
        height: 1;
        background: ansi_default;
        background-tint: transparent;
    }
    PickField > SelectCurrent .arrow { display: none; }
    PickField > SelectCurrent Static#label { color: ansi_default; text-style: dim; height: 1; }
    PickField > SelectCurrent.-has-value Static#label { color: ansi_default; text-style: none; }
    PickField:focus > SelectCurrent Static#label { text-style: reverse; }
    PickField > SelectOverlay, PickField > SelectOverlay:focus {
        border: ascii ansi_default;
        background: ansi_default;
        background-tint: transparent;
        padding: 0;
    }
    PickField > SelectOverlay > .option-list--option-highlighted,
    PickField > SelectOverlay:focus > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
    }
    PickField:disabled { text-style: dim; }
    """

    def __init__(
        self, options: Iterable[tuple[str, ValueType]] = (), *, prompt: str | None = None, **settings: Any
    ) -> None:
        """Make a field of (label, value) pairs.

        ``prompt``, a sentence of ours, stands where nothing is chosen yet; ``settings`` are
        those of Textual's ``Select``.
        """
        super().__init__(_labelled(options), prompt=_("(choose)") if prompt is None else prompt, **settings)

    def set_options(self, options: Iterable[tuple[Any, ValueType]]) -> None:
        """Replace the (label, value) pairs; the choice is cleared."""
        super().set_options(_labelled(options))

    @property
    def shows_focus(self) -> bool:
        """Whether the keys go to the field or to its unfolded list."""
        return self.has_focus or self.expanded

    def left_edge(self, row: int) -> str:
        """Return the mark and the opening bracket."""
        return f"{self.state_mark}[" if row == 0 else "  "

    def right_edge(self, row: int) -> str:
        """Return the sign that a list unfolds, and the closing bracket."""
        return "v]" if row == 0 else "  "


def _labelled(options: Iterable[tuple[Any, ValueType]]) -> list[tuple[Any, ValueType]]:
    """Return the pairs with labels that are text and nothing else."""
    return [
        (Text(clean_text(label), no_wrap=True, end="") if isinstance(label, str) else label, value)
        for label, value in options
    ]


def _unparsed(row: Any) -> Any:
    """Return a row of a tick list with its label as content instead of markup."""
    if isinstance(row, tuple) and isinstance(row[0], str):
        return (plain(row[0]), *row[1:])
    return row
