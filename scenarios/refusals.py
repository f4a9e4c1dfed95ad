"""What is refused about scenarios as a whole; single faults are :class:`scenarios.problems.Problem`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.problems import Problem


class ScenarioRefused(DomainError):
    """Base of what is refused about scenarios."""

    kind = ErrorKind.INPUT


class ScenarioFaulty(ScenarioRefused):
    """A scenario has faults; ``problems`` names each with its line."""

    code = "scenario.faulty"
    sentence = N_("The scenario %(name)s has faults: %(count)s. The first, line %(line)s: %(first)s")
    next_step = N_("“yiwang drill check” names them all, with line and hint.")

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(name=name, count=len(self.problems), line=first.line, first=first.sentence)


class ScenarioTooNew(ScenarioRefused):
    """It was written for a newer version of the program."""

    code = "scenario.too_new"
    sentence = N_("The scenario %(name)s is of format %(found)s; this program reads up to %(known)s.")
    next_step = N_("Update the program, or ask whoever wrote it for one of format %(known)s.")

    def __init__(self, name: str, found: int, known: int) -> None:
        super().__init__(name=name, found=found, known=known)


class ScenarioNoText(ScenarioRefused):
    """The file is no text: a table, a picture, a recording."""

    code = "scenario.no_text"
    sentence = N_("%(name)s is no scenario: it is no text in UTF-8 or GB18030.")
    next_step = N_("A scenario is a text file; take a table of injects over with “yiwang drill import”.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ScenarioTooLarge(ScenarioRefused):
    """No scenario is as large as this."""

    code = "scenario.too_large"
    sentence = N_("The file %(name)s is larger than a scenario may be: %(most)s MB.")
    next_step = N_("Take out what is no part of the drill; pictures stay beside it.")

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name=name, most=most)


class NoSuchScenario(DomainError):
    """The library has none of this name."""

    kind = ErrorKind.MISSING
    code = "scenario.unknown"
    sentence = N_("There is no scenario called “%(name)s” in the library.")
    next_step = N_("“yiwang drill list” names them all; perhaps it is %(near)s.")

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name=name, near=near)
