"""Steps of the service inside its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.flows import queries
from models.catalogue.flows.checker import check, errors
from models.catalogue.flows.refusals import FlowFaulty
from models.catalogue.flows.rules import content_hash, flow_document
from models.kernel.errors import NotFound
from models.kernel.text import half_width
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.flows.queries import Standing
    from models.catalogue.flows.views import FlowDraft, FlowFinding, Grounds

_NAME_LENGTH = 64


def checked(draft: FlowDraft, grounds: Grounds) -> tuple[FlowFinding, ...]:
    """Return what the checker says of a draft on these grounds."""
    return check(draft, grounds.limits, grounds.posts, grounds.units, day_minutes=grounds.day_minutes)


def require_sound(draft: FlowDraft, grounds: Grounds) -> None:
    """Let a draft without errors pass.

    Raises:
        FlowFaulty: the checker found errors.
    """
    wrong = errors(checked(draft, grounds))
    if wrong:
        raise FlowFaulty(draft.code, wrong)


def standing_of(session: Session, code: str) -> Standing:
    """Return the flow of this code; full-width and small letters are understood.

    Raises:
        NotFound: there is none.
    """
    plain = half_width(code)
    found = queries.standing(session, plain) or queries.standing(session, plain.upper())
    if found is None:
        raise NotFound(N_("flow"), plain)
    return found


def move_on(session: Session, flow: Standing, **changes: Any) -> bool:
    """Write ``changes`` if the flow is still what was read; say whether it was."""
    table = queries.FLOWS
    statement = (
        table.update()
        .where(table.c.id == flow.id, table.c.version == flow.version)
        .values(version=flow.version + 1, **changes)
    )
    return session.connection().execute(statement).rowcount == 1


def add_version(
    session: Session, actor: Actor, at: datetime, flow_id: int, number: int, draft: FlowDraft
) -> None:
    """Write a version beside the others."""
    values = {
        "flow_id": flow_id,
        "number": number,
        "document": flow_document(draft),
        "content_hash": content_hash(draft),
        "created_at": at,
        "author_id": actor.account_id,
        "author": actor.name[:_NAME_LENGTH],
    }
    session.connection().execute(queries.VERSIONS.insert().values(values))


def note(
    session: Session,
    actor: Actor,
    at: datetime,
    code: str,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    """Write down in the ledger what was done to a flow."""
    record(session, actor, at, f"flow:{code}", f"flow.{action}", before, after)
