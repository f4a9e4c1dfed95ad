"""Which queues a person's roles live from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import QueueKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor

_WATCHERS = frozenset({Role.DUTY_CHIEF, Role.LEADER})
_DECIDERS = frozenset({Role.DISPATCHER, Role.UNIT_LEAD}) | _WATCHERS

STARTS: tuple[tuple[QueueKey, frozenset[Role]], ...] = (
    (QueueKey.TO_ACCEPT, frozenset({Role.ACCEPTOR})),
    (QueueKey.TO_DISPATCH, frozenset({Role.DISPATCHER})),
    (QueueKey.WITH_UNITS, frozenset({Role.UNIT_LEAD, Role.HANDLER})),
    (QueueKey.TO_VERIFY, frozenset({Role.COLLECTOR})),
    (QueueKey.TO_CALL_BACK, frozenset({Role.EVALUATOR})),
    (QueueKey.OVERDUE, _WATCHERS),
    (QueueKey.DUE_SOON, _WATCHERS),
    (QueueKey.TO_DECIDE, _DECIDERS),
    (QueueKey.TO_FILE, frozenset({Role.ACCEPTOR})),
    (QueueKey.TO_VERIFY, frozenset({Role.EVALUATOR})),
)
"""The queues each role lives from. Whoever has several roles begins where a case has come least
far; whose first queue is empty, at the next of theirs that is not."""


def start_queue(actor: Actor, counters: Mapping[QueueKey, int]) -> QueueKey | None:
    """Return the queue of a person's roles that waits most, ``None`` for whoever has no queues.

    Args:
        actor: the person.
        counters: how many cases each queue holds for them.
    """
    own = [key for key, roles in STARTS if actor.has(*roles)]
    return next((key for key in own if counters.get(key)), own[0] if own else None)
