"""The door to requirements: derived when they are asked for, nothing of them is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.requirements import queries
from models.catalogue.requirements.derive import derive
from models.catalogue.requirements.refusals import NothingListed, NoTrace
from models.catalogue.requirements.rules import months_before
from models.catalogue.requirements.tracing import trace
from models.catalogue.standing import office_day
from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.requirements.views import RequirementSet, Trace
    from models.kernel.clock import Clock
    from models.kernel.store import Store

    Closed = Callable[[Session, date, date], tuple[Mapping[int, int], date | None]]
    """Tells how many cases were closed from one day to another, by the matter they were filed under,
    and the day of the earliest case that is kept"""


_ECHOED = 60
"""Characters of what was asked for that a refusal repeats"""


def _no_cases(_session: Session, _first: date, _last: date) -> tuple[Mapping[int, int], date | None]:
    return {}, None


class RequirementService:
    """Requirements of an edition. Nothing in them is personal, so everybody may read them.

    Args:
        store: the database.
        clock: by which the months that count are found.
        closed: what the room of cases knows of closed ones.
    """

    def __init__(self, store: Store, clock: Clock, closed: Closed = _no_cases) -> None:
        self._store = store
        self._clock = clock
        self._closed = closed

    def derive(self, actor: Actor, on: str = "") -> RequirementSet:
        """Return the requirements of an edition or day.

        Args:
            actor: anyone.
            on: an edition's number or name, or a day; by default the newest edition in force, and
                today's list where there is none.

        Raises:
            NoEdition: ``on`` is neither.
            NothingListed: the list has no matters.
        """
        _ = actor
        with self._store.read() as session:
            today = office_day(session, self._clock.now())
            ground = queries.ground(session, queries.meant(session, clean_line(on), today))
            if not ground.matters:
                raise NothingListed(ground.meant.day.isoformat())
            first, last = months_before(today)
            closed, since = self._closed(session, first, last)
        return derive(ground, closed, since=since, first=first, last=last)

    def trace(self, actor: Actor, text: str, on: str = "") -> Trace:
        """Return the ways from source items to requirements that lead through what ``text`` names.

        Raises:
            NoEdition, NothingListed: as :meth:`derive`.
            NoTrace: it names nothing of the list.
        """
        found = trace(self.derive(actor, on), text)
        if found is None:
            raise NoTrace(clean_line(text)[:_ECHOED])
        return found
