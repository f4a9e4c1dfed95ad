"""What accepting an opinion makes of an entry, and the step on the list by which it does so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.catalogue.drafting.views import StepKind
from models.catalogue.drafting.workspace import STEPS
from models.catalogue.review import queries
from models.catalogue.review.refusals import AlreadySettled, WordingMoved
from models.catalogue.review.rules import outcome, reworded_as, shown_text, touched_fields
from models.catalogue.review.views import OpinionState
from models.catalogue.rules import draft_from

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.drafting.workspace import Workspace
    from models.catalogue.rules import MatterDraft


def require_unsettled(session: Session, found: Row[Any]) -> None:
    """Let an opinion pass that is open, or whose acceptance was undone on the list.

    Raises:
        AlreadySettled: it is neither.
    """
    if found.state is OpinionState.ACCEPTED and found.step is not None:
        if found.id not in queries.active_steps(session, found.edition_id):
            return
    elif found.state is OpinionState.OPEN:
        return
    raise AlreadySettled(found.department_name, found.state.value)


def after_accepting(
    session: Session, found: Row[Any], now: MatterDraft, field: str, wording: str, *, anyway: bool
) -> MatterDraft:
    """Return what an entry says once an opinion is accepted.

    Raises:
        WordingMoved and refusals of values: it cannot be.
    """
    facts = queries.facts_of(found)
    after = outcome(now, facts, found.department_name, queries.unit_names(session))
    if field:
        after = reworded_as(after, field, wording)
    if after != now and not anyway:
        given = queries.given_on(session, [found])[found.id]
        _require_unmoved(draft_from(given.document), now, touched_fields(facts))
    return after


def _require_unmoved(sent: MatterDraft, now: MatterDraft, names: tuple[str, ...]) -> None:
    """Let a proposal pass whose fields still say what they said when they were sent.

    Raises:
        WordingMoved: one was reworded.
    """
    for name in names:
        if getattr(sent, name) != getattr(now, name):
            raise WordingMoved(now.name, name, shown_text(sent, name), shown_text(now, name))


def write_step(space: Workspace, found: Row[Any], name: str, *, back: bool) -> int | None:
    """Write the step that takes an opinion up, or back; return its number, ``None`` if it changes nothing."""
    said = {
        "matter": found.matter_id, "name": name, "department": found.department_name, "opinion": found.id,
    }  # fmt: skip
    if not space.finish(StepKind.REOPEN if back else StepKind.REVIEW, said):
        return None
    here = STEPS.c.edition_id == space.edition.id
    statement = select(STEPS.c.seq).where(here).order_by(STEPS.c.seq.desc()).limit(1)
    return int(space.session.connection().execute(statement).scalar_one())


def restored(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of an entry as a step kept them, its state a state again."""
    return {name: type(now["state"])(value) if name == "state" else value for name, value in before.items()}
