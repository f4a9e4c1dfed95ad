"""What the doors of assistance and of calls share: how a step of units on a case begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases import queries
from models.cases.columns import OPEN_TASK, TASKS, UNITS
from models.cases.performing import locked
from models.cases.settings.inforce import in_force
from models.cases.task_tables import CaseTask
from models.kernel.errors import Conflict
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.service import CalendarService
    from models.cases.tables import Case
    from models.cases.views import CaseView
    from models.catalogue.service import CatalogueService
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class TaskDoors:
    """A service whose steps are taken by units beside the one that has the case.

    Args:
        store: the open database.
        clock: gives every step its time.
        calendar: gives deadlines.
        catalogue: gives the matter versions that cases are pinned to.
    """

    def __init__(
        self, store: Store, clock: Clock, calendar: CalendarService, catalogue: CatalogueService
    ) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._catalogue = catalogue

    def _acted(
        self, actor: Actor, case_id: int, expected: int, write: Callable[[Session, Case], bool]
    ) -> CaseView:
        """Lock a case in sight, let ``write`` take a step on it, and return it as the person sees it.

        Args:
            actor: who acts.
            case_id: the case.
            expected: the version of the case the person looked at.
            write: takes the step in the transaction; ``False`` if somebody was quicker.

        Raises:
            NotFound: the case is out of sight.
            Conflict: somebody acted on it meanwhile; carries the present view.
            DomainError: as ``write`` raises it.
        """
        now = self._clock.now()
        with self._store.write() as session:
            queries.require_in_sight(session, actor, case_id)
            case = locked(session, case_id)
            done = case.version == expected and write(session, case)
            later = queries.facts_after_acting(session, case)
            house = in_force(session)
        found = later()
        version_id = found.row.matter_version_id
        matter = None if version_id is None else self._catalogue.version(version_id)
        view = queries.view(found, actor, now, matter, house)
        if not done:
            raise Conflict(N_("The case"), view)
        return view


def open_tasks(session: Session, case: Case) -> Sequence[CaseTask]:
    """Return the tasks of a case that are not over, in the order they were asked for."""
    statement = select(CaseTask).where(OPEN_TASK, TASKS.c.case_id == case.id).order_by(TASKS.c.id)
    return session.scalars(statement).all()


def unit_named(session: Session, unit_id: int | None) -> str:
    """Return what a unit is called; "-" where there is none."""
    return session.connection().scalar(select(UNITS.c.name).where(UNITS.c.id == unit_id)) or "-"
