"""The stage clocks of cases, looked at again by ``yiwang check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.calendar.rules import parse_limit
from models.cases.clock_rows import standing_by_case
from models.cases.clocks import gone_elsewhere, repeated
from models.cases.column_words import column_word, time_word
from models.cases.columns import CASES
from models.cases.kinds import Stage
from models.cases.lights import urgent_at
from models.cases.stage_words import STAGE_WORDS
from models.cases.timing import stage_promise
from models.cases.words import STATE_WORDS
from models.kernel.errors import DomainError
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.cases.clocks import StageClock
    from models.cases.timing import Calendars
    from models.kernel.words import Word

_COLUMNS = (
    CASES.c.id,
    CASES.c.number,
    CASES.c.state,
    CASES.c.stage,
    CASES.c.stage_due_at,
    CASES.c.stage_warn_at,
    CASES.c.due_at,
    CASES.c.clock_running,
    CASES.c.urgent_at,
)


def clock_findings(session: Session, calendars: Calendars, first: int, last: int) -> Iterator[Finding]:
    """Yield what is wrong with the stage clocks of the cases with ids ``first`` to ``last``."""
    statement: Select[Any] = select(*_COLUMNS).where(CASES.c.id.between(first, last)).order_by(CASES.c.id)
    rows = session.connection().execute(statement).all()
    found = standing_by_case(session, [row.id for row in rows])
    for row in rows:
        clocks = found.get(row.id, [])
        different = list(_repeated_findings(row, clocks))
        yield from different or _urgent_findings(row)
        for clock in gone_elsewhere(row.state, clocks):
            yield _finding(
                row,
                N_("Case %(number)s: the clock “%(clock)s” runs, though the case stands at “%(state)s”."),
                clock=STAGE_WORDS[clock.stage],
                state=STATE_WORDS[row.state],
            )
        for clock in clocks:
            if clock.runs:
                yield from _promise_findings(session, calendars, row, clock)


def _repeated_findings(row: Row[Any], clocks: Sequence[StageClock]) -> Iterator[Finding]:
    for name, first in repeated(clocks).items():
        kept = getattr(row, name)
        if kept != first:
            yield _finding(
                row,
                N_("Case %(number)s: %(column)s is %(kept)s, its running clocks say %(again)s."),
                column=column_word(name),
                kept=_said(kept),
                again=_said(first),
            )


def _urgent_findings(row: Row[Any]) -> Iterator[Finding]:
    """Say whether the lists have the case where its clocks, as its row has them, put it."""
    first = urgent_at(row.state, row.due_at, row.stage_due_at, running=row.clock_running)
    if row.urgent_at != first:
        yield _finding(
            row,
            N_("Case %(number)s: %(column)s is %(kept)s, its running clocks say %(again)s."),
            column=column_word("urgent_at"),
            kept=_said(row.urgent_at),
            again=_said(first),
        )


def _promise_findings(
    session: Session, calendars: Calendars, row: Row[Any], clock: StageClock
) -> Iterator[Finding]:
    try:
        calendar = calendars.by_id_within(session, clock.calendar_edition_id)
        again = stage_promise(calendar, clock.started_at, parse_limit(clock.limit), clock.mode)
    except (DomainError, ValueError) as error:
        yield _finding(row, N_("Case %(number)s: its deadline cannot be worked out: %(error)s"), error=error)
        return
    for name in ("due_at", "warn_at"):
        kept, due = getattr(clock, name), getattr(again, name)
        if kept != due:
            yield _finding(
                row,
                N_("Case %(number)s, clock “%(clock)s”: %(column)s is %(kept)s, worked out again %(again)s."),
                clock=STAGE_WORDS[clock.stage],
                column=column_word(name),
                kept=_said(kept),
                again=_said(due),
            )


def _finding(row: Row[Any], sentence: str, **params: Any) -> Finding:
    return Finding("cases", f"case:{row.number}", sentence, {"number": row.number, **params})


def _said(value: Any) -> Word | str:
    return STAGE_WORDS[value] if isinstance(value, Stage) else time_word(value)
