"""What a deadline and its receipt cost, against what they may cost.

python -m benchmarks.bench_calendar
"""

from __future__ import annotations

import sys
import timeit
from datetime import timedelta

from models.calendar.arithmetic import parse_moment
from models.calendar.packaged import packaged_time
from models.calendar.receipt import explain
from models.calendar.rules import Counting, Mode, parse_limit
from models.calendar.wording import receipt_lines

DEADLINE_US = 50.0
RECEIPT_US = 1000.0
_ROUNDS = 5

_CASES = [
    ("4WH", Counting()),
    ("5WD", Counting()),
    ("5WD", Counting(Mode.DAYS)),
    ("60WD", Counting(Mode.DAYS)),
    ("120WD", Counting()),
    ("3650WD", Counting(provisional=True)),
    ("2UH", Counting()),
]


def main() -> int:
    """Print the figures; return 1 if one is over its bound."""
    time = packaged_time()
    begin = parse_moment("2025-01-02 08:07")
    starts = [begin + timedelta(hours=7 * number) for number in range(200)]
    over = False
    print(f"{'limit':8} {'mode':6} {'deadline us':>12} {'receipt us':>12}")
    for text, counting in _CASES:
        limit = parse_limit(text)

        def deadlines() -> None:
            for start in starts:
                time.due(start, limit, counting)  # noqa: B023 -- called within the turn

        def receipts() -> None:
            for start in starts:
                _, receipt = explain(time, start, limit, counting)  # noqa: B023 -- as above
                receipt_lines(receipt)
                receipt.to_document()

        deadline, receipt = (
            min(timeit.repeat(work, number=1, repeat=_ROUNDS)) / len(starts) * 1e6
            for work in (deadlines, receipts)
        )
        over |= deadline > DEADLINE_US or receipt > RECEIPT_US
        print(f"{text:8} {counting.mode.value:6} {deadline:12.1f} {receipt:12.1f}")
    print(f"bounds: deadline {DEADLINE_US:g} us, receipt with its lines and document {RECEIPT_US:g} us")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
