"""Playing a drill without anybody watching: for tests, for statistics, and to open a drill for players."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from models.drills.notebook import Notebook
from scenarios.format.words import Outcome
from scenarios.player.caseload import Caseload
from scenarios.player.colleagues import Policy
from scenarios.player.office import WorldOffice
from scenarios.player.player import Player

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.kernel.clock import Clock, ManualClock
    from scenarios.history.ghost import Ghost
    from scenarios.player.competence import Skills
    from scenarios.player.parties import Recorder
    from scenarios.sandbox import World
    from scenarios.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Summary:
    """How a drill went, in numbers."""

    arrivals: int
    """Cases taken in within the drill"""
    closed: int
    late: int
    """Cases that ran, or were ended, over their deadline"""
    open: int
    sent: int
    """Injects sent, each as often as it came"""
    acts: int
    """What was done to cases within the drill, by whomever"""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    """How it stands with each expectation"""
    points: float = 0.0
    total: float = 0.0

    @property
    def document(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def player_of(
    world: World,
    timeline: Timeline,
    seed: int,
    clock: Clock,
    policy: Policy,
    recorder: Recorder | None = None,
    ghost: Ghost | None = None,
    skills: Skills | None = None,
) -> Player:
    """Return a player over a world that stands where the world's recording ends.

    Args:
        world: of the drill.
        timeline: what is played.
        seed: the drill's.
        clock: the world's own; one moved by hand plays headless.
        policy: who works desks nobody sits at.
        recorder: writes the recording; by itself the world's own, at once.
        ghost: decisions of the real office.
        skills: of simulated colleagues; by themselves as the scenario says, else the best.
    """
    office = WorldOffice(world.services, clock)
    zone = ZoneInfo(world.services.organisation.office().zone)
    player = Player(timeline, seed, office, recorder or world.services.drills, zone, policy, ghost, skills)
    player.resume(world.services.drills.entries())
    return player


def open_for_players(
    world: World,
    timeline: Timeline,
    seed: int,
    clock: ManualClock,
    policy: Policy,
    recorder: Recorder | None = None,
    ghost: Ghost | None = None,
    skills: Skills | None = None,
) -> Player:
    """Bring a new world to the moment players sit down: its cases, and what was sent before the start."""
    player = player_of(world, timeline, seed, clock, policy, recorder, ghost, skills)
    Caseload(player).bring()
    player.advance(-1)
    clock.set(player.start)
    return player


def summary(player: Player) -> Summary:
    """Return how a drill stands, in numbers."""
    state = player.state
    cases = [each for each in state.cases.all().values() if each.reported >= 0]
    settled = {name: str(found.outcome) for name, found in state.settled.items()}
    weights = {each.id: each.weight for each in player.timeline.scenario.expectations}
    counted = {name: found for name, found in state.settled.items() if found.outcome is not Outcome.VOID}
    return Summary(
        arrivals=len(cases),
        closed=sum(not each.open for each in cases) + sum(each.state == "closed" for each in cases),
        late=sum(each.late(state.now) for each in cases),
        open=sum(each.open and each.state != "closed" for each in cases),
        sent=sum(map(len, state.done.values())),
        acts=state.records.count,
        outcomes=settled,
        points=sum(weights[name] * found.share for name, found in counted.items()),
        total=sum(weights[name] for name in counted),
    )


def run(
    world: World, timeline: Timeline, seed: int, clock: ManualClock, policy: Policy = Policy.AUTO
) -> Summary:
    """Play a drill to its end."""
    notebook = Notebook(world.services.store)
    player = open_for_players(world, timeline, seed, clock, policy, notebook)
    player.advance(timeline.end)
    notebook.flush()
    return summary(player)
