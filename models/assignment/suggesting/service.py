"""The door of suggestions: who could have a case now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.accounts.rules import require
from models.assignment.balancing.costs import steps_between
from models.assignment.balancing.planning import place_of
from models.assignment.balancing.queries import day_begins, people_of, places_of, skills_known
from models.assignment.rosters.loading import working_time
from models.assignment.rosters.presence import presence_at
from models.assignment.routing.dispatching import aim_of
from models.assignment.routing.queries import handlers
from models.assignment.suggesting import queries
from models.assignment.suggesting.refusals import NothingToSuggest
from models.assignment.suggesting.rules import suggestion
from models.assignment.suggesting.views import Bar, Candidate, Reason
from models.cases import queries as cases
from models.cases.columns import CASES
from models.cases.kinds import CaseState
from models.cases.rules import READER_ROLES
from models.cases.settings.inforce import in_force
from models.cases.settings.of_dispatch import ByRule, by_rule
from models.cases.sources import StoredSources
from models.kernel.words import N_
from models.organisation import queries as organisation
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.balancing.costs import Place
    from models.assignment.rosters.presence import Presence
    from models.assignment.routing.views import Aim
    from models.assignment.suggesting.queries import Outcome, Past
    from models.assignment.suggesting.views import Suggestion
    from models.calendar.service import CalendarService
    from models.kernel.clock import Clock
    from models.kernel.store import Store
    from models.organisation.views import UnitView

_LOOK = N_("look at cases")
_BACK = timedelta(days=365)
_KEPT = timedelta(minutes=10)
"""How long what became of a matter's cases is kept in memory; a case more or less changes no order."""
_MOST_KEPT = 200
_NEAR = 4
"""Steps in the tree of grids beyond which nearness says nothing: another village."""
TO_UNITS = frozenset({CaseState.FILED, CaseState.RETURNED_TO_DISPATCHER})
TO_PEOPLE = frozenset({CaseState.DISPATCHED, CaseState.HANDLING})


