"""The door of the sentinel: cases handed back and forth, and cases nothing will move.

It looks at matters and at pairs, never at how one person compares with another: people are named to
their own lead and to the duty chief only, and only in pairs that passed a case back and forth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import case as sql_case
from sqlalchemy import false, select

from models.accounts.queries import active_actors
from models.accounts.rules import require
from models.accounts.views import Role
from models.cases.columns import ACCOUNTS, CASES, EVENTS, MATTER_VERSIONS, OPEN, UNITS
from models.cases.keeping import taken_back
from models.cases.kinds import Action
from models.cases.rounds import rounds_of
from models.cases.sentinel_views import Holder, LeadGround, RoundCase, Rounds, Stalled
from models.cases.shape import DISPATCHERS
from models.cases.sight import in_area
from models.cases.stalls import waiting_for, why_stalled
from models.kernel.errors import Invalid
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.cases.kinds import CaseState
    from models.cases.rounds import Pair
    from models.cases.sentinel_views import StallGround
    from models.kernel.clock import Clock
    from models.kernel.store import Store

WATCHERS = DISPATCHERS | {Role.UNIT_LEAD, Role.LEADER}
"""Who is told; a unit's lead of their own unit only."""
DAYS = 90
"""Days back that are looked at unless said otherwise."""
MOST_DAYS = 730
_MOST_CASES = 20
"""Cases named under a pair; their number is told in full."""
_GIVING = (Action.DISPATCH, Action.TRANSFER)
_TAKING = (Action.TAKE, Action.HAND_OVER)
_READ = (*_GIVING, *_TAKING, Action.FEEDBACK, Action.UNDO)


class SentinelService:
    """What goes round in circles, and what stands still.

    Args:
        store: the open database.
        clock: says up to when.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rounds(self, actor: Actor, days: int = DAYS) -> list[Rounds]:
        """Return the pairs that hand cases back and forth, by matter; those with most rounds first.

        Cases reported in the last ``days`` are looked at, open or closed.

        Raises:
            NotPermitted: the person is not told.
            Invalid: ``days`` is less than one or more than two years.
        """
        require(actor, WATCHERS, N_("see what goes back and forth"))
        if not 1 <= days <= MOST_DAYS:
            raise Invalid(N_("the number of days"), str(days), N_("it is between 1 and 730"))
        since = self._clock.now() - timedelta(days=days)
        with self._store.read() as session:
            ways = _ways(session, actor, since)
            return list(_told(session, actor, ways))

    def stalled(self, actor: Actor) -> list[Stalled]:
        """Return the open cases nobody can move on, those that stand longest first.

        Raises:
            NotPermitted: the person is not told.
        """
        require(actor, WATCHERS, N_("see what stands still"))
        with self._store.read() as session:
            people = active_actors(session)

            @cache
            def why(
                state: CaseState, place: str, unit: int | None, acceptor: int | None
            ) -> StallGround | None:
                return why_stalled(
                    people, state=state, division_code=place, unit_id=unit, acceptor_id=acceptor
                )

            return [
                Stalled(
                    row.id,
                    row.number,
                    row.title,
                    row.state,
                    row.state_since,
                    row.unit_name or "",
                    ground,
                    waiting_for(row.state),
                )
                for row in session.connection().execute(_open_cases(actor))
                if (ground := why(row.state, row.division_code, row.unit_id, row.acceptor_id)) is not None
            ]


def _own_unit(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the further condition for a unit's lead who is nothing else."""
    if actor.has(*DISPATCHERS, Role.LEADER):
        return []
    return [false() if actor.unit_id is None else CASES.c.unit_id == actor.unit_id]


def _open_cases(actor: Actor) -> Any:
    return (
        select(
            CASES.c.id,
            CASES.c.number,
            CASES.c.title,
            CASES.c.state,
            CASES.c.state_since,
            CASES.c.division_code,
            CASES.c.unit_id,
            CASES.c.acceptor_id,
            UNITS.c.name.label("unit_name"),
        )
        .select_from(CASES.outerjoin(UNITS, UNITS.c.id == CASES.c.unit_id))
        .where(OPEN, *in_area(actor), *_own_unit(actor))
        .order_by(CASES.c.state_since, CASES.c.id)
    )


@dataclass(slots=True)
class _Way:
    """The way of one case through units and hands."""

    case: Any
    units: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    settled_by: int | None = None
    """The unit that fed it back last"""


def _ways(session: Session, actor: Actor, since: datetime) -> list[_Way]:
    """Return the ways of the cases reported since, in a fixed order."""
    statement = (
        select(
            CASES.c.id,
            CASES.c.number,
            CASES.c.title,
            CASES.c.state,
            MATTER_VERSIONS.c.code.label("matter_code"),
            MATTER_VERSIONS.c.name.label("matter_name"),
            MATTER_VERSIONS.c.lead_unit_id,
        )
        .select_from(CASES.outerjoin(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id))
        .where(CASES.c.reported_at >= since, *in_area(actor))
    )
    ways: dict[int, _Way] = {row.id: _Way(row) for row in session.connection().execute(statement)}
    for event in _events(session, actor, since):
        way = ways.get(event.case_id)
        if way is None:
            continue
        if event.action in _GIVING and event.unit_id is not None:
            way.units.append(event.unit_id)
        elif event.action is Action.TAKE and event.actor_id is not None:
            way.people.append(event.actor_id)
        elif event.action is Action.HAND_OVER and event.person_id is not None:
            way.people.append(event.person_id)
        elif event.action is Action.FEEDBACK:
            way.settled_by = event.unit_id
    return list(ways.values())


