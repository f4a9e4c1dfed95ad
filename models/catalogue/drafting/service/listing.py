"""What the screen of the working list asks with every key; answered from the survey."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from models.catalogue.drafting import listing
from models.catalogue.drafting.listviews import Findings, Wanted
from models.catalogue.drafting.planning import moved_outside, resting_day
from models.catalogue.drafting.service.base import DraftingBase
from models.catalogue.drafting.survey import Survey, survey
from models.catalogue.drafting.workspace import open_edition
from models.catalogue.standing import references
from models.kernel.paging import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.drafting.listviews import Differences, ListFrame, ListRow
    from models.kernel.clock import Clock
    from models.kernel.store import Store


class ListDoors(DraftingBase):
    """Pages of the list, the tree, faults and differences."""

    def __init__(self, store: Store, clock: Clock, **more: Any) -> None:
        super().__init__(store, clock, **more)
        self._survey: Survey | None = None
        self._surveying = threading.Lock()

    def _surveyed(self, session: Session) -> Survey:
        # One at a time: two screens that ask at once would both read the whole list.
        with self._surveying:
            self._survey = survey(session, open_edition(session), self._survey)
            return self._survey

    def rows(
        self, actor: Actor, wanted: Wanted, after: Sequence[Any] | None = None, limit: int = 50
    ) -> Page[ListRow]:
        """Return a page of the entries asked for.

        Args:
            actor: anyone.
            wanted: which, and in what order.
            after: ``next_key`` of the page before.
            limit: rows of a page.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            found = self._surveyed(session)
        entries = listing.chosen(found, wanted)
        start = 0 if after is None else _place_after(entries, int(after[0]), int(after[1]))
        shown = entries[start : start + limit]
        more = start + limit < len(entries)
        key = (shown[-1].matter_id, start + limit) if more else None
        return Page(tuple(listing.row(found, each) for each in shown), key)

    def count(self, actor: Actor, wanted: Wanted) -> int:
        """Return how many entries are asked for.

        Raises:
            NoDraft: no list is being prepared.
        """
        return len(self.chosen_ids(actor, wanted))

    def chosen_ids(self, actor: Actor, wanted: Wanted) -> list[int]:
        """Return the matters of all entries asked for, in order: to mark a whole list.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            found = self._surveyed(session)
        return [each.matter_id for each in listing.chosen(found, wanted)]

    def frame(self, actor: Actor) -> ListFrame:
        """Return the tree of classes, and how many entries each part, department and duty list has.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return listing.frame(self._surveyed(session))

    def row_of(self, actor: Actor, matter_id: int) -> ListRow | None:
        """Return one entry as the list shows it; ``None`` where it is not on it.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            found = self._surveyed(session)
        each = found.entries.get(matter_id)
        return None if each is None else listing.row(found, each)

    def differences(self, actor: Actor) -> Differences:
        """Return in what the list differs from what it was begun from, one row for each entry.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return listing.differences(self._surveyed(session))

    def findings(self, actor: Actor) -> Findings:
        """Return what is wrong with the list or lacking, and what was changed outside it.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            edition = open_edition(session)
            known = self._surveyed(session)
            # Units, flows and duty items change without a step of the list.
            refs = references(session)
            if refs != known.refs:
                known = Survey(*known.mark, known.entries, refs, known.classes, known.units)
            moved = moved_outside(session, edition.id, resting_day(session, self._clock.now()))
        return Findings(listing.found_faults(known), tuple(moved.values()))


def _place_after(entries: Sequence[Any], matter_id: int, near: int) -> int:
    """Return the place that follows an entry, which stood before place ``near``."""
    if 0 < near <= len(entries) and entries[near - 1].matter_id == matter_id:
        return near
    return next((place for place, each in enumerate(entries, start=1) if each.matter_id == matter_id), near)
