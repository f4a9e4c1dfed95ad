"""Dispatching a filed case by the rules in force, within the transaction that filed it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.rosters.loading import working_time
from models.assignment.routing.kinds import Why
from models.assignment.routing.queries import class_chains, rules_in_force
from models.assignment.routing.rules import Filed, first_fit, moment_of
from models.assignment.routing.targets import Targets
from models.assignment.routing.views import Aim
from models.cases.columns import GRIDS, MATTER_VERSIONS
from models.cases.door import CleanEntries
from models.cases.kinds import Action
from models.cases.ledgering import stream_of
from models.cases.settings.inforce import in_force
from models.cases.sources import StoredSources
from models.cases.steps import Step
from models.cases.sweeping import MACHINE
from models.cases.writing import write_step
from models.kernel.errors import DomainError
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.tables import Case
    from models.cases.timing import Calendars


NOT_ROUTED = "case.not_routed"
"""What the ledger calls that no rule dispatched a filed case, and why."""


def dispatch_filed(session: Session, calendars: Calendars, actor: Actor, case: Case, now: datetime) -> None:
    """Dispatch a case that was filed just now, if a rule says to whom; else say in the ledger why not.

    The program does it, in a step of its own that keeps the rule and its edition; whoever filed the case can
    take it back.

    Args:
        session: the transaction that filed it.
        calendars: gives deadlines.
        actor: who filed it.
        case: its row, locked, as it stands after the filing.
        now: the moment.
    """
    aim = aim_of(session, case, now)
    told: dict[str, Any] = {"rule": aim.number, "edition": aim.edition}
    if aim.unit_id is None:
        _left(session, case, aim, now)
        return
    if aim.for_name:
        told["for"] = aim.for_name
    row = in_force(session).transition(Action.DISPATCH, case.state)
    straight = row is not None and row.straight is not None
    entries = CleanEntries.trusted(
        unit_id=aim.unit_id, post_id=aim.post_id, person_id=aim.account_id if straight else None
    )
    try:
        _step(session, calendars, actor, case, Action.DISPATCH, entries, now, told)
    except DomainError as error:
        # Nothing was written: what a step would change is worked out before.
        _left(session, case, replace(aim, why=Why.REFUSED, named=error.code), now)
        return
    if aim.account_id is not None and not straight:
        handed = CleanEntries.trusted(person_id=aim.account_id)
        _step(session, calendars, actor, case, Action.HAND_OVER, handed, now, told)


def _step(
    session: Session,
    calendars: Calendars,
    actor: Actor,
    case: Case,
    action: Action,
    entries: CleanEntries,
    now: datetime,
    told: dict[str, Any],
) -> None:
    row = in_force(session).transition(action, case.state)
    if row is not None:
        sources = StoredSources(session, calendars)
        step = Step(sources, case, row, MACHINE, entries, now, told=told, undone_by=actor.account_id)
        write_step(session, step)


def _left(session: Session, case: Case, aim: Aim, now: datetime) -> None:
    """Keep why no rule dispatched a case: it stands in the dispatchers' queue as ever."""
    facts = {"rule": aim.number, "edition": aim.edition, "why": aim.why, "named": aim.named}
    record(session, MACHINE, now, stream_of(case.number), NOT_ROUTED, None, facts)


def aim_of(session: Session, case: Any, now: datetime) -> Aim:
    """Return where the rules in force send a case at a moment.

    Args:
        session: an open session.
        case: its row: a matter's version, a grid, a division, a channel.
        now: the moment.
    """
    edition, rules = rules_in_force(session)
    if not rules:
        return Aim(None, None, Why.NO_RULES)
    place = first_fit(rules, filed_of(session, case, now, classes=any(each.class_code for each in rules)))
    if place is None:
        return Aim(edition, None, Why.NO_MATCH)
    return Targets(session, now).aim(rules[place], edition, place + 1, now)


def filed_of(session: Session, case: Any, now: datetime, *, classes: bool = True) -> Filed:
    """Return what rules look at of a case; ``classes`` says whether any asks for them."""
    run = session.connection().execute
    columns = (MATTER_VERSIONS.c.code, MATTER_VERSIONS.c.class_id, MATTER_VERSIONS.c.urgency)
    matter = run(select(*columns).where(MATTER_VERSIONS.c.id == case.matter_version_id)).first()
    path = session.connection().scalar(select(GRIDS.c.path).where(GRIDS.c.id == case.grid_id)) or ""
    chain = class_chains(session).get(matter.class_id) if classes and matter is not None else None
    return Filed(
        "" if matter is None else matter.code,
        chain or frozenset(),
        frozenset(path.split("/")),
        case.division_code,
        case.channel.value,
        0 if matter is None else matter.urgency,
        moment_of(working_time(session), now),
    )
