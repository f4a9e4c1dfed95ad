"""Taking an edition back: everything stands again as before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from models.catalogue.editions.descending import withdraw_lineage
from models.catalogue.editions.publishing import RENAMED
from models.catalogue.editions.refusals import ChangedSince
from models.catalogue.spans import clashes, close_spans
from models.catalogue.standing import EDITIONS, SPANS, office_day, references
from models.catalogue.timeline import Span
from models.catalogue.views import EditionStatus
from models.catalogue.writing import MatterPlan, write_classes
from models.kernel.bulk import insert_rows
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor

_COLUMNS = ("matter_id", "version_id", "code", "valid_from", "valid_to", "edition_id")


def withdraw(session: Session, actor: Actor, at: datetime, edition_id: int, number: int) -> None:
    """Let everything stand again as before an edition, inside the caller's transaction.

    Raises:
        ChangedSince: one of its matters was changed afterwards, or one of its numbers given away.
        Conflict: somebody is changing one of them now.
    """
    run = session.connection().execute
    close_spans(session, [(at, edition_id, key) for key in _standing(session, edition_id, number)])
    ended = run(
        select(*(SPANS.c[name] for name in _COLUMNS)).where(
            SPANS.c.ended_by_id == edition_id, SPANS.c.edition_id.is_distinct_from(edition_id)
        )
    ).all()
    in_the_way = clashes(session, [Span(*row[:5]) for row in ended])
    if in_the_way:
        raise ChangedSince(number, len({span.matter_id for span in in_the_way}))
    insert_rows(session, SPANS, (*_COLUMNS, "known_from"), [(*row, at) for row in ended])
    withdraw_lineage(session, at, edition_id)
    _name_classes_back(session, actor, at, edition_id)
    run(
        update(EDITIONS)
        .where(EDITIONS.c.id == edition_id)
        .values(status=EditionStatus.WITHDRAWN, withdrawn_at=at, version=EDITIONS.c.version + 1)
    )
    record(session, actor, at, f"edition:{number}", "edition.withdraw", {"number": number}, None)


def _standing(session: Session, edition_id: int, number: int) -> list[int]:
    """Return the spans an edition brought, all of which must still stand.

    What a follower had cut, and its withdrawal put back, is a copy that says the same.

    Raises:
        ChangedSince: one does not.
    """
    columns = (SPANS.c.matter_id, SPANS.c.version_id, SPANS.c.valid_from, SPANS.c.valid_to)
    statement = select(SPANS.c.id, SPANS.c.known_to, *columns).where(SPANS.c.edition_id == edition_id)
    rows = session.connection().execute(statement).all()
    stands = {row[2:] for row in rows if row.known_to is None}
    gone = {row.matter_id for row in rows if row[2:] not in stands}
    if gone:
        raise ChangedSince(number, len(gone))
    return [row.id for row in rows if row.known_to is None]


def _name_classes_back(session: Session, actor: Actor, at: datetime, edition_id: int) -> None:
    """Give classes their former names back, but for those named anew since."""
    statement = select(EDITIONS.c.counts).where(EDITIONS.c.id == edition_id)
    counts = session.connection().execute(statement).scalar_one() or {}
    names = references(session).classes
    plan = MatterPlan(office_day(session, at))
    for scheme, code, before, now in counts.get(RENAMED, ()):
        if names.get((scheme, code), (0, ""))[1] == now:
            plan.renamed_classes[scheme, code] = before
    write_classes(session, actor, at, plan)
