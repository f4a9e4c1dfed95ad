"""What codes of matters meant on days gone by: steps of the past name them as they were then."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.catalogue.standing import CONDITIONS, spans_of

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

    from models.catalogue.timeline import Span


class FormerConditions:
    """Filing conditions by what a code meant on the day a step was taken; read once.

    A matter renamed or split since then is not refused to the cases filed under it before.
    """

    def __init__(self, session: Session) -> None:
        self._bearers: dict[str, list[Span]] = defaultdict(list)
        for line in spans_of(session).values():
            for span in line:
                self._bearers[span.code].append(span)
        columns = (CONDITIONS.c.id, CONDITIONS.c.matter_version_id, CONDITIONS.c.seq)
        rows = session.connection().execute(select(*columns))
        self._ids = {(row.matter_version_id, row.seq): row.id for row in rows}

    def on(self, day: date, code: str, number: int) -> int | None:
        """Return condition ``number`` of what ``code`` meant on ``day``; ``None`` if it meant nothing."""
        held = [span for span in self._bearers.get(code, ()) if span.covers(day)]
        newest = max(held, key=lambda span: span.id, default=None)
        return None if newest is None else self._ids.get((newest.version_id, number))
