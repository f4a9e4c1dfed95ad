"""The frame every kind of table stands on: fields, rows, comparison.

A kind is declared by its fields and key, compares checked rows with the database in bulk
(reading only), and writes what the comparison found. Reading, mapping, checking of cells,
duplicate keys, the transaction, the batch and the summary belong to the frame.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from models.exchange.cells import Parse, line
from models.exchange.views import FieldView, KindView, Problem, Reason
from models.kernel.text import fold
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.calendar.views import MovedDeadline
    from models.exchange.lines import Line
    from models.exchange.raw import RawTable, Source
    from models.exchange.views import ImportOptions, Resting
    from models.exchange.wide import Wide
    from models.kernel.words import Phrase, Word

Values = dict[str, Any]
"""A row's checked values by field name. A field without a column is absent: what stands in
the database then stays. An empty cell gives the field's ``blank``."""

Progress = Callable[[int, int, str], None]
"""Called as ``on_progress(done, total, phase)``; ``phase`` is a message id."""


_LINE = line()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind.

    ``name`` is the heading of exports and the right side of a mapping; ``title`` is what
    people call it; ``synonyms`` are further headings, Chinese and English, compared without
    spaces and case. ``parse`` turns a cell that is not empty into a value, or raises a
    :class:`~models.kernel.errors.DomainError` whose sentence says what is wrong with it.
    ``checked_only`` fields are compared with the others but not stored; exports omit them.
    """

    name: str
    title: Word
    required: bool = False
    synonyms: tuple[str, ...] = ()
    parse: Parse = _LINE
    blank: Any = ""
    checked_only: bool = False
    derived: bool = False
    """Worked out here: an export gives it where it is named, no template asks for it"""

    def headings(self) -> tuple[str, ...]:
        """Return every heading that stands for the field."""
        return (self.name, str(self.title), *self.synonyms)


@dataclass(slots=True)
class Row:
    """A row whose cells were read; ``number`` is the source's, for messages."""

    number: int
    values: Values


@dataclass(slots=True)
class Comparison:
    """What an import would do: the plan, made without writing.

    ``created`` and ``changed`` hold whatever the kind's ``write`` needs for one row each;
    ``problems`` name rows that turned out unusable when compared (they are in none of the
    other lists). ``extra`` carries things without a row (parents to complete).
    """

    created: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    same: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    extra: list[Any] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    notes: list[Phrase] = field(default_factory=list)
    """What had to be assumed when comparing, for the summary."""
    plan: Any = None
    """A plan of the room the kind writes through, if that room makes its own."""
    lines: list[Line] = field(default_factory=list)
    """What happens to each row, as plans and the journal tell it: filled by kinds that can say."""


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the file's name and digest, the sheet of a workbook, what heads the table."""

    name: str = ""
    hash: str = ""
    sheet: str = ""
    title: str = ""


@dataclass
class Reading:
    """What a kind needs while rows are checked: who, when, and what the source calls its columns.

    ``headings`` holds the source's own heading of each field that has a column, ``settings``
    the values of the kind's settings that were given.
    """

    actor: Actor
    at: datetime
    headings: Mapping[str, str]
    settings: Mapping[str, Any] = field(default_factory=dict, kw_only=True)
    origin: Origin = field(default_factory=Origin, kw_only=True)

    def problem(self, row: Row, field_name: str, value: object, reason: Reason) -> Problem:
        """Return a problem that calls the field as the source does."""
        return Problem(row.number, self.headings.get(field_name, field_name), str(value), reason)


@dataclass
class Work(Reading):
    """What a kind needs while it compares and writes.

    ``progress(done, total)`` tells how far it is, ``rejected`` how many rows of the source did
    not get here, ``batch`` the number of the import, known when it is written; ``moved`` the deadlines
    that taking it back moves.
    """

    session: Session
    progress: Callable[[int, int], None] = _silent
    rejected: int = 0
    batch: int = 0
    moved: tuple[MovedDeadline, ...] = ()


