"""Imports of source books for the room that owns them: its words into the exchange's and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue.sources.views import ImportReport, RowProblem
from models.exchange.readers import Source
from models.exchange.views import ImportOptions

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.catalogue.sources.service import Importer
    from models.catalogue.sources.views import BookEntries, ImportWishes
    from models.exchange.service import ExchangeService
    from models.exchange.views import ImportSummary

KIND = "sources"


def source_importer(exchange: ExchangeService) -> Importer:
    """Return the function by which the source books import files."""

    def carry_out(
        actor: Actor,
        file: Path | tuple[str, bytes],
        book: str,
        entries: BookEntries | None,
        wishes: ImportWishes,
        *,
        dry_run: bool,
    ) -> ImportReport:
        options = ImportOptions(
            partial=wishes.partial,
            encoding=wishes.encoding,
            separator=wishes.separator,
            constants=_constants(book, entries),
            sheet=wishes.sheet,
        )
        source = file if isinstance(file, Path) else Source(*file)
        run = exchange.plan_file if dry_run else exchange.import_file
        return report_of(book, run(actor, KIND, source, wishes.mapping, options))

    return carry_out


def report_of(book: str, summary: ImportSummary) -> ImportReport:
    """Return an import's summary in the words of the source books."""
    problems = [RowProblem(each.row, each.column, each.value, each.reason) for each in summary.problems]
    return ImportReport(
        book=book,
        new_book=bool(summary.totals.get("new_books")),
        number=summary.facts.get("book_import"),
        batch=summary.number,
        created=summary.created,
        changed=summary.changed,
        same=summary.same,
        gone=summary.totals.get("gone", 0),
        skipped=summary.skipped,
        rejected=summary.rejected,
        lines=summary.details or (),
        problems=tuple(problems),
        assumptions=summary.assumptions,
    )


def _constants(book: str, entries: BookEntries | None) -> dict[str, str]:
    found = {"book": book}
    if entries is not None:
        said = {
            "book_title": entries.title,
            "book_kind": entries.kind.value,
            "book_department": entries.department,
            "book_level": entries.level.value,
            "book_received": entries.received.isoformat() if entries.received else "",
            "book_note": entries.note,
        }
        found |= {name: text for name, text in said.items() if text}
    return found
