"""The exit codes scripts may rely on, and which refusal ends with which."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from models.kernel.errors import ErrorKind

if TYPE_CHECKING:
    from models.kernel.errors import DomainError


class ExitCode(IntEnum):
    """How a command ended."""

    DONE = 0
    REFUSED = 1
    """A rule of the work, a missing thing, a busy or foreign database."""
    WRONG_USE = 2
    """The command line or a value on it cannot be used."""
    SOME_REJECTED = 3
    """An import took some rows and rejected others."""
    CONFLICT = 4
    """Somebody else saved first."""
    NOT_PERMITTED = 5
    FAILED = 70
    """The program itself failed; the sentence names the number in the error log."""
    CANCELLED = 130
    """The person said no, or pressed Ctrl-C."""


_BY_KIND = {
    ErrorKind.INPUT: ExitCode.WRONG_USE,
    ErrorKind.CONFLICT: ExitCode.CONFLICT,
    ErrorKind.PERMISSION: ExitCode.NOT_PERMITTED,
}


def exit_code(error: DomainError) -> ExitCode:
    """Return the exit code of a refusal."""
    return _BY_KIND.get(error.kind, ExitCode.REFUSED)
