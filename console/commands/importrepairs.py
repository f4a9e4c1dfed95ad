"""Telling what was put right in the cells of an imported table."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from console.i18n import _, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models.exchange.views import Repair


def repair_lines(repairs: Iterable[Repair]) -> Iterator[str]:
    """Yield one line for each sort of repair: how many cells, and the first of them."""
    sorts: dict[str, list[Repair]] = defaultdict(list)
    for repair in repairs:
        sorts[str(render(repair.what))].append(repair)
    for what, found in sorts.items():
        first = found[0]
        yield _(
            "Put right in %(count)s cells: %(what)s. First: row %(row)s, column %(column)s, "
            "“%(before)s” read as “%(after)s”; --json lists all.",
            count=len(found),
            what=what,
            row=first.row,
            column=first.column,
            before=first.before,
            after=first.after,
        )


def repair_document(repair: Repair) -> dict[str, Any]:
    """Return a repair as ``--json`` gives it."""
    return {
        "row": repair.row,
        "column": repair.column,
        "before": repair.before,
        "after": repair.after,
        "what": str(render(repair.what)),
    }