class Kind(ABC):
    """One kind of table. See :mod:`models.exchange.kinds` for how to add one."""

    name: ClassVar[str]
    title: ClassVar[Word]
    fields: ClassVar[tuple[Field, ...]]
    key: ClassVar[tuple[str, ...]]
    """Fields that identify a row; a row with the same key as an earlier one is rejected."""
    exports: ClassVar[bool] = True
    settings: ClassVar[tuple[Field, ...]] = ()
    """What is said once for the whole import (``--set``), never by a column."""
    rest: ClassVar[str] = ""
    """Under which name a row's values hold the cells of columns that stand for no field, as pairs of
    heading and text in the order of the source; empty: such columns are not used. With it, of
    several columns for one field the others go to the rest as well."""
    familiar: ClassVar[tuple[str, ...]] = ()
    """Further headings by which the row of headings is recognised."""
    titled: ClassVar[bool] = False
    """Whether CSV files of this kind come with title rows, as workbooks do."""

    wide: ClassVar[Wide | None] = None
    """How rows are read and written chunk by chunk, for kinds of very many rows"""
    undoable: ClassVar[bool] = False
    """Whether an import can be taken back; otherwise that is said before it is carried out"""
    stays: ClassVar[str] = N_("what tables of this kind bring in is not taken back")
    """Why it cannot be taken back, of kinds that are not undoable"""
    whole: ClassVar[bool] = False
    """Whether the table is loaded whole or not at all: a part of it would say something else"""
    far_reaching: ClassVar[bool] = False
    """Whether more moves than the rows say: what moves is found out by writing it, told and agreed to,
    and dropped again where nobody agrees"""
    caution: ClassVar[str] = ""
    """What people have to know before they take an import back"""

    def known_headings(self) -> frozenset[str]:
        """Return every heading that is understood or familiar, folded."""
        words = [heading for each in self.fields for heading in each.headings()]
        return frozenset(fold(word) for word in (*words, *self.familiar))

    def details(self, comparison: Comparison) -> Any:
        """Return what is told of the rows beyond their counts: a view of the room, or ``None``."""
        _ = comparison

    def reaches(self, comparison: Comparison) -> int:
        """Return how many things beyond its rows a written table moved; ``far_reaching`` kinds only."""
        _ = comparison
        return 0

    def key_of(self, values: Values) -> object:
        """Return what identifies a row within its source (``None``: nothing does)."""
        return tuple(values.get(name) for name in self.key)

    def taken(self, source: Source, options: ImportOptions) -> RawTable | None:
        """Return what a file of the kind's own form comes to; ``None``: it is a table like any other."""
        _ = (source, options)
        return None

    def check(self, row: Row, reading: Reading) -> Iterator[Problem]:
        """Yield what is wrong between the cells of one row; may complete ``row.values``."""
        yield from ()

    def permit(self, actor: Actor, columns: frozenset[str]) -> None:
        """Refuse columns the person may not import; being an importer was checked before.

        Raises:
            NotPermitted: a column needs another role.
        """
        _ = (actor, columns)

    @abstractmethod
    def compare(self, rows: Sequence[Row], work: Work) -> Comparison:
        """Compare rows with the database, in bulk, writing nothing."""

    @abstractmethod
    def write(self, comparison: Comparison, work: Work) -> Mapping[str, Any]:
        """Write what ``comparison`` found and its ledger entries.

        Returns:
            Facts for the batch's own ledger entry, such as a digest; may be empty.
        """

    def undo(self, lines: Sequence[Line], work: Work) -> list[Resting]:
        """Take back what a batch did, as far as nothing rests on it, with ledger entries.

        Args:
            lines: what the batch created and changed; ``undoable`` kinds only.
            work: who, when, and the session, whose transaction is dropped if the answer is not wanted.

        Returns:
            What could not be taken back, and why; everything else was.
        """
        raise NotImplementedError

    def export(self, session: Session, actor: Actor, at: datetime) -> Iterable[Sequence[Any]]:
        """Yield a tuple of cells per row, in the order of :meth:`columns`, by a stable order, as of ``at``.

        A cell is text, a number, ``None``, or a list of texts (lines of one cell in CSV).
        """
        raise NotImplementedError

    def columns(self) -> tuple[str, ...]:
        """Return the headings of an export."""
        return tuple(each.name for each in self.fields if not each.checked_only)

    def view(self) -> KindView:
        """Return the kind as help texts show it."""
        fields = tuple(
            FieldView(each.name, each.title, each.required, each.headings()) for each in self.fields
        )
        settings = tuple(
            FieldView(each.name, each.title, each.required, each.headings()) for each in self.settings
        )
        return KindView(self.name, self.title, fields, self.exports, settings)
