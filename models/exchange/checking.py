"""From cells to checked rows: mapping, reading of cells, empty and repeated keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.exchange.frame import Field, Kind, Progress, Reading, Row, Values
from models.exchange.mapping import Columns, map_columns
from models.exchange.mappingrefusals import UnknownField
from models.exchange.refusals import Blank, MissingSettings, OddCell, Reoccurs
from models.exchange.repairing import put_right
from models.exchange.views import CHECKING, ImportOptions, Problem, Repair
from models.kernel.errors import DomainError
from models.kernel.text import clean_block, clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from models.exchange.readers import RawTable

_TELL_EVERY = 5_000
_SHOWN = 60
"""Characters of a refused cell that are repeated in the message."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows whose cells are good, what was wrong with the others, and columns left unread."""

    rows: list[Row]
    problems: list[Problem]
    unknown: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()
    """What was put right in cells before they were read"""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that is read: for which field, at which place, under which heading."""

    field: Field
    place: int
    heading: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known of a source before its first row: constants, and the column of each field."""

    constants: Values
    read: list[ReadColumn]
    columns: Columns


def prepared(
    kind: Kind,
    name: str,
    headings: tuple[str, ...],
    mapping: tuple[str, ...],
    options: ImportOptions,
    reading: Reading,
) -> Prepared:
    """Find the columns of a source; complete ``reading`` with its settings and headings.

    Raises:
        MissingColumns, BadMapping, AmbiguousColumns: the headings do not fit.
        MissingSettings: something was not said that has to be.
        NotPermitted: a column needs a role the person does not hold.
    """
    constants = _constants(kind, options)
    reading.settings = {
        each.name: constants.pop(each.name) for each in kind.settings if each.name in constants
    }
    missing: list[object] = [
        each.title for each in kind.settings if each.required and each.name not in reading.settings
    ]
    if missing:
        raise MissingSettings(missing)
    spare = bool(kind.rest)
    columns = map_columns(name, headings, kind.fields, mapping, constants, spare=spare)
    kind.permit(reading.actor, frozenset({*columns.places, *constants}))
    by_name = {each.name: each for each in kind.fields}
    read = [
        ReadColumn(by_name[name], place, headings[place]) for name, place in sorted(columns.places.items())
    ]
    reading.headings = {column.field.name: column.heading for column in read}
    return Prepared(constants, read, columns)


def checked(
    kind: Kind,
    table: RawTable,
    mapping: tuple[str, ...],
    options: ImportOptions,
    reading: Reading,
    on_progress: Progress | None,
) -> Checked:
    """Read the cells of every row as ``kind`` wants them.

    Raises:
        MissingColumns, BadMapping, AmbiguousColumns: the headings do not fit.
        MissingSettings: something was not said that has to be.
        NotPermitted: a column needs a role the person does not hold.
    """
    ready = prepared(kind, table.name, table.headings, mapping, options, reading)
    constants, read, columns = ready.constants, ready.read, ready.columns
    others = _others(kind, table, columns)
    problems = [Problem(number, "", text[:_SHOWN], OddCell()) for number, text in table.spill]
    spilt = {number for number, _ in table.spill}
    table, repairs, lost = put_right(table, {column.place: column.field.parse for column in read})
    problems += lost
    rounded = {problem.row for problem in lost}
    rows: list[Row] = []
    seen: dict[object, int] = {}
    total = len(table.rows)
    for done, (number, cells) in enumerate(table.rows, start=1):
        if number in rounded:
            continue
        row = Row(number, dict(constants))
        if kind.rest:
            row.values[kind.rest] = _rest(cells, others)
        found = list(_read(kind, row, cells, read, reading, seen))
        problems += [each for each in found if isinstance(each, Problem)]
        if number not in spilt:
            rows += [each for each in found if isinstance(each, Row)]
        if on_progress is not None and done % _TELL_EVERY == 0:
            on_progress(done, total, CHECKING)
    return Checked(rows, problems, () if kind.rest else columns.unknown, repairs)


def _others(kind: Kind, table: RawTable, columns: Columns) -> list[tuple[int, str]]:
    """Return place and heading of the columns that stand for no field."""
    if not kind.rest:
        return []
    taken = set(columns.places.values())
    return [(place, name) for place, name in enumerate(table.headings) if name and place not in taken]


def _rest(cells: Sequence[str], others: Sequence[tuple[int, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for place, name in others if (text := clean_block(cells[place])))


def _read(
    kind: Kind,
    row: Row,
    cells: Sequence[str],
    columns: Sequence[ReadColumn],
    reading: Reading,
    seen: dict[object, int],
) -> Iterator[Row | Problem]:
    """Yield the row if it is good, else each problem."""
    problems = list(read_cells(row.values, row.number, cells, columns))
    if not problems:
        problems = list(kind.check(row, reading))
    if not problems:
        key = kind.key_of(row.values)
        earlier = row.number if key is None else seen.setdefault(key, row.number)
        if earlier != row.number:
            problems.append(
                reading.problem(row, kind.key[-1], _key_shown(kind, row, cells, columns), Reoccurs(earlier))
            )
    if problems:
        yield from problems
    else:
        yield row


def _key_shown(kind: Kind, row: Row, cells: Sequence[str], columns: Sequence[ReadColumn]) -> str:
    """Return a row's key as the source writes it; a key that was completed, as it became."""
    written = {column.field.name: clean_line(cells[column.place]) for column in columns}
    return " ".join(written.get(name) or str(row.values.get(name, "")) for name in kind.key)[:_SHOWN]


def read_cells(
    values: Values, number: int, cells: Sequence[str], columns: Sequence[ReadColumn]
) -> Iterator[Problem]:
    """Read the cells of a row into ``values``; yield what is wrong with them."""
    for column in columns:
        cell = cells[column.place]
        if not cell or cell.isspace():
            if column.field.required:
                yield Problem(number, column.heading, "", Blank())
            else:
                values[column.field.name] = column.field.blank
            continue
        try:
            value = column.field.parse(cell)
        except DomainError as refusal:
            yield Problem(number, column.heading, clean_line(cell)[:_SHOWN], refusal)
            continue
        # Cleaning may have left nothing of a cell that looked full.
        if value == "" and column.field.required:
            yield Problem(number, column.heading, "", Blank())
        values[column.field.name] = value


def _constants(kind: Kind, options: ImportOptions) -> dict[str, Any]:
    parsers: dict[str, Callable[[str], Any]] = {
        each.name: each.parse for each in (*kind.fields, *kind.settings)
    }
    values = {}
    for name, text in options.constants.items():
        if name not in parsers:
            pair = f"{name}={text}"
            raise UnknownField(pair, name, (*kind.fields, *kind.settings))
        values[name] = parsers[name](text)
    return values
