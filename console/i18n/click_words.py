"""Lets click speak the language of the rest.

click sends its own sentences ("Missing argument", "Usage:") through ``gettext``, whose
language the environment decides and whose catalogue is the system's. Its modules are handed
our two functions instead, so ``--lang`` counts and the texts come from ``zh_CN/click.po``.
A test compares that file with click's own messages, so an upgrade that moves one shows.
"""

from __future__ import annotations

import sys

from console.i18n import _, ngettext

_PACKAGE = "click"


def translate_click() -> None:
    """Give every loaded module of click our translation functions; calling again is harmless."""
    loaded = [name for name in list(sys.modules) if name.startswith(_PACKAGE)]
    for name in loaded:
        if name != _PACKAGE and not name.startswith(f"{_PACKAGE}."):
            continue
        module = sys.modules[name]
        for function, ours in (("_", _), ("ngettext", ngettext)):
            if hasattr(module, function):
                setattr(module, function, ours)
