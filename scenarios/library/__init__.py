"""Scenarios that come with the program, for the scenes of a township; each can be played as it is.

They are files like any other: ``yiwang drill new --template NAME`` copies one to begin from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from scenarios.refusals import NoSuchScenario

if TYPE_CHECKING:
    from scenarios.loader import Loaded

BLANK = "blank"
"""The template to begin from with nothing; it is no member of the library."""
_SUFFIX = ".yaml"


@cache
def names() -> tuple[str, ...]:
    """Return the names of the scenarios, in alphabetical order."""
    folder = files("scenarios.library")
    return tuple(
        sorted(each.name.removesuffix(_SUFFIX) for each in folder.iterdir() if each.name.endswith(_SUFFIX))
    )


def data(name: str) -> bytes:
    """Return the file of a scenario as it is.

    Raises:
        NoSuchScenario: the library has none of this name.
    """
    from difflib import get_close_matches

    if name == BLANK:
        return files("scenarios").joinpath("templates", BLANK + _SUFFIX).read_bytes()
    if name not in names():
        near = get_close_matches(name, names(), 3) or names()
        raise NoSuchScenario(name, ", ".join(near))
    return files("scenarios.library").joinpath(name + _SUFFIX).read_bytes()


@cache
def scenario(name: str) -> Loaded:
    """Return a scenario of the library.

    Raises:
        NoSuchScenario: the library has none of this name.
    """
    from scenarios.loader import parse

    return parse(name + _SUFFIX, data(name))
