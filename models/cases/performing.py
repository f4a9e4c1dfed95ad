"""One step by one person on one case, within a transaction; and whether it would be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.cases.caserows import locked_row
from models.cases.effects import outcome
from models.cases.gate import allowed_row, require_entries, require_straight
from models.cases.kinds import Action
from models.cases.settings.inforce import in_force
from models.cases.sight import require_seen
from models.cases.sources import StoredSources
from models.cases.steps import Step
from models.cases.words import ACTION_WORDS
from models.cases.writing import write_step
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.door import CleanEntries
    from models.cases.tables import Case
    from models.cases.timing import Calendars

    Filed = Callable[[Session, Calendars, Actor, Case, datetime], None]
    """What a room above does with a case that was filed just now, its row locked"""


def seen_and_locked(session: Session, actor: Actor, case_id: int) -> Case:
    """Return a case the person sees; nobody else changes it before the transaction ends.

    Raises:
        NotFound: it is not there, or out of the person's sight.
    """
    case = locked(session, case_id)
    require_seen(session, actor, case)
    return case


def locked(session: Session, case_id: int) -> Case:
    """Return a case nobody else changes before the transaction ends.

    Raises:
        NotFound: it is not there.
    """
    case = locked_row(session, case_id)
    if case is None:
        raise NotFound(N_("case"), case_id)
    return case


def perform_within(
    session: Session,
    calendars: Calendars,
    actor: Actor,
    case: Case,
    action: Action,
    entries: CleanEntries,
    now: datetime,
    filed: Filed | None = None,
) -> bool:
    """Do ``action`` to a locked case; say ``False`` if somebody changed it just now.

    ``filed`` goes on with a case that was filed, within the transaction.

    Raises:
        DomainError: as :meth:`models.cases.service.CaseService.perform` lists them.
    """
    house = in_force(session)
    row = allowed_row(session, actor, case, action, now, house)
    require_entries(row, entries, house)
    require_straight(session, actor, case, row, entries, house)
    done = write_step(session, Step(StoredSources(session, calendars), case, row, actor, entries, now))
    if done and filed is not None and action is Action.FILE:
        filed(session, calendars, actor, case, now)
    return done


def would_be(
    session: Session,
    calendars: Calendars,
    actor: Actor,
    case: Case,
    action: Action,
    entries: CleanEntries,
    now: datetime,
) -> Step:
    """Return the step :func:`perform_within` would write down, after the same refusals; nothing is written.

    Raises:
        DomainError: as :meth:`models.cases.service.CaseService.perform` lists them.
    """
    house = in_force(session)
    require(actor, house.roles_of(action), ACTION_WORDS[action])
    row = allowed_row(session, actor, case, action, now, house)
    require_entries(row, entries, house)
    require_straight(session, actor, case, row, entries, house)
    step = Step(StoredSources(session, calendars, looking=True), case, row, actor, entries, now)
    outcome(step)
    return step
