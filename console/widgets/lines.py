"""The base of widgets that draw themselves line by line, as a ledger page does.

A line is a list of pieces, each a text and the style it is drawn in. Nothing here parses
markup, so text from data is safe; nothing is drawn twice, so thin lines stay quiet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from console.text import cell_len, cut

if TYPE_CHECKING:
    from collections.abc import Iterable

Piece = tuple[str, str]
"""A text and its style (``"bold red"``, ``"reverse"``, ``""``)."""

RULE = "\u2500"
"""The line between parts; the terminal layer draws ``-`` where it would not line up."""


@lru_cache(maxsize=256)
def style_named(name: str) -> Style:
    """Return the parsed style."""
    return Style.parse(name)


def strip_of(pieces: Iterable[Piece], width: int, base: Style | None = None) -> Strip:
    """Return ``pieces`` as a strip of exactly ``width`` cells; what does not fit is cut."""
    segments: list[Segment] = []
    used = 0
    for text, style in pieces:
        room = width - used
        if room <= 0:
            break
        shown = text if cell_len(text) <= room else cut(text, room)
        used += cell_len(shown)
        segments.append(Segment(shown, style_named(style)))
    if used < width:
        segments.append(Segment(" " * (width - used)))
    # Neighbours of one style travel as one: every change of style costs a slow line a dozen bytes.
    strip = Strip(segments, width).simplify()
    return strip if base is None else strip.apply_style(base)


def beside(word: str) -> str:
    """Return ``word`` as it stands after its key: a Latin one would run together with it."""
    return f":{word}" if word.isascii() else word


def spread(left: list[Piece], right: list[Piece], width: int) -> list[Piece]:
    """Return ``left`` and ``right`` at the two ends of a line; where both do not fit, left is cut."""
    right_width = sum(cell_len(text) for text, _style in right)
    room = max(0, width - right_width - 1)
    kept: list[Piece] = []
    used = 0
    for text, style in left:
        if used >= room:
            break
        shown = cut(text, room - used)
        used += cell_len(shown)
        kept.append((shown, style))
    return [*kept, (" " * max(0, width - used - right_width), ""), *right]


def changed_cells(before: Iterable[Piece], after: Iterable[Piece], width: int) -> tuple[int, int]:
    """Return the first cell in which two drawings of a line differ, and the one after the last.

    Args:
        before: the line as it stands.
        after: as it should be.
        width: cells of the whole line, all of which are meant where the two are not of one length.
    """
    old, new = (
        [(character, style) for text, style in pieces for character in text] for pieces in (before, after)
    )
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    texts = ["".join(character for character, _style in cells) for cells in (old, new)]
    if cell_len(texts[0]) != cell_len(texts[1]):
        return 0, width
    return cell_len(texts[1][:same]), cell_len(texts[1][: len(new) - tail])


class LineWidget(Widget):
    """A widget of whole lines: subclasses say what stands on each."""

    def line(self, y: int, width: int) -> Iterable[Piece]:
        """Return the pieces of line ``y`` for a widget ``width`` cells wide."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return line ``y`` as Textual wants it."""
        width = self.size.width
        return strip_of(self.line(y, width), width, self.rich_style)


class TimeTelling(LineWidget):
    """Lines whose words change with the clock though what they stand for does not."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._drawn: dict[int, list[Piece]] = {}

    def drawn(self, y: int, pieces: list[Piece]) -> list[Piece]:
        """Take note of what line ``y`` shows from now on, and return it."""
        self._drawn[y] = pieces
        return pieces

    def redraw_changed(self) -> None:
        """Draw those cells again that say something else by now, and no others: a line may be slow."""
        width, height = self.size
        for y, pieces in self._drawn.items():
            fresh = list(self.line(y, width)) if y < height else pieces
            first, beyond = changed_cells(pieces, fresh, width)
            if beyond > first:
                self.refresh(Region(first, y, beyond - first, 1))
                # Painted soon, but perhaps not before the next look.
                self._drawn[y] = fresh


class RuleLine(LineWidget):
    """A horizontal line, with an optional text near its end."""

    DEFAULT_CSS = "RuleLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._note = self._style = ""

    def set_note(self, note: str, style: str = "") -> None:
        """Show ``note`` near the right end."""
        if (note, style) != (self._note, self._style):
            self._note, self._style = note, style
            self.refresh()

    def line(self, _y: int, width: int) -> list[Piece]:
        """Draw the rule."""
        if not self._note:
            return [(RULE * width, "dim")]
        note = f" {cut(self._note, max(0, width - 6))} "
        return [(RULE * max(0, width - cell_len(note) - 2), "dim"), (note, self._style), (RULE * 2, "dim")]


class Sentence(LineWidget):
    """A text that stands still, wrapped to the widget's width and shown as it is."""

    DEFAULT_CSS = "Sentence { height: auto; }"

    def __init__(self, text: str = "", style: str = "", *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._text = text
        self._style = style

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show(self, text: str, style: str | None = None) -> None:
        """Say ``text`` from now on."""
        if style is not None:
            self._style = style
        before, self._text = self._text, text
        self.refresh(layout=text != before and not self._takes_the_same(before))

    def _takes_the_same(self, before: str) -> bool:
        """Say whether the text takes the room that ``before`` took, so that nothing else has to move."""
        width = self.styles.width
        if width is None or width.is_auto or not self.size.width:
            return False
        return len(self._lines_of(before, self.size.width)) == len(self._lines(self.size.width))

    def _lines(self, width: int) -> list[str]:
        return self._lines_of(self._text, width)

    def _lines_of(self, text: str, width: int) -> list[str]:
        from console.text import wrap

        return wrap(text, width) if text else []

    def get_content_height(self, _container: object, _viewport: object, width: int) -> int:
        """Return how many lines the text takes at ``width``."""
        return len(self._lines(width))

    def get_content_width(self, container: object, viewport: object) -> int:
        """Return the width of the longest line."""
        return max((cell_len(line) for line in self._text.split("\n")), default=0)

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw line ``y`` of the text."""
        lines = self._lines(width)
        return [(lines[y], self._style)] if y < len(lines) else []
