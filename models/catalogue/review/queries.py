"""Reads of the rounds: columns into views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, select

from models.catalogue.drafting.views import StepKind
from models.catalogue.drafting.workspace import STEPS
from models.catalogue.review.tables import (
    ReviewAsked,
    ReviewDepartment,
    ReviewItem,
    ReviewOpinion,
    ReviewRound,
)
from models.catalogue.review.views import (
    Counts,
    DepartmentLine,
    OpinionFacts,
    OpinionKind,
    OpinionState,
    RoundLine,
    RoundState,
)
from models.catalogue.standing import UNITS
from models.kernel.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row
    from sqlmodel import Session

ROUNDS = table_of(ReviewRound)
DEPARTMENTS = table_of(ReviewDepartment)
ITEMS = table_of(ReviewItem)
ASKED = table_of(ReviewAsked)
OPINIONS = table_of(ReviewOpinion)

_AT_ONCE = 500
_KINDS = {
    OpinionKind.AGREE: "agreed",
    OpinionKind.CHANGE: "changed",
    OpinionKind.OBJECT: "objected",
    OpinionKind.NOT_OURS: "not_ours",
}
_STATES = {
    OpinionState.OPEN: "unsettled",
    OpinionState.ACCEPTED: "accepted",
    OpinionState.REJECTED: "rejected",
    OpinionState.CARRIED: "carried",
    OpinionState.WITHDRAWN: "withdrawn",
}


def unit_names(session: Session) -> dict[str, str]:
    """Return the names of the township's units by code: entries name them so."""
    return dict(session.connection().execute(select(UNITS.c.code, UNITS.c.name)).all())


def rounds(session: Session, edition_id: int) -> list[Row[Any]]:
    """Return the rounds of a list, the newest first."""
    statement = select(ROUNDS).where(ROUNDS.c.edition_id == edition_id).order_by(ROUNDS.c.number.desc())
    return list(session.connection().execute(statement))


def departments(session: Session, round_id: int) -> list[Row[Any]]:
    """Return the departments of a round by name."""
    statement = select(DEPARTMENTS).where(DEPARTMENTS.c.round_id == round_id).order_by(DEPARTMENTS.c.id)
    return list(session.connection().execute(statement))


def active_steps(session: Session, edition_id: int) -> dict[int, int]:
    """Return the opinions that a step of the list took up and that was not undone: opinion to step.

    A step's number can be given out again after it was undone, so the step says whose it is.
    """
    statement = select(STEPS.c.seq, STEPS.c.kind, STEPS.c.said).where(
        STEPS.c.edition_id == edition_id,
        STEPS.c.kind.in_((StepKind.REVIEW, StepKind.REOPEN)),
        STEPS.c.undone.is_(False),
    )
    found: dict[int, int] = {}
    for row in session.connection().execute(statement.order_by(STEPS.c.seq)):
        if row.kind is StepKind.REOPEN:
            found.pop(row.said["opinion"], None)
        else:
            found[row.said["opinion"]] = row.seq
    return found


