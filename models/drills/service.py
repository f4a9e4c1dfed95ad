"""The door to the drill of a world: making it, steering its time, its recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from models.accounts.rules import require
from models.accounts.views import Role
from models.drills import queries
from models.drills.kinds import SPEEDS, DrillState, EntryKind
from models.drills.past import past
from models.drills.peopling import people
from models.drills.queries import DRILLS, OFFICES
from models.drills.refusals import DrillOver, DrillThere, NoSuchSpeed, Steered, TimeGoesOn
from models.drills.rules import FORMAT, first_broken
from models.drills.steps import steps
from models.drills.timing import LEASE
from models.drills.writing import append, append_all
from models.kernel.findings import Finding
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.drills.views import CaseStep, DrillView, EntryView, NewDrill, Past
    from models.kernel.clock import Clock
    from models.kernel.store import Store

_ROOM = "drills"
_MAKERS = (Role.DUTY_CHIEF, Role.LEADER, Role.EVALUATOR)
_MAKE = N_("make an exercise of what the office did")


class DrillService:
    """The drill this database was made for.

    Args:
        store: the open database, the world of a drill.
        room: the clock of the room the players sit in, by which the drill's time runs.
    """

    def __init__(self, store: Store, room: Clock) -> None:
        self._store = store
        self._room = room

    def found(self, new: NewDrill) -> DrillView:
        """Make this database the world of a drill, for good.

        The caller has just copied it; it is nobody's else yet.

        Raises:
            DrillThere: it is one already.
        """
        room = self._room.now()
        body = {"scenario": new.scenario, "seed": new.seed, "world": new.world, "name": new.name}
        with self._store.write() as session:
            connection = session.connection()
            there = connection.execute(DRILLS.select()).first()
            if there is not None:
                raise DrillThere(there.number)
            row = {"id": 1, "version": 1, "number": new.number, "name": new.name, "title": new.title}
            row |= {"party": new.party, "seed": new.seed, "scenario": new.scenario, "world": new.world}
            row |= {"format": FORMAT, "state": DrillState.READY, "starts": new.starts, "ends": new.ends}
            row |= {"virtual": new.starts, "room": room, "speed": 1, "lease": room, "steerer": ""}
            connection.execute(insert(DRILLS).values(**row, steering=""))
            connection.execute(update(OFFICES).values(drill=True, demo=True))
            people(session, new.starts)
            append(session, EntryKind.BEGIN, new.starts, "", body)
            return queries.view_of(queries.drill_row(session))

    def drill(self) -> DrillView:
        """Return the drill as it stands.

        Raises:
            NoDrill: there is none in this database.
        """
        with self._store.read() as session:
            return queries.view_of(queries.drill_row(session))

    def steer(self, token: str, person: str, *, take_over: bool = False) -> DrillView:
        """Let a console steer the drill.

        Args:
            token: the console's own key.
            person: who sits there.
            take_over: also from somebody who steers.

        Raises:
            NoDrill: there is none.
            Steered: somebody else steers, and was heard of lately.
        """
        room = self._room.now()
        with self._store.write() as session:
            row = queries.drill_row(session)
            if row.steering not in {"", token} and row.lease >= room and not take_over:
                raise Steered(row.steerer)
            # Time that stood because nobody was heard of goes on from where it stood.
            changes = {"virtual": queries.pace_of(row).at(room), "room": room, "lease": room + LEASE}
            return self._change(session, row, {**changes, "steerer": person, "steering": token})

    def keep(self, token: str) -> DrillView:
        """Say that a console still steers; once a second. Nobody's screen is told.

        Raises:
            Steered: another console has taken over.
        """
        room = self._room.now()
        with self._store.write(quiet=True) as session:
            row = self._steered(session, token)
            changes: dict[str, Any] = {"lease": room + LEASE}
            if queries.pace_of(row).held(room):
                # The console was away longer than its lease: that time did not pass in the drill.
                changes |= {"virtual": queries.pace_of(row).at(room), "room": room}
            return self._change(session, row, changes)

    def leave(self, token: str) -> None:
        """Let go of the drill, so that another console may steer; its time stands until one does."""
        room = self._room.now()
        with self._store.write() as session:
            row = queries.drill_row(session)
            if row.steering == token:
                changes = {"virtual": queries.pace_of(row).at(room), "room": room, "lease": room}
                self._change(session, row, {**changes, "steerer": "", "steering": ""})

    def run(self, token: str, login: str, speed: int | None = None) -> DrillView:
        """Let time run, at a speed.

        Raises:
            Steered: another console steers.
            DrillOver: the drill has ended.
            NoSuchSpeed: time cannot run that fast.
        """
        most = SPEEDS[-1]
        if speed is not None and not 1 <= speed <= most:
            raise NoSuchSpeed(speed, most)
        with self._store.write() as session:
            row = self._going(session, token)
            wanted = row.speed if speed is None else speed
            return self._turn(session, row, login, DrillState.RUNNING, "run", speed=wanted)

    def pause(self, token: str, login: str) -> DrillView:
        """Let time stand.

        Raises:
            Steered, DrillOver: as :meth:`run`.
        """
        with self._store.write() as session:
            return self._turn(session, self._going(session, token), login, DrillState.PAUSED, "pause")

    def jump(self, token: str, login: str, to: datetime) -> DrillView:
        """Set the drill's time on to a moment; what lies between is for the player to play.

        Raises:
            Steered, DrillOver: as :meth:`run`.
            TimeGoesOn: the moment lies before now, or after the end.
        """
        with self._store.write() as session:
            row = self._going(session, token)
            if not queries.pace_of(row).at(self._room.now()) <= to <= row.ends:
                raise TimeGoesOn
            return self._turn(session, row, login, row.state, "jump", virtual=to)

    def end(self, token: str, login: str, reason: str = "") -> DrillView:
        """End the drill; what was played stays to be looked at.

        Raises:
            Steered, DrillOver: as :meth:`run`.
        """
        with self._store.write() as session:
            row = self._going(session, token)
            return self._turn(session, row, login, DrillState.ENDED, "end", reason=reason)

    def conclude(self, at: datetime) -> DrillView:
        """Say that a drill nobody steered was played to its end; its recording says so already.

        Args:
            at: the drill's time at the end.
        """
        room = self._room.now()
        with self._store.write(quiet=True) as session:
            changes = {"state": DrillState.ENDED, "virtual": at, "room": room, "lease": room}
            return self._change(session, queries.drill_row(session), changes)

    def append(self, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]) -> int:
        """Record something that is no call of a service; return the entry's number.

        Raises:
            NoDrill: there is none.
        """
        with self._store.write() as session:
            queries.require_drill(session)
            return append(session, kind, at, login, body)

    def append_all(self, entries: Sequence[EntryView]) -> None:
        """Record several things at once, in their order, as they were recorded elsewhere.

        Raises:
            NoDrill: there is none.
        """
        with self._store.write() as session:
            queries.require_drill(session)
            append_all(session, [(each.kind, each.at, each.login, each.body) for each in entries])

    def branch(self, number: int, party: str, login: str) -> DrillView:
        """Make a drill of its own of a copy of another one's world: it goes on from where that stood.

        Args:
            number: the new drill's.
            party: what the group is called that plays on.
            login: who made the branch.
        """
        room = self._room.now()
        with self._store.write() as session:
            row = queries.drill_row(session)
            at = max(queries.last_at(session) or row.starts, row.starts)
            append(
                session, EntryKind.CONTROL, at, login, {"act": "branch", "of": row.number, "number": number}
            )
            state = DrillState.READY if at == row.starts else DrillState.PAUSED
            changes = {"number": number, "party": party, "state": state, "virtual": at, "room": room}
            return self._change(session, row, {**changes, "lease": room, "steerer": "", "steering": ""})

    def entries(
        self, after: int = 0, limit: int | None = None, kinds: Collection[EntryKind] | None = None
    ) -> list[EntryView]:
        """Return entries of the recording after a number, in the order they were written."""
        with self._store.read() as session:
            return list(queries.entries(session, after, limit, kinds))

    def logins(self) -> list[str]:
        """Return the accounts that may sit at a desk: those that administer nothing, in their order."""
        with self._store.read() as session:
            return queries.logins(session)

    def steps(self, after: int = 0) -> list[CaseStep]:
        """Return what was done to cases after a step, in its order."""
        with self._store.read() as session:
            return steps(session, after)

    def past(self, actor: Actor, since: datetime, until: datetime, batch: int | None = None) -> Past:
        """Return what this office really did with the cases of some days, to be made an exercise.

        Args:
            actor: who asks; within their area.
            since: the first moment.
            until: the moment after the last.
            batch: only the cases of this import, of a table or of a log; ``None`` for all.

        Raises:
            NotPermitted: the person steers no drills, or does not look at cases.
            NotFound: there is no import of this number.
        """
        require(actor, _MAKERS, _MAKE)
        with self._store.read() as session:
            return past(session, actor, since, until, batch)

    def check(self) -> list[Finding]:
        """Recompute the chain of the recording, and name the first entry that was altered."""
        with self._store.read() as session:
            broken = first_broken(queries.entries(session, 0, None, None))
        if broken is None:
            return []
        return [
            Finding(_ROOM, str(broken), N_("entry %(seq)s of the recording was altered"), {"seq": broken})
        ]

    @staticmethod
    def _steered(session: Session, token: str) -> Row[Any]:
        row = queries.drill_row(session)
        if row.steering != token:
            raise Steered(row.steerer)
        return row

    def _going(self, session: Session, token: str) -> Row[Any]:
        row = self._steered(session, token)
        if row.state is DrillState.ENDED:
            raise DrillOver(row.number)
        return row

    def _turn(
        self,
        session: Session,
        row: Row[Any],
        login: str,
        state: DrillState,
        act: str,
        *,
        speed: int | None = None,
        virtual: datetime | None = None,
        reason: str = "",
    ) -> DrillView:
        """Take the pace of time up anew from this moment, and record who did it."""
        room = self._room.now()
        now = virtual or queries.pace_of(row).at(room)
        body = {"act": act, "speed": speed or row.speed}
        if reason:
            body["reason"] = reason
        append(session, EntryKind.CONTROL, now, login, body)
        changes = {"state": state, "virtual": now, "room": room, "lease": room + LEASE}
        return self._change(session, row, {**changes, "speed": speed or row.speed})

    @staticmethod
    def _change(session: Session, row: Row[Any], changes: Mapping[str, Any]) -> DrillView:
        statement = update(DRILLS).values(version=row.version + 1, **changes).returning(*DRILLS.c)
        return queries.view_of(session.connection().execute(statement).one())
