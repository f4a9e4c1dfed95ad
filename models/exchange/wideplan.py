"""Planning of a big table: read, checked and compared by the chunk."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Protocol

from models.exchange.checking import prepared
from models.exchange.entries import Gathered, column_of, keys_of
from models.exchange.refusals import OddCell, Reoccurs
from models.exchange.repairing import put_right
from models.exchange.stream import NotPlain, plain_stream, stream_table
from models.exchange.views import CHECKING, ImportSummary, Problem
from models.exchange.wide import Seen, Sorted
from models.kernel.text import clean_line, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sqlmodel import Session

    from models.exchange.checking import Prepared
    from models.exchange.frame import Kind, Progress, Reading
    from models.exchange.readers import RawTable, Source
    from models.exchange.stream import Rows, RowStream
    from models.exchange.views import ImportOptions, Repair
    from models.exchange.wide import Entry, Same, Wide

_SHOWN = 60


class Sink(Protocol):
    """Where a plan goes while it is made."""

    def add(self, block: Sorted, problems: Sequence[Problem]) -> None:
        """Take in what a chunk came to."""
        ...

    def complete(self, entries: Sequence[Entry]) -> None:
        """Take in what no row is there for."""
        ...


@dataclass(slots=True)
class WideTable:
    """A source of rows, and what is known of it."""

    stream: RowStream
    ready: Prepared
    repairs: tuple[Repair, ...] = ()
    """What was put right in cells; of a table that was read whole"""
    lost: dict[int, Problem] = field(default_factory=dict)
    """Rows with numbers a spreadsheet has rounded"""


@dataclass(slots=True)
class _Counts:
    created: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    rejected: int = 0


class _Chunk:
    """What the pieces of a chunk came to, before it is compared."""

    def __init__(self) -> None:
        self.entries = Gathered()
        self.same = Gathered()
        """Of pieces that say what stands, letter by letter"""
        self.problems: list[Problem] = []

    def take(self) -> tuple[Sequence[Entry], Sequence[Same], list[Problem]]:
        """Return all of it, and begin anew."""
        problems, self.problems = self.problems, []
        return self.entries.all(), self.same.all(), problems


def open_wide(
    kind: Kind,
    source: Source | Path,
    mapping: tuple[str, ...],
    options: ImportOptions,
    reading: Reading,
    whole: Callable[[], RawTable],
) -> WideTable:
    """Return the rows of a source, as a stream where it is plain enough for that.

    Raises:
        MissingColumns, BadMapping, AmbiguousColumns, MissingSettings, NotPermitted: as
            :func:`models.exchange.checking.prepared`.
    """
    stream = plain_stream(source, options.encoding, options.separator)
    if stream is not None:
        words = kind.known_headings()
        # A first row without one known heading is a title; where headings are is found the long way.
        if any(fold(heading) in words for heading in stream.headings) or mapping:
            try:
                ready = prepared(kind, stream.name, stream.headings, mapping, options, reading)
            except BaseException:
                stream.close()
                raise
            return WideTable(stream, ready)
        stream.close()
    return open_whole(kind, whole, mapping, options, reading)


def open_whole(
    kind: Kind,
    whole: Callable[[], RawTable],
    mapping: tuple[str, ...],
    options: ImportOptions,
    reading: Reading,
) -> WideTable:
    """Return the rows of a table that is read whole; raises as :func:`open_wide`."""
    raw = whole()
    ready = prepared(kind, raw.name, raw.headings, mapping, options, reading)
    right, repairs, lost = put_right(raw, {column.place: column.field.parse for column in ready.read})
    told = tuple(sorted([*raw.repairs, *repairs], key=lambda repair: repair.row))
    return WideTable(stream_table(right), ready, told, {problem.row: problem for problem in lost})


def plan_wide(
    kind: Kind,
    wide: Wide,
    table: WideTable,
    reading: Reading,
    session: Session,
    sink: Sink,
    progress: Progress | None,
) -> ImportSummary:
    """Read, check and compare every row into ``sink``; return what it comes to.

    Raises:
        NotPlain: the source is no plain text after all; nothing of the sink may be used.
    """
    stream, ready = table.stream, table.ready
    reader = wide.reader(ready.read, ready.constants, reading, raw=stream.raw)
    given = frozenset({*ready.columns.places, *ready.constants})
    seen, counts, chunk = Seen(wide.numbers), _Counts(), _Chunk()
    coming: set[str] = set()
    needs: set[str] = set()
    done = spilt = 0

    def end_chunk() -> None:
        entries, same, problems = chunk.take()
        block = wide.compare(session, entries, given)
        if same:
            block.same = [*same, *block.same] if block.same else same
        coming.update(wide.upper(keys_of(entries)))
        sink.add(block, problems)
        _count(counts, block, problems)
        if progress is not None:
            progress(done, stream.total if not stream.raw else 0, CHECKING)

    for rows, last in stream.pieces:
        done += len(rows)
        beyond = _beyond(stream.spill, spilt, rows)
        standing = [] if table.lost or beyond else reader.unchanged(rows, session)
        if standing and seen.follows(standing):
            chunk.same.add(standing)
        elif rows:
            entries, problems = reader.read(rows)
            again = seen.repeated(keys_of(entries), column_of(entries, 0))
            if again or table.lost or beyond:
                left = list(entries)
                problems += _repeated(kind, again, left, rows, ready)
                problems += _lost(table.lost, left, rows)
                problems += _spilt(beyond, left)
                entries, spilt = left, spilt + len(beyond)
            # What stands already has what it needs.
            needs |= wide.needs(keys_of(entries))
            chunk.entries.add(entries)
            chunk.problems += problems
        if last:
            end_chunk()
    end_chunk()
    if not done and stream.raw:
        raise NotPlain
    extra = wide.missing(session, sorted(needs), coming)
    sink.complete(extra)
    return _summary(kind, table, counts, len(extra))


def _repeated(
    kind: Kind, found: Sequence[tuple[int, int]], entries: list[Entry], rows: Rows, ready: Prepared
) -> list[Problem]:
    if not found:
        return []
    cells_of = dict(rows)
    column = next((each for each in ready.read if each.field.name == kind.key[-1]), None)
    problems = []
    for place, earlier in reversed(found):
        row, key = entries[place][0], entries[place][1]
        shown = clean_line(cells_of[row][column.place])[:_SHOWN] if column is not None else key
        problems.append(Problem(row, column.heading if column else kind.key[-1], shown, Reoccurs(earlier)))
        del entries[place]
    return problems


def _lost(lost: Mapping[int, Problem], entries: list[Entry], rows: Rows) -> list[Problem]:
    entries[:] = [entry for entry in entries if entry[0] not in lost]
    return [lost[number] for number, _cells in rows if number in lost]


def _beyond(spill: Sequence[tuple[int, str]], told: int, rows: Rows) -> list[tuple[int, str]]:
    """Return what stands beyond the headings in these rows; so many of ``spill`` were before them."""
    if len(spill) == told or not rows:
        return []
    last = rows[-1][0]
    return list(takewhile(lambda each: each[0] <= last, islice(spill, told, None)))


def _spilt(spill: Sequence[tuple[int, str]], entries: list[Entry]) -> list[Problem]:
    rows = {number for number, _text in spill}
    entries[:] = [entry for entry in entries if entry[0] not in rows]
    return [Problem(number, "", text[:_SHOWN], OddCell()) for number, text in spill]


def _count(counts: _Counts, block: Sorted, problems: Sequence[Problem]) -> None:
    counts.created += len(block.created)
    counts.changed += len(block.changed)
    counts.same += len(block.same)
    if problems:
        counts.rejected += len({problem.row for problem in problems})
        counts.problems += problems


def _summary(kind: Kind, table: WideTable, counts: _Counts, completed: int) -> ImportSummary:
    return ImportSummary(
        number=None,
        kind=kind.name,
        created=counts.created,
        changed=counts.changed,
        same=counts.same,
        rejected=counts.rejected,
        completed=completed,
        problems=tuple(sorted(counts.problems, key=lambda problem: problem.row)),
        assumptions=table.stream.assumptions,
        repairs=table.repairs,
        unknown_columns=table.ready.columns.unknown,
    )
