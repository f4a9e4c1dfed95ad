"""Lets click speak the language of the rest.

click sends its own sentences ("Missing argument", "Usage:") through ``gettext``, whose
language the environment decides and whose catalogue is the system's. Its modules are handed
two functions of ours instead, so ``--lang`` counts and the texts come from ``zh_CN/click.po``.
What an office calls its cases is in none of them, so it need not be known what that is.
A test compares that file with click's own messages, so an upgrade that moves one shows.
"""

from __future__ import annotations

import sys
from types import ModuleType

from console.i18n import packaged

_PACKAGE = "click"


def _said(message: str) -> str:
    return packaged().gettext(message) if message else ""


def _counted(singular: str, plural: str, n: int) -> str:
    return packaged().ngettext(singular, plural, n)


def translate_click() -> None:
    """Give every loaded module of click our translation functions; calling again is harmless."""
    package = sys.modules.get(_PACKAGE)
    if package is None:
        return
    # Modules of a package that are loaded stand in it by their names.
    for module in (package, *list(vars(package).values())):
        if not isinstance(module, ModuleType) or module.__name__.partition(".")[0] != _PACKAGE:
            continue
        for function, ours in (("_", _said), ("ngettext", _counted)):
            if function in vars(module):
                setattr(module, function, ours)
