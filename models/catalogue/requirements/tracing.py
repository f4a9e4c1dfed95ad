"""Which source items, matters, flows and requirements belong together, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.requirements.rules import item_of, matter_of
from models.catalogue.requirements.views import Trace, TraceRow
from models.kernel.text import clean_line, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from models.catalogue.requirements.views import Requirement, RequirementSet, SourceRef


def forwards(found: RequirementSet) -> list[TraceRow]:
    """Return one row for each source item, by book and row, then for what has none."""
    rows = [row for each in found.requirements for row in _rows(each) if row.source is not None]
    rows += [TraceRow(ref, "", "", "", "") for ref in found.unclaimed]
    rows.sort(key=lambda row: _place(row.source))
    return [*rows, *(row for each in found.requirements if not each.sources for row in _rows(each))]


def backwards(found: RequirementSet) -> list[TraceRow]:
    """Return one row for each requirement and source item, by requirement."""
    ordered = sorted(found.requirements, key=lambda each: each.matter_id)
    return [row for each in ordered for row in _rows(each)]


def _place(ref: SourceRef | None) -> tuple[str, int, int]:
    return ("", 0, 0) if ref is None else (ref.book, ref.row, ref.item_id)


def _rows(each: Requirement) -> Iterator[TraceRow]:
    parts = tuple(part.number for group in (each.conditions, each.steps, each.interfaces) for part in group)
    flow = "" if each.flow is None else each.flow.code
    for source in each.sources or (None,):
        yield TraceRow(source, each.number, each.code, each.name, flow, parts)


def trace(found: RequirementSet, text: str) -> Trace | None:
    """Return the ways that lead through what ``text`` names; ``None`` where it names nothing.

    A matter's code, a requirement's number or that of a part of it, a source item as ``S0012`` or
    ``BOOK:ROW``, a source book, or a flow's code.
    """
    word = half_width(clean_line(text))
    rows = _through(found, word) if word else []
    if not rows:
        return None
    counts = {
        "sources": len({row.source.number for row in rows if row.source is not None}),
        "matters": len({row.requirement for row in rows} - {""}),
        "flows": len({row.flow for row in rows} - {""}),
        "requirements": len({row.requirement for row in rows} - {""}),
    }
    return Trace(word, found.meant, tuple(rows), counts)


def _through(found: RequirementSet, word: str) -> list[TraceRow]:
    rows = forwards(found)
    by_code = [row for row in rows if row.code and row.code.casefold() == word.casefold()]
    if by_code:
        return by_code
    named = matter_of(word)
    if named is not None:
        matter_id, part = named
        by_number = {each.number: each for each in found.requirements if each.matter_id == matter_id}
        return [row for row in rows if row.requirement in by_number and _has(row, part)]
    item = item_of(word)
    if item is not None:
        return [row for row in rows if row.source is not None and row.source.item_id == item]
    return list(_of_book(rows, word)) or [row for row in rows if row.flow and row.flow == word]


def _has(row: TraceRow, part: str) -> bool:
    return not part or f"{row.requirement}.{part}".casefold() in {each.casefold() for each in row.parts}


def _of_book(rows: Iterable[TraceRow], word: str) -> Iterator[TraceRow]:
    book, mark, place = word.rpartition(":")
    for row in rows:
        if row.source is None:
            continue
        if row.source.book == word or (mark and row.source.book == book and str(row.source.row) == place):
            yield row
