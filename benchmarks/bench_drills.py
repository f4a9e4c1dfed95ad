"""How quick drills are: made and opened, played with nobody watching, played back, gone to any moment of.

The typhoon day, two hours of a whole office with 400 cases, is played by simulated colleagues; its recording
is prepared and gone to many moments. Pure playback is a scenario of arrivals and messages alone, over an
office that only counts. CPU seconds of one process: one core, whatever else runs.

    python -m benchmarks.bench_drills
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from migrations import runner
from migrations.head import head_revision
from models.kernel.clock import ManualClock
from scenarios import library, timeline
from scenarios.format.scenario import Scenario
from scenarios.player.colleagues import Policy
from scenarios.player.headless import open_for_players
from scenarios.player.player import Player
from scenarios.recording.opening import prepare, replay
from scenarios.runs.once import Play, run
from scenarios.sandbox import Sandboxes

if TYPE_CHECKING:
    from collections.abc import Sequence

ZONE = ZoneInfo("Asia/Shanghai")
MADE, STARTED, TYPHOON, ACTS, EVENTS, SEEK = 1.0, 2.0, 5.0, 300, 50_000, 0.5
_BURST, _TIMES = 5_000, 12
_SEEKS = 60


class _Nobody:
    """An office in which nothing can be done, and a recorder that counts."""

    matters: Sequence[str] = ()
    grids: Sequence[str] = ()

    def __init__(self) -> None:
        self._numbers = count(1)

    def append(self, *_told: Any) -> int:
        return next(self._numbers)

    def steps(self, _after: int) -> Sequence[Any]:
        return ()

    def desk(self, *_asked: Any) -> str:
        return ""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_asked: None


def main() -> int:
    """Print the figures; return 1 if one misses its limit."""
    with tempfile.TemporaryDirectory() as folder:
        place = Sandboxes(Path(folder), head_revision(), partial(runner.upgrade, backup=False))
        found = [*_drill(place), _playback()]
    missed = 0
    for name, figure, limit, most in found:
        good = figure <= limit if most else figure >= limit
        missed += not good
        print(
            f"{name:44}{figure:12,.2f}  {'at most' if most else 'at least'} {limit:,g}"
            f"{'' if good else '  MISSED'}"
        )
    return int(bool(missed))


def _drill(place: Sandboxes) -> list[tuple[str, float, float, bool]]:
    template, scenario = place.demo_template(), library.scenario("typhoon").scenario
    play, plan = Play(scenario, template, ZONE, Policy.AUTO), timeline.compile(scenario)
    run(place, Play(library.scenario("gas-leak").scenario, template, ZONE, Policy.AUTO), 1)

    began = time.process_time()
    number = place.make(play.spec(7), template)
    made = time.process_time() - began
    clock = ManualClock(play.spec(7).starts)
    with place.open(number, clock) as world:
        open_for_players(world, plan, 7, clock, Policy.EMPTY)
    started = time.process_time() - began

    began = time.process_time()
    played = run(place, play, 7, keep=True)
    whole = time.process_time() - began
    with place.open(played["number"]) as world:
        steps = len(world.services.drills.steps())

    recording = place.recording(played["number"])
    looked = replay(place, recording, template)
    prepare(place, looked)
    dice, slowest = random.Random(7), 0.0
    span = (recording.ends - recording.new.starts).total_seconds()
    for _ in range(_SEEKS):
        began = time.process_time()
        looked.to(recording.new.starts + timedelta(seconds=dice.random() * span))
        slowest = max(slowest, time.process_time() - began)
    looked.world.close()
    return [
        ("world made, s", made, MADE, True),
        ("drill started with its 100 cases, s", started, STARTED, True),
        (f"typhoon, {played['arrivals'] + 100} cases, {steps} steps, s", whole, TYPHOON, True),
        ("full case actions a second", steps / whole, ACTS, False),
        (f"slowest of {_SEEKS} seeks in two hours, s", slowest, SEEK, True),
    ]


def _playback() -> tuple[str, float, float, bool]:
    """Return how many events a second are played where nothing is done to cases."""
    message = {"type": "message"}
    burst = [
        {
            "id": f"m{number}",
            "when": {"burst": {"at": "T+0", "count": _BURST, "within": "2h"}},
            "to": ["a"],
            "text": "x",
            "do": message,
        }
        for number in range(_TIMES)
    ]
    scenario = Scenario.model_validate(
        {
            "format": 1,
            "id": "playback",
            "title": {"zh": "x", "en": "x"},
            "summary": "x",
            "kind": {"content": "full", "form": "tabletop", "purpose": "test"},
            "duration": "2h",
            "objectives": [{"id": "O", "text": "x"}],
            "outline": "x",
            "world": {"start": "2026-03-02 09:00"},
            "roles": [{"id": "a", "title": "x", "role": "acceptor"}],
            "timeline": burst,
        }
    )
    plan, office = timeline.compile(scenario), _Nobody()
    player = Player(plan, 7, office, office, ZONE, Policy.NONE)
    began = time.process_time()
    events = len(player.advance(plan.end))
    return "events a second in pure playback", events / (time.process_time() - began), EVENTS, False


if __name__ == "__main__":
    print(datetime.now(UTC).isoformat(timespec="minutes"))
    sys.exit(main())
