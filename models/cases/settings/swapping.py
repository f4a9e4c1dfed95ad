"""The two words offices use the other way round: 核实 and 核查.

Looking on the spot before a case is filed, and again after it was handled, are one's 核实 and the other's
核查. The program says 核实 for the first and 核查 for the second.
"""

from __future__ import annotations

import re

_BEFORE, _AFTER = "核实", "核查"
_EITHER = re.compile(f"{_BEFORE}|{_AFTER}")


def swapped(text: str) -> str:
    """Return ``text`` with each of the two words in the other's place."""
    if "核" not in text:
        return text
    return _EITHER.sub(lambda found: _AFTER if found[0] == _BEFORE else _BEFORE, text)
