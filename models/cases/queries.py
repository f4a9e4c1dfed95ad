"""Reads of single cases: rows into views, personal data masked on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.accounts.views import Role
from models.cases.columns import ACCOUNTS, CASES, DIVISIONS, EVENTS, GRIDS, UNITS
from models.cases.numbers import candidates, short_number
from models.cases.rules import FAR_FUTURE, TRANSITIONS, Reach, Transition, light, within_reach
from models.cases.sight import open_to
from models.cases.views import CaseView, EventView, Offer
from models.kernel.errors import NotFound
from models.kernel.masking import mask_name, mask_phone
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.kinds import CaseState
    from models.catalogue.views import MatterView
    from models.kernel.words import Word

_OWNERS = ACCOUNTS.alias("owner")
_ACCEPTORS = ACCOUNTS.alias("acceptor")
_REPORTERS = ACCOUNTS.alias("reporter")
_NOT_SHOWN = {"search_text"}

_WRONG_ROLE = N_("This needs another role.")
_OTHER_UNIT = N_("The case is with another unit.")
_OTHER_ACCEPTOR = N_("Somebody else accepted the case.")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as it was read, before its matter is added."""

    row: Row[Any]
    timeline: tuple[EventView, ...]


def id_of_number(session: Session, actor: Actor, number: str, now: datetime) -> int:
    """Return the id of a case by its number, with or without the year.

    Raises:
        NotFound: there is none within the person's sight.
    """
    wanted = candidates(number, now)
    statement = select(CASES.c.number, CASES.c.id).where(CASES.c.number.in_(wanted), *open_to(actor))
    found = {row.number: row.id for row in session.connection().execute(statement)}
    for candidate in wanted:
        if candidate in found:
            return int(found[candidate])
    raise NotFound(N_("case"), wanted[0])


def require_in_sight(session: Session, actor: Actor, case_id: int) -> None:
    """Let the person pass if they may look at the case.

    Raises:
        NotFound: it is not there, or out of their sight.
    """
    statement = select(CASES.c.id).where(CASES.c.id == case_id, *open_to(actor))
    if session.connection().execute(statement).first() is None:
        raise NotFound(N_("case"), case_id)


def facts(session: Session, actor: Actor, case_id: int) -> CaseFacts:
    """Return what is known about one case.

    Raises:
        NotFound: it is not there, or out of the person's sight.
    """
    return _facts(session, case_id, open_to(actor))


def facts_after_acting(session: Session, case_id: int) -> CaseFacts:
    """Return what is known about a case somebody just acted on, and may no longer see."""
    return _facts(session, case_id, [])


def _facts(session: Session, case_id: int, seen: list[ColumnElement[bool]]) -> CaseFacts:
    statement: Select[Any] = (
        select(
            *(column for column in CASES.c if column.key not in _NOT_SHOWN),
            GRIDS.c.name.label("grid_name"),
            DIVISIONS.c.name.label("division_name"),
            UNITS.c.name.label("unit_name"),
            _OWNERS.c.name.label("owner_name"),
            _ACCEPTORS.c.name.label("acceptor_name"),
            _REPORTERS.c.name.label("reported_by"),
        )
        .select_from(
            CASES.join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
            .join(DIVISIONS, DIVISIONS.c.code == CASES.c.division_code)
            .outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id)
            .outerjoin(_OWNERS, _OWNERS.c.id == CASES.c.owner_id)
            .outerjoin(_ACCEPTORS, _ACCEPTORS.c.id == CASES.c.acceptor_id)
            .outerjoin(_REPORTERS, _REPORTERS.c.id == CASES.c.reporter_account_id)
        )
        .where(CASES.c.id == case_id, *seen)
    )
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotFound(N_("case"), case_id)
    return CaseFacts(row, _timeline(session, case_id))


