"""What is seen of sets: several cases to which one thing is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.kinds import Action, CaseState
    from models.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class SetChoice:
    """An action that is possible for ``count`` of the chosen cases; ``sample_id`` is the first of them."""

    action: Action
    count: int
    sample_id: int


@dataclass(frozen=True, slots=True)
class SetLine:
    """One case of a set: what would be done to it, or was; ``refusal`` says why not.

    ``state`` is where the case would stand, or stands; ``version`` is the version it was looked at.
    """

    case_id: int
    number: str
    title: str
    version: int
    state: CaseState | None
    refusal: DomainError | None


@dataclass(frozen=True, slots=True)
class SetResult:
    """What came of a set. ``set_id`` is ``None`` where nothing was done."""

    set_id: int | None
    action: Action
    lines: tuple[SetLine, ...]

    @property
    def done(self) -> tuple[SetLine, ...]:
        """The cases it was done to."""
        return tuple(line for line in self.lines if line.refusal is None)

    @property
    def refused(self) -> tuple[SetLine, ...]:
        """The cases it was not done to."""
        return tuple(line for line in self.lines if line.refusal is not None)


@dataclass(frozen=True, slots=True)
class SetView:
    """A set somebody did: of ``asked`` cases ``done`` were done, of which ``undone`` were taken back.

    ``until`` is the moment up to which it can be taken back.
    """

    id: int
    action: Action
    at: datetime
    asked: int
    done: int
    undone: int
    until: datetime
    open: bool
    """Whether some of it can still be taken back, as far as time goes"""
