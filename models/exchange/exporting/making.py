"""Making the file of an export: rows masked, chosen, checked and written, with a word on how far it is."""

from __future__ import annotations

import gzip
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, NoReturn

from models.exchange.exporting import open311
from models.exchange.exporting.caserows import asked_for, close_streams, how_many
from models.exchange.exporting.refusals import CannotCarry, ExportStopped, NeedsApproval, WholeCases
from models.exchange.exporting.rules import (
    BULK,
    OF_CASES,
    chosen_columns,
    headings_of,
    masked,
    maskers,
)
from models.exchange.exporting.sheet import write_sheet
from models.exchange.exporting.tables_of import table_of
from models.exchange.exporting.views import Format, Masking
from models.exchange.exporting.xes import write_xes
from models.exchange.writers import text_of, write_csv, write_json_lines
from models.kernel.documents import canonical
from models.kernel.words import N_, Phrase
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.exchange.exporting.views import How, Wanted
    from models.exchange.frame import Kind, Progress

PREPARING = N_("writing the table")
_TELL_EVERY = 500
_NAMED = 20
"""Characters an encoding cannot carry that are named one by one"""
_SHEET_NAME = 31
_RECEIPT = "receipt"
_CARRY_ALL = ("utf",)


class Making:
    """One file on its way.

    Args:
        session: reads one moment of the database.
        kind: what is exported.
        actor: within whose area.
        at: the present moment.
        wanted: which rows and columns.
        how: in which format, and whether in clear.
        most: rows of personal data that may be in clear.
        on_progress: told how far it is; what it raises breaks the export off.
        stopped: asked now and then whether somebody broke the export off.
    """

    def __init__(
        self,
        session: Session,
        kind: Kind,
        actor: Actor,
        at: datetime,
        wanted: Wanted,
        how: How,
        *,
        most: int = BULK,
        on_progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> None:
        self._session = session
        self._kind = kind
        self._actor = actor
        self._at = at
        self._wanted = wanted
        self._how = how
        self._most = most
        self._on_progress = on_progress
        self._stopped = stopped
        self._total = 0
        self.masking = Masking.NONE
        self.notes: tuple[Phrase, ...] = ()

    def write(self, target: IO[bytes]) -> int:
        """Write the file; return how many rows, cases or requests it has.

        Raises:
            NeedsApproval, CannotCarry, TooManyRows, CellTooLong, ExportStopped: and whatever
                :func:`models.exchange.exporting.tables_of.table_of` refuses.
        """
        write = self._write_cases if self._how.format in OF_CASES else self._write_table
        try:
            with _packed(target, packed=self._how.packed) as stream:
                return write(stream)
        finally:
            close_streams(self._session)

    def personal(self) -> bool:
        """Say whether the columns wanted can hold personal data."""
        if self._how.format in OF_CASES:
            return True
        columns = table_of(self._session, self._kind, self._actor, self._at, self._wanted).columns
        _places, names = chosen_columns(self._kind, columns, self._wanted.columns)
        return bool(maskers(self._kind.name, names))

    def count(self) -> int:
        """Return how many rows there are."""
        table = table_of(self._session, self._kind, self._actor, self._at, self._wanted)
        return table.total if table.total is not None else sum(1 for _row in table.rows)

    def _write_table(self, stream: IO[bytes]) -> int:
        kind, how = self._kind, self._how
        table = table_of(self._session, kind, self._actor, self._at, self._wanted)
        self._total = table.total or 0
        places, names = chosen_columns(kind, table.columns, self._wanted.columns)
        hidden = maskers(kind.name, names)
        if hidden:
            self.masking = Masking.REVEALED if how.reveal else Masking.MASKED
        rows: Iterable[Sequence[Any]] = table.rows
        if places != tuple(range(len(table.columns))):
            rows = ([row[place] for place in places] for row in rows)
        if hidden and not how.reveal:
            rows = (masked(row, hidden) for row in rows)
        if _RECEIPT in names:
            rows = self._explained(rows, names.index(_RECEIPT))
        titles = headings_of(kind, names) if how.office_headings else names
        if how.format is Format.XLSX:
            count = write_sheet(stream, kind.name[:_SHEET_NAME], titles, rows, self._tell)
        elif how.format is Format.JSON_LINES:
            count = write_json_lines(stream, titles, self._told(rows))
        else:
            errors = "namereplace" if how.escape else "strict"
            checked = self._told(rows)
            if not how.escape and not how.encoding.startswith(_CARRY_ALL):
                checked = _carried(checked, titles, how.encoding)
            count = write_csv(stream, titles, checked, how.encoding, errors)
        self.notes = table.notes()
        return count

    def _explained(self, rows: Iterable[Sequence[Any]], place: int) -> Iterator[Sequence[Any]]:
        """Put the receipts of deadlines into words, or into one line of JSON where nobody gave any."""
        explain = self._how.explain
        for row in rows:
            kept = row[place]
            words = kept and ("\n".join(explain(kept)) if explain is not None else canonical(kept))
            yield [*row[:place], words, *row[place + 1 :]]

    def _write_cases(self, stream: IO[bytes]) -> int:
        how = self._how
        if self._wanted.columns:
            # A second person may have agreed to some columns only.
            raise WholeCases(how.format)
        conditions = asked_for(self._session, self._actor, self._at, self._wanted.text, self._wanted.queue)
        zone = office_zone(self._session)
        self.masking = Masking.REVEALED if how.reveal else Masking.MASKED
        self._total = how_many(self._session, conditions, steps=False)
        if how.format is Format.XES:
            cases, events = write_xes(self._session, stream, conditions, zone, self._tell, clear=how.reveal)
            self.notes = (Phrase(N_("%(cases)s cases with %(events)s steps"), cases=cases, events=events),)
            return cases
        write = open311.write_json if how.format is Format.OPEN311_JSON else open311.write_xml
        return write(self._session, stream, conditions, zone, self._tell, clear=how.reveal)

    def _told(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        for number, row in enumerate(rows, start=1):
            self._tell(number)
            yield row

    def _tell(self, number: int) -> None:
        if number > self._most and self.masking is Masking.REVEALED:
            raise NeedsApproval(self._most)
        if number % _TELL_EVERY:
            return
        if self._stopped is not None and self._stopped():
            raise ExportStopped
        if self._on_progress is not None:
            self._on_progress(number, max(number, self._total), PREPARING)


def _carried(rows: Iterable[Sequence[Any]], titles: Sequence[str], encoding: str) -> Iterator[Sequence[Any]]:
    """Pass rows on that ``encoding`` can carry; at the end name what it could not.

    Raises:
        CannotCarry: with row, column and character of the first of them.
    """
    named: list[str] = []
    count = 0
    for number, row in enumerate(rows, start=2):
        lost = [(place, each) for place, cell in enumerate(row) for each in _unfit(text_of(cell), encoding)]
        if not lost:
            if not count:
                yield row
            continue
        count += len(lost)
        room = _NAMED - len(named)
        named += [f"{number} {titles[place]} {each} (U+{ord(each):04X})" for place, each in lost[:room]]
    if count:
        _refuse(encoding, count, named)


def _refuse(encoding: str, count: int, named: Sequence[str]) -> NoReturn:
    where = "; ".join(named) + (" …" if count > len(named) else "")
    raise CannotCarry(encoding, count, where)


def _unfit(text: str, encoding: str) -> list[str]:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return [each for each in text if not _fits(each, encoding)]
    return []


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def _packed(target: IO[bytes], *, packed: bool) -> Iterator[IO[bytes]]:
    if not packed:
        yield target
        return
    # Neither a name nor a time in it: the same rows give the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as stream:
        yield stream  # type: ignore[misc]
