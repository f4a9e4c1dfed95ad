"""What each kind gives out: its columns, and its rows one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.sources.rules import one_line
from models.catalogue.sources.standing import BOOKS, DRAFTED, ITEMS, pairs
from models.catalogue.sources.views import ItemState
from models.exchange.exporting.caserows import (
    CASE_COLUMNS,
    FORMER,
    StepRows,
    asked_for,
    case_rows,
    how_many,
    says_more,
)
from models.exchange.exporting.duties_past import duties_at
from models.exchange.exporting.refusals import NoBook, NoFilter, NoPast
from models.exchange.exporting.rules import DATED, FILTERED, promised_in
from models.kernel.words import N_, Phrase
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.exporting.views import Wanted
    from models.exchange.frame import Kind

_ITEM = ("number", "code", "department", "category", "matter_type", "object", "legal_basis")


@dataclass(slots=True)
class Table:
    """A table on its way out. ``total`` is ``None`` where nobody counted beforehand."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[Any]]
    total: int | None = None
    steps: StepRows | None = field(default=None)

    def notes(self) -> tuple[Phrase, ...]:
        """Return what has to be said of the rows, once they were read."""
        if self.steps is None or not self.steps.left:
            return ()
        sentence = N_(
            "%(count)s steps are given out that no import takes in: they rest on more than their case"
        )
        return (Phrase(sentence, count=self.steps.left),)


def table_of(session: Session, kind: Kind, actor: Actor, at: datetime, wanted: Wanted) -> Table:
    """Return the table of a kind as it is wanted.

    Raises:
        NoFilter: the kind takes no filter.
        NoPast: a day was named, and the kind knows only the present.
        NoBook: of source items, no book was named that there is.
        FilterNotUnderstood: something in the filter means nothing.
    """
    if (wanted.text.strip() or wanted.queue) and kind.name not in FILTERED:
        raise NoFilter(kind.title)
    if wanted.as_of is not None:
        if kind.name not in DATED:
            raise NoPast(kind.title, wanted.as_of, ", ".join(sorted(DATED)))
        # Noon is that day wherever the office is.
        at = datetime.combine(wanted.as_of, time(12), office_zone(session)).astimezone(UTC)
    if kind.name in FILTERED:
        conditions = asked_for(session, actor, at, wanted.text, wanted.queue)
        steps = kind.name == "history"
        total = how_many(session, conditions, steps=steps)
        if steps:
            reader = StepRows(session, conditions)
            return Table((*kind.columns(), *FORMER), reader, total, reader)
        fields = [each for each in kind.fields if each.name in CASE_COLUMNS or not each.checked_only]
        if not says_more(session, conditions):
            fields = [each for each in fields if each.name in CASE_COLUMNS]
        promised = promised_in(wanted.columns)
        names = (*(each.name for each in fields), *promised)
        return Table(names, case_rows(session, conditions, fields, promised), total)
    if kind.name == "sources":
        return _items(session, wanted.settings.get("book", ""))
    if kind.name == "duties" and wanted.as_of is not None:
        midnight = datetime.combine(wanted.as_of + timedelta(days=1), time(), office_zone(session))
        return Table(kind.columns(), duties_at(session, midnight.astimezone(UTC)))
    rows = kind.export(session, actor, at)
    if kind.name == "divisions" and wanted.as_of is not None:
        day = wanted.as_of
        rows = (
            row for row in rows if (row[2] is None or row[2] <= day) and (row[3] is None or day <= row[3])
        )
    return Table(kind.columns(), rows)


def _items(session: Session, book: str) -> Table:
    """Return the items that stand in a book, in its order; further headings as they came."""
    run = session.connection().execute
    codes = dict(run(select(BOOKS.c.code, BOOKS.c.id).order_by(BOOKS.c.code)).all())
    if book not in codes:
        raise NoBook(book, ", ".join(codes))
    statement = (
        select(*(ITEMS.c[name] for name in DRAFTED))
        .where(ITEMS.c.book_id == codes[book], ITEMS.c.state == ItemState.PRESENT)
        .order_by(ITEMS.c.position, ITEMS.c.id)
    )
    found = run(statement).all()
    further = tuple(dict.fromkeys(heading for row in found for heading, _text in pairs(row.other)))
    return Table((*_ITEM, "name", "part", *further), _item_rows(found, further), len(found))


def _item_rows(found: Iterable[Any], further: Sequence[str]) -> Iterator[list[Any]]:
    for row in found:
        base = one_line(row.wording)
        # The sub-item was put behind the name, in brackets.
        part = row.name[len(base) + 1 : -1] if row.name != base else ""
        texts: dict[str, list[str]] = {}
        for heading, text in pairs(row.other):
            texts.setdefault(heading, []).append(text)
        yield [
            *(getattr(row, name) for name in _ITEM),
            row.wording,
            part,
            *("\n".join(texts.get(heading, ())) for heading in further),
        ]
