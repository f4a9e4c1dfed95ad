"""A person's day: the most urgent of every queue that waits for them, in one list.

What is late comes first, then what will be, what came back, what waits for the person by name,
and what is new in the pools of their roles. A case stands in the first section that has it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.cases.kinds import QueueKey
from models.cases.rules import queues_of
from models.cases.starts import STARTS, start_queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from models.accounts.views import Actor
    from models.cases.views import CaseLine

ROWS_EACH = 5
"""A section shows no more than its most urgent cases; the queue itself has them all."""

_FIRST = (
    QueueKey.OVERDUE,
    QueueKey.DUE_SOON,
    QueueKey.RETURNED,
    QueueKey.TO_DECIDE,
    QueueKey.URGED,
    QueueKey.ASSISTING,
    QueueKey.MINE,
)


def sections_of(actor: Actor) -> tuple[QueueKey, ...]:
    """Return the queues a person's day is made of, the most pressing first."""
    own = queues_of(actor)
    pools = (key for key, roles in STARTS if actor.has(*roles))
    return tuple(dict.fromkeys(key for key in (*_FIRST, *pools) if key in own))


def first_queue(actor: Actor, counters: Mapping[QueueKey, int]) -> QueueKey | None:
    """Return what to show a person first who remembers no queue: their day, if anything stands in it.

    Args:
        actor: the person.
        counters: how many cases each queue holds for them.

    Returns:
        On an empty day, the queue their roles live from; ``None`` for whoever has no queues.
    """
    if any(counters.get(key) for key in sections_of(actor)):
        return QueueKey.DAY
    return start_queue(actor, counters)


def gathered(
    actor: Actor,
    first: Callable[[QueueKey, int], Sequence[int]],
    read: Callable[[Sequence[int]], Iterable[CaseLine]],
    limit: int,
) -> tuple[CaseLine, ...]:
    """Return the lines of a person's day, each with the section it stands in.

    Args:
        actor: the person.
        first: gives the ids of the first so many cases of a queue.
        read: gives the lines of cases, in any order.
        limit: how many lines at most.
    """
    sections: dict[int, tuple[QueueKey, bool]] = {}
    for key in sections_of(actor):
        # As many more as stand above already: should all of them be here too, enough are left.
        fresh = [case_id for case_id in first(key, ROWS_EACH + len(sections)) if case_id not in sections]
        sections |= {case_id: (key, place == 0) for place, case_id in enumerate(fresh[:ROWS_EACH])}
    shown = list(sections)[:limit]
    lines = {line.id: line for line in read(shown)}
    return tuple(
        replace(lines[case_id], section=sections[case_id][0], leads=sections[case_id][1]) for case_id in shown
    )
