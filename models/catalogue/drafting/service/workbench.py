"""The merge workbench: collecting source items, and which entries may mean the same."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.catalogue.clustering.finding import cluster
from models.catalogue.clustering.views import Item
from models.catalogue.drafting import queries
from models.catalogue.drafting.benchviews import CollectLine
from models.catalogue.drafting.board import Found
from models.catalogue.drafting.rules import root_of
from models.catalogue.drafting.service.base import EDITORS, WORK, DraftingBase
from models.catalogue.drafting.views import EntryCluster, Reason, StepKind
from models.catalogue.drafting.workspace import Workspace, facts_of, open_edition
from models.catalogue.rules import MatterDraft
from models.catalogue.sources import queries as sources
from models.catalogue.sources.views import SourceKind
from models.catalogue.views import DutyList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.catalogue.clustering.views import Cluster
    from models.catalogue.drafting.views import DraftView, EntryLine
    from models.catalogue.sources.views import ClusterRow
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_NAME, _BASIS, _DEPARTMENT = 255, 1000, 255
_LISTS = {
    SourceKind.DUTY_BASIC: DutyList.BASIC,
    SourceKind.DUTY_COOPERATIVE: DutyList.COOPERATIVE,
    SourceKind.DUTY_RECALLED: DutyList.RECALLED,
}


class WorkbenchDoors(DraftingBase):
    """From source books to clusters of entries."""

    def __init__(self, store: Store, clock: Clock, **more: Any) -> None:
        super().__init__(store, clock, **more)
        self._lock = threading.Lock()
        self._clusters: tuple[tuple[int, int], Sequence[Cluster]] | None = None

    def collect(
        self, actor: Actor, books: Sequence[str] | None = None, departments: Sequence[str] | None = None
    ) -> DraftView:
        """Take the items of source books in, each as an entry of its own; one step.

        Items that stand behind an entry of this list already are left where they are.

        Args:
            actor: who works on the list.
            books: codes of books; by default all that are in use.
            departments: only items of these, as the sheets write them; by default of all.

        Raises:
            NotPermitted: the person may not work on the list.
            NoDraft: none is being prepared.
        """
        require(actor, EDITORS, WORK)
        with self._store.write() as session:
            space = Workspace(session, actor, self._clock.now())
            known = queries.items_of(session, space.edition.id)
            fresh = [
                row
                for row in sources.cluster_rows(session, books)
                if row.id not in known and (departments is None or row.department in departments)
            ]
            made = space.create([facts_of(_seed(row)) for row in fresh])
            for key, row in zip(made, fresh, strict=True):
                space.place(row.id, None, key)
            said: dict[str, Any] = {"count": len(fresh), "books": sorted(books or [])}
            if departments is not None:
                said["departments"] = sorted(departments)
            space.finish(StepKind.COLLECT, said)
            return queries.draft_view(session, open_edition(session))

    def collectable(
        self,
        actor: Actor,
        *,
        by_department: bool = False,
        books: Sequence[str] | None = None,
        departments: Sequence[str] | None = None,
    ) -> list[CollectLine]:
        """Say of each book in use, or of each department, what :meth:`collect` would bring.

        Args:
            actor: anyone.
            by_department: count by departments instead of books.
            books: only these, by code; by default all in use.
            departments: only items of these; by default of all.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            known = queries.items_of(session, open_edition(session).id)
            rows = [
                row
                for row in sources.cluster_rows(session, books)
                if departments is None or row.department in departments
            ]
            known_books = {book.code: book for book in sources.books(session)}
        present: Counter[str] = Counter()
        fresh: Counter[str] = Counter()
        for row in rows:
            key = row.department if by_department else row.book
            present[key] += 1
            fresh[key] += row.id not in known
        if by_department:
            return [CollectLine(key, key, None, present[key], fresh[key]) for key in sorted(present)]
        return [
            CollectLine(key, known_books[key].title, known_books[key].kind, present[key], fresh[key])
            for key in sorted(present)
        ]

    def clusters(self, actor: Actor, *, only_open: bool = False) -> list[EntryCluster]:
        """Return groups of live entries that may mean the same, the surest and largest first.

        Pairs that somebody kept apart are in no group together. The groups are worked out again
        only after a step.

        Args:
            actor: anyone.
            only_open: only groups in which nobody has looked at some entry.

        Raises:
            NoDraft: no list is being prepared.
        """
        _ = actor
        with self._store.read() as session:
            edition = open_edition(session)
            found = self._found(session, edition.id, edition.version)
            keys = [key for each in found for key in each.items]
            lines = queries.lines_of(session, edition.id, keys)
        groups = [group for each in found for group in _groups(each, lines)]
        if only_open:
            groups = [group for group in groups if any(not entry.settled for entry in group.entries)]
        return groups

    def _found(self, session: Session, edition_id: int, version: int) -> Sequence[Cluster]:
        mark = (edition_id, version)
        kept = self._clusters
        if kept is None or kept[0] != mark:
            with self._lock:
                kept = (mark, find(session, edition_id).clusters)
                self._clusters = kept
        return kept[1]


def _seed(row: ClusterRow) -> MatterDraft:
    """Return what an entry says at first: what its source item says, without a code."""
    return MatterDraft(
        code="",
        name=row.name[:_NAME],
        department=row.department[:_DEPARTMENT],
        legal_basis=row.legal_basis[:_BASIS],
        duty_list=_LISTS.get(row.kind),
    )


def find(session: Session, edition_id: int) -> Found:
    """Return what may mean the same among the live entries of a list, the surest and largest first."""
    known = {row.id: row for row in sources.cluster_rows(session, None)}
    members: dict[int, ClusterRow] = {}
    for item, owner in sorted(queries.items_of(session, edition_id).items()):
        if item in known:
            members.setdefault(owner, known[item])
    items = []
    for row in queries.all_live(session, edition_id):
        said: Mapping[str, Any] = row.document
        source = members.get(row.matter_id)
        items.append(
            Item(
                row.matter_id,
                said.get("name", ""),
                said.get("department", ""),
                said.get("legal_basis", ""),
                source.object if source else "",
                source.kind.value if source else "",
                source.book if source else "",
            )
        )
    into = queries.merged_into(session, edition_id)
    apart = [(root_of(into, one), root_of(into, other)) for one, other in queries.kept_apart(session)]
    found = cluster(items, [pair for pair in apart if pair[0] != pair[1]])
    clusters = sorted(found.clusters, key=lambda each: (-each.confidence, -len(each.items), each.items))
    return Found(edition_id, {item.id: item for item in items}, clusters)


def _groups(found: Cluster, lines: Mapping[int, EntryLine]) -> list[EntryCluster]:
    """Return a cluster as the workbench shows it; its key is its smallest entry."""
    entries = [lines[key] for key in found.items if key in lines]
    if len(entries) < 2:  # noqa: PLR2004 -- one alone is no group
        return []
    # What is in force already, then what most source items stand behind, is the likeliest to stay.
    entries.sort(key=lambda entry: (entry.is_new, -entry.items, len(entry.name), entry.matter_id))
    reasons = tuple(
        Reason(
            edge.first,
            edge.second,
            edge.confidence.name.lower(),
            reason.words.message,
            dict(reason.words.params),
        )
        for edge in found.edges
        for reason in edge.reasons
    )
    key = f"{found.relation.value}:{found.items[0]}"
    return [
        EntryCluster(
            key, tuple(entries), reasons, found.confidence.name.lower(), found.relation.value, found.parts
        )
    ]
