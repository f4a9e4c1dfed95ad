"""Cleaning of text from outside, and the forms it is searched by.

Text is hostile until cleaned: control characters, escape sequences and bidirectional
overrides are removed on the way in. What a person wrote is otherwise kept byte for byte;
folding happens only in the separate search columns.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI … final byte
    r"|\x1b[\]PX^_].*?(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC with their terminator
    r"|\x1b[@-_]",
    re.DOTALL,
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")


def clean_line(text: str) -> str:
    """Return ``text`` as one line without anything a terminal would obey.

    Newlines and tabs become one space; runs of spaces (also full-width) become one;
    the ends are trimmed.
    """
    if text.isprintable() and "  " not in text:
        # Nothing to remove: of all spaces only the plain one can be printed.
        return text.strip()
    return _SPACES.sub(" ", clean_block(text).replace("\n", " ").replace("\t", " ")).strip()


def clean_block(text: str) -> str:
    """Return ``text`` with its line breaks kept and everything a terminal would obey removed."""
    if text.isprintable():
        return text.strip()
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _FORBIDDEN.sub("", _ESCAPES.sub("", unified)).strip()


def fold(text: str) -> str:
    """Return the form in which names are compared: NFKC, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits and letters as plain ones (NFKC), spaces trimmed.

    For codes, numbers, phones and amounts typed with an input method on.
    """
    return unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=1)
def _initial_table() -> tuple[list[int], list[str]]:
    """Return the first code point of each run of characters, and the letters of each run.

    A table made from a pinyin dictionary (tests/support/make_initials.py); the dictionary
    itself would take more memory than the whole console.
    """
    rows = Path(__file__).with_name("data").joinpath("initials.txt").read_text(encoding="ascii").split("\n")
    runs = [row.split(" ") for row in rows if row]
    return [int(first, 16) for first, _letters in runs], [letters for _first, letters in runs]


@lru_cache(maxsize=4096)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    firsts, runs = _initial_table()
    place = bisect_right(firsts, ord(character)) - 1
    offset = ord(character) - firsts[place]
    letter = runs[place][offset] if place >= 0 and offset < len(runs[place]) else "-"
    return "" if letter == "-" else letter


def initials(text: str) -> str:
    """Return the pinyin initials of ``text`` (消防通道 → ``xftd``), Latin letters and digits kept."""
    return "".join(_initial(character) for character in unicodedata.normalize("NFKC", text))


def bigrams(text: str) -> set[str]:
    """Return the character pairs of the folded text, the unit of Chinese likeness and search.

    A text of one character gives that character alone; punctuation separates.
    """
    grams: set[str] = set()
    for run in re.findall(r"\w+", fold(text)):
        if len(run) == 1:
            grams.add(run)
        grams.update(run[i : i + 2] for i in range(len(run) - 1))
    return grams
