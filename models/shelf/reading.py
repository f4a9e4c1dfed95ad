"""Who can read scenarios: told from above, for no room of ``models`` knows what stands in one.

:mod:`scenarios.shelving` is told in as the reader by whoever opens the services; it is loaded when
the first scenario comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from models.kernel.errors import DomainError
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.kernel.words import Phrase


@dataclass(frozen=True, slots=True)
class Says:
    """What a scenario says of itself, or what is wrong with it; with faults the rest is empty."""

    code: str = ""
    title: str = ""
    faults: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A scenario as it was found in a file, or made of a table of injects, and what was assumed."""

    text: str
    notes: tuple[Phrase, ...] = ()


class ScenarioReader(Protocol):
    """What has to be known of scenarios."""

    def says(self, name: str, text: str) -> Says:
        """Return what a text says, called ``name`` in messages."""

    def taken(self, name: str, data: bytes, told: Mapping[str, str], sheet: str | None) -> Taken | None:
        """Return the scenario a file is or makes; ``None`` where it is a table of scenarios.

        Args:
            name: of the file.
            data: its bytes, unpacked.
            told: what was said of the import: ``code``, ``title``, ``start`` of a table of injects.
            sheet: of a workbook.
        """


class NoReader(DomainError):
    """Nobody who can read scenarios was told in."""

    code = "shelf.no_reader"
    sentence = N_("Scenarios cannot be read here.")
    next_step = N_("Use “yiwang import scenarios”.")


_modules: list[str] = []


def told_in(module: str) -> None:
    """Have ``module``, whose ``READER`` is a :class:`ScenarioReader`, read scenarios from now on."""
    _modules[:] = [module]


def reader() -> ScenarioReader:
    """Return who reads scenarios.

    Raises:
        NoReader: nobody was told in.
    """
    if not _modules:
        raise NoReader
    found: ScenarioReader = import_module(_modules[0]).READER
    return found
