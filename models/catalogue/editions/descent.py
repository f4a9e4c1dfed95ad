"""Reads of lineage: what a number meant, and what it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select

from models.catalogue.editions.queries import shown_days
from models.catalogue.editions.rules import DESCENDING
from models.catalogue.editions.views import Bearer, Heir, LineageStep, LineageView
from models.catalogue.standing import EDITIONS, LINEAGE, SPANS, VERSIONS, spans_of
from models.catalogue.timeline import ALWAYS, DAY, FOREVER, Span, chosen
from models.catalogue.views import LineageKind
from models.kernel.text import half_width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy import Row
    from sqlmodel import Session

_AT_ONCE = 500
_SPAN = tuple(SPANS.c[name] for name in ("matter_id", "version_id", "code", "valid_from", "valid_to", "id"))


class Descent:
    """Who descends from whom, read step by step from the matters asked about.

    Args:
        session: the caller's transaction.
        day: heirs are those in force on this day.
    """

    def __init__(self, session: Session, day: date) -> None:
        self._session = session
        self._day = day
        self._into: dict[int, list[int]] = {}
        self.known: dict[int, list[Span]] = {}
        """Standing spans by matter, as far as they were read"""

    def follow(self, matter_ids: Collection[int]) -> None:
        """Read everything that some matters lead to: one query for each generation."""
        waiting = set(matter_ids) - self._into.keys()
        while waiting:
            self._into |= {key: [] for key in waiting}
            statement = select(LINEAGE.c.from_id, LINEAGE.c.to_id).where(
                LINEAGE.c.known_to.is_(None),
                LINEAGE.c.kind.in_(DESCENDING),
                LINEAGE.c.effective <= self._day,
                LINEAGE.c.until > self._day,
            )
            for old, new in self._in_parts(statement, LINEAGE.c.from_id, waiting):
                self._into[old].append(new)
            waiting = {new for key in waiting for new in self._into[key]} - self._into.keys()
        self.read(self._into)

    def read(self, matter_ids: Iterable[int]) -> None:
        """Read the standing spans of some matters."""
        missing = set(matter_ids) - self.known.keys()
        self.known |= {key: [] for key in missing}
        statement = select(*_SPAN).where(SPANS.c.known_to.is_(None))
        for row in self._in_parts(statement, SPANS.c.matter_id, missing):
            self.known[row[0]].append(Span(*row))

    def _in_parts(self, statement: Select[Any], column: Any, keys: Collection[int]) -> Iterable[Any]:
        ordered = sorted(keys)
        for start in range(0, len(ordered), _AT_ONCE):
            part = statement.where(column.in_(ordered[start : start + _AT_ONCE]))
            yield from self._session.connection().execute(part)

    def heirs(self, matter_id: int) -> list[Span]:
        """Return the spans of the matters that a matter has become by the day; follow it first.

        A matter in force is its own heir; one that was split or merged goes on in others as well.
        Where nothing is in force any more, the last that was.
        """
        found: dict[int, Span] = {}
        ends: dict[int, Span] = {}
        seen: set[int] = set()
        waiting = [matter_id]
        while waiting:
            key = waiting.pop(0)
            if key in seen:
                continue
            seen.add(key)
            span = chosen(self.known[key], self._day)
            if span is not None and span.covers(self._day):
                found[key] = span
            steps = self._into[key]
            waiting += steps
            if span is not None and not steps:
                ends[key] = span
        return list(found.values()) or list(ends.values())


def lineage(session: Session, code: str, day: date) -> LineageView:
    """Return every matter that ever bore ``code``, the newest bearer first, with its heirs.

    A matter that bore the code twice, with another one in between, stands there twice.
    """
    plain = half_width(code)
    codes = list(dict.fromkeys((plain, plain.upper())))
    lines = spans_of(session, codes=codes)
    times = [period for line in lines.values() for period in _periods(line, codes)]
    descent = Descent(session, day)
    descent.follow(lines.keys())
    heirs = {key: descent.heirs(key) for key in lines}
    steps = _steps(session, lines.keys())
    names = _names(session, descent, heirs, steps)
    newest_first = sorted(times, key=_recency, reverse=True)
    return LineageView(plain, tuple(_bearer(time, day, heirs, steps, names) for time in newest_first))


def _recency(time: Sequence[Span]) -> tuple[date, date, int]:
    return (time[0].valid_from, time[-1].valid_to, time[-1].id)


def _bearer(
    time: Sequence[Span], day: date, heirs: dict[int, list[Span]], steps: Sequence[Row[Any]], names: _Names
) -> Bearer:
    key, last = time[0].matter_id, time[-1]
    return Bearer(
        key,
        last.code,
        names.version(last.version_id)[1],
        *shown_days(time[0].valid_from, last.valid_to),
        tuple(Heir(span.matter_id, *names.version(span.version_id), span.status(day)) for span in heirs[key]),
        tuple(_step(step, names) for step in steps if key in {step.from_id, step.to_id}),
    )


def _periods(line: Sequence[Span], codes: Collection[str]) -> list[list[Span]]:
    """Return the unbroken times during which a matter bore one of ``codes``."""
    found: list[list[Span]] = []
    own = [span for span in line if span.code in codes]
    held = [span for span in own if span.valid_from < span.valid_to]
    # One that never held for a day is known all the same.
    for span in sorted(held or own, key=lambda each: each.valid_from):
        if found and (found[-1][-1].valid_to, found[-1][-1].code) == (span.valid_from, span.code):
            found[-1].append(span)
        else:
            found.append([span])
    return found


def _steps(session: Session, matter_ids: Iterable[int]) -> list[Row[Any]]:
    """Return the standing steps that lead from or to some matters, the first first."""
    keys = list(matter_ids)
    statement = (
        select(LINEAGE, EDITIONS.c.number.label("edition_number"))
        .outerjoin(EDITIONS, EDITIONS.c.id == LINEAGE.c.edition_id)
        .where(LINEAGE.c.known_to.is_(None), or_(LINEAGE.c.from_id.in_(keys), LINEAGE.c.to_id.in_(keys)))
        .order_by(LINEAGE.c.effective, LINEAGE.c.id)
    )
    return list(session.connection().execute(statement))


class _Names:
    """Codes and names by version, and by matter on a day."""

    def __init__(self, versions: dict[int, tuple[str, str]], spans: dict[int, list[Span]]) -> None:
        self._versions = versions
        self._spans = spans

    def version(self, version_id: int) -> tuple[str, str]:
        return self._versions[version_id]

    def on(self, matter_id: int | None, day: date) -> tuple[str, str]:
        span = None if matter_id is None else chosen(self._spans.get(matter_id, []), day)
        return ("", "") if span is None else self._versions[span.version_id]


def _names(
    session: Session, descent: Descent, heirs: dict[int, list[Span]], steps: Sequence[Row[Any]]
) -> _Names:
    keys = {key for step in steps for key in (step.from_id, step.to_id)}
    keys |= heirs.keys() | {span.matter_id for line in heirs.values() for span in line}
    wanted = {key for key in keys if key is not None}
    descent.read(wanted)
    versions: dict[int, tuple[str, str]] = {}
    ordered = sorted({span.version_id for key in wanted for span in descent.known[key]})
    for start in range(0, len(ordered), _AT_ONCE):
        statement = select(VERSIONS.c.id, VERSIONS.c.code, VERSIONS.c.name).where(
            VERSIONS.c.id.in_(ordered[start : start + _AT_ONCE])
        )
        versions |= {row.id: (row.code, row.name) for row in session.connection().execute(statement)}
    return _Names(versions, descent.known)


def _step(step: Row[Any], names: _Names) -> LineageStep:
    before = max(step.effective, ALWAYS + DAY) - DAY
    return LineageStep(
        step.id,
        step.kind,
        step.effective,
        None if step.until == FOREVER else step.until,
        *names.on(step.from_id, before),
        *(names.on(step.to_id, step.effective) if step.kind is not LineageKind.RETIRE else ("", "")),
        step.edition_number,
        step.note,
        step.detail or {},
    )
