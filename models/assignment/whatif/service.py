"""The door to what-if: read what there is, play it as it is and as it would be, say what came of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from models.accounts.rules import require
from models.accounts.views import Role
from models.assignment.rosters.loading import facts_between, working_time
from models.assignment.whatif import queries
from models.assignment.whatif.building import Builder, Material
from models.assignment.whatif.engine import Tally, play
from models.assignment.whatif.habits import (
    FEWEST,
    Habits,
    day_kind,
    hands_of,
    learned_shares,
    months_of,
    rates_of,
    shape_of,
)
from models.assignment.whatif.outcomes import outcome
from models.assignment.whatif.refusals import Stopped, TooLittleHistory, require_playable
from models.assignment.whatif.restoring import Restorer
from models.assignment.whatif.views import Answer, Changes, Learned, MoreThere, Outcome, Person, Remedy
from models.kernel.errors import NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.whatif.world import Server, World
    from models.calendar.arithmetic import WorkingTime
    from models.kernel.clock import Clock
    from models.kernel.store import Store

MAY_ASK = (Role.DISPATCHER, Role.DUTY_CHIEF, Role.UNIT_LEAD, Role.LEADER)
USUAL_DAYS, USUAL_RUNS, USUAL_SEED = 7, 1_000, 1
TARGET = 0.95
_ASK = N_("ask what the coming days would bring")
_PLAYING, _RESTORING = N_("playing the coming days"), N_("looking for the smallest change")
_EVERY = 20
"""Runs between two words on how far it is"""
_TO_MONTH_END = timedelta(days=31)


class WhatIfService:
    """What the coming days would bring.

    Args:
        store: the open database; nothing is ever written.
        clock: gives the moment the play begins at.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def people(self, actor: Actor) -> list[Person]:
        """Return those who handle cases, whose leave can be played, by unit.

        Raises:
            NotPermitted: the person does not plan.
        """
        require(actor, MAY_ASK, _ASK)
        with self._store.read() as session:
            names = queries.unit_names(session)
            rows = queries.handlers(session)
        found = [Person(row.id, row.login, row.name, row.unit_id, names.get(row.unit_id, "")) for row in rows]
        return sorted(found, key=lambda each: (each.unit_id, each.id))

    def ask(
        self,
        actor: Actor,
        changes: Changes | None = None,
        *,
        days: int = USUAL_DAYS,
        runs: int = USUAL_RUNS,
        seed: int = USUAL_SEED,
        on_progress: Callable[[int, int, str], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Answer:
        """Play the coming days many times over.

        Args:
            actor: who asks; of the open cases they are told of those in their lists.
            changes: what would be different.
            days: how many days, from now on.
            runs: how often they are played.
            seed: the same seed gives the same answer.
            on_progress: called with runs done, all of them, and what is being done.
            stop: asked between runs; once it says yes, nothing more is played.

        Raises:
            NotPermitted: the person does not plan.
            BadChange: a number lies outside what makes sense.
            NotFound: a person or unit of the changes is not there.
            TooLittleHistory: there is not enough to learn from.
            Stopped: it was stopped.
        """
        require(actor, MAY_ASK, _ASK)
        wanted = changes or Changes()
        require_playable(wanted, days, runs)
        with self._store.read() as session:
            material = material_of(session, self._clock.now(), days)
            names, seen = queries.unit_names(session), queries.seen_by(session, actor)
        _require_there(material, wanted)
        builder = Builder(material)
        player = _Player(runs if wanted.none else 2 * runs, seed, on_progress, stop)

        def played(changes: Changes) -> tuple[World, Outcome]:
            made = builder.world(changes)
            return made, outcome(material, made, changes, player.played(made, runs), names, seen)

        world, now = played(Changes())
        then = None
        if not wanted.none:
            world, then = played(wanted)
        remedy = player.remedy(world, builder.reinforced(wanted), then or now, material.units, names)
        return Answer(
            at=material.now,
            until=material.now + timedelta(days=days),
            days=days,
            runs=runs,
            seed=seed,
            learned=Learned(material.habits.days, material.habits.arrivals, material.habits.handled),
            late_already=sum(row.due_at <= material.now for row in material.open_cases),
            now=now,
            then=then,
            remedy=remedy,
        )


class _Player:
    """Plays runs, says how far it is, and stops when asked to."""

    def __init__(
        self,
        total: int,
        seed: int,
        on_progress: Callable[[int, int, str], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        self._total = total
        self._seed = seed
        self._on_progress = on_progress
        self._stop = stop
        self._done = 0

    def played(self, world: World, runs: int) -> Tally:
        """Play a world so often."""
        tally = Tally(world)
        for number in range(runs):
            self.check()
            play(world, self._seed, number, tally)
            self._done += 1
            if self._done % _EVERY == 0 or self._done == self._total:
                self.say(_PLAYING)
        return tally

    def remedy(
        self,
        world: World,
        reinforced: Callable[[int, int], tuple[Server, ...]],
        found: Outcome,
        units: Sequence[int],
        names: Mapping[int, str],
    ) -> Remedy | None:
        """Return the smallest change that brings the rate to the target; ``None`` where it is there."""
        if found.rate.share is None or found.rate.share >= TARGET:
            return None
        self.say(_RESTORING)
        restorer = Restorer(world, self._seed, reinforced, self.check)
        restorer.draw()
        more, reached = restorer.least(TARGET)
        there = [
            MoreThere(unit, names.get(unit, ""), count)
            for unit, count in zip(units, more, strict=True)
            if count
        ]
        return Remedy(TARGET, tuple(there), reached, reached >= TARGET)

    def say(self, phase: str) -> None:
        """Say how far it is."""
        if self._on_progress is not None:
            self._on_progress(self._done, self._total, phase)

    def check(self) -> None:
        """Stop if somebody wants it to.

        Raises:
            Stopped: they do.
        """
        if self._stop is not None and self._stop():
            raise Stopped(self._done, self._total)


def _require_there(material: Material, changes: Changes) -> None:
    accounts = {row.id for row in material.people}
    for leave in changes.leave:
        if leave.account_id not in accounts:
            raise NotFound(N_("handler"), leave.account_id)
    for more in changes.more:
        if more.unit_id not in material.units:
            raise NotFound(N_("unit"), more.unit_id)


def material_of(session: Session, now: datetime, days: int) -> Material:
    """Read what there is.

    Raises:
        TooLittleHistory: there is not enough to learn from.
    """
    now = now.replace(second=0, microsecond=0)
    time = working_time(session)
    habits = _habits(session, now, time)
    people = queries.handlers(session)
    open_cases = queries.open_cases(session)
    # All units that are there: one may get its first handler by what is changed.
    units = tuple(queries.unit_names(session))
    conditions = {each.condition_id for each in habits.mix}
    facts = facts_between(session, now - timedelta(days=2), now + timedelta(days=days) + _TO_MONTH_END, time)
    return Material(
        now=now,
        days=days,
        time=time,
        habits=habits,
        facts=facts,
        people=people,
        open_cases=open_cases,
        unfiled=queries.unfiled(session),
        limits=queries.limits(session, conditions),
        units=units,
    )


def _habits(session: Session, now: datetime, time: WorkingTime) -> Habits:
    handled = queries.handled(session, now - queries.HANDLING, time)
    if len(handled) < FEWEST:
        raise TooLittleHistory(len(handled), FEWEST)
    by_hour, by_month, first = queries.came(session, now - queries.ARRIVALS, time)
    began = first or now
    day_exposure: Counter[int] = Counter()
    month_exposure: Counter[int] = Counter()
    day: date = time.local(began).date()
    last = time.local(now).date()
    while day <= last:
        day_exposure[day_kind(day, time.days)] += 1
        month_exposure[day.month] += 1
        day += timedelta(days=1)
    shares, usual_share = learned_shares(handled)
    hands, usual_hands = hands_of(handled)
    to_filing, to_unit = queries.desk_times(session, now - queries.HANDLING, time)
    return Habits(
        days=sum(day_exposure.values()),
        arrivals=sum(by_month.values()),
        handled=len(handled),
        rates=rates_of(by_hour, day_exposure),
        months=months_of(by_month, month_exposure),
        mix=queries.mix(session, now - queries.HANDLING),
        shares=shares,
        usual_share=usual_share,
        hands=hands,
        usual_hands=usual_hands,
        shape=shape_of(handled, shares),
        to_filing=to_filing,
        to_unit=to_unit,
    )
