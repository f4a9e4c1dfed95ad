"""Writing down that an import was carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from models.exchange.lines import BatchState
from models.exchange.tables import ImportBatch
from models.kernel.tables import table_of
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.exchange.frame import Work
    from models.exchange.views import ImportOptions, ImportSummary

_NAME = 255
"""Characters of a source's name that are kept."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down of a batch beside its counts: source, options, plan, and what it undoes."""

    name: str
    hash: str
    options: Mapping[str, Any] = field(default_factory=dict)
    plan_hash: str | None = None
    undoes: int | None = None


def options_told(options: ImportOptions) -> dict[str, Any]:
    """Return what is kept of how an import was to be carried out."""
    return {"partial": options.partial, "constants": dict(options.constants)}


def counts(summary: ImportSummary) -> dict[str, int]:
    """Return the counts of rows by name."""
    return {name: getattr(summary, name) for name in ("created", "changed", "same", "skipped", "rejected")}


def enter_batch(work: Work, told: Told, summary: ImportSummary, state: BatchState = BatchState.DONE) -> int:
    """Write the row of a batch; return its number."""
    batch = table_of(ImportBatch)
    statement = (
        insert(batch)
        .values(
            kind=summary.kind,
            source_name=told.name[:_NAME],
            source_hash=told.hash,
            options=dict(told.options),
            actor_id=work.actor.account_id,
            at=work.at,
            state=state,
            plan_hash=told.plan_hash,
            undoes=told.undoes,
            **counts(summary),
        )
        .returning(batch.c.number)
    )
    return int(work.session.connection().execute(statement).scalar_one())


def record_batch(
    work: Work, told: Told, summary: ImportSummary, facts: Mapping[str, Any], action: str = "import"
) -> None:
    """Write the batch's own ledger entry."""
    after = {
        "kind": summary.kind,
        "file": told.name[:_NAME],
        "sha256": told.hash,
        **counts(summary),
        **facts,
    }
    record(work.session, work.actor, work.at, f"batch:{work.batch}", action, None, after)
