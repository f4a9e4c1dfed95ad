"""A small table of every kind, as an office would write it: what templates and the manual show.

``KIND.csv`` holds two or three rows under headings people use; read in the order of the kinds they
build on each other and on the demo township. Tests import every one of them.
"""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def sample(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a kind's example, the headings first; nothing if it has none."""
    path = files(__name__) / f"{kind}.csv"
    if not path.is_file():
        return ()
    text = path.read_text(encoding="utf-8")
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))
