"""Writing cells of the roster inside a transaction, for the service and for imports; and who has a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, tuple_, update

from models.assignment.rosters import queries
from models.assignment.rosters.queries import CELLS, DUTIES, SHIFTS
from models.assignment.rosters.refusals import PersonGone, ShiftClosed
from models.assignment.rosters.rules import may_edit, require_edit
from models.assignment.rosters.views import CellView, RosterPerson, Written
from models.kernel.errors import Conflict, NotFound
from models.kernel.upsert import insert_into, is_sqlite
from models.kernel.words import N_
from models.ledger.service import record_many
from models.organisation.queries import STAFF, UNITS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.rosters.views import CellChange

PERSON = N_("person of the office")
SHIFT = N_("duty shift")
_UNIT = N_("unit")
_CELL = N_("The day in the roster")


def write_cells(
    session: Session,
    actor: Actor,
    at: datetime,
    changes: Sequence[CellChange],
    action: str,
    *,
    dry_run: bool = False,
    permitted: bool = False,
) -> Written:
    """Write cells, and what was written into the ledger.

    Args:
        session: the write session.
        actor: who writes.
        at: when.
        changes: each cell once.
        action: what it is called in the ledger.
        dry_run: only look whether it could be done.
        permitted: the caller looked already whether the actor may.

    Raises:
        NotPermitted: a row is not theirs to write in.
        NotFound: a person, a shift or a unit is not there.
        PersonGone, ShiftClosed: somebody or something new in a cell is not to be used any more.
        Conflict: a cell was changed meanwhile; carries the cell as it stands.
    """
    people = people_by_id(session, {each.staff_id for each in changes})
    if not permitted:
        for person in people.values():
            require_edit(actor, person.unit_id)
    keys = [(each.staff_id, each.day) for each in changes]
    _hold(session, keys)
    standing = queries.cells_named(session, keys)
    _require_usable(session, changes, standing, people)
    before: list[CellView] = []
    after: list[CellView] = []
    for change in changes:
        cell = standing.get((change.staff_id, change.day)) or CellView(change.staff_id, change.day)
        if change.expected_version not in {None, cell.version}:
            raise Conflict(_CELL, cell)
        duties = tuple(sorted(change.duties, key=lambda each: each.shift_id))
        if duties != cell.duties:
            before.append(cell)
            after.append(replace(cell, duties=duties, version=cell.version + 1))
    if after and not dry_run:
        _store(session, before, after)
        _tell(session, actor, at, action, people, before, after)
    return Written(tuple(before), tuple(after))


def _tell(
    session: Session,
    actor: Actor,
    at: datetime,
    action: str,
    people: dict[int, RosterPerson],
    before: Sequence[CellView],
    after: Sequence[CellView],
) -> None:
    codes = shift_codes(session)
    units = dict(session.connection().execute(select(UNITS.c.id, UNITS.c.code)).all())

    def facts(cell: CellView) -> dict[str, Any]:
        said = [
            {"shift": codes[each.shift_id], "unit": units.get(each.unit_id), "lead": each.lead}
            for each in cell.duties
        ]
        return {"day": cell.day.isoformat(), "duties": said}

    entries = [
        (stream_of(people[old.staff_id].code), action, facts(old), facts(new))
        for old, new in zip(before, after, strict=True)
    ]
    record_many(session, actor, at, entries)


def _hold(session: Session, keys: Sequence[tuple[int, date]]) -> None:
    """Let nobody else write in these cells until the transaction ends."""
    if not is_sqlite(session):
        named = tuple_(CELLS.c.staff_id, CELLS.c.day).in_(keys)
        session.connection().execute(select(CELLS.c.version).where(named).with_for_update())


def _require_usable(
    session: Session,
    changes: Sequence[CellChange],
    standing: dict[tuple[int, date], CellView],
    people: dict[int, RosterPerson],
) -> None:
    """Refuse new duties of people who left, and with shifts or units that are not there or not used."""
    shifts = {each.id: each for each in queries.shifts(session)}
    units = set(session.connection().scalars(select(UNITS.c.id)))
    for change in changes:
        if change.staff_id not in people:
            raise NotFound(PERSON, change.staff_id)
        cell = standing.get((change.staff_id, change.day))
        kept = set() if cell is None else set(cell.duties)
        for duty in change.duties:
            if duty in kept:
                continue
            if not people[change.staff_id].active:
                raise PersonGone(people[change.staff_id].name)
            if duty.shift_id not in shifts:
                raise NotFound(SHIFT, duty.shift_id)
            if not shifts[duty.shift_id].active:
                raise ShiftClosed(shifts[duty.shift_id].name)
            if duty.unit_id is not None and duty.unit_id not in units:
                raise NotFound(_UNIT, duty.unit_id)


def _store(session: Session, before: Sequence[CellView], after: Sequence[CellView]) -> None:
    run = session.connection().execute
    fresh = [cell for cell in after if cell.version == 1]
    known = [(old, new) for old, new in zip(before, after, strict=True) if new.version > 1]
    if fresh:
        rows = [{"staff_id": each.staff_id, "day": each.day, "version": 1} for each in fresh]
        statement = insert_into(session, CELLS).on_conflict_do_nothing().returning(CELLS.c.day)
        # Somebody may have written in an empty cell since it was looked at: on PostgreSQL nothing held it.
        if len(run(statement, rows).all()) != len(rows):
            raise Conflict(_CELL, None)
    if known:
        mine = (CELLS.c.staff_id == bindparam("of")) & (CELLS.c.day == bindparam("on"))
        rows = [{"of": new.staff_id, "on": new.day, "version": new.version} for _old, new in known]
        run(update(CELLS).where(mine), rows)
        gone = (DUTIES.c.staff_id == bindparam("of")) & (DUTIES.c.day == bindparam("on"))
        run(delete(DUTIES).where(gone), [{"of": each["of"], "on": each["on"]} for each in rows])
    duties = [
        {
            "staff_id": each.staff_id,
            "day": each.day,
            "shift_id": each.shift_id,
            "unit_id": each.unit_id,
            "lead": each.lead,
        }
        for cell in after
        for each in cell.duties
    ]
    if duties:
        run(insert(DUTIES), duties)


def stream_of(code: str) -> str:
    """Return the ledger's stream of a person's duties, leave and the like."""
    return f"roster:{code}"


def shift_codes(session: Session) -> dict[int, str]:
    """Return the codes of all shifts, by id."""
    return dict(session.connection().execute(select(SHIFTS.c.id, SHIFTS.c.code)).all())


def people_where(
    session: Session, actor: Actor | None, *conditions: ColumnElement[bool]
) -> list[RosterPerson]:
    """Return people as rows of a roster, unit by unit; ``editable`` says whether ``actor`` writes in them."""
    statement = (
        select(
            STAFF.c.id,
            STAFF.c.code,
            STAFF.c.name,
            STAFF.c.unit_id,
            UNITS.c.name.label("unit"),
            STAFF.c.active,
        )
        .select_from(STAFF.join(UNITS, UNITS.c.id == STAFF.c.unit_id))
        .where(*conditions)
        .order_by(UNITS.c.code, STAFF.c.code)
    )
    return [
        RosterPerson(*row, editable=actor is not None and may_edit(actor, row.unit_id))
        for row in session.connection().execute(statement)
    ]


def people_by_id(session: Session, ids: Collection[int]) -> dict[int, RosterPerson]:
    """Return people of the office, there or gone, by id."""
    return {each.staff_id: each for each in people_where(session, None, STAFF.c.id.in_(ids))}
