"""The manual inside the program: one plain text per screen and language.

A page is a UTF-8 text. A line that begins with ``= `` is a heading, one with ``- `` an item;
an empty line separates paragraphs; ``{1}`` stands for how many minutes a step can be taken back, ``{2}``
for how often a case is extended at most, ``{3}`` for the share of a limit at which a light turns yellow;
``@lights`` alone on a line stands for what
:mod:`console.help.generated` makes of that name; everything else is running text. Nothing
else is interpreted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.house import current_house
from console.i18n import DEFAULT_LANGUAGE, current_language, said

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parent
_SUFFIX = ".txt"
_HEADING = "= "
_ITEM = "- "
_GENERATED = "@"


def pages(language: str) -> list[str]:
    """Return the names of the pages there are in ``language``."""
    return sorted(path.stem for path in (_HERE / language).glob(f"*{_SUFFIX}"))


def page(name: str) -> str:
    """Return the text of a page in the current language.

    The default language stands in where a page was not translated; ``""`` where there is none.
    """
    for language in (current_language(), DEFAULT_LANGUAGE):
        path = _HERE / language / f"{name}{_SUFFIX}"
        if path.is_file():
            return _filled(said(path.read_text(encoding="utf-8")))
    return ""


def _filled(text: str) -> str:
    """Return a page with the office's numbers in it."""
    if "{" not in text:
        return text
    house = current_house()
    numbers = (house.undo_minutes, house.caps.extensions, house.warn_left)
    for place, number in enumerate(numbers, start=1):
        text = text.replace(f"{{{place}}}", str(number))
    return text


def heading(name: str) -> str:
    """Return the heading of a page, or its name where nobody wrote one."""
    first = page(name).partition("\n")[0]
    return first.removeprefix(_HEADING).strip() if first.startswith(_HEADING) else name


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a page, each with the style it is drawn in.

    Lines that follow one another belong to one paragraph; between Chinese characters a line
    break leaves no space.
    """
    running = ""
    for raw in [*text.splitlines(), ""]:
        line = raw.strip()
        starts_anew = not line or line.startswith((_HEADING, _ITEM, _GENERATED))
        if starts_anew and running:
            yield running, ""
            running = ""
        if not line:
            yield "", ""
        elif line.startswith(_HEADING):
            yield line.removeprefix(_HEADING), "bold underline"
        elif line.startswith(_GENERATED):
            # Loaded on use: it knows the rules of the work.
            from console.help.generated import generated

            yield from generated(line.removeprefix(_GENERATED))
        else:
            running = _joined(running, line)


def _joined(running: str, line: str) -> str:
    if not running:
        return line
    space = " " if running[-1].isascii() or line[0].isascii() else ""
    return f"{running}{space}{line}"
