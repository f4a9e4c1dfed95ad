"""The entries of a list as the workbench counts and searches them, read again only where they moved.

A step moves the version of every entry it changes. Keeping what is known by version makes the
reading after a step as small as the step was, whatever the length of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.catalogue.drafting.views import EntryState
from models.catalogue.drafting.workspace import APART, ENTRIES, MEMBERS
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlmodel import Session

_AT_ONCE = 500
_FEW = 1000
"""Up to so many changed entries are read one by one; more of them with the whole list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as far as groups depend on it."""

    id: int
    version: int
    state: EntryState
    settled: bool
    into: int | None
    is_new: bool
    name: str
    department: str
    duty_list: str
    searched: str
    """What words of a search are looked for in"""

    @property
    def live(self) -> bool:
        """Whether it stands on the list."""
        return self.state is EntryState.LIVE


class Roster:
    """Every entry of one list, the number of source items behind each, and pairs kept apart."""

    def __init__(self, edition_id: int) -> None:
        self.edition_id = edition_id
        self.entries: dict[int, Entry] = {}
        self.items: Mapping[int, int] = {}
        self.apart: Mapping[int, frozenset[int]] = {}

    def read(self, session: Session) -> set[int]:
        """Read what moved since the last reading; return which entries that were."""
        run = session.connection().execute
        here = ENTRIES.c.edition_id == self.edition_id
        now: dict[int, int] = dict(run(select(ENTRIES.c.matter_id, ENTRIES.c.version).where(here)).all())
        gone = self.entries.keys() - now.keys()
        for key in gone:
            del self.entries[key]
        known, items, apart = self.entries, self.items, self.apart
        moved = [key for key, version in now.items() if key not in known or known[key].version != version]
        wanted = _columns().where(here)
        if len(moved) > _FEW:
            self._take(run(wanted))
        else:
            for start in range(0, len(moved), _AT_ONCE):
                self._take(run(wanted.where(ENTRIES.c.matter_id.in_(moved[start : start + _AT_ONCE]))))
        behind = select(MEMBERS.c.matter_id, func.count()).where(MEMBERS.c.edition_id == self.edition_id)
        self.items = dict(run(behind.group_by(MEMBERS.c.matter_id)).all())
        self.apart = _neighbours(run(select(APART.c.one_id, APART.c.other_id)).all())
        differing = {key for key, _count in items.items() ^ self.items.items()}
        differing |= {key for key, _others in apart.items() ^ self.apart.items()}
        return differing.union(moved, gone)

    def _take(self, rows: Any) -> None:
        for row in rows:
            self.entries[row.matter_id] = Entry(
                row.matter_id,
                row.version,
                row.state,
                row.settled,
                row.into_id,
                row.base_version_id is None,
                row.name,
                row.department or "",
                row.duty_list or "",
                f"{fold(row.name)} {row.initials} {_department_words(row.department or '')} {fold(row.code)}",
            )

    def live(self, key: int) -> bool:
        """Say whether an entry stands on the list."""
        entry = self.entries.get(key)
        return entry is not None and entry.live

    def root(self, key: int) -> int:
        """Return what an entry went into in the end, itself where it was not merged."""
        seen = {key}
        while (entry := self.entries.get(key)) is not None and entry.into is not None:
            if entry.into in seen:
                break
            key = entry.into
            seen.add(key)
        return key

    def in_order(self, keys: Sequence[int]) -> list[int]:
        """Return entries with the likeliest survivor first.

        What is in force already, then what most source items stand behind, then the shortest
        name, is the likeliest to stay.
        """
        return sorted(keys, key=self._rank)

    def _rank(self, key: int) -> tuple[bool, int, int, int]:
        entry = self.entries[key]
        return entry.is_new, -self.items.get(key, 0), len(entry.name), key


def _columns() -> Any:
    plain = (
        "matter_id",
        "version",
        "state",
        "settled",
        "into_id",
        "base_version_id",
        "name",
        "initials",
        "code",
    )
    said = [ENTRIES.c.document[name].as_string().label(name) for name in ("department", "duty_list")]
    return select(*(ENTRIES.c[name] for name in plain), *said)


@lru_cache(maxsize=2048)
def _department_words(department: str) -> str:
    return f"{fold(department)} {initials(department)}"


def _neighbours(pairs: Any) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {key: frozenset(others) for key, others in found.items()}
