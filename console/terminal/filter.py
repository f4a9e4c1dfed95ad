"""The one filter every painted cell passes on its way to the terminal.

Textual hands all text of all widgets through :meth:`App.get_line_filters` as segments, and
none of its own settings (``markup=False``, ``escape``) stops an escape sequence inside data
from reaching the terminal. This filter does. It also removes hyperlinks, makes every glyph
unambiguous in ASCII-borders mode, and takes the colour out in monochrome mode.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from console.terminal.glyphs import ascii_glyph

if TYPE_CHECKING:
    from textual.color import Color

MARK: Final = "?"
"""What stands where a character was that a terminal would obey instead of show."""

HOSTILE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters a terminal obeys, hides, or draws in another width than it was given:
C0, DEL, C1, bidirectional controls, zero-width and filler characters, variation selectors,
line separators and surrogates."""

_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLACK: Final = 0


@lru_cache(maxsize=1024)
def clean_text(text: str) -> str:
    """Return ``text`` with every hostile character made visible.

    A tab becomes one space; a variation selector, which only chooses between shapes of the
    character before it, is dropped; anything else becomes :data:`MARK`.
    """
    return HOSTILE.sub(MARK, _SELECTORS.sub("", text).replace("\t", " "))


@lru_cache(maxsize=1024)
def ascii_text(text: str) -> str:
    """Return ``text`` cleaned, with each ambiguous glyph replaced by an ASCII one, 1:1."""
    return "".join(map(ascii_glyph, clean_text(text)))


@lru_cache(maxsize=512)
def plain_style(style: Style) -> Style:
    """Return ``style`` without colours and links, its meaning kept.

    A background that stands out from the terminal's own (a cursor row, a key in the footer)
    is turned into reverse, so that no state is lost with the colour.
    """
    background = style.bgcolor
    stands_out = background is not None and background.number is not None and background.number != _BLACK
    plain = style.without_color
    if plain.link:
        plain = plain.update_link(None)
    return plain + Style(reverse=True) if stands_out and not style.reverse else plain


@lru_cache(maxsize=1024)
def _unlinked(style: Style) -> Style:
    return style.update_link(None)


class TerminalFilter(LineFilter):
    """Makes a line of segments safe for a terminal, without changing its width."""

    def __init__(self, *, ascii_borders: bool = False, monochrome: bool = False) -> None:
        super().__init__()
        self._ascii_borders = ascii_borders
        self._monochrome = monochrome

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments as they may be sent; the width of the line stays the same."""
        result: list[Segment] = []
        grown: list[tuple[int, int]] = []
        clean = ascii_text if self._ascii_borders else clean_text
        monochrome = self._monochrome
        for text, style, control in segments:
            if control is not None:
                # Control segments are raw sequences of no width; no widget of ours uses them.
                continue
            safe_style, safe_text = style, text
            if style is not None:
                if monochrome:
                    safe_style = plain_style(style)
                elif style.link is not None:
                    safe_style = _unlinked(style)
            if not (text.isascii() and text.isprintable()):
                safe_text = clean(text)
                if safe_text is not text and (growth := cell_len(safe_text) - cell_len(text)):
                    grown.append((len(result), growth))
            result.append(Segment(safe_text, safe_style))
        for index, growth in grown:
            _give_back(result, index, growth)
        return result


def _give_back(line: list[Segment], index: int, growth: int) -> None:
    """Take the ``growth`` cells that segment ``index`` gained out of the line again.

    Marks make a line wider than it was laid out. What gives way is the empty space nearest
    to the right, and only then the end of the text itself, so that a border at the right
    edge stays where it was.
    """
    text, style, _control = line[index]
    if growth < 0:
        line[index] = Segment(text + " " * -growth, style)
        return
    for place in range(index, len(line)):
        text, style, _control = line[place]
        kept = text.rstrip(" ") if place == index else text.lstrip(" ")
        taken = min(len(text) - len(kept), growth)
        if taken:
            line[place] = Segment(text[:-taken] if place == index else text[taken:], style)
            growth -= taken
        if not growth:
            return
    text, style, _control = line[index]
    line[index] = Segment(set_cell_size(text, cell_len(text) - growth), style)
