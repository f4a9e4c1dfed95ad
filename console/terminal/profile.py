"""What is known about the terminal in front of a clerk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CHARSETS: Final = ("utf-8", "gb18030", "gbk")
"""Character sets a terminal may be set to. ``gbk`` is for terminals that cannot show the
four-byte characters of GB18030; what it lacks is shown as ``?``."""

_ALIASES: Final = {"utf8": "utf-8", "gb2312": "gbk", "cp936": "gbk", "gb18030-2000": "gb18030"}


class UnknownCharsetError(ValueError):
    """The named character set is none a terminal here may use."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"unknown terminal character set {name!r}; choose one of {', '.join(CHARSETS)}")


def charset_named(name: str) -> str:
    """Return the canonical name of a terminal character set.

    Case and the usual aliases (``UTF8``, ``GB2312``, ``cp936``) are accepted.

    Raises:
        UnknownCharsetError: the name is none of :data:`CHARSETS` or their aliases.
    """
    wanted = name.strip().lower().replace("_", "-")
    wanted = _ALIASES.get(wanted, wanted)
    if wanted not in CHARSETS:
        raise UnknownCharsetError(name)
    return wanted


@dataclass(frozen=True, slots=True)
class TerminalProfile:
    """The properties of a terminal that change what is sent to it."""

    charset: str = "utf-8"
    """Character set the terminal is set to, one of :data:`CHARSETS`."""
    monochrome: bool = False
    """Send no colour code at all; states show by marks, reverse and bold."""
    light: bool = False
    """The terminal has a light background."""
    ascii_borders: bool = False
    """Replace every glyph whose width terminals disagree about by an ASCII one of one cell."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "charset", charset_named(self.charset))
