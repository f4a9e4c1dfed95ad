"""Sitting down at a desk of a drill, and ending a drill from outside."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from console.drilling.stage import Stage
from console.i18n import _
from models.drills.kinds import EntryKind
from models.kernel.clock import SystemClock
from scenarios.player.casting import cast
from scenarios.player.control import Control
from scenarios.player.office import WorldOffice
from scenarios.starting import DeskTaken, NoSuchDesk, plan_of, require_going

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scenarios.format.scenario import Seat
    from scenarios.sandbox import World


def find_seat(
    world: World, person: str, desk: str | None, ask: Callable[[list[tuple[str, str]]], str]
) -> Stage:
    """Find a seat and sit down: the person's own from before, or a free one.

    Args:
        world: of the drill, open.
        person: how they are called.
        desk: id or title of the desk; ``None`` asks.
        ask: given the free desks and what is said of each, returns the id of one.

    Raises:
        DrillOver: the drill has ended.
        NoSuchDesk, DeskTaken: nobody can sit there.
    """
    drills = world.services.drills
    drill = drills.drill()
    require_going(drill)
    scenario = plan_of(drill).scenario
    logins = cast(scenario, WorldOffice(world.services, world.clock)).logins
    seats = {each.id: each for each in scenario.roles if each.seats and logins.get(each.id)}
    taken = _taken(world)
    wanted = _named(seats, desk) if desk is not None else _own(logins, taken, person)
    if wanted is None:
        wanted = ask([(each.id, _words(each, logins, taken)) for each in seats.values()])
    login = _free(logins[wanted], taken, person)
    if login is None:
        raise DeskTaken(seats[wanted].title, taken[logins[wanted][0]])
    stage = Stage(world, seats[wanted], login, person)
    if taken.get(login) != person:
        stage.sit_down()
    return stage


def _taken(world: World) -> dict[str, str]:
    """Return who sits where, by login."""
    found: dict[str, str] = {}
    for entry in world.services.drills.entries(kinds=(EntryKind.SEAT,)):
        found[entry.login] = entry.body["person"]
    return {login: person for login, person in found.items() if person}


def _named(seats: Mapping[str, Seat], desk: str) -> str:
    for seat in seats.values():
        if desk in {seat.id, seat.title}:
            return seat.id
    raise NoSuchDesk(desk, [each.id for each in seats.values()])


def _own(logins: Mapping[str, Sequence[str]], taken: Mapping[str, str], person: str) -> str | None:
    """Return the desk somebody of this name left without getting up."""
    sitting = {login for login, name in taken.items() if name == person}
    return next((desk for desk, names in logins.items() if not sitting.isdisjoint(names)), None)


def _free(logins: Sequence[str], taken: Mapping[str, str], person: str) -> str | None:
    own = next((each for each in logins if taken.get(each) == person), None)
    return own or next((each for each in logins if each not in taken), None)


def _words(seat: Seat, logins: Mapping[str, Sequence[str]], taken: Mapping[str, str]) -> str:
    people = [taken[each] for each in logins[seat.id] if each in taken]
    free = len(logins[seat.id]) - len(people)
    if not people:
        return seat.title
    if free:
        return _("%(desk)s (with %(people)s)", desk=seat.title, people=_(", ").join(people))
    return _("%(desk)s (taken: %(people)s)", desk=seat.title, people=_(", ").join(people))


def end_now(world: World, login: str, person: str, reason: str, *, take_over: bool) -> None:
    """End a drill from outside its consoles.

    Raises:
        Steered: somebody else steers it.
        DrillOver: it has ended.
    """
    token = uuid.uuid4().hex
    world.services.drills.steer(token, person, take_over=take_over)
    Control(world, plan_of(world.services.drills.drill()), SystemClock(), token, login).end(reason)
