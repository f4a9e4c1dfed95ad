"""Units that rows name and nobody has entered yet: created where ``create=units`` says so.

Such a unit is called what its code says until somebody names it, and stands in the office's own
division. References that lead to something out of use are told apart from those that lead nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from models.exchange.frame import Field
from models.exchange.refusals import BadCell, NotOneOf
from models.kernel.documents import plain
from models.kernel.tables import table_of
from models.kernel.text import clean_line, fold, initials
from models.kernel.words import N_, Phrase
from models.ledger.service import record_many
from models.organisation.tables import Office, Unit
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from models.exchange.frame import Comparison, Work

_UNITS = table_of(Unit)
_OFFICES = table_of(Office)
_WHAT = {"units": "units", "单位": "units", "no": "", "否": ""}
_WORDS = "units, no"


class Retired(BadCell):
    """A reference to something that is there, but no longer used."""

    code = "exchange.retired_reference"
    sentence = N_("this %(what)s exists, but is no longer in use")
    next_step = N_("Name another, or take it back into use first.")

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


def _created(cell: str) -> str:
    found = _WHAT.get(fold(clean_line(cell)))
    if found is None:
        raise NotOneOf(_WORDS)
    return found


CREATE = Field(
    "create", N_("what may be created where rows name it: units"), synonyms=("新建",), parse=_created
)
"""The setting of kinds whose rows name units."""


def creates_units(work: Work) -> bool:
    """Say whether units that are not there may be created, and there is a division to put them in."""
    return work.settings.get("create") == "units" and home_of(work.session) is not None


def home_of(session: Session) -> str | None:
    """Return the code of the office's own division, if it was named."""
    found: str | None = session.connection().scalar(select(_OFFICES.c.division_code))
    return found


def closed_units(session: Session) -> frozenset[str]:
    """Return the codes of units that are no longer used."""
    return frozenset(session.connection().scalars(select(_UNITS.c.code).where(~_UNITS.c.active)))


def note_created(found: Comparison, codes: Iterable[str]) -> None:
    """Count the units that will be created, and name them in the summary."""
    fresh = sorted(set(codes))
    if fresh:
        found.extra += fresh
        found.notes.append(Phrase(N_("units created: %(codes)s"), codes=", ".join(fresh)))


def create_units(work: Work, codes: Iterable[str]) -> dict[str, int]:
    """Write units with these codes; return their ids."""
    division = home_of(work.session)
    rows: list[dict[str, Any]] = [
        {
            "version": 1,
            "code": code,
            "name": code,
            "kind": UnitKind.OFFICE,
            "division_code": division,
            "parent_id": None,
            "initials": initials(code),
            "active": True,
        }
        for code in sorted(set(codes))
    ]
    if not rows:
        return {}
    statement = insert(_UNITS).returning(_UNITS.c.code, _UNITS.c.id)
    made: dict[str, int] = dict(work.session.connection().execute(statement, rows).all())
    facts = ("code", "name", "kind", "division_code", "active")
    entries = [
        (f"unit:{row['code']}", "unit.import", None, plain({name: row[name] for name in facts}))
        for row in rows
    ]
    record_many(work.session, work.actor, work.at, entries)
    return made
