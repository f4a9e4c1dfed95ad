"""People and times as the tables of rosters name them: by staff number, or by a name only one has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from models.assignment.rosters.rules import entered_minute
from models.exchange.refusals import BadCell
from models.kernel.errors import Invalid
from models.kernel.words import N_, Phrase
from models.organisation.queries import STAFF

if TYPE_CHECKING:
    from sqlmodel import Session

PERSON_HEADINGS = ("工号", "人员工号", "值班人员", "人员", "姓名")


class NotATime(BadCell):
    """Not a time of day."""

    code = "exchange.not_a_time"
    sentence = N_("a time of day is written 08:30")


def time_of_day(cell: str) -> int:
    """Read a time of day as its minute.

    Raises:
        NotATime: it is none.
    """
    try:
        return entered_minute(N_("time of day"), cell)
    except Invalid:
        raise NotATime from None


class Staffed:
    """Who is meant by a staff number or a name.

    Args:
        session: an open session.
    """

    def __init__(self, session: Session) -> None:
        columns = (STAFF.c.id, STAFF.c.code, STAFF.c.name, STAFF.c.active)
        rows = session.connection().execute(select(*columns).order_by(STAFF.c.id)).all()
        self.codes: dict[int, str] = {row.id: row.code for row in rows}
        self._ids = {row.code: row.id for row in rows}
        several = Counter(row.name for row in rows if row.active)
        self._named = {row.name: row.id for row in rows if row.active and several[row.name] == 1}
        self._several = {name for name, count in several.items() if count > 1}

    def find(self, text: str) -> int | None:
        """Return the person's id, ``None`` if nobody or several are meant."""
        return self._ids.get(text) or self._named.get(text)

    def why_not(self, text: str) -> Phrase:
        """Return why nobody was found."""
        if text in self._several:
            return Phrase(N_("several people are called %(name)s: give the staff number"), name=text)
        return Phrase(N_("nobody of the office has this number or name: %(name)s"), name=text)
