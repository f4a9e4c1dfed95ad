"""What people are told of requests to export in clear: a door of its own, for it is asked at every sign-in.

Making exports loads thirty modules; a console that only asks for news loads none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.exchange.exporting import queries
from models.exchange.exporting.rules import APPROVERS, EXPORTERS, VALID
from models.exchange.exporting.views import ExportNews

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class ExportNewsService:
    """News of requests to export in clear.

    Args:
        store: the open database.
        clock: says what is news.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def news(self, actor: Actor) -> ExportNews:
        """Return which of one's requests were answered within the last day, and which wait for one's answer.

        Nothing for people who neither export nor answer.
        """
        answers = actor.has(*APPROVERS)
        if not answers and not actor.has(*EXPORTERS):
            return ExportNews()
        with self._store.read() as session:
            since = self._clock.now() - VALID
            return queries.news(session, actor.account_id or 0, since, answers=answers)
