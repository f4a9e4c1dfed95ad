"""Finding cases by words: what is searched.

Personal data of the reporter is left out on purpose: a filter must not answer the question
whose phone number it is.
"""

from __future__ import annotations

from models.kernel.text import fold, initials

LENGTH = 1000
_BODY_PART = 400


def search_text(
    *, number: str, title: str, body: str, place: str, grid_name: str, matter_name: str = ""
) -> str:
    """Return what filters look through: folded text, then the pinyin initials of the names.

    The parts are separated by spaces, which no folded word contains, so that a word never
    matches across two parts.
    """
    names = [title, place, grid_name, matter_name]
    parts = [
        fold(number),
        *map(fold, names),
        *(initials(fold(name)) for name in names),
        fold(body)[:_BODY_PART],
    ]
    return " ".join(filter(None, parts))[:LENGTH]


def refolded(text: str, number: str) -> str:
    """Return a text of :func:`search_text` with the number folded like all else.

    Numbers of other systems have capitals and spaces, and once stood there as they are.
    """
    return fold(number) + text[len(number) :] if text.startswith(number) else text
