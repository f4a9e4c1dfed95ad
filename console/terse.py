"""Code without what is written about it: 7 MB of a console.

A fifth of its memory is code, and half of that is never run: documentation, a table that gives
line and column to every instruction, and the name of every function with all that it lies in.
:func:`load_tersely` has this dropped between the reading of a compiled module and its running,
so that it never takes a place among what stays. That takes 2 µs for each function, hence it is
done to what is loaded behind the first picture; what the picture needed is trimmed afterwards
(:func:`console.memory.forget_explanations`).

The program's own code keeps its lines: an error log without them would help nobody. In other
code a traceback names the function and the line at which it begins.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from pathlib import Path
from types import CodeType
from typing import Any

_OWN = tuple(f"{Path(__file__).parents[1] / package}/" for package in ("console", "models", "migrations"))
_IS_FUNCTION = 0x0001
"""Flag of the code of a function, as against that of a module or a class (``CO_OPTIMIZED``)"""
_HAS_DOCSTRING = 0x4000000
"""Flag of a function that begins with documentation, since Python 3.14; before, others begin with ``None``"""
_FLAGGED = sys.version_info >= (3, 14)
_UNTOLD = " "
"""Stands for documentation: SQLAlchemy insists that some functions have it"""
_LINE_ONLY = 0x80 | 13 << 3
"""Begins an entry of a line table that names no column (CPython, ``Objects/locations.md``)"""
_WORDS = 8
"""Words of code one entry can speak of"""


def trimmed(code: CodeType) -> CodeType:
    """Return ``code``, and the functions in it, without explanations; it runs as before."""
    if _is_trimmed(code):
        return code
    changes: dict[str, Any] = {}
    consts = [trimmed(each) if isinstance(each, CodeType) else each for each in code.co_consts]
    if _is_told(code):
        consts[0] = _UNTOLD
    if any(new is not old for new, old in zip(consts, code.co_consts, strict=True)):
        changes["co_consts"] = tuple(consts)
    if not code.co_filename.startswith(_OWN):
        changes["co_linetable"] = _first_line(len(code.co_code) // 2)
    if code.co_qualname != code.co_name:
        changes["co_qualname"] = code.co_name
    return code.replace(**changes) if changes else code


def _is_told(code: CodeType) -> bool:
    if not code.co_flags & _IS_FUNCTION or (_FLAGGED and not code.co_flags & _HAS_DOCSTRING):
        return False
    # What Python makes a function of by itself, such as a comprehension, begins with any constant.
    return not code.co_name.startswith("<") and bool(code.co_consts) and isinstance(code.co_consts[0], str)


def _is_trimmed(code: CodeType) -> bool:
    """Say whether code of others was trimmed; told without ``co_code``, which stays once asked for."""
    return code.co_linetable[1:2] == b"\0" and code.co_linetable[0] & ~(_WORDS - 1) == _LINE_ONLY


@cache
def _first_line(words: int) -> bytes:
    """Return a line table by which so many words of code stand on the first line; there are few lengths."""
    full, rest = divmod(words, _WORDS)
    lengths = [_WORDS] * full + [rest] * bool(rest)
    return b"".join(bytes((_LINE_ONLY | length - 1, 0)) for length in lengths)


class TerseLoader(SourceFileLoader):
    """Loads a module from its file as Python does, and trims it."""

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of a module, trimmed."""
        code = super().get_code(fullname)
        return None if code is None else trimmed(code)


_HOOK = FileFinder.path_hook(
    (ExtensionFileLoader, EXTENSION_SUFFIXES),
    (TerseLoader, SOURCE_SUFFIXES),
    (SourcelessFileLoader, BYTECODE_SUFFIXES),
)


def load_tersely() -> None:
    """Trim every module that is imported from now on; again costs nothing."""
    if _HOOK not in sys.path_hooks:
        sys.path_hooks.insert(0, _HOOK)
        sys.path_importer_cache.clear()
