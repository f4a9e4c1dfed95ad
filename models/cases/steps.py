"""One step on one case, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from models.cases.rules import Action, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.accounts.views import Role
    from models.cases.clocks import ClockChanges, StageClock
    from models.cases.door import CleanEntries
    from models.cases.kinds import CaseState
    from models.cases.linked import LinkChange
    from models.cases.rules import Transition
    from models.cases.sources import Sources
    from models.cases.tables import Case


class Doer(Protocol):
    """Whoever does a step: a person as an ``Actor``, or the program; each part is described there."""

    @property
    def account_id(self) -> int | None: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def roles(self) -> frozenset[Role]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one case, allowed and complete, about to be written down."""

    sources: Sources
    case: Case
    row: Transition
    actor: Doer
    entries: CleanEntries
    now: datetime
    in_memory: list[StageClock] | None = None
    """The clocks of a case that is played in memory; else they are read"""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What its event keeps besides: by which rule the program did it"""
    undone_by: int | None = None
    """Whose account may take back what the program did; a person takes back their own"""
    target: CaseState = field(init=False)
    """Where the case will stand. Who reported what was merged into it is called back as well."""

    def __post_init__(self) -> None:
        """Find out where the case goes, once: much of what a step changes depends on it."""
        object.__setattr__(self, "target", self._target())

    @property
    def clocks(self) -> list[StageClock]:
        """The stage clocks that run, or were set aside when the case was merged."""
        return self.sources.clocks(self.case.id) if self.in_memory is None else self.in_memory

    def _target(self) -> CaseState:
        case = self.case
        target = target_of(
            self.row,
            case.channel,
            has_phone=bool(case.reporter_phone),
            stood=case.merged_from,
            named=self.entries.person_id is not None,
        )
        if self.row.action is Action.CLOSE and self.sources.joined_wait(case.id):
            return self.row.target
        return target


@dataclass(slots=True)
class Outcome:
    """The columns an action changes, and the facts its event keeps."""

    changes: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)
    link: LinkChange | None = None
    """A link to another case that comes or goes with it"""
    ending: tuple[int, ...] = ()
    """The tasks of assisting units that end with it"""
    clocks: ClockChanges | None = None
    """What becomes of its stage clocks"""
