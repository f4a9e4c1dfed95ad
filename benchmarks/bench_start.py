"""How long ``yiwang --help`` takes, against importing click alone (wanted: at most 2.5 times)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 15
HELP = [sys.executable, "-c", "import sys; from console.main import run; sys.exit(run(['--help']))"]
CLICK = [sys.executable, "-c", "import click"]


def seconds(command: list[str]) -> float:
    """Return how long the command took."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ratio(rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the medians of both, in seconds, measured in turns so that load hits both alike."""
    seconds(HELP), seconds(CLICK)
    pairs = [(seconds(HELP), seconds(CLICK)) for _round in range(rounds)]
    return statistics.median(a for a, _b in pairs), statistics.median(b for _a, b in pairs)


def main() -> None:
    """Print both times and their ratio."""
    shown, bare = ratio()
    print(f"yiwang --help {shown * 1000:.0f} ms, import click {bare * 1000:.0f} ms: {shown / bare:.2f} times")


if __name__ == "__main__":
    main()
