"""Names of provinces, cities and counties by the codes of GB/T 2260.

A table of townships names only the townships; their counties, cities and provinces are
completed from these packaged facts. A code that is not among them keeps its digits for a
name until a table brings a better one.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def packaged_names() -> dict[str, str]:
    """Return the name of each code of two, four or six digits."""
    text = files("models.organisation").joinpath("data", "divisions_2260.csv").read_text("utf-8")
    pairs = (line.partition(",") for line in text.splitlines()[1:] if line)
    return {code: name for code, _, name in pairs}


def parent_name(code: str) -> str:
    """Return a name for a division of county level or above.

    Args:
        code: twelve digits.
    """
    digits = significant(code)
    return packaged_names().get(digits, digits)


def significant(code: str) -> str:
    """Return the digits of a twelve-digit code that say something: 2, 4, 6, 9 or 12 of them."""
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code
