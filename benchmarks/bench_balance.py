"""How good and how fast the distribution of cases is: 50 random instances of 200 cases and 20 people.

Each is solved by the program and by scipy's ``linear_sum_assignment`` (a development dependency). Printed
are the largest gap to scipy's optimum, in cases not given and in cost, and the CPU time an instance takes,
costs and all. Other programs on the machine do not count in it.

    python -m benchmarks.bench_balance
"""

from __future__ import annotations

import sys
import time

from models.assignment.balancing.costs import costs
from models.assignment.balancing.solving import cheapest
from tests.assignment.instances import optimum, price, random_problem

INSTANCES = 50
LIMIT_SECONDS, LIMIT_GAP = 0.5, 0.02


def main() -> int:
    """Print quality and time; return 1 if either misses its limit."""
    gap, more_left, times = 0.0, 0, []
    for seed in range(INSTANCES):
        problem = random_problem(seed)
        start = time.process_time()
        table = costs(problem)
        chosen = cheapest(table.rows)
        times.append(time.process_time() - start)
        left, cost = price(table, chosen)
        best_left, best = optimum(table)
        more_left = max(more_left, left - best_left)
        gap = max(gap, cost / best - 1)
    print(f"{INSTANCES} instances of 200 cases and 20 people")
    print(f"cases left more than by the optimum, at most: {more_left}")
    print(f"cost above the optimum, at most: {gap:.4%} (limit {LIMIT_GAP:.0%})")
    print(f"CPU seconds: mean {sum(times) / len(times):.3f}, longest {max(times):.3f}")
    print(f"longest / limit of {LIMIT_SECONDS:g} s: {max(times) / LIMIT_SECONDS:.2f}")
    return int(max(times) > LIMIT_SECONDS or gap > LIMIT_GAP or more_left > 0)


if __name__ == "__main__":
    sys.exit(main())
