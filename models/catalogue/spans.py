"""Writing lines of days: what the office no longer knows so, and what it knows instead."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from models.catalogue.refusals import CodeTaken
from models.catalogue.standing import SPANS
from models.catalogue.timeline import Span
from models.kernel.bulk import insert_rows, update_rows
from models.kernel.errors import Conflict
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.catalogue.timeline import Cut

_COLUMNS = ("matter_id", "version_id", "code", "valid_from", "valid_to", "known_from", "edition_id")
_SPAN = tuple(SPANS.c[name] for name in ("matter_id", "version_id", "code", "valid_from", "valid_to", "id"))
_AT_ONCE = 500
"""Codes and matters asked for in one query; more are read all together."""


def write_cuts(session: Session, cuts: Iterable[Cut], at: datetime, edition_id: int | None = None) -> None:
    """Write what changes on lines of days, inside the caller's transaction.

    Args:
        session: the caller's transaction.
        cuts: per matter, what no longer holds and what holds instead.
        at: since when it is known so.
        edition_id: the edition that brings it, if one does.

    Raises:
        Conflict: somebody else changed one of the lines meanwhile.
        CodeTaken: a code would mean two matters on one day.
    """
    known = list(cuts)
    closed = [(at, edition_id, span.id) for cut in known for span in cut.closed]
    added = [span for cut in known for span in cut.added]
    close_spans(session, closed)
    taken = clashes(session, added)
    if taken:
        raise CodeTaken(min(span.code for span in taken))
    rows = [
        (span.matter_id, span.version_id, span.code, span.valid_from, span.valid_to, at, edition_id)
        for span in added
    ]
    insert_rows(session, SPANS, _COLUMNS, rows)


def clashes(session: Session, added: Sequence[Span]) -> list[Span]:
    """Return those of some spans that cannot stand beside the others and what stands already.

    On no day may a code mean two matters, or a matter say two things.
    """
    if not added:
        return []
    codes, matters = {span.code for span in added}, {span.matter_id for span in added}
    statement = select(*_SPAN).where(SPANS.c.known_to.is_(None), SPANS.c.valid_from < SPANS.c.valid_to)
    if len(added) <= _AT_ONCE:
        statement = statement.where(or_(SPANS.c.code.in_(codes), SPANS.c.matter_id.in_(matters)))
    standing = [Span(*row) for row in session.connection().execute(statement)]
    lines: dict[Hashable, list[Span]] = defaultdict(list)
    for span in (*standing, *added):
        if span.valid_from < span.valid_to:
            lines[span.code].append(span)
            lines[span.matter_id].append(span)
    fresh = set(added)
    found: dict[Span, None] = {}
    for key in codes | matters:
        ordered = sorted(lines[key], key=lambda span: (span.valid_from, span.valid_to))
        for one, following in pairwise(ordered):
            if following.valid_from < one.valid_to:
                found |= {span: None for span in (one, following) if span in fresh}
    return list(found)


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
