"""Writing requests down: the request, its timeline and the ledger, in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, func, select

from models.catalogue.boundary.entering import enter, leave
from models.catalogue.boundary.kinds import Action, Effect, Entry, RequestKind, RequestState
from models.catalogue.boundary.queries import OPINIONS, REQUESTS, STEPS
from models.catalogue.boundary.refusals import DayTooEarly, DayTooLate
from models.catalogue.boundary.tables import AdmissionRequest
from models.catalogue.boundary.views import RequestFacts
from models.catalogue.boundary.words import ENTRY_WORDS
from models.catalogue.standing import references
from models.kernel.bulk import insert_rows
from models.kernel.documents import plain
from models.kernel.errors import NotFound
from models.kernel.ready import Ready
from models.kernel.tables import guarded_update
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.boundary.queries import Found
    from models.catalogue.boundary.rules import Transition
    from models.catalogue.boundary.views import StepEntries

_COLUMNS = {"limit": "limit_text"}
_LATEST = Ready(select(func.max(STEPS.c.seq)).where(STEPS.c.request_id == bindparam("key")))
_HELD = Ready(select(REQUESTS).where(REQUESTS.c.id == bindparam("key")).with_for_update())
_REFERENCES = {"duty_item": "duty_item_id", "lead_unit": "lead_unit_id"}


def stream_of(key: int) -> str:
    """Return the ledger stream of a request."""
    return f"admission:{key}"


@dataclass(frozen=True, slots=True)
class Moment:
    """Who acts, when, and what day it is at the office."""

    session: Session
    actor: Actor
    now: datetime
    day: date


class _Held(SimpleNamespace):
    """A row of the table of requests, as :func:`models.kernel.tables.guarded_update` takes it."""

    __table__ = REQUESTS


def held(session: Session, key: int) -> AdmissionRequest:
    """Return the columns of a request that nobody else changes before this transaction is over.

    Raises:
        NotFound: there is none of this number.
    """
    row = _HELD.columns(session, key=key)
    if row is None:
        raise NotFound(N_("admission request"), key)
    return cast("AdmissionRequest", _Held(**row))


def columns_of(session: Session, facts: RequestFacts) -> dict[str, Any]:
    """Return the columns that hold the facts of a request.

    Raises:
        NotFound: the duty item or unit named does not exist.
    """
    refs = references(session)
    values: dict[str, Any] = {}
    for name in RequestFacts.__dataclass_fields__:
        value = getattr(facts, name)
        if name in _REFERENCES:
            known = refs.duties if name == "duty_item" else refs.units
            if value and value not in known:
                raise NotFound(N_("duty item") if name == "duty_item" else N_("unit"), value)
            values[_REFERENCES[name]] = known[value] if value else None
        else:
            values[_COLUMNS.get(name, name)] = value
    return values


def write_opening(moment: Moment, facts: RequestFacts) -> int:
    """Write a new request down; return its number."""
    session, actor = moment.session, moment.actor
    row = AdmissionRequest(
        **columns_of(session, facts),
        state=RequestState.DRAFT,
        opened_at=moment.now,
        opened_by_id=actor.account_id,
        opened_by=actor.name,
        state_since=moment.now,
    )
    session.add(row)
    session.flush()
    key = row.id or 0
    write_step(moment, key, Action.OPEN, None, RequestState.DRAFT, "", None)
    record(session, actor, moment.now, stream_of(key), "admission.open", None, said(facts))
    return key


def said(facts: RequestFacts) -> dict[str, Any]:
    """Return what a request says as the ledger keeps it: what is filled in."""
    values = {name: getattr(facts, name) for name in RequestFacts.__dataclass_fields__}
    kept: dict[str, Any] = plain({name: value for name, value in values.items() if value})
    return kept


def write_step(
    moment: Moment,
    key: int,
    action: Action,
    source: RequestState | None,
    target: RequestState,
    text: str,
    details: dict[str, Any] | None,
) -> None:
    """Write a step into the timeline of a request."""
    session, actor = moment.session, moment.actor
    values = {
        "request_id": key,
        "seq": (_LATEST.value(session, key=key) or 0) + 1,
        "at": moment.now,
        "action": action,
        "from_state": source,
        "to_state": target,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
        "text": text,
        "details": plain(details) if details else None,
    }
    insert_rows(session, STEPS, tuple(values), [tuple(values.values())])


def perform_step(
    moment: Moment, request: AdmissionRequest, found: Found, row: Transition, entries: StepEntries
) -> bool:
    """Carry a step out; say ``False`` if somebody else changed the request just now.

    Raises:
        NotFound: the unit named does not exist.
        BadDay: a day given cannot be.
        CodeTaken: another matter bears the code of the temporary entry.
    """
    session, key = moment.session, request.id or 0
    source = request.state
    changes: dict[str, Any] = {"state": row.target}
    if row.target is not source:
        changes["state_since"] = moment.now
    changes |= _decided(moment, row, entries)
    changes |= _dated(moment, found, row, entries)
    changes |= _entered(moment, found, row, changes)
    before = {name: getattr(request, name) for name in changes if getattr(request, name) != changes[name]}
    if not guarded_update(session, request, request.version, **changes):
        return False
    details = _details(session, moment, key, row, entries)
    text = entries.reason or entries.note
    write_step(moment, key, row.action, source, row.target, text, details)
    after = {name: changes[name] for name in before} | details
    if text:
        after["text"] = text
    record(
        session,
        moment.actor,
        moment.now,
        stream_of(key),
        f"admission.{row.action}",
        plain(before),
        plain(after),
    )
    return True


def _decided(moment: Moment, row: Transition, entries: StepEntries) -> dict[str, Any]:
    """Return what a decision says; nobody decides in the future."""
    if row.action not in {Action.ADMIT, Action.ADMIT_CHANGED, Action.REFUSE}:
        return {}
    if entries.day is not None and entries.day > moment.day:
        raise DayTooLate(ENTRY_WORDS[Entry.DAY], entries.day, moment.day)
    return {
        "decided_on": entries.day,
        "authority": entries.authority,
        "decision_number": entries.number,
        "decision_text": entries.reason or entries.note,
        "early": False,
    }


def _dated(moment: Moment, found: Found, row: Transition, entries: StepEntries) -> dict[str, Any]:
    """Return the days and the list a step changes."""
    changes: dict[str, Any] = {}
    if row.action is Action.FORWARD:
        changes["decide_by"] = entries.day or found.facts.wanted_on
        if entries.day is not None and entries.day < moment.day:
            raise DayTooEarly(ENTRY_WORDS[Entry.DAY], entries.day, moment.day)
    if row.action is Action.END and entries.day is not None:
        ends_on = found.facts.ends_on
        if entries.day < moment.day:
            raise DayTooEarly(ENTRY_WORDS[Entry.DAY], entries.day, moment.day)
        if ends_on is not None and entries.day > ends_on:
            raise DayTooLate(ENTRY_WORDS[Entry.DAY], entries.day, ends_on)
        changes["ends_on"] = entries.day
    if entries.wanted is not None:
        changes["wanted"] = entries.wanted
    if entries.until is not None:
        changes["ends_on"] = entries.until
    return changes


def _entered(moment: Moment, found: Found, row: Transition, changes: dict[str, Any]) -> dict[str, Any]:
    """Change the grid list as the step means it; return what the request keeps of that."""
    session, actor = moment.session, moment.actor
    if found.facts.kind is not RequestKind.TEMPORARY:
        return {}
    if row.effect is Effect.LEAVE and found.row.matter_id is not None:
        leave(session, actor, moment.now, found.row.matter_id, moment.day)
        return {"early": False}
    if row.effect is not Effect.ENTER:
        return {}
    until = changes.get("ends_on", found.facts.ends_on)
    if until is None:
        return {}
    matter_id = enter(session, actor, moment.now, found, until, moment.day)
    started = {"early": True} if row.action is Action.START else {}
    return {"matter_id": matter_id, **started}


def _details(
    session: Session, moment: Moment, key: int, row: Transition, entries: StepEntries
) -> dict[str, Any]:
    """Write an opinion down where the step is one; return the facts its event keeps."""
    names = ("stance", "authority", "day", "number", "wanted", "until")
    details = {name: value for name in names if (value := getattr(entries, name))}
    if row.action is not Action.OPINE:
        return details
    unit_id = entries.unit_id or moment.actor.unit_id
    values = {
        "request_id": key,
        "unit_id": unit_id,
        "stance": entries.stance,
        "text": entries.note,
        "at": moment.now,
        "by_id": moment.actor.account_id,
        "by_name": moment.actor.name,
    }
    insert_rows(session, OPINIONS, tuple(values), [tuple(values.values())])
    return {**details, "unit": unit_id}
