"""Makes ``models/kernel/data/initials.txt`` from pypinyin's dictionary.

    python -m tests.support.make_initials

The program itself reads only the table: the dictionary takes 55 MB of memory and a sixth of
a second to load, which is more than a whole console.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[2] / "models" / "kernel" / "data" / "initials.txt"
UNKNOWN = "-"
_WIDEST_GAP = 64
"""Characters without a reading that a run may hold before a new one begins."""


@cache
def _pypinyin() -> Any:
    """Load the dictionary only when it is asked: whoever only collects the tests does not."""
    import pypinyin

    return pypinyin


def initial_of(character: str) -> str:
    """Return the first letter of the character's usual reading, or ``UNKNOWN``."""
    readings = _pypinyin().pinyin(character, style=_pypinyin().Style.FIRST_LETTER, errors="ignore")
    letter: str = readings[0][0][0].lower() if readings and readings[0][0] else ""
    return letter if "a" <= letter <= "z" else UNKNOWN


def table() -> str:
    """Return the table: per run of characters the first code point, and a letter for each."""
    lines: list[str] = []
    first = last = -_WIDEST_GAP * 2
    run = ""
    for point in sorted(_pypinyin().constants.PINYIN_DICT):
        letter = initial_of(chr(point))
        if letter == UNKNOWN:
            continue
        if point - last > _WIDEST_GAP:
            if run:
                lines.append(f"{first:x} {run}")
            first, run = point, letter
        else:
            run += UNKNOWN * (point - last - 1) + letter
        last = point
    lines.append(f"{first:x} {run}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(), encoding="ascii")
