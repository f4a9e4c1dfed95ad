"""The working list held in memory: read whole once, then only what each step changed.

A screen asks for pages, counts, faults and differences with every key. What they need of
an entry lies in its document, and faults need all entries at once, so the list is held as
it was at a version of the edition. Every step moves that version and the version of each
entry it writes, whoever makes it and also when it is undone; so what has to be read again is
known from one narrow read of the versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.catalogue.drafting.faults import Fault, Weight, World, faults_of, gone_of, own_faults, world_of
from models.catalogue.drafting.views import EntryState
from models.catalogue.drafting.workspace import ENTRIES
from models.catalogue.editions.changes import differing
from models.catalogue.rules import MatterDraft, draft_from
from models.catalogue.standing import CLASSES, UNITS, VERSIONS, read_versions, references
from models.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.catalogue.standing import References

_AT_ONCE = 500
_FIRST = 1
"""Version of an entry that nobody has touched since the list was begun"""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry as it is held. ``old`` is what it rests on, where that says something else."""

    matter_id: int
    version: int
    draft: MatterDraft
    state: EntryState
    into: int | None
    split_from: int | None
    settled: bool
    is_new: bool
    old: MatterDraft | None
    changed: tuple[str, ...]
    initials: str
    words: str
    """Everything it says, to search in"""
    own: tuple[Fault, ...]

    @property
    def live(self) -> bool:
        """Whether the next edition will hold it."""
        return self.state is EntryState.LIVE


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class as the catalogue has it."""

    id: int
    scheme: str
    code: str
    name: str
    parent_id: int | None


class Survey:
    """The list at one version of its edition.

    Args:
        edition_id: the edition.
        version: its version.
        entries: every entry by the id of its matter.
        refs: what there is besides.
        classes: the classes of the catalogue.
        units: names of units by code.
    """

    def __init__(
        self,
        edition_id: int,
        version: int,
        entries: Mapping[int, Known],
        refs: References,
        classes: Sequence[ClassRow],
        units: Mapping[str, str],
    ) -> None:
        self.mark = (edition_id, version)
        self.entries = entries
        self.refs = refs
        self.classes = tuple(classes)
        self.units = units
        self.kept: dict[Any, Any] = {}
        """Lists made of it, by what was asked for; the newest few"""

    @cached_property
    def class_names(self) -> dict[tuple[str, str], str]:
        """Names of the catalogue's classes by scheme and code."""
        return {(each.scheme, each.code): each.name for each in self.classes}

    def answering(self, each: Known) -> str:
        """Return who answers for an entry: its department, or the unit that leads; "" for nobody."""
        draft = each.draft
        return draft.department or self.units.get(draft.lead_unit, draft.lead_unit)

    @cached_property
    def live(self) -> tuple[Known, ...]:
        """The entries of the next edition, by code and then as they came in."""
        found = (each for each in self.entries.values() if each.live)
        return tuple(sorted(found, key=lambda each: (each.draft.code, each.matter_id)))

    @cached_property
    def gone(self) -> tuple[Known, ...]:
        """The others, in the same order."""
        found = (each for each in self.entries.values() if not each.live)
        return tuple(sorted(found, key=lambda each: (each.draft.code, each.matter_id)))

    @cached_property
    def world(self) -> World:
        """What the entries are checked against."""
        live = {each.matter_id: each.draft for each in self.live}
        ended = {each.matter_id: each.draft.code for each in self.gone}
        into = {each.matter_id: each.into for each in self.gone}
        return world_of(live, gone_of(ended, into, live), self.refs)

    @cached_property
    def faults(self) -> dict[int, tuple[Fault, ...]]:
        """The faults of the live entries that have some, by matter."""
        world = self.world
        found = {}
        for each in self.live:
            faults = faults_of(each.matter_id, each.draft, each.own, world)
            if faults:
                found[each.matter_id] = faults
        return found

    @cached_property
    def faulty(self) -> frozenset[int]:
        """Entries with something wrong in them."""
        return self._weighed[0]

    @cached_property
    def lacking(self) -> frozenset[int]:
        """Entries in which something is not filled in."""
        return self._weighed[1]

    @cached_property
    def _weighed(self) -> tuple[frozenset[int], frozenset[int]]:
        faulty: set[int] = set()
        lacking: set[int] = set()
        for key, faults in self.faults.items():
            for fault in faults:
                (lacking if fault.weight is Weight.LACKS else faulty).add(key)
        return frozenset(faulty), frozenset(lacking)

    @cached_property
    def origins(self) -> frozenset[int]:
        """Matters of which something new was split off."""
        return frozenset(each.split_from for each in self.live if each.is_new and each.split_from is not None)


