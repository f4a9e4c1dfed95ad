"""Where a review is read from: the world of a drill, or a recording, played again in a world of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scenarios import timeline
from scenarios.format.scenario import Scenario
from scenarios.player.casting import cast
from scenarios.player.office import WorldOffice
from scenarios.recording import opening
from scenarios.recording.files import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from models.api import Services
    from models.drills.views import CaseStep, DrillView, EntryView
    from models.kernel.clock import Clock
    from scenarios.sandbox import Sandboxes
    from scenarios.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Source:
    """What a review is made of, read and put aside: nothing is open any more."""

    drill: DrillView
    plan: Timeline
    """What was planned; a trainer's changes are in the entries"""
    entries: Sequence[EntryView]
    steps: Sequence[CaseStep]
    desks: Mapping[str, str]
    """The desk of each login of the world"""
    zone: ZoneInfo
    office: str
    """What the township of the world is called"""


def plan_of(drill: DrillView) -> Timeline:
    """Return the plan of a drill, as it was when it was made."""
    return timeline.compile(Scenario.model_validate(drill.scenario))


def of_services(services: Services, clock: Clock) -> Source:
    """Read what a review is made of out of an open world."""
    drills = services.drills
    drill = drills.drill()
    plan = plan_of(drill)
    office = services.organisation.office()
    return Source(
        drill=drill,
        plan=plan,
        entries=drills.entries(),
        steps=drills.steps(),
        desks=cast(plan.scenario, WorldOffice(services, clock)).desks,
        zone=ZoneInfo(office.zone),
        office=office.name,
    )


def of_drill(sandboxes: Sandboxes, number: int) -> Source:
    """Read what a review is made of.

    Raises:
        NotFound: there is no such drill.
        SchemaMismatch: it was made by another version of the program.
    """
    with sandboxes.open(number) as world:
        return of_services(world.services, world.clock)


def groups_of(sandboxes: Sandboxes, source: Source) -> list[Source]:
    """Read the other groups that played the same scenario under one trainer: of one day, each with a name.

    Raises:
        SchemaMismatch: one of them was made by another version of the program.
    """
    drill = source.drill
    if not drill.party:
        return []
    found = []
    for number in sandboxes.numbers():
        if number == drill.number:
            continue
        view = sandboxes.view(number)
        if view.party not in {"", drill.party} and (view.name, view.seed) == (drill.name, drill.seed):
            found.append(of_drill(sandboxes, number))
    return found


def of_recording(sandboxes: Sandboxes, path: Path) -> Source:
    """Play a recording again, to its end, and read what a review is made of.

    Raises:
        RecordingUnreadable, RecordingTooNew, RecordingCutOff, RecordingAltered: as
            :func:`scenarios.recording.files.load`.
        SchemaMismatch: it was recorded by a newer program.
        WorldMissing: the township it was played in is not here.
        ReplayDiffers: it gives something else here.
    """
    recording = load(path)
    replay = opening.replay(sandboxes, recording, opening.ground(sandboxes, recording))
    try:
        opening.prepare(sandboxes, replay)
        replay.to_entry(len(replay.entries))
        return of_services(replay.world.services, replay.world.clock)
    finally:
        opening.close(replay)
