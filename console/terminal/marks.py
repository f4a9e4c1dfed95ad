"""Marks that tell the state of a widget without colour, and text that is only text.

The first column of every widget here is its mark: ``!`` something is wrong with the entry,
``>`` the keys go here, ``-`` switched off, blank otherwise. Around it stand the brackets of
its kind, so that a field can be told from a button and its end can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.text import Text
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import Static

from console.terminal.filter import clean_text

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.widget import Widget

    _Base = Widget
else:
    # Not a widget itself: Textual takes style and type names from the first widget base.
    _Base = object

PROBLEM_MARK: Final = "!"
FOCUS_MARK: Final = ">"
DISABLED_MARK: Final = "-"


def plain(text: str) -> Content:
    """Return ``text`` as content for any widget: shown as it is, never parsed as markup.

    For labels, titles, prompts and ``border_title``. Line breaks are kept.
    """
    return Content("\n".join(map(clean_text, text.split("\n"))))


def cell(text: str, style: str = "") -> Text:
    """Return ``text`` for one cell of a ``DataTable``, which shows nothing else unparsed."""
    return Text(clean_text(text), style=style, no_wrap=True, end="")


class PlainText(Static):
    """A text, shown as it is."""

    def __init__(
        self,
        text: str | Content | Text = "",
        *,
        id: str | None = None,  # noqa: A002 -- Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(text, markup=False, id=id, classes=classes)


class Marked(_Base):
    """Adds the mark, the brackets and the ``problem`` to a widget.

    The widget's style keeps blank columns for them: ``padding-left`` as wide as
    :meth:`left_edge`, ``padding-right`` as wide as :meth:`right_edge`.
    """

    problem: reactive[str] = reactive("", toggle_class="-problem")
    """What is wrong with the entry, in a sentence; empty when nothing is. Only the mark is
    shown here; the form shows the sentence."""

    @property
    def state_mark(self) -> str:
        """The mark for the present state, one cell."""
        if self.problem:
            return PROBLEM_MARK
        if self.is_disabled:
            return DISABLED_MARK
        return FOCUS_MARK if self.shows_focus else " "

    @property
    def shows_focus(self) -> bool:
        """Whether the keys go to this widget or to a part of it."""
        return self.has_focus

    def left_edge(self, row: int) -> str:
        """Return what stands in the first columns of ``row``, the widget's first being 0."""
        return self.state_mark if row == 0 else " "

    def right_edge(self, row: int) -> str:
        """Return what stands in the last columns of ``row``."""
        return ""

    def watch_problem(self) -> None:
        """Show the mark."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the widget and set the marks into its padding."""
        strips = super().render_lines(crop)
        width = self.outer_size.width
        marked: list[Strip] = []
        for row, strip in enumerate(strips, crop.y):
            right = self.right_edge(row)
            line = stamped(strip, -crop.x, self.left_edge(row))
            marked.append(stamped(line, width - len(right) - crop.x, right))
        return marked


def stamped(strip: Strip, column: int, text: str) -> Strip:
    """Return ``strip`` with ASCII ``text`` written over it from ``column``, in its own style."""
    if column < 0:
        column, text = 0, text[-column:]
    text = text[: max(0, strip.cell_length - column)]
    if not text:
        return strip
    under = strip.crop(column, column + 1)
    style = next((segment.style for segment in under), None)
    end = column + len(text)
    middle = Strip([Segment(text, style)], len(text))
    return Strip.join([strip.crop(0, column), middle, strip.crop(end, strip.cell_length)])
