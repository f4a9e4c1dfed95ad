"""Writing lines of days: what the office no longer knows so, and what it knows instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.standing import SPANS
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.errors import Conflict
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlmodel import Session

    from models.catalogue.timeline import Cut

_COLUMNS = ("matter_id", "version_id", "code", "valid_from", "valid_to", "known_from", "edition_id")


def write_cuts(session: Session, cuts: Iterable[Cut], at: datetime, edition_id: int | None = None) -> None:
    """Write what changes on lines of days, inside the caller's transaction.

    Args:
        session: the caller's transaction.
        cuts: per matter, what no longer holds and what holds instead.
        at: since when it is known so.
        edition_id: the edition that brings it, if one does.

    Raises:
        Conflict: somebody else changed one of the lines meanwhile.
    """
    known = list(cuts)
    closed = [(at, edition_id, span.id) for cut in known for span in cut.closed]
    added = [
        (span.matter_id, span.version_id, span.code, span.valid_from, span.valid_to, at, edition_id)
        for cut in known
        for span in cut.added
    ]
    close_spans(session, closed)
    insert_rows(session, SPANS, _COLUMNS, added)


def close_spans(session: Session, rows: list[tuple[datetime, int | None, int]]) -> None:
    """Let spans be known so only until now; each row holds when, by which edition, and the span.

    Raises:
        Conflict: one of them was closed by somebody else meanwhile.
    """
    if not rows:
        return
    found = update_rows(
        session, SPANS, ("known_to", "ended_by_id"), ("id",), rows, condition='"known_to" IS NULL'
    )
    if found != len(rows):
        raise Conflict(N_("The list of matters"), None)
