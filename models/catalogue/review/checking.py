"""What a check of the rounds finds, and what publishing a list is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.catalogue.drafting.views import Notice
from models.catalogue.review import queries
from models.catalogue.review.queries import ASKED, DEPARTMENTS, ITEMS, OPINIONS, ROUNDS
from models.catalogue.review.rules import fingerprint, first_state
from models.catalogue.review.views import OpinionKind, OpinionState, RoundState
from models.catalogue.rules import draft_from
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row
    from sqlmodel import Session

_ROOM = "review"


def notices(session: Session, edition_id: int) -> list[Notice]:
    """Return what whoever publishes a list should know of its rounds: opinions that are still open."""
    row = next(iter(queries.rounds(session, edition_id)), None)
    if row is None:
        return []
    count = len(queries.unsettled(session, row.id, queries.active_steps(session, edition_id)))
    carried = (
        session.connection()
        .execute(
            select(func.count()).where(
                OPINIONS.c.round_id == row.id,
                OPINIONS.c.current,
                OPINIONS.c.state == OpinionState.CARRIED,
                OPINIONS.c.kind != OpinionKind.NONE,
            )
        )
        .scalar_one()
    )
    found = []
    facts = {"number": row.number, "count": count}
    if count:
        found.append(Notice(N_("%(count)s opinions of round %(number)s are not settled."), facts, row.strict))
    if carried:
        sentence = N_("%(count)s opinions were carried from round %(number)s to the next and are still open.")
        found.append(Notice(sentence, {"number": row.number, "count": carried}, row.strict))
    if row.state is RoundState.OPEN:
        found.append(Notice(N_("Round %(number)s of the review is not closed."), facts, row.strict))
    return found


def findings(session: Session) -> Iterator[Finding]:
    """Yield what cannot be: wordings that differ from their fingerprint, opinions on nothing, open ends."""
    for row in session.connection().execute(select(ROUNDS).order_by(ROUNDS.c.id)).all():
        subject = f"review:{row.edition_id}.{row.number}"
        for item in queries.items(session, row.id).values():
            if fingerprint(draft_from(item.document)) != item.fingerprint:
                sentence = N_(
                    "Round %(number)s: the wording kept of “%(name)s” is not the one that was sent."
                )
                yield Finding(_ROOM, subject, sentence, {"number": row.number, "name": item.name})
        yield from _of_opinions(session, row, subject)


def _of_opinions(session: Session, row: Row[Any], subject: str) -> Iterator[Finding]:
    run = session.connection().execute
    matching = (ASKED.c.department_id == OPINIONS.c.department_id) & (ASKED.c.item_id == OPINIONS.c.item_id)
    statement = (
        select(
            OPINIONS,
            DEPARTMENTS.c.name.label("department"),
            ITEMS.c.name.label("entry"),
            ASKED.c.part,
        )
        .join(DEPARTMENTS, DEPARTMENTS.c.id == OPINIONS.c.department_id)
        .join(ITEMS, ITEMS.c.id == OPINIONS.c.item_id)
        .outerjoin(ASKED, matching)
        .where(OPINIONS.c.round_id == row.id)
    )
    for opinion in run(statement.order_by(OPINIONS.c.id)):
        facts = {"number": row.number, "department": opinion.department, "name": opinion.entry}
        if opinion.part is None:
            sentence = N_(
                "Round %(number)s: “%(department)s” has an opinion on “%(name)s”, but was not asked."
            )
            yield Finding(_ROOM, subject, sentence, facts)
        open_end = opinion.current and opinion.state is OpinionState.OPEN
        if row.state is RoundState.CLOSED and open_end:
            sentence = N_(
                "Round %(number)s is closed, but the opinion of “%(department)s” on “%(name)s” is open."
            )
            yield Finding(_ROOM, subject, sentence, facts)
        settled = opinion.state in {OpinionState.ACCEPTED, OpinionState.REJECTED, OpinionState.WITHDRAWN}
        unsigned = settled and opinion.settled_at is None
        if unsigned or (settled and first_state(opinion.kind) is OpinionState.NOTED):
            sentence = N_("Round %(number)s: nobody settled the opinion of “%(department)s” on “%(name)s”.")
            yield Finding(_ROOM, subject, sentence, facts)
