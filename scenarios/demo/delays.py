"""What keeps a unit from finishing in time, and is asked for in time: extensions and holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.demo.content import Person
    from scenarios.demo.dice import Dice
    from scenarios.demo.life import Lives
    from scenarios.demo.office import OfficeTime

_HOLD_DAYS = (4, 25)


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of a case after its intake. What a step does not ask for stays empty."""

    at: datetime
    action: str
    login: str
    reason: str = ""
    note: str = ""
    unit: str = ""
    matter: str = ""
    condition: int = 0
    close_kind: str = ""
    rating: str = ""
    to: str = ""
    """Login of whoever is given the case"""
    until: str = ""
    """The last day of a hold, as ISO writes it"""


class Delays:
    """The part of a case's way that is about more time."""

    _lives: Lives
    _office: OfficeTime
    _dice: Dice
    _at: datetime

    def _pass(self, minutes: float, step: str) -> None:
        raise NotImplementedError

    def _step(self, action: str, person: Person, **told: Any) -> Happening:
        raise NotImplementedError

    def _note(self, kind: str) -> str:
        raise NotImplementedError

    def _dispatcher(self) -> Person:
        raise NotImplementedError

    def _extended(self, unit: str, handler: Person, due: datetime) -> Iterator[Happening]:
        """Ask for an extension, through the unit's lead, and get it, if there is time for that."""
        leads = [person for person in self._lives.units[unit] if "unit_lead" in person.roles]
        asked = self._office.after(self._at, self._dice.between(10, 60))
        endorsed = self._office.after(asked, self._dice.between(5, 40))
        granted = self._office.after(endorsed, self._dice.between(5, 60))
        if not leads or granted >= due:
            return
        lead = self._dice.pick(leads)
        self._at = asked
        yield self._step("ask_extension", handler, reason=self._note("extend"))
        if "unit_lead" not in handler.roles:
            self._at = endorsed
            yield self._step("endorse", lead)
        self._at = granted
        yield self._step("grant_extension", self._dispatcher(), note=self._note("extend_notes"))

    def _held(self, unit: str, due: datetime) -> Iterator[Happening]:
        """Put the case on hold for some days if there is time to ask, and go on the morning after."""
        leads = [person for person in self._lives.units[unit] if "unit_lead" in person.roles]
        if not leads:
            return
        lead = self._dice.pick(leads)
        asked = self._office.after(self._at, self._dice.between(5, 30))
        if asked >= due:
            return
        self._at = asked
        until = self._at.date() + timedelta(days=int(self._dice.between(*_HOLD_DAYS)))
        yield self._step("ask_hold", lead, reason=self._note("hold"), until=until.isoformat())
        self._pass(self._dice.between(5, 40), "")
        yield self._step("grant_hold", self._dispatcher(), note=self._note("extend_notes"))
        ended = datetime.combine(until + timedelta(days=1), self._at.timetz())
        self._at = self._office.after(ended, self._dice.between(1, 60))
        yield self._step("resume", lead, note=self._note("resume_notes"))
