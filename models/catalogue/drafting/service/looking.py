"""Looking at the working list: naming an entry, its source items, classes, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.catalogue.drafting import lookup, queries
from models.catalogue.drafting.planning import prepare, resting_day
from models.catalogue.drafting.service.base import DraftingBase
from models.catalogue.drafting.views import ListCheck
from models.catalogue.drafting.workspace import ENTRY, open_edition
from models.catalogue.editions.changes import differing
from models.catalogue.standing import VERSIONS, read_versions
from models.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.accounts.views import Actor
    from models.catalogue.drafting.views import DraftClass, EntryLine, Member


class LookDoors(DraftingBase):
    """Reads for those who work on the list."""

    def find(self, actor: Actor, text: str) -> list[EntryLine]:
        """Return the entries somebody may mean by ``#id``, a code, a name, words or initials.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return lookup.named(session, open_edition(session).id, text)

    def members(self, actor: Actor, matter_ids: Sequence[int]) -> list[Member]:
        """Return the source items behind some entries, by entry, book and row.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return lookup.members(session, open_edition(session).id, list(matter_ids))

    def classes(self, actor: Actor) -> list[DraftClass]:
        """Return the classes the list uses, with how many entries each has.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            return lookup.classes(session, open_edition(session).id)

    def compare(self, actor: Actor, matter_id: int) -> dict[str, tuple[Any, Any]]:
        """Return the fields in which an entry differs from what it rests on: field to (before, after).

        Empty for an entry that is not in force yet.

        Raises:
            NoDraft: no list is being prepared.
            NotFound: it is not on it.
        """
        _ = actor
        with self._store.read() as session:
            found = queries.entry_view(session, open_edition(session).id, matter_id)
            if found is None:
                raise NotFound(ENTRY, matter_id)
            if found.base_version_id is None:
                return {}
            base = read_versions(session, VERSIONS.c.id == found.base_version_id)[found.base_version_id]
        return differing(base.draft, found.draft)

    def check(self, actor: Actor) -> ListCheck:
        """Say what stands in the way of publishing the list.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            key, today = open_edition(session).id, resting_day(session, self._clock.now())
            ready = prepare(session, key, today)
            return ListCheck(tuple(ready.obstacles), tuple(ready.moved.values()), self._notices(session, key))