def counts(session: Session, round_id: int, day: date, *, active: Mapping[int, int]) -> dict[int, Counts]:
    """Return for each department of a round what was asked, said and settled.

    Args:
        session: to read in.
        round_id: the round.
        day: today, by which silence is told.
        active: the opinions whose acceptance stands, as :func:`active_steps` gives them.
    """
    run = session.connection().execute
    found: dict[int, dict[str, int]] = {}
    asked = (
        select(DEPARTMENTS.c.id, func.count(ASKED.c.item_id))
        .outerjoin(ASKED, ASKED.c.department_id == DEPARTMENTS.c.id)
        .where(DEPARTMENTS.c.round_id == round_id)
        .group_by(DEPARTMENTS.c.id)
    )
    for key, number in run(asked):
        found[key] = {"asked": number}
    given = OPINIONS.c.round_id == round_id
    current = given & OPINIONS.c.current
    spoken = current & (OPINIONS.c.kind != OpinionKind.NONE)
    pairs = (
        select(OPINIONS.c.department_id, func.count(func.distinct(OPINIONS.c.item_id)))
        .where(spoken)
        .group_by(OPINIONS.c.department_id)
    )
    for key, number in run(pairs):
        found[key]["answered"] = number
    for column, names in ((OPINIONS.c.kind, _KINDS), (OPINIONS.c.state, _STATES)):
        grouped = (
            select(OPINIONS.c.department_id, column, func.count())
            .where(spoken)
            .group_by(OPINIONS.c.department_id, column)
        )
        for key, value, number in run(grouped):
            if value in names:
                found[key][names[value]] = number
    for key, number in _lapsed(session, round_id, active).items():
        found[key]["unsettled"] = found[key].get("unsettled", 0) + number
    row = run(select(ROUNDS.c.state, ROUNDS.c.due_on).where(ROUNDS.c.id == round_id)).one()
    late = row.state is RoundState.CLOSED or row.due_on < day
    for facts in found.values():
        facts["silent"] = facts["asked"] - facts.get("answered", 0) if late else 0
    return {key: Counts(**facts) for key, facts in found.items()}


def _lapsed(session: Session, round_id: int, active: Mapping[int, int]) -> dict[int, int]:
    """Return how many acceptances of each department were undone on the list since."""
    statement = select(OPINIONS.c.department_id, OPINIONS.c.id).where(
        OPINIONS.c.round_id == round_id,
        OPINIONS.c.current,
        OPINIONS.c.state == OpinionState.ACCEPTED,
        OPINIONS.c.step.is_not(None),
    )
    found: dict[int, int] = {}
    for row in session.connection().execute(statement):
        if row.id not in active:
            found[row.department_id] = found.get(row.department_id, 0) + 1
    return found


def total(parts: Iterable[Counts]) -> Counts:
    """Return the sum of counts."""
    known = list(parts)
    names = Counts.__dataclass_fields__
    return Counts(**{name: sum(getattr(each, name) for each in known) for name in names})


def round_line(session: Session, row: Row[Any], day: date, by_department: Mapping[int, Counts]) -> RoundLine:
    """Return a round as a list shows it."""
    run = session.connection().execute
    entries = run(select(func.count()).where(ITEMS.c.round_id == row.id)).scalar_one()
    sent = run(
        select(func.count()).where(DEPARTMENTS.c.round_id == row.id, DEPARTMENTS.c.sent_at.is_not(None))
    ).scalar_one()
    counted = total(by_department.values())
    overdue = row.state is RoundState.OPEN and row.due_on < day and counted.answered < counted.asked
    return RoundLine(
        row.id,
        row.number,
        row.state,
        row.opened_at,
        row.opened_by,
        row.due_on,
        overdue,
        len(by_department),
        sent,
        entries,
        row.reason,
        row.silence,
        row.strict,
        row.closed_at,
        row.closed_by,
        counted,
        row.version,
    )


def department_lines(
    session: Session, row: Row[Any], day: date, by_department: Mapping[int, Counts]
) -> list[DepartmentLine]:
    """Return the departments of a round, those with most to answer first."""
    late = row.state is RoundState.OPEN and row.due_on < day
    lines = []
    for each in departments(session, row.id):
        counted = by_department[each.id]
        overdue = late and counted.answered < counted.asked
        lines.append(
            DepartmentLine(
                each.id,
                each.name,
                each.unit_id,
                each.sent_at,
                each.reminded_at,
                each.reminders,
                overdue,
                counted,
            )
        )
    return sorted(lines, key=lambda line: (-line.counts.asked, line.name))


def pairs_without(session: Session, round_id: int) -> list[tuple[int, int]]:
    """Return department and entry of every pair that was asked and has no opinion."""
    matching = and_(
        OPINIONS.c.department_id == ASKED.c.department_id,
        OPINIONS.c.item_id == ASKED.c.item_id,
        OPINIONS.c.current,
    )
    statement = (
        select(ASKED.c.department_id, ASKED.c.item_id)
        .join(DEPARTMENTS, DEPARTMENTS.c.id == ASKED.c.department_id)
        .outerjoin(OPINIONS, matching)
        .where(DEPARTMENTS.c.round_id == round_id, OPINIONS.c.id.is_(None))
        .order_by(ASKED.c.department_id, ASKED.c.item_id)
    )
    return [(row.department_id, row.item_id) for row in session.connection().execute(statement)]