def survey(session: Session, edition: Row[Any], known: Survey | None = None) -> Survey:
    """Return the list as it stands.

    Args:
        session: a reading transaction.
        edition: the row of the edition being prepared.
        known: what was held before; what did not change is taken over from it.
    """
    mark = (edition.id, edition.version)
    if known is not None and known.mark == mark:
        return known
    same_list = known is not None and known.mark[0] == edition.id
    entries = _refreshed(session, edition.id, known) if known is not None and same_list else None
    if entries is None:
        entries = _read(session, edition.id, None)
    units = dict(session.connection().execute(select(UNITS.c.code, UNITS.c.name)).all())
    return Survey(*mark, entries, references(session), _classes(session), units)


def _refreshed(session: Session, edition_id: int, known: Survey) -> dict[int, Known] | None:
    """Return the entries, only those read again that a step wrote; ``None`` if all are to be read.

    Few rows are fetched: the entries that somebody touched, and of the others how many there are
    and the sum of their matters. A key that fetched a row for every entry would leave thousands of
    objects behind, and collecting them costs more than the reading.
    """
    here = ENTRIES.c.edition_id == edition_id
    run = session.connection().execute
    touched = select(ENTRIES.c.matter_id, ENTRIES.c.version).where(here, ENTRIES.c.version > _FIRST)
    versions: dict[int, int] = dict(run(touched).all())
    at_first = (here, ENTRIES.c.version == _FIRST)
    many, whole = run(
        select(func.count(), func.coalesce(func.sum(ENTRIES.c.matter_id), 0)).where(*at_first)
    ).one()
    held = known.entries
    untouched = [key for key, each in held.items() if each.version == _FIRST and key not in versions]
    wanted = [key for key, version in versions.items() if key not in held or held[key].version != version]
    if (len(untouched), sum(untouched)) != (many, int(whole)):
        # Entries came or went: which, their ids say.
        ids = set(run(select(ENTRIES.c.matter_id).where(*at_first)).scalars())
        wanted += [key for key in ids if key not in held or held[key].version != _FIRST]
        untouched = [key for key in untouched if key in ids]
    if len(wanted) > len(held) // 2:
        return None
    stays = set(untouched) | (versions.keys() - set(wanted))
    kept = {key: each for key, each in held.items() if key in stays}
    return kept | _read(session, edition_id, sorted(wanted))


def _classes(session: Session) -> list[ClassRow]:
    columns = (CLASSES.c[name] for name in ("id", "scheme", "code", "name", "parent_id"))
    statement = select(*columns).order_by(CLASSES.c.scheme, CLASSES.c.code)
    return [ClassRow(*row) for row in session.connection().execute(statement)]


def _read(session: Session, edition_id: int, matter_ids: Sequence[int] | None) -> dict[int, Known]:
    rows: list[Row[Any]] = []
    names = (
        "matter_id", "version", "document", "state", "into_id", "split_from_id", "base_version_id",
        "settled", "initials",
    )  # fmt: skip
    statement = select(*(ENTRIES.c[name] for name in names)).where(ENTRIES.c.edition_id == edition_id)
    if matter_ids is None or len(matter_ids) > _AT_ONCE:
        found = session.connection().execute(statement).all()
        chosen = None if matter_ids is None else set(matter_ids)
        rows += [row for row in found if chosen is None or row.matter_id in chosen]
    elif matter_ids:
        rows += session.connection().execute(statement.where(ENTRIES.c.matter_id.in_(matter_ids))).all()
    bases = _bases(session, edition_id, rows)
    return {row.matter_id: _known(row, bases.get(row.base_version_id)) for row in rows}


def _bases(session: Session, edition_id: int, rows: Sequence[Row[Any]]) -> dict[int | None, MatterDraft]:
    """Return what entries rest on, by version: of those that were touched.

    An entry comes onto the list saying what its matter says, or as a new one; so one at its first
    version differs from nothing, and a list just begun is read without its bases.
    """
    touched = [row.base_version_id for row in rows if row.version > _FIRST and row.base_version_id]
    if len(touched) <= _AT_ONCE:
        where = VERSIONS.c.id.in_(touched)
    else:
        here = (ENTRIES.c.edition_id == edition_id) & (ENTRIES.c.version > _FIRST)
        where = VERSIONS.c.id.in_(select(ENTRIES.c.base_version_id).where(here))
    found: dict[int | None, MatterDraft] = {}
    if touched:
        found.update({key: each.draft for key, each in read_versions(session, where).items()})
    return found


def _known(row: Row[Any], base: MatterDraft | None) -> Known:
    draft = draft_from(row.document)
    changed = tuple(differing(base, draft)) if base is not None else ()
    return Known(
        row.matter_id,
        row.version,
        draft,
        row.state,
        row.into_id,
        row.split_from_id,
        row.settled,
        row.base_version_id is None,
        base if changed else None,
        changed,
        row.initials,
        _words(draft),
        own_faults(draft),
    )


def _words(draft: MatterDraft) -> str:
    said = (
        draft.code, draft.name, draft.department, draft.keywords, draft.legal_basis, draft.grid_duty,
        *draft.assisting, *(condition.text for condition in draft.conditions),
    )  # fmt: skip
    return fold("|".join(said))
