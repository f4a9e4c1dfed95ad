"""Runs every ``bench_*.py`` of this folder, or those named: ``python -m benchmarks start``."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    """Run the measurements; return the exit code."""
    names = [path.stem for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    unknown = [name for name in wanted if f"bench_{name}" not in names]
    if unknown:
        sys.stderr.write(f"no such benchmark: {', '.join(unknown)}\n")
        return 2
    for name in names:
        if not wanted or name.removeprefix("bench_") in wanted:
            print(f"== {name.removeprefix('bench_')}", flush=True)
            importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
