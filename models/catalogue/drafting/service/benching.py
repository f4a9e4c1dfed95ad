"""The merge workbench as a screen asks for it: groups by how far they are, and everything sure at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.drafting import lookup, past, queries
from models.catalogue.drafting.benchviews import BenchEntry, BenchGroup, BenchTab, BenchView, SurePlan
from models.catalogue.drafting.board import Board, Found, sure_groups
from models.catalogue.drafting.refusals import NotItsItems, TooFew
from models.catalogue.drafting.roster import Roster
from models.catalogue.drafting.rules import merged, origin_of, root_of
from models.catalogue.drafting.service.base import EDITORS, WORK
from models.catalogue.drafting.service.merging import MergeDoors
from models.catalogue.drafting.service.workbench import WorkbenchDoors, find
from models.catalogue.drafting.views import EntryState, Reason, StepKind
from models.catalogue.drafting.workspace import Workspace, open_edition
from models.catalogue.rules import draft_from
from models.kernel.paging import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from models.accounts.views import Actor
    from models.catalogue.drafting.benchviews import BenchLine, Evidence
    from models.catalogue.drafting.views import DraftView, EntryView
    from models.kernel.clock import Clock
    from models.kernel.store import Store


_NAME, _BASIS = 255, 1000


class BenchDoors(WorkbenchDoors, MergeDoors):
    """Groups of entries, and what becomes of them."""

    def __init__(self, store: Store, clock: Clock, **more: Any) -> None:
        super().__init__(store, clock, **more)
        self._turn = threading.RLock()
        self._board: Board | None = None
        self._roster = Roster(0)
        self._at = (0, -1)

    def bench(self, actor: Actor) -> BenchView | None:
        """Return the workbench as a whole; ``None`` where no list is being prepared.

        The first call of a list compares its entries with each other, a second or so for 5,000 of
        them; later ones only look at what moved.
        """
        draft = self.draft(actor)
        if draft is None:
            return None
        with self._turn:
            board = self._current()
            return BenchView(draft, board.counts, board.evidence, board.stale)

    def groups(
        self,
        actor: Actor,
        tab: BenchTab = BenchTab.OPEN,
        text: str = "",
        after: Sequence[Any] | None = None,
        limit: int = 50,
        *,
        evidence: Evidence | None = None,
    ) -> Page[BenchLine]:
        """Return a page of groups, suggestions the surest and largest first.

        Groups keep their order while the work goes on: what is merged leaves, nothing else moves.

        Args:
            actor: anyone.
            tab: how far the work on them has come.
            text: words that must all occur in names, departments, codes, or as pinyin initials.
            after: ``next_key`` of the page before.
            limit: rows of a page.
            evidence: only groups that rest on this.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._turn:
            lines = self._current().fitting(tab, text, evidence)
        # A group may have left since the page before: those in front of it are counted instead.
        start = 0 if after is None else int(after[0])
        rows = lines[start : start + limit]
        return Page(tuple(rows), (start + limit,) if start + limit < len(lines) else None)

    def where(self, actor: Actor, matter_ids: Iterable[int]) -> BenchLine | None:
        """Return the group some entries are in now; ``None`` if in none.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._turn:
            return self._current().where(matter_ids)

    def group(self, actor: Actor, matter_ids: Sequence[int]) -> BenchGroup:
        """Return some entries with everything they say, their source items, and why they go together.

        Entries that left the list altogether are left out.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        keys = list(dict.fromkeys(matter_ids))
        with self._turn:
            board, roster = self._current(), self._roster
            reasons = tuple(_reasons(board.found, set(keys)))
            into = {key: roster.entries[key].into for key in keys if key in roster.entries}
            apart = [key for key in keys if key in roster.apart]
        with self._store.read() as session:
            edition_id = open_edition(session).id
            lines = queries.lines_of(session, edition_id, keys)
            said = queries.documents_of(session, edition_id, keys)
            items = lookup.members(session, edition_id, keys)
            notes = lookup.reasons_apart(session, apart)
        return BenchGroup(
            tuple(
                BenchEntry(
                    lines[key],
                    said[key][0],
                    tuple(each for each in items if each.matter_id == key),
                    into.get(key),
                    notes.get(key, ""),
                )
                for key in keys
                if key in lines and key in said
            ),
            reasons,
        )

    def renew(self, actor: Actor) -> bool:
        """Compare all entries anew if there are some that were compared with none; say whether there were.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._turn:
            if not self._current().stale:
                return False
        with self._store.read() as session:
            found = find(session, open_edition(session).id)
        with self._turn:
            if self._roster.edition_id == found.edition_id:
                # A step made meanwhile is seen by its version.
                self._board, self._at = Board(found, self._roster), (found.edition_id, -1)
        return True

    def _current(self) -> Board:
        """Return the board at the present version of the list; the turn must be held."""
        with self._store.read() as session:
            edition = open_edition(session)
            at = (edition.id, edition.version)
            if self._board is None or self._board.found.edition_id != edition.id:
                self._roster = Roster(edition.id)
                self._roster.read(session)
                self._board, self._at = Board(find(session, edition.id), self._roster), at
            elif self._at != at:
                moved = self._roster.read(session)
                self._board = Board(self._board.found, self._roster, self._board, moved)
                self._at = at
        return self._board

    def take_out(
        self, actor: Actor, matter_id: int, item_id: int, expected_version: int | None = None
    ) -> EntryView:
        """Give a source item an entry of its own: the one that came with it and was merged, or a new one.

        Args:
            actor: who works on the list.
            matter_id: the entry it stands behind now.
            item_id: the source item.
            expected_version: the version of the entry the person was looking at.

        Raises:
            NotPermitted, NoDraft, NotFound, NotLive, NotItsItems, Conflict: as :meth:`split`.
        """
        require(actor, EDITORS, WORK)
        with self._store.read() as session:
            edition_id = open_edition(session).id
            member = next(
                (
                    each
                    for each in lookup.members(session, edition_id, [matter_id])
                    if each.item_id == item_id
                ),
                None,
            )
            into = queries.merged_into(session, edition_id)
            inside = [key for key in into if root_of(into, key) == matter_id]
            said = queries.lines_of(session, edition_id, inside) if member is not None else {}
            came_with = [
                key
                for key, line in said.items()
                if member is not None
                and (line.name, line.department) == (member.name[:_NAME], member.department[:_NAME])
                # Where it brought others along as well, those stay.
                and past.taken_by_merge(session, edition_id, key) == [item_id]
            ]
        if member is None:
            raise NotItsItems(said[matter_id].name if matter_id in said else f"#{matter_id}")
        if came_with:
            return self.unmerge(actor, came_with[0], expected_version)
        says = {
            "name": member.name[:_NAME],
            "department": member.department[:_NAME],
            "legal_basis": member.legal_basis[:_BASIS],
            "keywords": "",
            "conditions": [],
        }
        return self.split(actor, matter_id, [(says, [item_id])], expected_version)[-1]

    # Everything sure at once

    def sure(self, actor: Actor) -> SurePlan:
        """Say which entries would be merged as surely the same, writing nothing.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._turn:
            board, roster = self._current(), self._roster
            groups, left = sure_groups(board.found, roster)
            keys = [key for group in groups for key in group.entries]
            return SurePlan(tuple(groups), {key: roster.entries[key].version for key in keys}, left)

    def merge_many(
        self, actor: Actor, groups: Sequence[Sequence[int]], expected: Mapping[int, int] | None = None
    ) -> DraftView:
        """Merge several groups, each into its first entry, as one step.

        Args:
            actor: who works on the list.
            groups: matter ids, the survivor of each group first.
            expected: the versions of the entries the person was looking at.

        Raises:
            NotPermitted, NoDraft, TooFew, NotFound, RetiredMerge, MergedElsewhere, Conflict: as
            :meth:`merge`; then nothing at all is merged.
        """
        require(actor, EDITORS, WORK)
        several = [list(dict.fromkeys(keys)) for keys in groups]
        if not several or any(len(keys) < 2 for keys in several):  # noqa: PLR2004 -- a pair
            raise TooFew
        every = [key for keys in several for key in keys]
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            space.load(every)
            for key in every:
                self._require_mergeable(space, key, (expected or {}).get(key))
            survivor = {key: keys[0] for keys in several for key in keys[1:]}
            for keys in several:
                drafts = [draft_from(space.facts(key)["document"]) for key in keys]
                origins = [origin_of(key, each.code) for key, each in zip(keys[1:], drafts[1:], strict=True)]
                space.say(keys[0], merged(drafts[0], drafts[1:], origins=origins), settled=True)
            for key, root in survivor.items():
                space.put(key, state=EntryState.MERGED, into_id=root)
            for item, owner in _items(space, list(survivor)).items():
                space.place(item, owner, survivor[owner])
            space.finish(StepKind.MERGE_MANY, {"count": len(every), "groups": len(several)})
            return queries.draft_view(session, open_edition(session))


def _items(space: Workspace, keys: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(keys), 500):
        found |= space.items(keys[start : start + 500])
    return found


def _reasons(found: Found, keys: set[int]) -> Iterable[Reason]:
    """Yield why some entries were put together, each edge between two of them."""
    for cluster in found.clusters:
        if keys.isdisjoint(cluster.items):
            continue
        for edge in cluster.edges:
            if edge.first in keys and edge.second in keys:
                for reason in edge.reasons:
                    sure = edge.confidence.name.lower()
                    words = reason.words
                    yield Reason(edge.first, edge.second, sure, words.message, dict(words.params))
