"""From a case to the one beside it in the list it was opened from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from console.widgets.line_list import LineList
    from models.cases.views import CaseLine


@runtime_checkable
class HasBeside(Protocol):
    """A screen with a list of cases."""

    def beside(self, step: int) -> str | None:
        """Move the cursor by ``step`` rows; return the number of the case there, ``None`` at an end."""
        ...


def step_beside(rows: LineList[CaseLine], step: int) -> str | None:
    """Move the cursor of a list by ``step`` rows; return the number of the case there.

    ``None`` where the list ends, or is not read that far yet; the cursor then stays.
    """
    found = rows.row_at(rows.cursor + step) if rows.cursor + step >= 0 else None
    if found is None:
        return None
    rows.move_to(rows.cursor + step)
    return found.number
