"""Where a work order lies: the grid its place names, or the one told for all others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import DIVISIONS
from models.kernel.errors import NotFound
from models.kernel.text import fold
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from models.cases.known import Known
    from models.exchange.frame import Values

_SHORTEST = 2
"""Characters of a name that is looked for in a place."""


class Places:
    """Grids and villages by their names, the longest first.

    A village stands for its grid where it has only one in use. Counts what was assumed.

    Args:
        session: the import's transaction.
        known: the grids there are.
        told: code of the grid for cases whose place names none; empty: there is none.

    Raises:
        NotFound: there is no such grid.
    """

    def __init__(self, session: Session, known: Known, told: str) -> None:
        if told and told not in known.grids:
            raise NotFound(N_("grid"), told)
        self._told = told
        self._known = known
        self._session = session
        self._names: list[tuple[str, str]] | None = None
        self.by_name = self.by_default = 0

    def grid_of(self, values: Values) -> str:
        """Return the code of the grid a row lies in; empty if nothing says which."""
        text = fold(f"{values.get('area', '')} {values.get('place', '')}")
        if text:
            found = next((code for name, code in self._by_length() if name in text), None)
            if found is not None:
                self.by_name += 1
                return found
        self.by_default += bool(self._told)
        return self._told

    def told(self) -> Iterator[Phrase]:
        """Yield what was assumed, for the summary."""
        if self.by_name:
            yield Phrase(N_("grids found by the names in the place: %(count)s"), count=self.by_name)
        if self.by_default:
            grid = self._known.grids[self._told].name
            yield Phrase(N_("laid into the grid %(grid)s: %(count)s"), grid=grid, count=self.by_default)

    def _by_length(self) -> list[tuple[str, str]]:
        if self._names is None:
            found: dict[str, set[str]] = defaultdict(set)
            villages: dict[str, set[str]] = defaultdict(set)
            for grid in self._known.grids.values():
                if grid.active:
                    found[fold(grid.name)].add(grid.code)
                    villages[grid.division_code].add(grid.code)
            rows = self._session.connection().execute(
                select(DIVISIONS.c.code, DIVISIONS.c.name).where(DIVISIONS.c.code.in_(villages))
            )
            for code, name in rows:
                found[fold(name)] |= villages[code]
            # A name that stands for several grids tells nothing.
            single = [
                (name, codes.pop())
                for name, codes in found.items()
                if len(codes) == 1 and len(name) >= _SHORTEST
            ]
            self._names = sorted(single, key=lambda each: (-len(each[0]), each[0]))
        return self._names
