"""Work orders of the city's hotline as cases: what of them stands here, and writing what came anew.

A work order is a case under its own number; what the hotline says beside that (kind of request,
units named by the city) stands with its origin, under the hotline's own headings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select, update

from models.cases.columns import CASES, GRIDS, MATTER_VERSIONS, ORIGINS
from models.cases.fulltext import index_cases
from models.cases.ledgering import shown, stream_of
from models.cases.search import search_text
from models.kernel.bulk import insert_rows
from models.kernel.errors import Conflict
from models.kernel.words import N_
from models.ledger.service import record_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

SYSTEM = "12345"
"""What the origin of a work order is called."""
CHANGEABLE = ("title", "body", "place", "reporter_name", "reporter_phone")
"""What an order may say otherwise later, where somebody wants it written."""
_READ = (
    *CHANGEABLE,
    "channel",
    "occurred_at",
    "reported_at",
    "external",
    "open",
    "version",
    "id",
    "number",
    "due_at",
)
_ORIGIN_COLUMNS = ("case_id", "system", "number", "kept")
_AT_ONCE = 500


class StandingOrder(NamedTuple):
    """A case with the number of an order, as it stands."""

    id: int
    number: str
    version: int
    open: bool
    facts: Mapping[str, Any]
    """Columns of the case, ``grid_code`` and ``matter_name``"""
    kept: Mapping[str, str]
    """What the hotline said beside the case, by heading; empty if nothing is kept"""


class IntakeChange(NamedTuple):
    """Columns of a case, and what is kept of its order, that are to be written anew."""

    order: StandingOrder
    columns: Mapping[str, Any]
    kept: Mapping[str, str]


def standing_orders(session: Session, numbers: Iterable[str]) -> dict[str, StandingOrder]:
    """Return the cases with these numbers."""
    columns = [CASES.c[name] for name in _READ]
    statement = (
        select(
            *columns,
            GRIDS.c.code.label("grid_code"),
            ORIGINS.c.kept.label("kept"),
            MATTER_VERSIONS.c.name.label("matter_name"),
        )
        .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
        .outerjoin(ORIGINS, ORIGINS.c.case_id == CASES.c.id)
        .outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
    )
    found: dict[str, StandingOrder] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        within = CASES.c.number.in_(wanted[start : start + _AT_ONCE])
        for row in session.connection().execute(statement.where(within)).mappings():
            found[row["number"]] = StandingOrder(
                row["id"], row["number"], row["version"], row["open"], dict(row), row["kept"] or {}
            )
    return found


def keep_origins(session: Session, kept: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what the hotline said of new cases, by their numbers."""
    orders = standing_orders(session, kept).values()
    rows = [(order.id, SYSTEM, order.number, dict(kept[order.number])) for order in orders]
    insert_rows(session, ORIGINS, _ORIGIN_COLUMNS, rows)


def change_intakes(session: Session, signer: Actor, at: datetime, changes: Sequence[IntakeChange]) -> None:
    """Write what orders say anew of open cases, each with an entry in its ledger stream.

    Raises:
        Conflict: somebody acted on one of the cases meanwhile.
    """
    if not changes:
        return
    run = session.connection().execute
    names = dict(run(select(GRIDS.c.code, GRIDS.c.name)).all())
    # A deadline written just before gave some of them another version.
    standing = standing_orders(session, (each.order.number for each in changes))
    entries = []
    for each in changes:
        now = standing[each.order.number]
        columns = dict(each.columns)
        whole = {**now.facts, **columns}
        words = {name: whole[name] for name in ("number", "title", "body", "place")}
        matter = now.facts["matter_name"] or ""
        columns["search_text"] = search_text(
            **words, grid_name=names[now.facts["grid_code"]], matter_name=matter
        )
        columns["version"] = now.version + 1
        guarded = update(CASES).where(CASES.c.id == now.id, CASES.c.version == now.version, CASES.c.open)
        if run(guarded.values(**columns)).rowcount != 1:
            raise Conflict(N_("The case"), None)
        if each.kept:
            _keep(session, now, each.kept)
        before = {name: now.facts[name] for name in each.columns}
        after = dict(each.columns) | _headings(each)
        entries.append((stream_of(now.number), "case.import_change", shown(before), shown(after)))
    index_cases(session, [each.order.id for each in changes])
    record_many(session, signer, at, entries)


def _keep(session: Session, order: StandingOrder, kept: Mapping[str, str]) -> None:
    whole = {**order.kept, **kept}
    run = session.connection().execute
    changed = run(update(ORIGINS).where(ORIGINS.c.case_id == order.id).values(kept=whole))
    if changed.rowcount == 0:
        insert_rows(session, ORIGINS, _ORIGIN_COLUMNS, [(order.id, SYSTEM, order.number, whole)])


def _headings(change: IntakeChange) -> dict[str, Any]:
    """Name which headings of the order changed: their texts may name anybody."""
    return {"order": sorted(change.kept)} if change.kept else {}
