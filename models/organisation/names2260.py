"""Names of provinces, cities and counties by the codes of GB/T 2260.

A table of townships names only the townships; their counties, cities and provinces are
completed from these packaged facts. A code that is not among them keeps its digits for a
name until a table brings a better one.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from models.organisation.rules import area_prefix


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
    digits = area_prefix(code)
    return packaged_names().get(digits, digits)
