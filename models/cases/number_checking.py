"""Whether the counts of numbers given out per day still cover the numbers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.cases.columns import NUMBER_DAYS
from models.cases.ledgering import stream_of
from models.cases.numbers import day_and_serial
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import Session

_ROOM = "cases"


Highest = dict[str, tuple[int, str]]
"""By day the highest serial number, with the whole of it"""


def note_highest(highest: Highest, numbers: Iterable[str]) -> None:
    """Keep the highest number of each day."""
    for number in numbers:
        dated = day_and_serial(number)
        if dated is not None and dated[1] > highest.get(dated[0], (0, ""))[0]:
            highest[dated[0]] = (dated[1], number)


def number_findings(session: Session, highest: Highest) -> Iterator[Finding]:
    """Yield the highest case of each day whose number could be given out once more."""
    rows = session.connection().execute(select(NUMBER_DAYS.c.day, NUMBER_DAYS.c.given)).all()
    given = {row.day: row.given for row in rows}
    for day, (serial, number) in sorted(highest.items()):
        if given.get(day, 0) < serial:
            yield Finding(
                _ROOM,
                stream_of(number),
                N_(
                    "Case %(number)s: only %(given)s numbers of its day are counted as given out, "
                    "so its number could be given out again."
                ),
                {"number": number, "given": given.get(day, 0)},
            )
