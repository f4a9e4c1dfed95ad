"""How the processor time of clustering grows with the number of source items.

python -m benchmarks.bench_clustering
"""

from __future__ import annotations

import sys
import time

from benchmarks.township_matters import items
from models.catalogue.clustering.finding import cluster
from models.catalogue.clustering.forms import form_of

BOUND_SECONDS = 2.0
"""What 1,500 items, an inventory before merging, may take."""
_BOUNDED = 1_500
_SIZES = (500, _BOUNDED, 5_000, 15_000)


def main() -> int:
    """Print the curve; return 1 if the bound is passed."""
    over = False
    print(f"{'items':>8} {'seconds':>8} {'us/item':>8} {'clusters':>9} {'in clusters':>12} {'edges':>9}")
    for size in _SIZES:
        made = items(size)
        form_of.cache_clear()
        start = time.process_time()
        found = cluster(made)
        seconds = time.process_time() - start
        over |= size == _BOUNDED and seconds > BOUND_SECONDS
        inside = sum(len(each.items) for each in found.clusters)
        edges = sum(len(each.edges) for each in found.clusters) + len(found.loose)
        per_item = seconds / size * 1e6
        print(f"{size:8} {seconds:8.2f} {per_item:8.0f} {len(found.clusters):9} {inside:12} {edges:9}")
    print(f"bound: {_BOUNDED} items in {BOUND_SECONDS:g} s")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
