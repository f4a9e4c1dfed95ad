"""What the console sees of imports and exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.exchange.lines import BatchState
from models.kernel.errors import DomainError
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.calendar.views import MovedDeadline

Reason = Word | Phrase | DomainError
"""Why something was refused or assumed: translated when it is shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row of a source.

    ``row`` counts as a spreadsheet does: the headings are row 1. For JSON Lines it is the
    line, for a JSON list the place in the list. ``column`` is the heading as the source
    writes it, empty where the row as a whole is meant.
    """

    row: int
    column: str
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was put right in one cell before it was read.

    ``row`` and ``column`` as in :class:`Problem`; ``before`` is what the source has, ``after``
    what was read instead, ``what`` says what was done.
    """

    row: int
    column: str
    before: str
    after: str
    what: Reason


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import is to be carried out.

    ``partial`` loads the good rows although others are rejected. ``encoding`` and
    ``separator`` override what would be found in the file. ``constants`` gives fields the
    file has no column for (a duty list that names itself only in its title).
    """

    partial: bool = False
    encoding: str | None = None
    separator: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    """Of a workbook: its name, or its number from 1."""
    atomic: bool = False
    """Write everything in one transaction, also where the kind could be written chunk by chunk."""
    overwrite: bool = True
    """Whether what stands may be overwritten; otherwise such an import is refused."""
    saved: bool = True
    """Whether a saved mapping is used where its headings are found."""
    rehearse: bool = False
    """Write, say what came of it, and drop it all again; for kinds written in one transaction."""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of an import.

    ``created``, ``changed``, ``same``, ``skipped`` and ``rejected`` count rows of the source
    and add up to all of them. ``completed`` counts things that were added although the
    source has no row for them (a township's county); ``totals`` counts what hangs on the
    rows (conditions, classes). ``number`` is ``None`` when nothing was written.
    """

    number: int | None
    kind: str
    created: int = 0
    changed: int = 0
    same: int = 0
    skipped: int = 0
    rejected: int = 0
    completed: int = 0
    totals: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    assumptions: tuple[Phrase, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    details: Any = None
    """What the kind tells of the rows beyond their counts; a view of its room."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the kind told the ledger of the batch."""
    repairs: tuple[Repair, ...] = ()
    """What was put right in cells, by row."""

    @property
    def rows(self) -> int:
        """Rows of the source, blank ones and headings left out."""
        return self.created + self.changed + self.same + self.skipped + self.rejected


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import that was carried out, as the list shows it."""

    number: int
    kind: str
    source_name: str
    source_hash: str
    at: datetime
    actor_id: int | None
    created: int
    changed: int
    same: int
    skipped: int
    rejected: int
    options: Mapping[str, Any]
    state: BatchState = BatchState.DONE
    undoes: int | None = None
    """The batch that this one took back"""


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What came of undoing a batch.

    ``number`` is that of the undoing itself; ``None`` where nothing was done. ``restored`` counts
    rows that are as they were, ``kept`` those that something rests on, ``moved`` open cases that are due
    at another time for it.
    """

    number: int | None
    batch: int
    kind: str
    removed: int = 0
    restored: int = 0
    kept: int = 0
    resting: tuple[Resting, ...] = ()
    moved: tuple[MovedDeadline, ...] = ()


@dataclass(frozen=True, slots=True)
class Resting:
    """Something that rests on a row of a batch, so that the row cannot be taken back."""

    key: str
    by: Reason
    """What rests on it"""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a kind, for help texts and templates."""

    name: str
    title: str
    required: bool
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of table that can be imported, and exported if ``exports``."""

    name: str
    title: str
    fields: tuple[FieldView, ...]
    exports: bool
    settings: tuple[FieldView, ...] = ()


READING = N_("reading")
CHECKING = N_("checking")
COMPARING = N_("comparing")
WRITING = N_("writing")
