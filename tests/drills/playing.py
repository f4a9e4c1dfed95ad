"""A small scenario and what is needed to play it in tests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.kernel.clock import ManualClock
from scenarios import timeline
from scenarios.loader import parse
from scenarios.player.colleagues import Policy
from scenarios.player.headless import open_for_players, player_of
from scenarios.sandbox import DrillSpec
from scenarios.writing import document_of
from tests.drills.conftest import STARTS

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.drills.views import EntryView
    from scenarios.player.player import Player
    from scenarios.sandbox import Sandboxes, World
    from scenarios.timeline import Timeline

SCENARIO = Path(__file__).with_name("gas.yaml")


def compiled() -> Timeline:
    """Return the plan of the small scenario."""
    from scenarios.demo.content import grids

    first, second = sorted(each.code for each in grids())[:2]
    text = SCENARIO.read_text("utf-8").replace("C0101", first).replace("C0102", second)
    return timeline.compile(parse("gas.yaml", text.encode()).scenario)


class Table:
    """One drill in a world of its own, played as far as a test wants.

    With ``whole`` the world holds the scenario, as drills that are started do.
    """

    def __init__(
        self,
        sandboxes: Sandboxes,
        template: Path,
        policy: Policy = Policy.AUTO,
        seed: int = 7,
        *,
        whole: bool = False,
    ) -> None:
        self.plan = compiled()
        self.policy, self.seed = policy, seed
        self.sandboxes = sandboxes
        document = document_of(self.plan.scenario) if whole else {"id": "gas"}
        ends = STARTS + timedelta(seconds=self.plan.end)
        spec = DrillSpec("gas", "燃气异味", document, "", seed, STARTS, ends)
        self.number = sandboxes.make(spec, template)
        self.clock = ManualClock(STARTS)
        self.world: World = sandboxes.open(self.number, self.clock)
        self.player: Player = open_for_players(self.world, self.plan, seed, self.clock, policy)

    def restart(self) -> None:
        """Let the program die, and come back."""
        self.world.close()
        self.world = self.sandboxes.open(self.number, self.clock)
        self.player = player_of(self.world, self.plan, self.seed, self.clock, self.policy)

    def entries(self) -> list[EntryView]:
        """Return the recording."""
        return self.world.services.drills.entries()

    def at_desk(self, desk: str) -> Actor:
        """Return whoever sits at a desk."""
        return self.world.services.accounts.demo_actor(self.player.cast.logins[desk][0], "test")

    def to(self, minutes: float) -> None:
        """Play on to a minute of the drill."""
        self.player.advance(int(minutes * 60))
        self.clock.set(STARTS + timedelta(minutes=minutes))
