"""Pages of compiled libraries a console no longer needs: 7 MB of it.

A library's code is read from its file page by page as it runs, and stays with the process although much of
it runs once, while the program loads. :func:`let_go` hands these pages back. The system keeps the file in
its own memory, once for all consoles; what is needed again comes from there within a microsecond, so
nothing is read from the disk.
"""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import Path

_MAPS = Path("/proc/self/smaps")
_HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ [1-9]\d*\s+/")
"""Begins what is said of a part of a file nobody may write to"""
_OWN_PAGES = "Anonymous:"
_DONTNEED = 4
"""Advice ``MADV_DONTNEED``: on pages read from a file it loses nothing"""

Ranges = tuple[tuple[int, int], ...]
"""Where parts of files lie in memory: address and length"""


def parts_of_files() -> Ranges:
    """Return where unchanged parts of files lie that nobody may write to; none where it is not told.

    A part that the loader has changed, to fill in addresses, holds pages that stand in no file
    (``Anonymous``) and is left out: it would be lost.
    """
    if sys.platform != "linux":
        return ()
    found: list[tuple[int, int]] = []
    part: tuple[int, int] | None = None
    # Line by line: the whole of it would be held at the moment a console is largest.
    with contextlib.suppress(OSError), _MAPS.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if (head := _HEAD.match(line)) is not None:
                start, end = int(head[1], 16), int(head[2], 16)
                part = start, end - start
            elif part is not None and line.startswith(_OWN_PAGES):
                if line.split()[1] == "0":
                    found.append(part)
                part = None
            elif "-" in line.split(" ", 1)[0]:
                part = None
    return tuple(found)


def let_go(parts: Ranges) -> None:
    """Hand the pages of ``parts`` back to the system, which gives each again when it is needed."""
    if not parts:
        return
    import ctypes

    # Another C library may not know it; then the pages stay.
    with contextlib.suppress(OSError, AttributeError):
        advise = ctypes.CDLL(None).madvise
        for start, length in parts:
            advise(ctypes.c_void_p(start), ctypes.c_size_t(length), _DONTNEED)
