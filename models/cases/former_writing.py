"""Writing cases of another system: the case, its timeline under the names it had there, the ledger."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.cases.bulk import raise_days
from models.cases.columns import CASES, EVENTS, ORIGINS
from models.cases.former import COUNTED, LogStep, Place, counted, course, former_receipt, is_former, standing
from models.cases.fulltext import index_cases
from models.cases.kinds import Action, CaseState
from models.cases.ledgering import digest, shown, stream_of
from models.cases.numbers import is_short
from models.cases.search import search_text
from models.cases.tables import Case
from models.cases.writing import INTAKE_COLUMNS
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.documents import canonical, iso
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.former import LogCase

AT_ONCE = 500
"""Cases looked up, and written, together: SQLite takes no endless lists."""
LOADED = "case.import_log"
"""What the ledger calls it when a log brings a case, or more of one."""
STEPS = "former_steps"
DIGEST = "former_digest"
"""What a case's ledger entry says of its foreign steps, see :func:`steps_digest`."""

_CASE_COLUMNS = tuple(column.name for column in CASES.columns if column.name != "id")
EVENT_COLUMNS = (
    "case_id", "seq", "at", "action", "from_state", "to_state", "actor_id", "actor_name", "unit_id",
    "reason", "note", "details", "activity",
)  # fmt: skip
FOLLOWING = (
    "state", "open", "state_since", "closed_at", "close_kind", "clock_running", "clock_started_at",
    "clock_stopped_at", "due_at", "warn_at", "urgent_at", "unit_id", "receipt", "acceptor_id", "condition_id",
    *(name for name, _action in COUNTED),
)  # fmt: skip
"""Columns that follow from a log, and may change when more of it comes in."""
_NAME = 64
_NUMBER = 32
_NOT_IN_NUMBERS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff._-]+")
_FRESH: Mapping[str, Any] = {
    name: None if each.is_required() else each.default
    for name, each in Case.model_fields.items()
    if name in _CASE_COLUMNS
}
"""A case nothing is known of, column by column."""


@dataclass(slots=True)
class Stored:
    """A case of the former system that is here already, with its whole timeline."""

    row: Mapping[str, Any]
    events: list[Row[Any]]

    @property
    def worked_on(self) -> bool:
        """Whether something was done to it here."""
        return any(event.activity is None for event in self.events)


@dataclass(slots=True)
class Written:
    """What is to be written of one case: its new steps, where each leaves it, and its columns."""

    case: LogCase
    steps: list[LogStep]
    states: list[CaseState]
    columns: dict[str, Any]
    stored: Stored | None = None
    number: str = ""

    @property
    def state(self) -> CaseState:
        """Where the case stands then."""
        state: CaseState = self.columns["state"] if self.columns else self.stored.row["state"]  # type: ignore[union-attr]  # one of the two is there
        return state


