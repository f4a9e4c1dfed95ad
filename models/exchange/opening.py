"""Opening a file for a kind of table: read, with the mapping that was told or saved for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from models.exchange.mapping import split_pairs
from models.exchange.readers import RawTable, Source, read_table
from models.exchange.savedmaps import fitting, mappings_of, used
from models.exchange.templates import MARK_HEADINGS, without_example
from models.exchange.views import READING
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.exchange.frame import Kind, Progress
    from models.exchange.savedmaps import MappingView
    from models.exchange.views import ImportOptions
    from models.kernel.store import Store


def open_table(
    source: Source | Path,
    kind: Kind,
    mapping: Iterable[str],
    options: ImportOptions,
    on_progress: Progress | None,
) -> RawTable:
    """Read a file as a table of ``kind``; headings a mapping names are known as well.

    Raises:
        WrongEncoding, UnknownEncoding, NotATable, NoSuchSheet, EmptyTable, NoSource: it cannot be read.
    """
    if on_progress is not None:
        on_progress(0, 1, READING)
    opened = Source.from_path(source) if isinstance(source, Path) else source
    own = kind.taken(opened, options)
    if own is not None:
        return own
    told = {fold(side) for pair in split_pairs(mapping) for side in pair.split("=")}
    table = read_table(
        opened,
        encoding=options.encoding,
        separator=options.separator,
        sheet=options.sheet,
        known=kind.known_headings() | told | {fold(heading) for heading in MARK_HEADINGS},
        titled=kind.titled,
    )
    if on_progress is not None:
        on_progress(1, 1, READING)
    return without_example(table)


def has_saved(store: Store, kind: Kind) -> bool:
    """Say whether a mapping is saved for tables of ``kind``."""
    with store.read() as session:
        return bool(mappings_of(session, kind.name))


def open_mapped(
    store: Store,
    source: Source | Path,
    kind: Kind,
    mapping: tuple[str, ...],
    options: ImportOptions,
    on_progress: Progress | None,
) -> tuple[RawTable, tuple[str, ...]]:
    """Read a file, and return its mapping: as told, else one that was saved for its headings.

    Raises:
        WrongEncoding, UnknownEncoding, NotATable, NoSuchSheet, EmptyTable, NoSource: it cannot be read.
    """
    saved: list[MappingView] = []
    if options.saved and not mapping:
        with store.read() as session:
            saved = mappings_of(session, kind.name)
    looked_for = mapping or tuple(pair for each in saved for pair in each.told())
    table = open_table(source, kind, looked_for, options, on_progress)
    found = fitting(saved, table.headings)
    if found is None:
        return table, mapping
    return replace(table, assumptions=(*table.assumptions, used(found))), found.told()
