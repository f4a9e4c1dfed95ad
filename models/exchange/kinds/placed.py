"""What stands in a division, one below the other: units and grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import select

from models.exchange.kinds.coded import Coded, Facts
from models.exchange.kinds.places import division_codes, ids_by_code, place_problems
from models.kernel.text import initials
from models.organisation.rules import NAME_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlmodel import Session

    from models.exchange.frame import Row, Work
    from models.exchange.views import Problem


class Placed(Coded):
    """A kind whose rows name a division and, as their parent, another row."""

    parents = True
    kept: ClassVar[tuple[str, ...]] = ("name", "kind", "division_code", "active")
    """Columns that are facts as they stand, beside ``code``."""

    def known(self, session: Session) -> dict[str, dict[str, Any]]:
        """Return the divisions there are, and the things of this kind."""
        return {"divisions": division_codes(session), self.name: ids_by_code(session, self.table)}

    def verify(
        self, row: Row, facts: Facts, known: Mapping[str, Mapping[str, Any]], work: Work
    ) -> Iterator[Problem]:
        """See that the division exists within the person's area."""
        yield from place_problems(row, facts, known["divisions"], work)

    def current(self, session: Session) -> dict[str, tuple[int, Facts]]:
        """Return version and facts of every row by code."""
        above = self.table.alias("above")
        names = ("code", *self.kept)
        columns = [self.table.c[name] for name in names]
        statement = select(self.table.c.version, *columns, above.c.code.label("parent_code")).outerjoin(
            above, above.c.id == self.table.c.parent_id
        )
        return {
            row[1]: (row[0], dict(zip((*names, "parent_code"), row[1:], strict=True)))
            for row in session.connection().execute(statement)
        }

    def values(self, facts: Facts, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """Return the row's columns."""
        parent = facts["parent_code"]
        return {
            **{name: facts[name] for name in self.kept},
            "parent_id": ids[self.name][parent] if parent else None,
            "initials": initials(facts["name"])[:NAME_LENGTH],
        }
