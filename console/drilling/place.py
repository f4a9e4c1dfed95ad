"""The drills of the office: where they lie, which there are, who may steer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.drills.kinds import DrillState, EntryKind
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_
from scenarios.format.words import Outcome
from scenarios.sandbox import Sandboxes

if TYPE_CHECKING:
    from console.settings import Settings
    from models.accounts.views import Actor
    from models.drills.views import DrillView
    from scenarios.sandbox import World

DRILLS_FOLDER = "drills"
TRAINERS = (Role.DUTY_CHIEF, Role.LEADER, Role.EVALUATOR, Role.SYSTEM_ADMIN)
"""Who may start, steer, end and remove drills."""
_STEER = N_("steer drills")


class NoDrills(DomainError):
    """There is no drill to take."""

    kind = ErrorKind.MISSING
    code = "drill.no_drills"
    sentence = N_("There is no drill going on.")
    next_step = N_("Start one: yiwang drill start gas-leak")


class WhichDrill(DomainError):
    """Several drills go on, and none was named."""

    kind = ErrorKind.INPUT
    code = "drill.which"
    sentence = N_("Several drills go on: %(numbers)s.")
    next_step = N_("Name one by its number; “yiwang drill drills” tells them apart.")

    def __init__(self, numbers: str) -> None:
        super().__init__(numbers=numbers)


@dataclass(frozen=True, slots=True)
class DrillRow:
    """A drill of the office, as a list shows it."""

    number: int
    drill: DrillView | None
    """``None`` where this program cannot open it"""
    unreadable: DomainError | None = None
    met: int = 0
    missed: int = 0

    @property
    def going(self) -> bool:
        """Whether it has not ended."""
        return self.drill is not None and self.drill.state is not DrillState.ENDED


def sandboxes(settings: Settings) -> Sandboxes:
    """Return the drills of the office; no database is opened."""
    from functools import partial

    from migrations import runner
    from migrations.head import head_revision

    folder = settings.data_folder / DRILLS_FOLDER
    return Sandboxes(folder, head_revision(), partial(runner.upgrade, backup=False))


def require_trainer(actor: Actor) -> None:
    """Refuse whoever does not steer drills.

    Raises:
        NotPermitted: they have none of :data:`TRAINERS`.
    """
    from models.accounts.rules import require

    require(actor, TRAINERS, _STEER)


def rows(found: Sandboxes) -> list[DrillRow]:
    """Return the drills there are, the newest first."""
    return [row(found, number) for number in found.numbers()]


def row(found: Sandboxes, number: int) -> DrillRow:
    """Return one drill as a list shows it.

    Raises:
        NotFound: there is no such drill.
    """
    try:
        with found.open(number) as world:
            return _row_of(world, number)
    except DomainError as error:
        found.folder_of(number)
        return DrillRow(number, None, error)


def _row_of(world: World, number: int) -> DrillRow:
    settled = world.services.drills.entries(kinds=(EntryKind.SETTLED,))
    outcomes = [each.body["outcome"] for each in settled]
    drill = world.services.drills.drill()
    return DrillRow(number, drill, None, outcomes.count(Outcome.MET), outcomes.count(Outcome.MISSED))


def chosen(found: Sandboxes, number: int | None) -> int:
    """Return the drill meant: the one named, or the only one that goes on; of parties the first.

    Raises:
        NotFound, NoDrills, WhichDrill: there is none, or nobody can say which.
    """
    if number is not None:
        found.folder_of(number)
        return number
    going = [each for each in rows(found) if each.going]
    if not going:
        raise NoDrills
    if len(going) > 1 and len(parties(going[0], going)) < len(going):
        raise WhichDrill("、".join(str(each.number) for each in reversed(going)))
    return min(each.number for each in going)


def parties(one: DrillRow, among: list[DrillRow]) -> list[DrillRow]:
    """Return the parallel groups a drill belongs to, itself first; they play the same from the same seed."""
    drill = one.drill
    if drill is None or not drill.party:
        return [one]
    same = [
        each
        for each in among
        if each.drill is not None
        and each.number != one.number
        and each.going
        and each.drill.party
        and (each.drill.name, each.drill.seed, each.drill.starts) == (drill.name, drill.seed, drill.starts)
        and each.drill.scenario == drill.scenario
    ]
    return [one, *sorted(same, key=lambda each: each.number)]
