"""Rewriting the assertions of new and changed test files once, on all cores, before the workers start.

Each worker would do it for itself, all of them for the same files at the same time: in a new
checkout that is five seconds of work for each.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from _pytest.assertion import rewrite

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FEW = 20
"""Files for which it is not worth starting a process"""


def rewrite_beforehand(config: pytest.Config, folder: Path) -> None:
    """Put what pytest keeps of the test files below ``folder`` beside those where it is missing or old."""
    if sys.dont_write_bytecode or not hasattr(os, "fork") or rewrite.assertstate_key not in config.stash:
        return
    stale = [path for path in _rewritten(folder) if rewrite._read_pyc(path, _beside(path)) is None]
    if len(stale) < FEW:
        return
    cores = os.cpu_count() or 1
    children = [_begin(config, stale[core::cores]) for core in range(cores)]
    for child in children:
        os.waitpid(child, 0)


def _rewritten(folder: Path) -> list[Path]:
    return sorted([*folder.rglob("test_*.py"), *folder.rglob("conftest.py")])


def _beside(path: Path) -> Path:
    return rewrite.get_cache_dir(path) / f"{path.stem}{rewrite.PYC_TAIL}"


def _begin(config: pytest.Config, paths: list[Path]) -> int:
    """Rewrite these files in a process of its own; return its number."""
    child = os.fork()
    if child:
        return child
    # What goes wrong here goes wrong in a worker as well, where it is reported.
    with suppress(BaseException):
        for path in paths:
            rewrite.try_makedirs(_beside(path).parent)
            source, code = rewrite._rewrite_test(path, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, source, _beside(path))
    os._exit(0)
