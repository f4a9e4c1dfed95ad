"""From the working list to an edition: the plan, what stands in the way, publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.catalogue.drafting.planning import prepare, resting_day, shown
from models.catalogue.drafting.refusals import HeldBack, ListMoved, NotReady
from models.catalogue.drafting.service.base import EDITORS, PUBLISHERS, WORK, DraftingBase
from models.catalogue.drafting.views import EntryState, ListPlan, StepKind
from models.catalogue.drafting.workspace import Workspace, facts_of, open_edition
from models.catalogue.editions import publishing
from models.catalogue.editions import queries as editions
from models.catalogue.editions.refusals import PlanMoved
from models.catalogue.editions.service import published
from models.catalogue.standing import in_force
from models.kernel.text import clean_block, clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.editions.changes import Changes
    from models.catalogue.editions.views import Published, Touched
    from models.catalogue.standing import Standing

_FIRST = 5


class PublishDoors(DraftingBase):
    """The way out of the list."""

    def plan(self, actor: Actor, effective: date) -> ListPlan:
        """Say what publishing the list on a date of force would change and touch, writing nothing.

        Raises:
            NoDraft: no list is being prepared.
            EditionTooEarly: the date lies before the last edition's.
        """
        _ = actor
        with self._store.read() as session:
            publishing.require_order(session, effective)
            key = open_edition(session).id
            ready = prepare(session, key, effective)
            moved = tuple(ready.moved.values())
            plan = ready.changes.plan(self._touched(session, ready.changes))
            return ListPlan(plan, tuple(ready.obstacles), moved, self._notices(session, key))

    def _touched(self, session: Session, changes: Changes) -> list[Touched]:
        asked: Sequence[Callable[[Session, Changes], Sequence[Touched]]] = self._more.get("touching", ())
        return [each for ask in asked for each in ask(session, changes)]

    def publish(
        self, actor: Actor, effective: date, fingerprint: str, *, name: str = "", note: str = ""
    ) -> Published:
        """Publish the list by exactly the plan that was looked at.

        Args:
            actor: a system administrator or leader.
            effective: the date of force.
            fingerprint: of the plan, as :meth:`plan` gave it.
            name: what the edition is called; the list's own name by default.
            note: what it says of itself; the list's own note by default.

        Raises:
            NotPermitted: the person may not publish.
            NoDraft: no list is being prepared.
            NotReady: entries have no code, or one that another has.
            HeldBack: another room's business, which the office wants finished first, is not.
            ListMoved: matters were changed outside the list since it was begun.
            PlanMoved: the plan is out of date.
            EditionTooEarly, EditionNameTaken, LaterVersion, Conflict: see the sentences.
        """
        require(actor, PUBLISHERS, N_("publish the list of matters"))
        with self._store.write() as session:
            edition = open_edition(session)
            publishing.require_order(session, effective)
            ready = prepare(session, edition.id, effective)
            plan = ready.changes.plan(self._touched(session, ready.changes))
            if plan.fingerprint != fingerprint:
                raise PlanMoved
            if ready.obstacles:
                raise NotReady(shown(ready.obstacles))
            blocking = [each for each in self._notices(session, edition.id) if each.blocks]
            if blocking:
                raise HeldBack(Phrase(blocking[0].sentence, **blocking[0].params))
            if ready.moved:
                codes = list(ready.moved.values())
                raise ListMoved(len(codes), ", ".join(codes[:_FIRST]))
            publishing.publish(
                session,
                actor,
                self._clock.now(),
                ready.changes,
                name=clean_line(name) or edition.name,
                note=clean_block(note) or edition.note,
                plan_hash=fingerprint,
                draft_id=edition.id,
            )
            return published(editions.edition(session, edition.id), plan)

    def rebase(self, actor: Actor, *, take_theirs: bool, day: date | None = None) -> int:
        """Settle what was changed outside the list since it was begun; return how many matters.

        Args:
            actor: who works on the list.
            take_theirs: take over what the matters say now; otherwise the list's own wording
                stands and will be published over it.
            day: the day of force that is planned for; by default the first that is possible.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: no list is being prepared.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            on = day or resting_day(session, self._clock.now())
            ready = prepare(session, space.edition.id, on)
            current = {each.matter_id: each for each in in_force(session, on).values()}
            space.load(ready.moved)
            for key in ready.moved:
                _settle(space, key, current.get(key), take_theirs=take_theirs)
            space.finish(StepKind.REBASE, {"count": len(ready.moved), "theirs": take_theirs})
            return len(ready.moved)


def _settle(space: Workspace, key: int, theirs: Standing | None, *, take_theirs: bool) -> None:
    """Let one entry rest on what its matter says now."""
    if theirs is None:
        # It ended outside the list: it stays ended, or the list brings it into force again.
        ended = {"state": EntryState.DROPPED} if take_theirs else {}
        space.put(key, base_version_id=None, **ended)
        return
    base = {"base_version_id": theirs.version_id}
    if not space.knows(key):
        space.adopt(key, facts_of(theirs.draft, settled=True, **base))
    elif take_theirs:
        space.say(key, theirs.draft, state=EntryState.LIVE, into_id=None, **base)
    else:
        space.put(key, **base)
