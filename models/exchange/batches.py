"""Writing down that an import was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, insert

from models.exchange.tables import ImportBatch
from models.ledger.service import record

if TYPE_CHECKING:
    from models.exchange.frame import Work
    from models.exchange.readers import RawTable
    from models.exchange.views import ImportOptions, ImportSummary

_NAME = 255
"""Characters of a source's name that are kept."""


def counts(summary: ImportSummary) -> dict[str, int]:
    """Return the counts of rows by name."""
    return {name: getattr(summary, name) for name in ("created", "changed", "same", "skipped", "rejected")}


def enter_batch(work: Work, table: RawTable, summary: ImportSummary, options: ImportOptions) -> int:
    """Write the row of a batch; return its number."""
    told = {"partial": options.partial, "constants": dict(options.constants)}
    batch: Table = ImportBatch.__table__  # type: ignore[attr-defined]
    statement = (
        insert(batch)
        .values(
            kind=summary.kind,
            source_name=table.name[:_NAME],
            source_hash=table.hash,
            options=told,
            actor_id=work.actor.account_id,
            at=work.at,
            **counts(summary),
        )
        .returning(batch.c.number)
    )
    return int(work.session.connection().execute(statement).scalar_one())


def record_batch(work: Work, table: RawTable, summary: ImportSummary, facts: dict[str, Any]) -> None:
    """Write the batch's own ledger entry."""
    after = {
        "kind": summary.kind,
        "file": table.name[:_NAME],
        "sha256": table.hash,
        **counts(summary),
        **facts,
    }
    record(work.session, work.actor, work.at, f"batch:{work.batch}", "import", None, after)
