"""What the catalogue asks about cases before it changes: which rest on what, and what would move.

A running case keeps the version it was filed under, and its deadline. So a plan names the open
cases whose matter changes, and how their deadline would differ if they were filed anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models.calendar.rules import parse_limit
from models.cases.columns import CASES, CONDITIONS, MATTER_VERSIONS, OPEN
from models.cases.timing import promise
from models.catalogue.editions.views import ChangeAction, Touched
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.calendar.compiling import OfficeCalendar
    from models.cases.timing import Calendars
    from models.catalogue.editions.changes import Change, Changes
    from models.catalogue.rules import ConditionDraft

_AT_ONCE = 500
_MINUTE = 60

KEEPS = N_("stays open under the present wording, due %(due)s")
MOVES = N_("stays open under the present wording, due %(due)s; filed anew it would be due %(then)s (%(by)s)")
ENDS = N_("stays open although its matter ends, due %(due)s")


def cases_under(session: Session, version_ids: Sequence[int]) -> int:
    """Return how many cases, open or closed, were filed under one of these versions of matters."""
    total = 0
    for start in range(0, len(version_ids), _AT_ONCE):
        part = version_ids[start : start + _AT_ONCE]
        statement = select(func.count()).where(CASES.c.matter_version_id.in_(part))
        total += session.connection().execute(statement).scalar_one()
    return total


def cases_touched(calendars: Calendars) -> Callable[[Session, Changes], list[Touched]]:
    """Return what names the open cases that rest on matters an edition changes or ends."""

    def ask(session: Session, changes: Changes) -> list[Touched]:
        by_matter = {
            change.old.matter_id: change
            for change in changes.changes
            if change.old is not None and change.action is not ChangeAction.CREATE
        }
        rows = list(_open_cases(session, sorted(by_matter)))
        if not rows:
            return []
        return list(_touched(rows, by_matter, calendars.current_within(session)))

    return ask


def _touched(
    rows: Sequence[Any], by_matter: Mapping[int, Change], calendar: OfficeCalendar
) -> Iterator[Touched]:
    zone = calendar.time.zone
    for row in rows:
        change = by_matter[row.matter_id]
        due = f"{row.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
        told: dict[str, Any] = {"due": due}
        sentence = KEEPS
        if change.draft is None:
            sentence = ENDS
        else:
            condition = _same_condition(change.draft.conditions, row)
            if condition is not None:
                limit = parse_limit(condition.limit)
                made = promise(
                    calendar,
                    row.clock_started_at,
                    amount=limit.count,
                    unit=limit.unit.value,
                    mode=condition.mode,
                )
                if made.due_at != row.due_at:
                    minutes = round((made.due_at - row.due_at).total_seconds() / _MINUTE)
                    then = f"{made.due_at.astimezone(zone):%Y-%m-%d %H:%M}"
                    told |= {"then": then, "by": _span(minutes), "minutes": minutes}
                    sentence = MOVES
        yield Touched("cases", row.number, change.code, sentence, told)


def _span(minutes: int) -> str:
    sign = "+" if minutes >= 0 else "-"
    hours, rest = divmod(abs(minutes), _MINUTE)
    return f"{sign}{hours}:{rest:02d}"


def _same_condition(conditions: Sequence[ConditionDraft], row: Row[Any]) -> ConditionDraft | None:
    """Return the new wording of the condition a case was filed under: by its text, else by its place."""
    for condition in conditions:
        if row.text and condition.text == row.text:
            return condition
    return conditions[row.seq - 1] if row.seq <= len(conditions) else None


def _open_cases(session: Session, matter_ids: Sequence[int]) -> Iterator[Any]:
    for start in range(0, len(matter_ids), _AT_ONCE):
        statement = (
            select(
                CASES.c.number,
                CASES.c.due_at,
                CASES.c.clock_started_at,
                MATTER_VERSIONS.c.matter_id,
                CONDITIONS.c.seq,
                CONDITIONS.c.text,
            )
            .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
            .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
            .where(MATTER_VERSIONS.c.matter_id.in_(matter_ids[start : start + _AT_ONCE]), OPEN)
            .order_by(CASES.c.number)
        )
        yield from session.connection().execute(statement)


def cases_by_origin(session: Session, matter_id: int) -> dict[str, tuple[int, int]]:
    """Return how many cases rest on a merged matter, open and in all, by where their condition came from.

    The key is the code of the matter whose condition the case was filed under; empty for the
    matter's own. So a merge that is taken back sorts the cases that came in since.
    """
    statement = (
        select(
            CONDITIONS.c.origin,
            func.sum(CASES.c.open.cast(CASES.c.id.type)),
            func.count(),
        )
        .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        .join(CONDITIONS, CONDITIONS.c.id == CASES.c.condition_id)
        .where(MATTER_VERSIONS.c.matter_id == matter_id)
        .group_by(CONDITIONS.c.origin)
    )
    return {
        origin: (int(opened or 0), total) for origin, opened, total in session.connection().execute(statement)
    }
