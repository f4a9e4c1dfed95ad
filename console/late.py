"""Services that may still be loading.

The first picture must not wait for the database layer. Screens get this stand-in; since
they call services in threads only, a call that comes too early waits there and nobody
notices.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from console.work import Failed, attempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.work import Done
    from models.api import Services


class LateServices:
    """Stands in for :class:`models.api.Services` until that is open, and passes on to it then.

    Args:
        factory: loads the database layer and opens the database; called once, in a thread.
    """

    def __init__(self, factory: Callable[[], Services]) -> None:
        self._factory = factory
        self._opened = threading.Event()
        self._outcome: Done[Services] | Failed | None = None
        self._started = False

    @property
    def is_open(self) -> bool:
        """Whether a call would go through without waiting."""
        return self._opened.is_set()

    @property
    def failed(self) -> bool:
        """Whether the opening came to nothing."""
        return self._opened.is_set() and isinstance(self._outcome, Failed)

    def open(self) -> Done[Services] | Failed:
        """Load and open now, in this thread; a second call waits for the first."""
        if self._started:
            self._opened.wait()
        else:
            self._started = True
            self._outcome = attempt(self._factory)
            self._opened.set()
        return cast("Done[Services] | Failed", self._outcome)

    async def opened(self) -> Done[Services] | Failed:
        """Load and open in a thread of its own: those of the pool may all wait for it already."""
        alone = ThreadPoolExecutor(1, "yiwang-open")
        try:
            return await asyncio.wrap_future(alone.submit(self.open))
        finally:
            alone.shutdown(wait=False)

    def close(self) -> None:
        """Give the database back, if it was opened."""
        if self._opened.is_set() and not isinstance(self._outcome, Failed):
            self.get().close()

    def get(self) -> Services:
        """Return the services, waiting for them if need be.

        Raises:
            Exception: whatever the opening raised.
        """
        self._opened.wait()
        outcome = cast("Done[Services] | Failed", self._outcome)
        if isinstance(outcome, Failed):
            raise outcome.error
        return outcome.value

    def __getattr__(self, name: str) -> Any:
        return getattr(self.get(), name)


def late(factory: Callable[[], Services]) -> tuple[LateServices, Services]:
    """Return the stand-in twice: to open it, and under the type the screens know."""
    stand_in = LateServices(factory)
    return stand_in, cast("Services", stand_in)