def _timeline(session: Session, case_id: int) -> tuple[EventView, ...]:
    statement = (
        select(EVENTS, UNITS.c.name.label("unit_name"))
        .select_from(EVENTS.outerjoin(UNITS, UNITS.c.id == EVENTS.c.unit_id))
        .where(EVENTS.c.case_id == case_id)
        .order_by(EVENTS.c.seq)
    )
    return tuple(
        EventView(
            seq=row.seq,
            at=row.at,
            action=row.action,
            from_state=row.from_state,
            to_state=row.to_state,
            actor_name=row.actor_name,
            unit_name=row.unit_name or "",
            reason=row.reason,
            note=row.note,
            details=row.details or {},
        )
        for row in session.connection().execute(statement)
    )


def refusal_of(row: Transition, actor: Actor, *, unit_id: int | None, acceptor_id: int | None) -> Word | None:
    """Return in a few words why ``actor`` may not do ``row``, or ``None`` if they may."""
    if not actor.has(*row.roles):
        return _WRONG_ROLE
    if within_reach(row, actor, unit_id=unit_id, acceptor_id=acceptor_id):
        return None
    return _OTHER_UNIT if row.reach is Reach.UNIT else _OTHER_ACCEPTOR


def offers(
    actor: Actor, state: CaseState, *, unit_id: int | None, acceptor_id: int | None
) -> tuple[Offer, ...]:
    """Return what can be done to a case in ``state``, each with whether this person may."""
    rows = [row for row in TRANSITIONS if row.source is state]
    refusals = [refusal_of(row, actor, unit_id=unit_id, acceptor_id=acceptor_id) for row in rows]
    return tuple(
        Offer(
            row.action,
            refusal is None,
            refusal,
            row.required,
            row.optional,
            row.explain,
            tuple(role for role in Role if role in row.roles),
        )
        for row, refusal in zip(rows, refusals, strict=True)
    )


def view(found: CaseFacts, actor: Actor, now: datetime, matter: MatterView | None) -> CaseView:
    """Return a case as ``actor`` sees it; ``matter`` is the version it is pinned to."""
    row = found.row
    has_deadline = row.due_at < FAR_FUTURE
    conditions = matter.conditions if matter else ()
    return CaseView(
        id=row.id,
        number=row.number,
        short_number=short_number(row.number),
        version=row.version,
        state=row.state,
        open=row.open,
        light=light(
            now,
            due_at=row.due_at,
            warn_at=row.warn_at,
            running=row.clock_running,
            stopped_at=row.clock_stopped_at,
        ),
        channel=row.channel,
        title=row.title,
        body=row.body,
        place=row.place,
        grid_id=row.grid_id,
        grid_name=row.grid_name,
        division_code=row.division_code,
        division_name=row.division_name,
        reporter_name=mask_name(row.reporter_name),
        reporter_phone=mask_phone(row.reporter_phone),
        reported_by=row.reported_by or "",
        occurred_at=row.occurred_at,
        reported_at=row.reported_at,
        state_since=row.state_since,
        matter=matter,
        condition=next((each for each in conditions if each.id == row.condition_id), None),
        unit_id=row.unit_id,
        unit_name=row.unit_name or "",
        acceptor_id=row.acceptor_id,
        acceptor_name=row.acceptor_name or "",
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        due_at=row.due_at if has_deadline else None,
        warn_at=row.warn_at if has_deadline else None,
        clock_running=row.clock_running,
        clock_started_at=row.clock_started_at,
        clock_stopped_at=row.clock_stopped_at,
        provisional_years=tuple((row.receipt or {}).get("provisional_years", ())) if has_deadline else (),
        calendar_edition_id=row.calendar_edition_id,
        receipt=row.receipt,
        return_count=row.return_count,
        rework_count=row.rework_count,
        closed_at=row.closed_at,
        close_kind=row.close_kind,
        rating=row.rating,
        timeline=found.timeline,
        offers=offers(actor, row.state, unit_id=row.unit_id, acceptor_id=row.acceptor_id),
    )
