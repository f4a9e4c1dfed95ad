"""Whether the steps of former systems are still what the ledger says was loaded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import CASES, EVENTS, ORIGINS
from models.cases.former_writing import DIGEST, EVENT_COLUMNS, steps_digest
from models.cases.ledgering import stream_of
from models.kernel.findings import Finding
from models.kernel.words import N_
from models.ledger.queries import after_images

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_ROOM = "cases"


def former_findings(session: Session, first: int, last: int) -> Iterator[Finding]:
    """Yield which cases with ids ``first`` to ``last`` have foreign steps the ledger does not know so."""
    within = select(CASES.c.id, CASES.c.number).join(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
    rows = session.connection().execute(within.where(ORIGINS.c.case_id.between(first, last)))
    numbers = {row.id: row.number for row in rows}
    loaded = {}
    if numbers:
        by_stream = {stream_of(number): case_id for case_id, number in numbers.items()}
        for stream, after in after_images(session, by_stream):
            if DIGEST in after:
                loaded[by_stream[stream]] = after[DIGEST]
    here = _digests(session, first, last)
    for case_id in sorted(numbers.keys() | here.keys()):
        if case_id not in numbers:
            yield _finding(
                session, case_id, N_("Case %(number)s: its steps of another system have no origin.")
            )
        elif here.get(case_id) != loaded.get(case_id):
            yield _finding(
                session,
                case_id,
                N_("Case %(number)s: its steps of the former system are not what was loaded."),
            )


def _digests(session: Session, first: int, last: int) -> dict[int, str]:
    statement = (
        select(*(EVENTS.c[name] for name in EVENT_COLUMNS))
        .where(EVENTS.c.case_id.between(first, last), EVENTS.c.activity.is_not(None))
        .order_by(EVENTS.c.case_id, EVENTS.c.seq)
    )
    rows = session.connection().execute(statement)
    return {case_id: steps_digest(steps) for case_id, steps in groupby(rows, key=lambda row: row.case_id)}


def _finding(session: Session, case_id: int, sentence: str) -> Finding:
    number = session.connection().scalar(select(CASES.c.number).where(CASES.c.id == case_id)) or ""
    return Finding(_ROOM, stream_of(number), sentence, {"number": number})
