"""Who bore a number before: to know again what comes back, and to say what a number meant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.catalogue.editions.changes import Former
from models.catalogue.editions.rules import DESCENDING
from models.catalogue.standing import LINEAGE, VERSIONS, read_versions, spans_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlmodel import Session

    from models.catalogue.standing import Standing
    from models.catalogue.timeline import Span

_AT_ONCE = 500


def former_bearers(session: Session, day: date, codes: Collection[str]) -> dict[str, Former]:
    """Return who bore each of some codes last before ``day``; codes nobody bore are left out.

    Args:
        session: the caller's transaction.
        day: the day from which the codes are to mean something.
        codes: codes that mean nothing on that day.
    """
    lines = spans_of(session, codes=list(codes))
    picked: dict[str, Span] = {}
    for line in lines.values():
        for span in line:
            known = picked.get(span.code)
            if span.code in codes and span.valid_to <= day and (known is None or _later(span, known)):
                picked[span.code] = span
    handed = _handed_on(session, [span.matter_id for span in picked.values()])
    versions: dict[int, Standing] = {}
    keys = [span.version_id for span in picked.values()]
    for start in range(0, len(keys), _AT_ONCE):
        versions |= read_versions(session, VERSIONS.c.id.in_(keys[start : start + _AT_ONCE]))
    return {
        code: Former(
            replace(versions[span.version_id], spans=tuple(lines[span.matter_id])),
            span.matter_id not in handed and not any(_later(each, span) for each in lines[span.matter_id]),
        )
        for code, span in picked.items()
    }


def _later(span: Span, other: Span) -> bool:
    return (span.valid_to, span.valid_from, span.id) > (other.valid_to, other.valid_from, other.id)


def _handed_on(session: Session, matter_ids: list[int]) -> set[int]:
    """Return those of some matters from which others took over, whole or in part."""
    found: set[int] = set()
    for start in range(0, len(matter_ids), _AT_ONCE):
        statement = select(LINEAGE.c.from_id).where(
            LINEAGE.c.from_id.in_(matter_ids[start : start + _AT_ONCE]),
            LINEAGE.c.known_to.is_(None),
            LINEAGE.c.kind.in_(DESCENDING),
        )
        found |= set(session.connection().execute(statement).scalars())
    return found
