"""Reads of lineage: what a number meant, and what it leads to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.editions.queries import shown_days
from models.catalogue.editions.rules import DESCENDING
from models.catalogue.editions.views import Bearer, Heir, LineageStep, LineageView
from models.catalogue.standing import EDITIONS, LINEAGE, SPANS, VERSIONS
from models.catalogue.timeline import DAY, FOREVER, Span, chosen
from models.catalogue.views import LineageKind
from models.kernel.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Row
    from sqlmodel import Session


class Descent:
    """Lineage read once: who descends from whom.

    Args:
        session: the caller's transaction.
        day: heirs are those in force on this day.
    """

    def __init__(self, session: Session, day: date) -> None:
        self._day = day
        statement = (
            select(LINEAGE, EDITIONS.c.number.label("edition_number"))
            .outerjoin(EDITIONS, EDITIONS.c.id == LINEAGE.c.edition_id)
            .where(LINEAGE.c.known_to.is_(None))
            .order_by(LINEAGE.c.effective, LINEAGE.c.id)
        )
        self.steps = session.connection().execute(statement).all()
        self._into: dict[int, list[Row[Any]]] = defaultdict(list)
        for step in self.steps:
            if step.kind in DESCENDING and step.effective <= day < step.until:
                self._into[step.from_id].append(step)
        self._session = session
        self.known: dict[int, list[Span]] = {}

    def spans(self, keys: Iterable[int]) -> None:
        """Read the standing spans of some matters."""
        missing = [key for key in keys if key not in self.known]
        for start in range(0, len(missing), 500):
            part = missing[start : start + 500]
            statement = select(
                *(
                    SPANS.c[name]
                    for name in ("matter_id", "version_id", "code", "valid_from", "valid_to", "id")
                )
            ).where(SPANS.c.known_to.is_(None), SPANS.c.matter_id.in_(part))
            self.known |= {key: [] for key in part}
            for row in self._session.connection().execute(statement):
                self.known[row[0]].append(Span(*row))

    def heirs(self, matter_id: int) -> list[Span]:
        """Return the spans of the matters that a matter has become by the day.

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
            self.spans([key])
            span = chosen(self.known[key], self._day)
            if span is not None and span.covers(self._day):
                found[key] = span
            steps = self._into.get(key, [])
            waiting += [step.to_id for step in steps]
            if span is not None and not steps:
                ends[key] = span
        return list(found.values()) or list(ends.values())


def lineage(session: Session, code: str, day: date) -> LineageView:
    """Return every matter that ever bore ``code``, the newest bearer first, with its heirs."""
    plain = half_width(code)
    statement = select(SPANS.c.matter_id, SPANS.c.valid_from, SPANS.c.valid_to, SPANS.c.version_id).where(
        SPANS.c.known_to.is_(None), SPANS.c.code.in_(dict.fromkeys((plain, plain.upper())))
    )
    bore: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(statement.order_by(SPANS.c.valid_from)):
        bore[row.matter_id].append(row)
    descent = Descent(session, day)
    heirs = {key: descent.heirs(key) for key in bore}
    steps = {key: _own_steps(descent, key) for key in bore}
    names = _names(session, descent, bore, heirs, steps)
    bearers = []
    for key, rows in sorted(bore.items(), key=lambda item: item[1][-1].valid_from, reverse=True):
        first, last = shown_days(rows[0].valid_from, rows[-1].valid_to)
        bearers.append(
            Bearer(
                key,
                plain,
                names.version(rows[-1].version_id)[1],
                first,
                last,
                tuple(
                    Heir(span.matter_id, *names.version(span.version_id), span.status(day))
                    for span in heirs[key]
                ),
                tuple(_step(step, names) for step in steps[key]),
            )
        )
    return LineageView(plain, tuple(bearers))


def _own_steps(descent: Descent, matter_id: int) -> list[Row[Any]]:
    return [step for step in descent.steps if matter_id in {step.from_id, step.to_id}]


class _Names:
    """Codes and names by version, and by matter on a day."""

    def __init__(self, versions: dict[int, tuple[str, str]], spans: dict[int, list[Span]]) -> None:
        self._versions = versions
        self.known = spans

    def version(self, version_id: int) -> tuple[str, str]:
        return self._versions[version_id]

    def on(self, matter_id: int | None, day: date) -> tuple[str, str]:
        span = None if matter_id is None else chosen(self.known.get(matter_id, []), day)
        return ("", "") if span is None else self._versions[span.version_id]


def _names(
    session: Session,
    descent: Descent,
    bore: dict[int, list[Any]],
    heirs: dict[int, list[Span]],
    steps: dict[int, list[Row[Any]]],
) -> _Names:
    keys = {key for line in steps.values() for step in line for key in (step.from_id, step.to_id)}
    keys |= bore.keys() | {span.matter_id for line in heirs.values() for span in line}
    descent.spans(key for key in keys if key is not None)
    statement = select(VERSIONS.c.id, VERSIONS.c.code, VERSIONS.c.name).where(
        VERSIONS.c.matter_id.in_([key for key in keys if key is not None])
    )
    versions = {row.id: (row.code, row.name) for row in session.connection().execute(statement)}
    return _Names(versions, descent.known)


def _step(step: Row[Any], names: _Names) -> LineageStep:
    before, after = step.effective - DAY, step.effective
    return LineageStep(
        step.id,
        step.kind,
        step.effective,
        None if step.until == FOREVER else step.until,
        *names.on(step.from_id, before),
        *(names.on(step.to_id, after) if step.kind is not LineageKind.RETIRE else ("", "")),
        step.edition_number,
        step.note,
        step.detail or {},
    )
