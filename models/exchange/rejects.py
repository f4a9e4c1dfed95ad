"""The rows of a table that could not be used, given back to be corrected and imported again."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from models.exchange.writers import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.exchange.views import ImportSummary, Reason

REASON = "reason"


def write_rejects(
    summary: ImportSummary, target: IO[bytes], tell: Callable[[Reason], str], heading: str = REASON
) -> int:
    """Write the rejected rows as CSV, cells as the source has them, and why in a last column.

    Args:
        summary: of an import that was carried out, planned or refused.
        target: a binary file.
        tell: says a reason in words.
        heading: of the column of reasons.

    Returns:
        How many rows were written.
    """
    reasons: dict[int, list[str]] = {}
    for problem in summary.problems:
        where = f"{problem.column}: " if problem.column else ""
        reasons.setdefault(problem.row, []).append(where + tell(problem.reason))
    rows = ((*row.cells, "; ".join(reasons.get(row.number, ()))) for row in summary.rejects)
    return write_csv(target, (*summary.headings, heading), rows, "utf-8-sig")
