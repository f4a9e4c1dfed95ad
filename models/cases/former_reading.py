"""What of a former system's log is shown: what it called things, and what it said besides.

Nobody knows what stands in the columns of another system. Long numbers in them, which may be
telephone or identity numbers, are shown masked; the names of reporters come in no other way than
by a column of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.views import FormerView
from models.kernel.masking import mask_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row


def former_view(row: Row[Any]) -> FormerView | None:
    """Return where a case comes from; ``None`` for one of our own."""
    if row.former_system is None:
        return None
    return FormerView(row.former_system, row.former_number, _masked(row.former_kept or {}))


def unit_named(event: Row[Any]) -> str:
    """Return the unit an entry of a log names, where it is none of ours."""
    if event.activity is None or not event.details:
        return ""
    return str(event.details.get("unit", ""))


def shown_details(event: Row[Any]) -> Mapping[str, Any]:
    """Return the facts of a step; of an entry of a log, with long numbers masked."""
    details: Mapping[str, Any] = event.details or {}
    if event.activity is None or "kept" not in details:
        return details
    return {**details, "kept": _masked(details["kept"])}


def _masked(kept: Mapping[str, str]) -> dict[str, str]:
    return {name: mask_numbers(text) for name, text in kept.items()}
