"""How long a thousand plays of a week take: a town with a thousand cases in it, open ones and new ones.

A demo township is built; more cases come than usual, so that the week has a thousand. Measured are learning
from its three months and playing the week, in CPU seconds of one process: one core, whatever else runs.

    python -m benchmarks.bench_whatif
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from console.demo_place import make
from models.api import Services
from models.assignment.whatif.building import Builder
from models.assignment.whatif.engine import Tally, play
from models.assignment.whatif.service import material_of
from models.assignment.whatif.views import Changes, Surge
from models.kernel.clock import SystemClock

RUNS, CASES = 1_000, 1_000
LIMIT_SECONDS = 10.0


def main() -> int:
    """Print the seconds; return 1 if they are more than the limit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        make(
            url,
            datetime.now(UTC),
            seed=20250101,
            cases=4_000,
            founder="bench",
            on_progress=lambda *_progress: None,
        )
        services = Services.open(url, SystemClock())
        start = time.process_time()
        with services.store.read() as session:
            material = material_of(session, datetime.now(UTC), 7)
        services.close()
    builder = Builder(material)
    usual = sum(builder.world(Changes()).coming)
    world = builder.world(Changes(surges=(Surge((CASES - len(builder.waiting)) / usual),)))
    learned = time.process_time() - start
    start, began = time.process_time(), time.perf_counter()
    tally = Tally(world)
    for number in range(RUNS):
        play(world, 1, number, tally)
    played, wall = time.process_time() - start, time.perf_counter() - began
    cases = len(world.waiting) + sum(tally.came) / RUNS
    print(f"learning and building: {learned:.2f} s")
    print(f"{RUNS} runs of a week with {cases:.0f} cases: {played:.2f} CPU s, {wall:.2f} s by the clock")
    total = learned + played
    print(f"both / limit of {LIMIT_SECONDS:g} s: {total / LIMIT_SECONDS:.2f}")
    return int(total > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
