"""The driver for this system: our own where there are POSIX terminals, else Textual's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver

if sys.platform == "win32":
    from textual.drivers.windows_driver import WindowsDriver as YiwangDriver
else:
    from console.terminal.posix import YiwangDriver

__all__ = ["YiwangDriver", "driver_class"]


def driver_class(charset: str) -> type[Driver]:
    """Return the driver class for a terminal set to ``charset``.

    The Windows console is always Unicode; there Textual's own driver is used as it is.
    """
    if sys.platform == "win32":
        return YiwangDriver
    return type("YiwangDriver", (YiwangDriver,), {"charset": charset})
