"""Taking back what a log of another system brought, as long as nobody has acted on its cases since.

Unlike cases that came in by a table and lie in the public pool, those of a log stand anywhere in their
course, most of them closed, under the numbers they had there. A log read by the wrong clock or the wrong
table of activities has to be loaded again under the same numbers: so its cases go, with their steps, and
the ledger keeps that they were here, what they were told by, and that they went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from models.cases.columns import CASES, EVENTS, ORIGINS
from models.cases.former_writing import DIGEST, EVENT_COLUMNS, FOLLOWING, STEPS, steps_digest
from models.cases.fulltext import index_cases, unindex_cases
from models.cases.keeping import columns_of
from models.cases.ledgering import REMOVED, shown, stream_of
from models.cases.playing_back import ACTED_ON, GONE
from models.cases.warning_tables import CaseWarning
from models.kernel.documents import plain
from models.kernel.errors import Conflict
from models.kernel.tables import table_of
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.former_writing import Written
    from models.kernel.words import Word

OWN = ("case_event", "case_origin", "case_words", "case_warning")
"""Tables whose rows go with such a case; a row of any other that leads to it was made by somebody"""
_WARNINGS = table_of(CaseWarning)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Added:
    """What a log added to a case that was here, as far as taking it back needs it.

    ``first`` is the first of its steps, ``version`` the case's before it, ``before`` holds the columns
    that changed, as plain values.
    """

    number: str
    first: int
    version: int
    before: Mapping[str, Any]

    def document(self) -> dict[str, Any]:
        """Return it as a journal keeps it."""
        return {"first": self.first, "before": dict(self.before)}


def added(each: Written) -> Added:
    """Return what is added to a case that is here."""
    assert each.stored is not None  # noqa: S101 -- whoever calls has asked
    row = each.stored.row
    before = {name: row[name] for name in FOLLOWING if each.columns.get(name, row[name]) != row[name]}
    return Added(row["number"], each.stored.events[-1].seq + 1, row["version"], plain(before))


def remove_former(
    session: Session,
    signer: Actor,
    at: datetime,
    numbers: Sequence[str],
    resting: Callable[[Sequence[int]], Iterable[int]],
) -> dict[str, Word]:
    """Remove cases a log created; return those that stay, and why.

    Args:
        session: the transaction.
        signer: who takes it back.
        at: when.
        numbers: the cases' own numbers here.
        resting: says which of these ids rows of other tables lead to.
    """
    stay: dict[str, Word] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        statement = select(CASES.c.id, CASES.c.number, CASES.c.version).where(CASES.c.number.in_(part))
        rows: Sequence[Any] = session.connection().execute(statement.with_for_update()).all()
        stay |= dict.fromkeys(set(part) - {row.number for row in rows}, GONE)
        events = _events(session, [row.id for row in rows])
        held = set(resting([row.id for row in rows]))
        acted = {
            row.id for row in rows if row.version != 1 or row.id in held or _ours(events.get(row.id, ()))
        }
        stay |= {row.number: ACTED_ON for row in rows if row.id in acted}
        going = {row.id: row.number for row in rows if row.id not in acted}
        _remove(session, signer, at, going, events)
    return stay


def _remove(
    session: Session,
    signer: Actor,
    at: datetime,
    numbers: Mapping[int, str],
    events: Mapping[int, Sequence[Row[Any]]],
) -> None:
    run = session.connection().execute
    ids = list(numbers)
    unindex_cases(session, ids)
    for table in (EVENTS, ORIGINS, _WARNINGS):
        run(delete(table).where(table.c.case_id.in_(ids)))
    run(delete(CASES).where(CASES.c.id.in_(ids)))
    entries = [
        (stream_of(number), "case.import_log_undo", _told(events[case_id]), {REMOVED: True})
        for case_id, number in numbers.items()
    ]
    record_many(session, signer, at, entries)


def shorten_former(
    session: Session, signer: Actor, at: datetime, all_added: Sequence[Added]
) -> dict[str, Word]:
    """Take steps a log added off cases that were here before; return those that stay, and why."""
    stay: dict[str, Word] = {}
    entries, done = [], []
    for each in all_added:
        run = session.connection().execute
        row = run(select(CASES).where(CASES.c.number == each.number).with_for_update()).mappings().first()
        if row is None or row["version"] != each.version + 1:
            stay[each.number] = GONE if row is None else ACTED_ON
            continue
        columns = columns_of(each.before)
        # It is again what it was, so whoever looked at it then has looked at what there is.
        guarded = update(CASES).where(CASES.c.id == row["id"], CASES.c.version == row["version"])
        if run(guarded.values(version=each.version, **columns)).rowcount != 1:
            raise Conflict(N_("The case"), None)
        before = _told(_events(session, [row["id"]])[row["id"]])
        run(delete(EVENTS).where(EVENTS.c.case_id == row["id"], EVENTS.c.seq >= each.first))
        after = _told(_events(session, [row["id"]])[row["id"]])
        changed = {name: row[name] for name in columns}
        entries.append(
            (stream_of(each.number), "case.import_log_undo", shown(changed) | before, shown(columns) | after)
        )
        done.append(row["id"])
    index_cases(session, done)
    record_many(session, signer, at, entries)
    return stay


def _events(session: Session, case_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    statement = (
        select(*columns).where(EVENTS.c.case_id.in_(case_ids)).order_by(EVENTS.c.case_id, EVENTS.c.seq)
    )
    found: dict[int, list[Row[Any]]] = {}
    for event in session.connection().execute(statement):
        found.setdefault(event.case_id, []).append(event)
    return found


def _ours(events: Iterable[Row[Any]]) -> bool:
    return any(event.activity is None for event in events)


def _told(events: Iterable[Row[Any]]) -> dict[str, Any]:
    foreign = [tuple(event) for event in events if event.activity is not None]
    return {STEPS: len(foreign), DIGEST: steps_digest(foreign)}
