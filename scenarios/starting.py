"""Making a drill ready for its players: the scenario looked through, the world made, its cases brought."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from models.drills.kinds import DrillState
from models.drills.refusals import DrillOver
from models.kernel.clock import ManualClock
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_
from scenarios import timeline
from scenarios.format.scenario import Scenario
from scenarios.player.colleagues import Policy
from scenarios.player.headless import open_for_players
from scenarios.sandbox import DrillSpec
from scenarios.writing import document_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from models.drills.views import DrillView
    from scenarios.loader import Loaded
    from scenarios.sandbox import Sandboxes
    from scenarios.timeline import Timeline


class DeskTaken(DomainError):
    """Somebody else sits at the desk."""

    kind = ErrorKind.CONFLICT
    code = "drill.desk_taken"
    sentence = N_("At the desk “%(desk)s” sits %(person)s.")
    next_step = N_("Choose another desk; if you lost the line there, join again with --as %(person)s.")

    def __init__(self, desk: str, person: str) -> None:
        super().__init__(desk=desk, person=person)


class NoSuchDesk(DomainError):
    """The scenario has no desk of this name for players."""

    kind = ErrorKind.MISSING
    code = "drill.no_desk"
    sentence = N_("There is no desk “%(desk)s” in this drill.")
    next_step = N_("Its desks are: %(desks)s.")

    def __init__(self, desk: str, desks: Sequence[str]) -> None:
        super().__init__(desk=desk, desks="、".join(desks))


def start(
    sandboxes: Sandboxes, loaded: Loaded, template: Path, zone: ZoneInfo, seed: int, party: str = ""
) -> int:
    """Make a drill and bring it to the moment players sit down; return its number.

    Args:
        sandboxes: where it comes to lie.
        loaded: the scenario, without faults.
        template: the township its world is copied from.
        zone: that township's; the start of a scenario is by its clock.
        seed: of everything that is drawn.
        party: which of several groups.

    Raises:
        OSError: the folder cannot be written.
    """
    scenario, plan = loaded.scenario, timeline.compile(loaded.scenario)
    starts = plan.start.replace(tzinfo=zone).astimezone(UTC)
    document = document_of(scenario)
    from scenarios.writing import to_yaml

    spec = DrillSpec(
        scenario.id,
        scenario.title.zh,
        document,
        to_yaml(document),
        seed,
        starts,
        starts + timedelta(seconds=plan.end),
        party,
    )
    number = sandboxes.make(spec, template)
    clock = ManualClock(starts)
    try:
        with sandboxes.open(number, clock) as world:
            open_for_players(world, plan, seed, clock, Policy.EMPTY)
    except BaseException:
        # Without its cases it is no drill: nobody shall find half of one.
        sandboxes.remove(number)
        raise
    return number


def plan_of(drill: DrillView) -> Timeline:
    """Return what a drill plays, as it was when it was made."""
    return timeline.compile(Scenario.model_validate(drill.scenario))


def require_going(drill: DrillView) -> None:
    """Refuse a drill that has ended.

    Raises:
        DrillOver: it has.
    """
    if drill.state is DrillState.ENDED:
        raise DrillOver(drill.number)