def _events(session: Session, actor: Actor, since: datetime) -> Iterator[Row[Any]]:
    """Yield the steps that count, as they happened; what was taken back did not happen."""
    person = ACCOUNTS.alias("person")
    login = EVENTS.c.details["person"].as_string()
    statement = (
        select(
            EVENTS.c.case_id,
            EVENTS.c.seq,
            EVENTS.c.action,
            EVENTS.c.unit_id,
            EVENTS.c.actor_id,
            person.c.id.label("person_id"),
            sql_case((EVENTS.c.action == Action.UNDO, EVENTS.c.details)).label("undone"),
        )
        .select_from(
            EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id).outerjoin(
                person, (EVENTS.c.action == Action.HAND_OVER) & (person.c.login == login)
            )
        )
        .where(CASES.c.reported_at >= since, *in_area(actor), EVENTS.c.action.in_(_READ))
        .order_by(EVENTS.c.case_id, EVENTS.c.seq)
    )
    for _case, events in groupby(session.connection().execute(statement), key=lambda row: row.case_id):
        done: list[Any] = []
        for event in events:
            if event.action is not Action.UNDO:
                done.append(event)
                continue
            undone = taken_back(event.seq, event.undone)
            while done and done[-1].seq in undone:
                done.pop()
        yield from done


@dataclass(slots=True)
class _Found:
    """What is gathered about one pair and one matter."""

    rounds: int = 0
    cases: list[RoundCase] = field(default_factory=list)
    matter: Row[Any] | None = None


def _told(session: Session, actor: Actor, ways: Sequence[_Way]) -> Iterator[Rounds]:
    """Yield what may be told to ``actor``, worst first."""
    found: dict[tuple[bool, Pair, str], _Found] = defaultdict(_Found)
    settled: Counter[tuple[str, int]] = Counter()
    for way in ways:
        code = way.case.matter_code or ""
        if way.settled_by is not None:
            settled[code, way.settled_by] += 1
        for people, holders in ((False, way.units), (True, way.people)):
            for pair, count in rounds_of(holders).items():
                _note(found[people, pair, code], way.case, count)
    unit_names = _names(session, UNITS)
    people_of = {row.id: row for row in session.connection().execute(_people())}
    order = sorted(found.items(), key=lambda each: (-each[1].rounds, each[0]))
    for (people, pair, code), each in order:
        one, other = pair
        if people:
            units = {people_of[one].unit_id, people_of[other].unit_id}
            both = Holder(one, people_of[one].name), Holder(other, people_of[other].name)
        else:
            units = set(pair)
            both = Holder(one, unit_names[one]), Holder(other, unit_names[other])
        if _may_know(actor, units, people=people):
            counts = (0, 0) if people else (settled[code, one], settled[code, other])
            yield _rounds(both, code, each, counts, people=people)


def _note(found: _Found, case: Row[Any], count: int) -> None:
    found.rounds += count
    found.matter = case
    found.cases.append(RoundCase(case.id, case.number, case.title, case.state, count))


def _may_know(actor: Actor, units: Iterable[int | None], *, people: bool) -> bool:
    if actor.has(Role.DUTY_CHIEF) or (not people and actor.has(Role.DISPATCHER, Role.LEADER)):
        return True
    return actor.has(Role.UNIT_LEAD) and actor.unit_id in set(units)


def _rounds(
    both: tuple[Holder, Holder], code: str, found: _Found, settled: tuple[int, int], *, people: bool
) -> Rounds:
    first, second = both
    proposed, ground = (None, None) if people else _lead(first, second, found, settled)
    worst = sorted(found.cases, key=lambda case: (-case.rounds, case.number))
    name = found.matter.matter_name if found.matter is not None else None
    return Rounds(
        people,
        first,
        second,
        code,
        name or "",
        found.rounds,
        tuple(worst[:_MOST_CASES]),
        settled,
        proposed,
        ground,
    )


def _lead(
    first: Holder, second: Holder, found: _Found, settled: tuple[int, int]
) -> tuple[Holder | None, LeadGround | None]:
    """Propose the unit the matter names, or else the one that settles more of its cases."""
    named = found.matter.lead_unit_id if found.matter is not None else None
    for holder in (first, second):
        if holder.id == named:
            return holder, LeadGround.CATALOGUE
    if settled[0] == settled[1]:
        return None, None
    return (first if settled[0] > settled[1] else second), LeadGround.SETTLED


def _names(session: Session, table: Any) -> Mapping[int, str]:
    return {row.id: row.name for row in session.connection().execute(select(table.c.id, table.c.name))}


def _people() -> Any:
    return select(ACCOUNTS.c.id, ACCOUNTS.c.name, ACCOUNTS.c.unit_id)
