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
    from collections.abc import Callable, Mapping, Sequence

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
    actor: Actor, read: Callable[[QueueKey, int], Sequence[CaseLine]], limit: int
) -> tuple[CaseLine, ...]:
    """Return the lines of a person's day, each with the section it stands in.

    Args:
        actor: the person.
        read: gives the first so many lines of a queue.
        limit: how many lines at most.
    """
    lines: dict[int, CaseLine] = {}
    for key in sections_of(actor):
        # As many more as are shown above already: should all of them be here too, enough are left.
        fresh = [line for line in read(key, ROWS_EACH + len(lines)) if line.id not in lines]
        for place, line in enumerate(fresh[:ROWS_EACH]):
            lines[line.id] = replace(line, section=key, leads=place == 0)
    return tuple(lines.values())[:limit]