@dataclass(slots=True)
class _Scene:
    """What candidates of one case are looked at with."""

    case: Row[Any]
    here: Presence
    past: Outcome
    aim: Aim | None
    places: Mapping[int, Place] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the case lies."""
        return place_of(self.case.division_code, self.case.path)


class SuggestService:
    """Candidates for cases.

    Args:
        store: the open database.
        clock: says what now is.
        calendar: gives deadlines, by which what a unit may be given is looked up.
    """

    def __init__(self, store: Store, clock: Clock, calendar: CalendarService) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar
        self._outcomes: dict[int, tuple[datetime, Outcome]] = {}

    def suggest(self, actor: Actor, case_id: int, unit_id: int | None = None) -> Suggestion:
        """Return who could have a case: units before it is dispatched, people of its unit afterwards.

        With ``unit_id``, the people of that unit for a case that is still to be dispatched.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
            NothingToSuggest: it is neither to be dispatched nor with a unit.
        """
        require(actor, READER_ROLES, _LOOK)
        now = self._clock.now()
        with self._store.read() as session:
            cases.require_in_sight(session, actor, case_id)
            case = queries.case_row(session, case_id)
            if case.state in TO_UNITS and unit_id is not None:
                return suggestion(self._people(session, case, now, unit_id), people=True)
            if case.state in TO_UNITS:
                return suggestion(self._units(session, actor, case, now), people=False)
            if case.state in TO_PEOPLE:
                return suggestion(self._people(session, case, now, case.unit_id), people=True)
            raise NothingToSuggest(case.number)

    def barred(
        self, actor: Actor, case_id: int, candidate_id: int, unit_id: int | None = None
    ) -> Candidate | None:
        """Return the unit, or the person of ``unit_id``, if something stands in the way of them.

        Raises:
            NotPermitted: the person does not look at cases.
            NotFound: the case is out of sight.
        """
        try:
            found = self.suggest(actor, case_id, unit_id)
        except NothingToSuggest:
            # Somebody acted on it meanwhile; the step itself says so.
            return None
        return next((each for each in found.out if each.id == candidate_id), None)

    def _scene(self, session: Session, case: Row[Any], now: datetime) -> _Scene:
        asked = by_rule(in_force(session)) is not ByRule.OFF
        aim = aim_of(session, case, now) if asked and case.matter_version_id is not None else None
        return _Scene(case, presence_at(session, now, now), self._outcome(session, case, now), aim)

    def _outcome(self, session: Session, case: Row[Any], now: datetime) -> Outcome:
        if case.matter_id is None:
            return queries.Outcome({}, {})
        kept = self._outcomes.get(case.matter_id)
        if kept is None or not timedelta(0) <= now - kept[0] <= _KEPT:
            if len(self._outcomes) >= _MOST_KEPT:
                self._outcomes.clear()
            kept = self._outcomes[case.matter_id] = (
                now,
                queries.outcome(session, case.matter_id, now - _BACK),
            )
        return kept[1]

    def _units(self, session: Session, actor: Actor, case: Row[Any], now: datetime) -> Iterator[Candidate]:
        scene = self._scene(session, case, now)
        units = organisation.units(session, actor.area, "", closed=False)
        staff: dict[int, list[int]] = defaultdict(list)
        for row in handlers(session):
            staff[row.unit_id].append(row.staff_id)
        scene.places = _places(session, scene.here, [each for own in staff.values() for each in own])
        held = queries.counted(session, CASES.c.unit_id, [each.id for each in units])
        working, returned = queries.units_at_work(session), queries.gave_back(session, case.id)
        ground = StoredSources(session, self._calendar, looking=True).ground(case.matter_version_id)
        for unit in units:
            bar = None if unit.id in working else Bar.NO_HANDLERS
            if bar is None and unit.id in returned:
                bar = Bar.RETURNED
            if unit.kind is UnitKind.VILLAGE and ground is not None and ground.outside:
                bar = Bar.VILLAGE
            yield Candidate(
                unit.id, unit.name, _of_unit(scene, unit, staff[unit.id], held.get(unit.id, 0)), bar
            )

    def _people(
        self, session: Session, case: Row[Any], now: datetime, unit_id: int | None
    ) -> Iterator[Candidate]:
        scene = self._scene(session, case, now)
        people = people_of(session, unit_id)
        begins = day_begins(working_time(session), now)
        held, taken = queries.in_hand(session, [row.id for row in people], begins)
        scene.places = _places(session, scene.here, [row.staff_id for row in people])
        needed = skills_known(session) & {case.matter_name, case.class_name}
        names = {row.staff_id: row.name for row in people}
        for row in people:
            count = held.get(row.id, 0)
            facts = _of_person(scene, row, count, needed)
            bar, why = _bar(scene, row, count, taken.get(row.id, 0), needed, names)
            yield Candidate(row.id, row.name, facts, bar, why)


def _of_unit(scene: _Scene, unit: UnitView, staff: list[int], held: int) -> dict[Reason, Mapping[str, Any]]:
    facts: dict[Reason, Mapping[str, Any]] = {}
    if scene.aim is not None and scene.aim.unit_id == unit.id:
        facts[Reason.RULE] = {"number": scene.aim.number, "edition": scene.aim.edition}
    if scene.case.lead_unit_id == unit.id:
        facts[Reason.LEAD] = {}
    _add_grid(facts, scene, staff)
    on_duty = scene.here.on_duty(unit.id)
    if on_duty:
        facts[Reason.DUTY] = {"count": len(on_duty), "until": max(each.until for each in on_duty)}
    _add_past(facts, scene.past.units.get(unit.id))
    facts[Reason.OPEN] = {"count": held}
    return facts


def _of_person(
    scene: _Scene, row: Row[Any], held: int, needed: frozenset[str]
) -> dict[Reason, Mapping[str, Any]]:
    facts: dict[Reason, Mapping[str, Any]] = {}
    if scene.aim is not None and scene.aim.account_id == row.id:
        facts[Reason.RULE] = {"number": scene.aim.number, "edition": scene.aim.edition}
    if row.staff_id is not None:
        _add_grid(facts, scene, [row.staff_id])
        until = scene.here.until(row.staff_id)
        if until is not None:
            facts[Reason.DUTY] = {"until": until}
        own = next((each for each in scene.here.skills(row.staff_id) if each.name in needed), None)
        if own is not None:
            facts[Reason.SKILL] = {"skill": own.name, "permit": own.permit}
    _add_past(facts, scene.past.people.get(row.id))
    facts[Reason.OPEN] = {"count": held}
    return facts


def _bar(
    scene: _Scene, row: Row[Any], held: int, taken: int, needed: frozenset[str], names: Mapping[int, str]
) -> tuple[Bar | None, Mapping[str, Any] | None]:
    """Return what stands in the way of a person, and its facts."""
    if scene.case.owner_id == row.id:
        return Bar.HAS_IT, None
    if not scene.case.division_code.startswith(row.area):
        return Bar.AREA, None
    return (None, None) if row.staff_id is None else _on_the_roster(scene, row, (held, taken), needed, names)


def _on_the_roster(
    scene: _Scene, row: Row[Any], load: tuple[int, int], needed: frozenset[str], names: Mapping[int, str]
) -> tuple[Bar | None, Mapping[str, Any] | None]:
    """Return what the roster has against a person: leave, no room, a skill missing."""
    away = scene.here.absent(row.staff_id)
    if away is not None:
        deputy = "" if away.deputy_id is None else names.get(away.deputy_id, "")
        return Bar.AWAY, {"kind": away.kind, "to_day": away.to_day, "deputy": deputy}
    room = scene.here.capacity(row.staff_id)
    for count, most in zip(load, (room.open_most, room.per_day), strict=True):
        if most is not None and count >= most:
            return Bar.FULL, {"count": count, "most": most}
    missing = needed - {each.name for each in scene.here.skills(row.staff_id)}
    return (Bar.SKILL, {"skill": min(missing)}) if missing else (None, None)


def _places(session: Session, here: Presence, staff: list[Any]) -> dict[int, Place]:
    grids = {grid for each in staff if each is not None for grid in here.grids(each)}
    return {key: place_of(*found) for key, found in places_of(session, grids).items()} if grids else {}


def _add_grid(facts: dict[Reason, Mapping[str, Any]], scene: _Scene, staff: list[int]) -> None:
    """Say how near the nearest grid of some people is, where it is near."""
    own = {grid for each in staff for grid in scene.here.grids(each)}
    steps = min(
        (steps_between(scene.place, scene.places[each]) for each in own if each in scene.places), default=None
    )
    if steps is not None and steps <= _NEAR:
        facts[Reason.GRID] = {"steps": steps, "grid": scene.case.grid_name}


def _add_past(facts: dict[Reason, Mapping[str, Any]], past: Past | None) -> None:
    if past is not None:
        facts[Reason.PAST] = {"count": past.count, "minutes": past.minutes}
