"""Whether the row of a case still says what the ledger says was last written into it.

A change made past the program leaves the ledger as it was. So each column is compared with
its last after-image there; one that no step ever touched still has to hold what it holds
in a case just taken in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, literal, select

from models.cases.column_words import column_word
from models.cases.columns import CASES
from models.cases.ledgering import REMOVED, shown, stream_of
from models.cases.rules import FAR_FUTURE
from models.kernel.findings import Finding
from models.kernel.words import N_
from models.ledger.queries import after_images, streams

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

ROOM = "cases"

_UNTOUCHED: Mapping[str, Any] = {
    "open": True,
    "clock_running": False,
    "matter_version_id": None,
    "condition_id": None,
    "unit_id": None,
    "post_id": None,
    "acceptor_id": None,
    "owner_id": None,
    "calendar_edition_id": None,
    "due_at": FAR_FUTURE,
    "warn_at": FAR_FUTURE,
    "clock_started_at": None,
    "clock_stopped_at": None,
    "receipt": None,
    "lead_id": None,
    "links": 0,
    "open_tasks": 0,
    "merged_from": None,
    "set_aside": None,
    "return_count": 0,
    "rework_count": 0,
    "closed_at": None,
    "close_kind": None,
    "rating": None,
}
"""What a case just taken in holds besides what its intake says"""

_NOT_PROVED = frozenset({"version"})
"""It only counts writes, and a single step does not enter it"""


def row_findings(session: Session, first: int, last: int) -> Iterator[Finding]:
    """Yield which columns of the cases with ids ``first`` to ``last`` differ from the ledger."""
    statement = select(CASES).where(CASES.c.id.between(first, last)).order_by(CASES.c.id)
    rows = session.connection().execute(statement).all()
    images = _last_images(session, [row.number for row in rows])
    for row in rows:
        kept = images.get(row.number)
        if kept is None:
            yield _finding(row.number, N_("Case %(number)s: the ledger does not know it."))
            continue
        for column in _differing(row, kept):
            yield _finding(
                row.number,
                N_("Case %(number)s: %(column)s does not hold what the ledger says was last entered."),
                column=column_word(column),
            )


def lost_findings(session: Session) -> Iterator[Finding]:
    """Yield the cases the ledger knows and nobody else does, but for those it says were removed."""
    prefix = stream_of("")
    stands = exists().where(CASES.c.number == func.substr(streams.c.stream, len(prefix) + 1))
    statement = (
        select(streams.c.stream)
        .where(streams.c.stream.startswith(literal(prefix)), ~stands)
        .order_by(streams.c.stream)
    )
    lost = dict.fromkeys(session.connection().scalars(statement), False)
    for stream, after in after_images(session, lost):
        lost[stream] = REMOVED in after
    for stream in (each for each, removed in lost.items() if not removed):
        yield _finding(stream.removeprefix(prefix), N_("Case %(number)s is in the ledger, but not here."))


def _finding(number: str, sentence: str, **params: Any) -> Finding:
    return Finding(ROOM, stream_of(number), sentence, {"number": number, **params})


def _last_images(session: Session, numbers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what the ledger says each case holds, by number; those it does not know are left out."""
    names = set(CASES.columns.keys()) - _NOT_PROVED
    found: dict[str, dict[str, Any]] = {}
    by_stream = {stream_of(number): number for number in numbers}
    for stream, after in after_images(session, by_stream):
        if REMOVED in after:
            # Whatever came under this number later began anew.
            found.pop(by_stream[stream], None)
            continue
        image = found.setdefault(by_stream[stream], dict(shown(_UNTOUCHED)))
        image.update((name, value) for name, value in after.items() if name in names)
    return found


def _differing(row: Row[Any], kept: Mapping[str, Any]) -> list[str]:
    holds = shown({name: getattr(row, name) for name in kept})
    return [name for name, value in kept.items() if holds[name] != value]
