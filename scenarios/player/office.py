"""The office of a drill's world: everything a player does to cases goes through its services."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Level
from models.cases.task_kinds import TASK_ACTIONS
from models.cases.views import Intake
from models.drills.capture import CallClock
from models.drills.peopling import OFFICE_LOGIN
from models.kernel.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.kinds import Action
    from models.cases.views import ActionEntries
    from models.catalogue.views import MatterView
    from models.drills.views import CaseStep
    from models.exchange.logs.views import FormerEntry
    from models.kernel.clock import Clock
    from scenarios.timeline import NewCase

ORIGIN = "drill"
"""What the ledger of the world says about what simulated people do."""
_HANDLING = (Role.UNIT_LEAD, Role.HANDLER)


class WorldOffice:
    """The people, units and matters of a world.

    Args:
        services: of the world, recorded.
        clock: the world's own; moved to every event where it is one that is moved by hand, and held
            there for what the player does where the drill runs by the room's.
    """

    def __init__(self, services: Services, clock: Clock) -> None:
        self._services = services
        self._clock = clock
        self._actors: dict[str, Actor] = {}
        self._matters: dict[tuple[str, date | None], MatterView] = {}
        self._likely: dict[str, int | None] = {}

    @property
    def people(self) -> Actor:
        """Whoever acts for the trainers; sees everything."""
        return self.actor(OFFICE_LOGIN)

    def actor(self, login: str) -> Actor:
        """Return somebody of the world, to act as them.

        Raises:
            NotFound: there is nobody of that login.
        """
        found = self._actors.get(login)
        if found is None:
            found = self._actors[login] = self._services.accounts.demo_actor(login, ORIGIN)
        return found

    def at(self, moment: datetime) -> None:
        """Let it be that moment for what is done next."""
        if isinstance(self._clock, ManualClock):
            self._clock.set(moment)
        elif isinstance(self._clock, CallClock):
            self._clock.hold(moment)

    def let_go(self) -> None:
        """Let it be as late as it is again."""
        if isinstance(self._clock, CallClock):
            self._clock.let_go()

    def take_in(self, case: NewCase, login: str = "") -> int:
        """Take a report in, as somebody of the office or whoever acts for the trainers; return the case.

        Raises:
            DomainError: the intake refuses it.
        """
        intake = Intake(
            channel=case.channel,
            title=case.title,
            body=case.text or case.title,
            grid_id=self._grids.get(case.grid, 0),
            place=case.place,
            reporter_name=case.reporter,
            reporter_phone=case.phone,
            city_due=_moment(case.due.get(Level.CITY)),
            district_due=_moment(case.due.get(Level.DISTRICT)),
        )
        return self._services.cases.intake(self.actor(login or OFFICE_LOGIN), intake).id

    def relive(self, entry: FormerEntry, login: str, new: NewCase | None = None) -> int:
        """Write an entry of another system's log again, as somebody of the office or as nobody known.

        Args:
            entry: what was done.
            login: who did it; "" for somebody without an account.
            new: the case it begins.
        """
        if new is not None:
            entry = replace(
                entry, title=new.title, body=new.text, place=new.place, grid_id=self._grids.get(new.grid, 0),
                channel=new.channel,
            )  # fmt: skip
        return self._services.logs.relive(self.actor(login or OFFICE_LOGIN), entry)

    def do(self, login: str, case_id: int, action: Action, entries: ActionEntries, version: int) -> None:
        """Do something to a case as somebody who saw it at a version.

        Raises:
            DomainError: the services refuse it.
        """
        do = self._services.tasks.perform if action in TASK_ACTIONS else self._services.cases.move
        do(self.actor(login), case_id, action, entries, version)

    def undo(self, login: str, case_id: int) -> None:
        """Take the last step of a case back.

        Raises:
            DomainError: the services refuse it.
        """
        self._services.sets.undo(self.actor(login), case_id)

    def account_id(self, login: str) -> int | None:
        """Return an account by its login."""
        return self.actor(login).account_id

    def steps(self, after: int) -> Sequence[CaseStep]:
        """Return what was done to cases after a step."""
        return self._services.drills.steps(after)

    def tick(self) -> None:
        """Do what becomes due by itself."""
        self._services.cases.sweep()

    def desk(self, role: Role, unit: str | None, number: int) -> str:
        """Return the login of the ``number``-th person of a role, those who see most first."""
        place = None if unit is None else self._units.get(unit, 0)
        found = [
            each.login
            for each in self._people
            if role in each.roles and (place is None or each.unit_id == place)
        ]
        return found[number] if number < len(found) else ""

    def handler(self, unit: str) -> str:
        """Return the login of whoever leads a unit, or handles its cases."""
        for role in _HANDLING:
            found = self.desk(role, unit, 0)
            if found:
                return found
        return ""

    def condition(self, matter: str, number: int, day: date | None = None) -> int | None:
        """Return a filing condition of a matter by its place; of the version in force on a day."""
        conditions = self._matter(matter, day).conditions
        if not conditions:
            return None
        return next((each.id for each in conditions if each.seq == number), conditions[0].id)

    def likely(self, text: str) -> int | None:
        """Return the filing condition a text most likely falls under."""
        if text not in self._likely:
            suggested = self._services.catalogue.suggest(self.people, text, 1)
            self._likely[text] = self.condition(suggested[0].line.code, 1) if suggested else None
        return self._likely[text]

    def lead_unit(self, matter: str) -> str:
        """Return the code of the unit that leads a matter."""
        found = self._matter(matter).lead_unit_id
        return next((code for code, each in self._units.items() if each == found), "")

    @cached_property
    def matters(self) -> Sequence[str]:
        """Codes of the matters in force."""
        found: list[str] = []
        after = None
        while True:
            page = self._services.catalogue.matters(self.people, after=after, limit=500)
            found += [each.code for each in page.rows]
            after = page.next_key
            if after is None:
                return sorted(found)

    @cached_property
    def grids(self) -> Sequence[str]:
        """Codes of the grids in use."""
        return sorted(self._grids)

    def urgency(self, matter: str) -> int:
        """Return how urgent a matter is, from 1."""
        return self._matter(matter).urgency

    def matter_name(self, matter: str) -> str:
        """Return what a matter is called."""
        return self._matter(matter).name

    def unit_id(self, code: str) -> int | None:
        """Return a unit by its code."""
        return self._units.get(code)

    def _matter(self, code: str, day: date | None = None) -> MatterView:
        found = self._matters.get((code, day))
        if found is None:
            found = self._services.catalogue.matter_by_code(self.people, code, day)
            self._matters[code, day] = found
        return found

    @cached_property
    def _grids(self) -> dict[str, int]:
        return {each.code: each.id for each in self._services.organisation.grids(self.people)}

    @cached_property
    def _units(self) -> dict[str, int]:
        return {each.code: each.id for each in self._services.organisation.units(self.people)}

    @cached_property
    def _people(self) -> list[Actor]:
        """Everybody of the world but whoever acts for the trainers, those who see most first."""
        logins = [each for each in self._services.drills.logins() if each != OFFICE_LOGIN]
        known = self._services.accounts.demo_actors(logins, ORIGIN)
        self._actors.update((each.login, each) for each in known)
        return sorted(known, key=lambda each: (len(each.area), each.account_id))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