def stored_cases(session: Session, system: str, numbers: Sequence[str], *, lock: bool) -> dict[str, Stored]:
    """Return which cases of ``system`` are here, by its own numbers; at most :data:`AT_ONCE`.

    With ``lock`` nobody else changes them before the transaction ends.
    """
    wanted = (
        select(CASES, ORIGINS.c.number.label("former_number"))
        .join(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
        .where(ORIGINS.c.system == system, ORIGINS.c.number.in_(numbers))
    )
    if lock:
        wanted = wanted.with_for_update(of=CASES)
    rows = session.connection().execute(wanted).mappings().all()
    found = {row["id"]: Stored(dict(row), []) for row in rows}
    events = select(EVENTS).where(EVENTS.c.case_id.in_(found)).order_by(EVENTS.c.case_id, EVENTS.c.seq)
    for event in session.connection().execute(events) if found else ():
        found[event.case_id].events.append(event)
    return {each.row["former_number"]: each for each in found.values()}


def planned(
    system: str, calendar_id: int, case: LogCase, stored: Stored | None, *, settled: bool = False
) -> Written:
    """Return what a case of the log adds to what is here; no steps if nothing.

    With ``settled`` the states of its steps are those of a timeline: the case waits where they say, even
    if nobody here is known to have it.
    """
    if stored is None:
        return _fresh(system, calendar_id, case, settled=settled)
    return _more(system, case, stored, settled=settled)


def _fresh(system: str, calendar_id: int, case: LogCase, *, settled: bool) -> Written:
    unit_id = next((step.unit_id for step in reversed(case.steps) if step.unit_id is not None), None)
    acceptor_id = _acceptor(case.steps)
    states = course(
        case.steps,
        None,
        closed=case.closed,
        unit_known=settled or unit_id is not None,
        acceptor_known=settled or acceptor_id is not None,
    )
    places = [Place(step.at, step.action, state) for step, state in zip(case.steps, states, strict=True)]
    columns = {
        **_FRESH,
        **standing(places, closed_at=case.closed_at, due_at=case.due_at),
        "unit_id": unit_id,
        "acceptor_id": acceptor_id,
        "channel": case.channel,
        "title": case.title,
        "body": case.body,
        "place": case.place,
        "grid_id": case.grid.id,
        "division_code": case.grid.division_code,
        "occurred_at": case.steps[0].at,
        "reported_at": case.steps[0].at,
        "matter_version_id": case.matter_version_id,
        "receipt": None,
    }
    if case.due_at is not None:
        columns |= {
            "receipt": former_receipt(system, case.due, case.due_at),
            "calendar_edition_id": calendar_id,
            # Whoever rests on a condition was filed under it.
            "condition_id": case.condition_id if columns["clock_started_at"] else None,
        }
    return Written(case, case.steps, states, columns)


def _acceptor(steps: Sequence[LogStep], before: int | None = None) -> int | None:
    """Return who accepted or filed a case last, of those known here; else whoever it was ``before``."""
    accepting = (Action.ACCEPT, Action.FILE)
    found = [step.actor_id for step in steps if step.action in accepting and step.actor_id]
    return found[-1] if found else before


def _more(system: str, case: LogCase, stored: Stored, *, settled: bool) -> Written:
    """Find the entries that are not here; an entry is told by its time, activity and person."""
    here = Counter((event.at, event.activity, event.actor_name) for event in stored.events)
    new: list[LogStep] = []
    for step in case.steps:
        key = (step.at, step.activity, name_of(step, system))
        if here[key]:
            here[key] -= 1
        else:
            new.append(step)
    if not new:
        return Written(case, [], [], {}, stored)
    row = stored.row
    if stored.worked_on:
        # Our own steps have the say by now: what comes in late is kept and moves nothing.
        states = [row["state"]] * len(new)
        counts: dict[str, Any] = {**counted([step.action for step in new], row)}
        return Written(case, new, states, counts, stored)
    last_at = stored.events[-1].at
    new = [step if step.at >= last_at else step._replace(state=None) for step in new]
    unit_id = next((step.unit_id for step in reversed(new) if step.unit_id is not None), row["unit_id"])
    acceptor_id = _acceptor(new, row["acceptor_id"])
    states = course(
        new,
        row["state"],
        closed=case.closed,
        unit_known=settled or unit_id is not None,
        acceptor_known=settled or acceptor_id is not None,
    )
    places = [Place(event.at, event.action, event.to_state) for event in stored.events]
    places += [Place(step.at, step.action, state) for step, state in zip(new, states, strict=True)]
    due_at, receipt = case.due_at, row["receipt"]
    if due_at is not None:
        receipt = former_receipt(system, case.due, due_at)
    elif is_former(receipt):
        # What came in later need not say again what is known.
        due_at = row["due_at"]
    columns = standing(places, closed_at=case.closed_at, due_at=due_at)
    columns |= {"unit_id": unit_id, "receipt": receipt, "acceptor_id": acceptor_id}
    if columns["clock_started_at"] and row["condition_id"] is None and row["calendar_edition_id"] is not None:
        # It was filed meanwhile: whoever rests on a condition was filed under it.
        columns["condition_id"] = case.condition_id
    return Written(case, new, states, columns, stored)


def name_of(step: LogStep, system: str) -> str:
    """Return who the timeline names for an entry: the person, or the system itself."""
    return (step.person or system)[:_NAME]


def give_numbers(session: Session, system: str, fresh: Sequence[Written], taken: set[str]) -> None:
    """Give each new case its number: the one it had, or close to it where that cannot be."""
    wanted = [_NOT_IN_NUMBERS.sub("-", each.case.number).strip("-")[:_NUMBER] for each in fresh]
    statement = select(CASES.c.number).where(CASES.c.number.in_(wanted))
    taken |= set(session.connection().scalars(statement))
    for each, number in zip(fresh, wanted, strict=True):
        if not number or number in taken or is_short(number):
            mark = hashlib.sha256(f"{system}\n{each.case.number}".encode()).hexdigest()[:8]
            number = f"{number[: _NUMBER - 9]}-{mark}".strip("-")  # noqa: PLW2901 -- another one is tried
        taken.add(number)
        each.number = number
        each.columns["number"] = number
        each.columns["search_text"] = search_text(
            number=number,
            title=each.case.title,
            body=each.case.body,
            place=each.case.place,
            grid_name=each.case.grid.name,
            matter_name=each.case.matter_name,
        )


def write_fresh(session: Session, signer: Actor, at: datetime, system: str, fresh: Sequence[Written]) -> None:
    """Write new cases with their timelines, where they come from, and one ledger entry each."""
    insert_rows(
        session, CASES, _CASE_COLUMNS, [[each.columns[name] for name in _CASE_COLUMNS] for each in fresh]
    )
    statement = select(CASES.c.number, CASES.c.id).where(CASES.c.number.in_([each.number for each in fresh]))
    ids = {row.number: row.id for row in session.connection().execute(statement)}
    origins, events, entries = [], [], []
    for each in fresh:
        case_id = ids[each.number]
        origins.append((case_id, system, each.case.number, each.case.kept or None))
        steps = list(_event_rows(case_id, 1, None, each, system))
        events += steps
        entries.append(_fresh_entry(each, system, steps))
    insert_rows(session, ORIGINS, ("case_id", "system", "number", "kept"), origins)
    insert_rows(session, EVENTS, EVENT_COLUMNS, events)
    index_cases(session, list(ids.values()))
    raise_days(session, [each.number for each in fresh])
    record_many(session, signer, at, entries)


def _event_rows(
    case_id: int, seq: int, before: CaseState | None, each: Written, system: str
) -> Iterable[tuple[Any, ...]]:
    for step, state in zip(each.steps, each.states, strict=True):
        details: dict[str, Any] = {"unit": step.unit} if step.unit else {}
        if step.kept:
            details["kept"] = step.kept
        yield (
            case_id, seq, step.at, step.action, before, state, step.actor_id, name_of(step, system),
            step.unit_id, "", step.note, details or None, step.activity,
        )  # fmt: skip
        before, seq = state, seq + 1


_ALWAYS_TOLD = (*INTAKE_COLUMNS, "open", "clock_running", "due_at", "warn_at", "urgent_at", "links")
_TOLD = (
    "matter_version_id", "condition_id", "unit_id", "acceptor_id", "calendar_edition_id", "clock_started_at",
    "clock_stopped_at", "receipt", "closed_at", "close_kind", *(name for name, _action in COUNTED),
)  # fmt: skip
"""Columns the ledger is told of where they say anything."""


def _fresh_entry(
    each: Written, system: str, steps: Sequence[tuple[Any, ...]]
) -> tuple[str, str, None, dict[str, Any]]:
    columns = each.columns
    facts = {name: columns[name] for name in _ALWAYS_TOLD}
    facts |= {name: columns[name] for name in _TOLD if columns[name]}
    after = shown(facts) | {
        "former_system": system,
        "former_number": each.case.number,
        STEPS: len(steps),
        DIGEST: steps_digest(steps),
    }
    return stream_of(each.number), LOADED, None, after


def write_more(session: Session, signer: Actor, at: datetime, system: str, more: Sequence[Written]) -> None:
    """Write what came in later of cases that are here.

    Raises:
        Conflict: somebody acted on one of the cases meanwhile.
    """
    events, entries = [], []
    columns: list[list[Any]] = []
    for each in more:
        stored = each.stored
        if stored is None:
            continue
        row = stored.row
        steps = list(_event_rows(row["id"], stored.events[-1].seq + 1, row["state"], each, system))
        events += steps
        now = {name: each.columns.get(name, row[name]) for name in FOLLOWING}
        columns.append([*(now[name] for name in FOLLOWING), row["version"] + 1, row["id"], row["version"]])
        changed = [name for name in FOLLOWING if now[name] != row[name]]
        foreign = [
            tuple(getattr(event, name) for name in EVENT_COLUMNS)
            for event in stored.events
            if event.activity is not None
        ] + steps
        after = shown({name: now[name] for name in changed})
        after |= {STEPS: len(foreign), DIGEST: steps_digest(foreign)}
        before = shown({name: row[name] for name in changed})
        entries.append((stream_of(row["number"]), LOADED, before, after))
    insert_rows(session, EVENTS, EVENT_COLUMNS, events)
    if update_rows(session, CASES, (*FOLLOWING, "version"), ("id", "version"), columns) != len(columns):
        raise Conflict(N_("The case"), None)
    index_cases(session, [each.stored.row["id"] for each in more if each.stored is not None])
    record_many(session, signer, at, entries)


def steps_digest(steps: Iterable[Sequence[Any]]) -> str:
    """Return the fingerprint of foreign steps: all of a row but the case, in the order of the timeline.

    Free text and names stand in it, and so cannot be read from the ledger.
    """
    plain_steps = [[step[1], iso(step[2]), *step[3:]] for step in steps]
    return digest(canonical(plain_steps))
