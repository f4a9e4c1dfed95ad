"""Keeping one console small: twenty of them share a township's server.

Three things are held in check. The C library gives every thread a heap of its own, which a
program of a dozen mostly sleeping threads never fills: :func:`use_one_heap`. Textual
remembers what it computed for widgets long gone, and with it those widgets: a
:class:`Tidying` lets go of it once a screen was left. And cyclic garbage, which is all a
closed screen is, waits for the collector: it is collected at the same moment, past
everything that was there when the console stood, which will never go.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.timer import Timer

_M_ARENA_MAX = -8
"""``mallopt`` of the GNU C library: how many heaps there may be"""
WORKERS = 4
"""Threads for reading and writing: one that waits for a lock, and some for whoever goes on"""
SETTLE_SECONDS = 1.0
"""From the last screen left to the tidying: nobody who goes on at once waits for it"""


def use_one_heap() -> None:
    """Have all threads share one heap, where the C library can be told; call it before there are any."""
    if sys.platform != "linux":
        return
    # Another C library than GNU's has no such function, and no such heaps.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


class Tidying:
    """Lets go of what closed screens of ``app`` leave behind, in a quiet moment.

    Args:
        app: whose screens.
        alone: whether the process is the console's own; another keeps its collector as it is.
    """

    def __init__(self, app: App[Any], *, alone: bool) -> None:
        self._app = app
        self._alone = alone
        self._timer: Timer | None = None
        self._anew = True

    def begin(self) -> None:
        """Keep few threads for the work off the event loop: each may hold a connection."""
        if self._alone:
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(WORKERS, "yiwang-work"))

    def soon(self, *, anew: bool = False) -> None:
        """Tidy up when no screen was left for a second.

        Args:
            anew: whoever sat here left, or the console has just been loaded: what remains
                then is taken for lasting, and the collector does not look at it again.
        """
        if not self._alone:
            return
        self._anew = self._anew or anew
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(SETTLE_SECONDS, self._let_go)

    def _let_go(self) -> None:
        self._timer = None
        for cache in _caches():
            cache.cache_clear()
        if self._anew:
            gc.unfreeze()
        gc.collect()
        if self._anew:
            self._anew = False
            gc.freeze()


def _caches() -> Iterator[Any]:
    """Yield the caches of Textual that hold widgets, or one entry for every place anything ever stood at."""
    from textual._styles_cache import StylesCache
    from textual.css.scalar import Scalar
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.style import Style

    yield StylesCache.get_inner_outer
    yield Strip.blank
    yield Scalar.resolve
    yield Style.__add__
    for name in ("contains_region", "__contains__", "grow", "shrink", "intersection", "union", "translate"):
        yield getattr(Region, name)
