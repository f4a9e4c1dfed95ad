"""Case numbers: the local day and a serial within it, ``20260302-0001``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import bindparam

from models.cases.columns import NUMBER_DAYS
from models.kernel.ready import Ready
from models.kernel.text import clean_line, half_width
from models.kernel.upsert import insert_on
from models.organisation.queries import office_zone

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.base import Executable
    from sqlmodel import Session

_DATED = re.compile(r"\d{4}(\d{4}-\d{4,})")
_WHOLE = re.compile(r"(\d{8})-(\d{4,9})")
_SHORT = re.compile(r"\d{4}-\d{4,}")
_SERIAL_WIDTH = 4


def _giving(engine: str) -> Executable:
    statement = insert_on(engine, NUMBER_DAYS).values(day=bindparam("day"), given=1)
    one_more = {"given": NUMBER_DAYS.c.given + 1}
    return statement.on_conflict_do_update(index_elements=["day"], set_=one_more).returning(
        NUMBER_DAYS.c.given
    )


_NEXT = Ready(_giving)


def next_number(session: Session, now: datetime) -> str:
    """Return the next number of the local day of ``now``.

    Numbers are gapless, so people who take cases in at the same time wait for each other's
    commit here (and nowhere else); the wait is one short transaction.
    """
    day = f"{now.astimezone(office_zone(session)):%Y%m%d}"
    given = _NEXT.value(session, day=day)
    return f"{day}-{given:0{_SERIAL_WIDTH}d}"


def short_number(number: str) -> str:
    """Return a number without its year: 20260302-0001 → ``0302-0001``; others stay as they are."""
    match = _DATED.fullmatch(number)
    return match[1] if match else number


def is_short(number: str) -> bool:
    """Say whether a number looks like one of this office's without its year: people type those."""
    return _SHORT.fullmatch(number) is not None


def day_and_serial(number: str) -> tuple[str, int] | None:
    """Return the local day and the serial of a number of this office's own kind, else ``None``."""
    match = _WHOLE.fullmatch(number)
    return (match[1], int(match[2])) if match else None


def candidates(typed: str, now: datetime) -> tuple[str, ...]:
    """Return which numbers a person may mean, the likeliest first.

    Full-width digits are understood. A number without its year is of this year or the last.
    """
    number = half_width(clean_line(typed)).replace(" ", "")
    if not _SHORT.fullmatch(number):
        return (number,)
    return (number, f"{now.year}{number}", f"{now.year - 1}{number}")
