"""ASCII stand-ins, one cell for one cell, for glyphs whose width terminals disagree about.

Unicode leaves some characters "ambiguous": one column in a Western font, two in a Chinese
one. A row with such a glyph shifts on half of all terminals, so in ASCII-borders mode none
may reach the wire.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from rich.cells import get_character_cell_size

_STAND_INS: Final[dict[str, str]] = {
    "-": "─━╌╍┄┅┈┉╴╶╸╺╼╾—–―‐‑‒−‾▔⎯",
    "=": "═▀▄≡≈",
    "|": "│┃║╎╏┆┇┊┋╵╷╹╻╽╿▌▐▎▊▏▕▍▋▉‖∣",
    "_": "▁▂▃",
    "#": "█▇▆▅▓■◼◾▪▙▛▜▟",
    "%": "▒",
    ":": "░∶",
    "*": "●•∙◉◆★☆※◙◘⁎",
    "o": "○◯◎⭘◦◇□◻◽▫°º",
    ".": "·‧…․．‥",
    "^": "↑▲△▴⇧↟",
    "v": "↓▼▽▾⇩↡✓✔√",
    "<": "←◀◁◂‹«⇦⟨≤",
    ">": "→▶▷▸›»⇨⟩≥⇒",
    "x": "×✕✖✗✘╳",
    "/": "÷╱∕⁄",
    "\\": "╲",
    '"': "“”„‟″",
    "'": "‘’‚‛′",
    "~": "∼˜",
    "!": "¡",
    "?": "¿\ufffd",
    "S": "§",
    "P": "¶",
    "N": "№",
    "c": "©",
    "r": "®",
    "T": "™",
    "u": "µμ",
    "E": "€",
    "1": "¹",
    "2": "²",
    "3": "³",
}

_TABLE: Final[dict[str, str]] = {glyph: ascii_ for ascii_, glyphs in _STAND_INS.items() for glyph in glyphs}

_BOX_FIRST: Final = 0x2500
_BOX_LAST: Final = 0x257F
_SYMBOL_FIRST: Final = 0x2190
_SYMBOL_LAST: Final = 0x2BFF


def ascii_glyph(character: str) -> str:
    """Return the one-cell ASCII stand-in of ``character``, or the character itself.

    Characters of two cells (Chinese), of no cell, and letters every terminal draws in one
    cell (Arabic script, for Uyghur names) are returned unchanged.
    """
    if character.isascii() or get_character_cell_size(character) != 1:
        return character
    known = _TABLE.get(character)
    if known is not None:
        return known
    point = ord(character)
    if _BOX_FIRST <= point <= _BOX_LAST:
        return "+"
    symbol = _SYMBOL_FIRST <= point <= _SYMBOL_LAST
    if not symbol and unicodedata.east_asian_width(character) != "A":
        return character
    plain = unicodedata.normalize("NFKD", character)
    base = "".join(part for part in plain if not unicodedata.combining(part))
    if len(base) == 1 and base.isascii() and base.isprintable():
        return base
    # A numeral or ligature of several characters has no honest form in one cell.
    return "#" if plain.isalnum() and base.isascii() else "?"