def items(session: Session, round_id: int) -> dict[int, Row[Any]]:
    """Return the entries of a round as they were sent, by their id there."""
    statement = select(ITEMS).where(ITEMS.c.round_id == round_id)
    return {row.id: row for row in session.connection().execute(statement)}


def asked(session: Session, department_id: int) -> dict[int, Any]:
    """Return why a department is asked about each entry, by the entry's id in the round."""
    statement = select(ASKED.c.item_id, ASKED.c.part).where(ASKED.c.department_id == department_id)
    return {row.item_id: row.part for row in session.connection().execute(statement)}


def current_opinions(session: Session, condition: ColumnElement[bool]) -> list[Row[Any]]:
    """Return the opinions that count and fit a condition, in the order they were given."""
    statement = select(OPINIONS).where(OPINIONS.c.current, condition).order_by(OPINIONS.c.id)
    return list(session.connection().execute(statement))


def facts_of(row: Row[Any]) -> OpinionFacts:
    """Return what an opinion says."""
    return OpinionFacts(row.kind, row.field, row.proposed, row.reason, row.basis, row.belongs_to)


def given_on(session: Session, rows: Sequence[Row[Any]]) -> dict[int, Row[Any]]:
    """Return the entry, as it was worded then, on which each opinion was given, by the opinion's id.

    An opinion that was carried keeps the wording of the round it was given in.
    """
    run = session.connection().execute
    places = {row.id: row.item_id for row in rows}
    waiting = {row.id: row.carried_from_id for row in rows if row.carried_from_id is not None}
    while waiting:
        wanted = select(OPINIONS.c.id, OPINIONS.c.item_id, OPINIONS.c.carried_from_id)
        known = {
            row.id: row
            for part in chunks(sorted(set(waiting.values())))
            for row in run(wanted.where(OPINIONS.c.id.in_(part)))
        }
        places |= {key: known[earlier].item_id for key, earlier in waiting.items()}
        waiting = {
            key: known[earlier].carried_from_id
            for key, earlier in waiting.items()
            if known[earlier].carried_from_id is not None
        }
    found = {
        row.id: row
        for part in chunks(sorted(set(places.values())))
        for row in run(select(ITEMS).where(ITEMS.c.id.in_(part)))
    }
    return {key: found[place] for key, place in places.items()}


def outdated(session: Session, rows: Sequence[Row[Any]]) -> set[int]:
    """Return the opinions that were carried and whose entry was worded otherwise for this round."""
    carried = [row for row in rows if row.carried_from_id is not None]
    if not carried:
        return set()
    now = select(OPINIONS.c.id, ITEMS.c.fingerprint).join(ITEMS, ITEMS.c.id == OPINIONS.c.item_id)
    given = given_on(session, carried)
    sent = dict(
        pair
        for part in chunks([row.id for row in carried])
        for pair in session.connection().execute(now.where(OPINIONS.c.id.in_(part))).all()
    )
    return {key for key, item in given.items() if item.fingerprint != sent[key]}


def unsettled(session: Session, round_id: int, active: Mapping[int, int]) -> list[Row[Any]]:
    """Return the opinions that want a decision, also those whose acceptance was undone on the list."""
    wanted = case(
        (OPINIONS.c.state == OpinionState.OPEN, 1),
        (and_(OPINIONS.c.state == OpinionState.ACCEPTED, OPINIONS.c.step.is_not(None)), 1),
        else_=0,
    )
    rows = current_opinions(session, and_(OPINIONS.c.round_id == round_id, wanted == 1))
    return [row for row in rows if row.state is OpinionState.OPEN or row.id not in active]


def chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    """Yield keys in parts a database takes in one statement."""
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
