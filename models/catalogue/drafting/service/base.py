"""Beginning and discarding a list, its steps, and undoing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.catalogue.drafting import queries
from models.catalogue.drafting.planning import resting_day
from models.catalogue.drafting.refusals import DraftExists, NoDraft, NothingToUndo, StepMoved
from models.catalogue.drafting.workspace import (
    ENTRIES,
    MEMBERS,
    SNAPSHOT,
    Workspace,
    facts_of,
    open_edition,
)
from models.catalogue.standing import EDITIONS, in_force
from models.catalogue.views import EditionStatus
from models.kernel.bulk import insert_rows
from models.kernel.text import clean_block, clean_line, initials
from models.kernel.words import N_
from models.ledger.service import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.drafting.views import DraftView, Notice, StepView
    from models.kernel.clock import Clock
    from models.kernel.store import Store

EDITORS = (Role.SYSTEM_ADMIN, Role.DUTY_CHIEF, Role.LEADER)
"""Who works on the list; publishing it is for fewer."""
PUBLISHERS = (Role.SYSTEM_ADMIN, Role.LEADER)
WORK = N_("work on the list of matters")
_INITIALS = 255


class DraftingBase:
    """The store and the clock, and what concerns the list as a whole."""

    def __init__(self, store: Store, clock: Clock, **more: Any) -> None:
        self._store = store
        self._clock = clock
        self._more = more

    def _notices(self, session: Session, edition_id: int) -> tuple[Notice, ...]:
        """Return what other rooms say to whoever publishes the list."""
        asked: Sequence[Callable[[Session, int], Sequence[Notice]]] = self._more.get("heeding", ())
        return tuple(each for ask in asked for each in ask(session, edition_id))

    def draft(self, actor: Actor) -> DraftView | None:
        """Return the list being prepared; ``None`` where none is."""
        _ = actor
        with self._store.read() as session:
            try:
                edition = open_edition(session)
            except NoDraft:
                return None
            return queries.draft_view(session, edition)

    def begin(self, actor: Actor, name: str = "", note: str = "") -> DraftView:
        """Begin a list as a copy of what is in force today.

        Where the newest edition is still to take force, it begins with what that will say.
        Source items stand behind the same matters as in the last edition.

        Raises:
            NotPermitted: the person may not work on the list.
            DraftExists: one is being prepared already.
        """
        require(actor, EDITORS, WORK)
        now = self._clock.now()
        with self._store.write() as session:
            run = session.connection().execute
            known = run(select(EDITIONS).where(EDITIONS.c.status == EditionStatus.DRAFT)).first()
            if known is not None:
                raise DraftExists(known.begun_at.date().isoformat())
            values = {
                "name": clean_line(name),
                "note": clean_block(note),
                "status": EditionStatus.DRAFT,
                "begun_at": now,
                "begun_by_id": actor.account_id,
                "plan_hash": "",
                "version": 1,
            }
            edition_id = run(insert(EDITIONS).values(**values).returning(EDITIONS.c.id)).scalar_one()
            rows = []
            for each in in_force(session, resting_day(session, now)).values():
                facts = facts_of(each.draft, base_version_id=each.version_id, settled=True)
                letters = initials(each.draft.name)[:_INITIALS]
                rows.append((edition_id, each.matter_id, 1, *(facts[key] for key in SNAPSHOT), letters))
            columns = ("edition_id", "matter_id", "version", *SNAPSHOT, "initials")
            insert_rows(session, ENTRIES, columns, rows)
            self._carry_items_over(session, edition_id)
            said = {"entries": len(rows), "name": values["name"]}
            record(session, actor, now, f"draft:{edition_id}", "draft.begin", None, said)
            return queries.draft_view(session, open_edition(session))

    @staticmethod
    def _carry_items_over(session: Any, edition_id: int) -> None:
        run = session.connection().execute
        last = run(
            select(MEMBERS.c.edition_id)
            .join(EDITIONS, EDITIONS.c.id == MEMBERS.c.edition_id)
            .where(EDITIONS.c.status == EditionStatus.PUBLISHED)
            .order_by(EDITIONS.c.number.desc())
            .limit(1)
        ).scalar()
        if last is None:
            return
        listed = select(ENTRIES.c.matter_id).where(ENTRIES.c.edition_id == edition_id)
        rows = run(
            select(MEMBERS.c.item_id, MEMBERS.c.matter_id).where(
                MEMBERS.c.edition_id == last, MEMBERS.c.matter_id.in_(listed)
            )
        ).all()
        insert_rows(
            session, MEMBERS, ("edition_id", "item_id", "matter_id"), [(edition_id, *row) for row in rows]
        )

    def discard(self, actor: Actor) -> None:
        """Give the list being prepared up. It is kept as withdrawn, with its steps.

        Raises:
            NotPermitted: the person may not publish lists.
            NoDraft: none is being prepared.
        """
        require(actor, PUBLISHERS, N_("discard the list of matters"))
        with self._store.write() as session:
            edition = open_edition(session)
            session.connection().execute(
                update(EDITIONS)
                .where(EDITIONS.c.id == edition.id)
                .values(
                    status=EditionStatus.WITHDRAWN,
                    withdrawn_at=self._clock.now(),
                    version=EDITIONS.c.version + 1,
                )
            )
            record(session, actor, self._clock.now(), f"draft:{edition.id}", "draft.discard", None, None)

    def steps(self, actor: Actor, limit: int = 200, before: int | None = None) -> list[StepView]:
        """Return the newest steps of the list, newest first; those ``before`` a step where it is given.

        Raises:
            NoDraft: none is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return queries.steps(session, open_edition(session).id, limit, before)

    def undo(self, actor: Actor, expected: int | None = None) -> DraftView:
        """Undo the newest step that is not undone; restores exactly what stood before it.

        Args:
            actor: who works on the list.
            expected: the number of the step the person was told of.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: none is being prepared.
            NothingToUndo: it is as it was begun.
            StepMoved: another step is the newest by now.
        """
        return self._replay(actor, redo=False, expected=expected)

    def redo(self, actor: Actor, expected: int | None = None) -> DraftView:
        """Do the last undone step again.

        Raises:
            NotPermitted, NoDraft, NothingToUndo, StepMoved: as :meth:`undo`.
        """
        return self._replay(actor, redo=True, expected=expected)

    def go_to(self, actor: Actor, seq: int, newest: int | None = None) -> DraftView:
        """Undo every step from a step on, or do every undone step up to it again, all or none.

        Args:
            actor: who works on the list.
            seq: the number of the step; one that stands is undone with all that followed it, an
                undone one is done again with all before it.
            newest: the number of the newest step that stood when the person was asked; 0 if none.

        Raises:
            NotPermitted, NoDraft, NothingToUndo, StepMoved: as :meth:`undo`.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            redo = queries.is_undone(session, space.edition.id, seq)
            standing = queries.next_step(session, space.edition.id, redo=False)
            if newest is not None and newest != (0 if standing is None else standing.seq):
                raise StepMoved
            if redo is None:
                raise NothingToUndo
            while (step := queries.next_step(session, space.edition.id, redo=redo)) is not None:
                if (step.seq > seq) if redo else (step.seq < seq):
                    break
                space.replay(step, forward=redo)
            return queries.draft_view(session, open_edition(session))

    def _replay(self, actor: Actor, *, redo: bool, expected: int | None) -> DraftView:
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            step = queries.next_step(session, space.edition.id, redo=redo)
            if step is None:
                raise NothingToUndo
            if expected is not None and step.seq != expected:
                raise StepMoved
            space.replay(step, forward=redo)
            return queries.draft_view(session, open_edition(session))
