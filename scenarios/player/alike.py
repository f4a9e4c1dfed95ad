"""Which cases are about the same, as whoever reads them would see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import CaseState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scenarios.player.cases import Known
    from scenarios.player.player import Player


def duplicates(player: Player, matters: Sequence[str] = ()) -> Iterator[tuple[Known, Known]]:
    """Yield open cases with the earliest open one about the same, the oldest first.

    Args:
        player: whose cases.
        matters: only cases of these; of any, if there are none.
    """
    leads: dict[tuple[str, str], Known] = {}
    for known in player.state.cases.all().values():
        if not known.open or known.state is CaseState.CLOSED:
            continue
        matter = _matter(player, known)
        if not matter or (matters and matter not in matters):
            continue
        keys = (matter, known.grid), (matter, known.title)
        lead = next((leads[key] for key in keys if key in leads), None)
        if lead is not None:
            yield known, lead
        for key in keys:
            leads.setdefault(key, lead or known)


def original(player: Player, known: Known) -> Known | None:
    """Return the earliest open case about the same as one."""
    return next((lead for case, lead in duplicates(player) if case.id == known.id), None)


def _matter(player: Player, known: Known) -> str:
    return known.matter or player.sender.filed_under(known)[0]
