"""Database files that commands made once, written anew for every later test."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_files: dict[str, tuple[bytes, Any]] = {}
"""What the file held when it was made, and what its maker returned"""


def made_once(path: Path, name: str, make: Callable[[], T]) -> T:
    """Have ``make`` make the file at ``path`` the first time, and later put there what it made.

    Unlike :func:`tests.support.remembered.remembered` it needs no store: commands open their own.
    What they write carries the time of the first test that asked.
    """
    kept = _files.get(name)
    if kept is None:
        made = make()
        # Whoever closes a database last leaves one file, which holds everything.
        assert not path.with_name(f"{path.name}-wal").exists()
        _files[name] = path.read_bytes(), copy.deepcopy(made)
        return made
    path.write_bytes(kept[0])
    return cast("T", copy.deepcopy(kept[1]))
