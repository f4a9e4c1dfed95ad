"""How often advice on filing is right, measured on cases held back.

A demo township is built; its filed cases are parted in time: the first four fifths are what the past
knows, the last fifth is asked about. A case counts as right where the matter it was filed under is
the first named, or among the first five. Printed are the words of the catalogue alone, past filings
alone, and both together as the product asks them; and what one answer costs.

    python -m benchmarks.bench_advice
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.demo_place import make
from models.api import Services
from models.cases.advising import combined, filings
from models.cases.precedents import Precedents
from models.catalogue.likeness import LikenessIndex
from models.catalogue.queries import suggestable
from models.kernel.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.cases.precedents import Filing

CASES = 4_000
LIMIT_MS = 20.0
"""What one answer may cost: it is asked while somebody types"""
_CANDIDATES = 8
_FIRST = 5


def main() -> int:
    """Print the table; return 1 if an answer costs more than the limit."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'demo.db'}"
        make(
            url,
            datetime.now(UTC),
            seed=20250101,
            cases=CASES,
            founder="bench",
            on_progress=lambda *_progress: None,
        )
        services = Services.open(url, SystemClock())
        with services.store.read() as session:
            known = list(filings(session))
            words = LikenessIndex(suggestable(session, datetime.now(UTC).date()))
        services.close()
    border = len(known) * 4 // 5
    past = Precedents(known[:border])
    asked = known[border:]

    def by_words(text: str) -> list[int]:
        return [each.matter_id for each in words.like(text, _CANDIDATES)]

    def by_past(text: str) -> list[int]:
        return [each.matter_id for each in past.like(text, _CANDIDATES)]

    def by_both(text: str) -> list[int]:
        one = {each.matter_id: each.score for each in words.like(text, _CANDIDATES)}
        other = {each.matter_id: each.share for each in past.like(text, _CANDIDATES)}
        scored = {key: combined(one.get(key, 0.0), other.get(key, 0.0), past.total) for key in one | other}
        return sorted(scored, key=lambda key: (-scored[key], key))

    print(f"{border} filings known, {len(asked)} asked about")
    print(f"{'':24} {'first':>7} {'of five':>8} {'ms':>6}")
    cost = 0.0
    for name, ask in (("words of the catalogue", by_words), ("past filings", by_past), ("both", by_both)):
        first, of_five, cost = _measured(ask, asked)
        print(f"{name:24} {first:7.1%} {of_five:8.1%} {cost:6.2f}")
    print(f"an answer / limit of {LIMIT_MS:g} ms: {cost / LIMIT_MS:.2f}")
    return int(cost > LIMIT_MS)


def _measured(ask: Callable[[str], list[int]], asked: Sequence[Filing]) -> tuple[float, float, float]:
    first = of_five = 0
    start = time.perf_counter()
    for filing in asked:
        found = ask(filing.text)[:_FIRST]
        first += found[:1] == [filing.matter_id]
        of_five += filing.matter_id in found
    took = time.perf_counter() - start
    return first / len(asked), of_five / len(asked), took / len(asked) * 1000


if __name__ == "__main__":
    sys.exit(main())
