"""What a player needs around it: an office that does things to cases, and somebody who writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from models.accounts.views import Role
    from models.cases.kinds import Action
    from models.cases.views import ActionEntries
    from models.drills.kinds import EntryKind
    from models.drills.views import CaseStep
    from models.exchange.logs.views import FormerEntry
    from scenarios.timeline import NewCase


class Recorder(Protocol):
    """Writes entries of the recording."""

    def append(self, kind: EntryKind, at: datetime, login: str, body: Mapping[str, Any]) -> int:
        """Write one and return its number."""
        ...


class Office(Protocol):
    """The world as a player acts in it. Codes, not ids; every refusal is a ``DomainError``."""

    def at(self, moment: datetime) -> None:
        """Let it be that moment for what is done next."""
        ...

    def let_go(self) -> None:
        """Let it be as late as it is again."""
        ...

    def take_in(self, case: NewCase, login: str = "") -> int:
        """Take a report in, as somebody of the office or whoever acts for the trainers; return the case."""
        ...

    def relive(self, entry: FormerEntry, login: str, new: NewCase | None = None) -> int:
        """Write an entry of another system's log again; ``new`` is the case it begins. Return the case."""
        ...

    def do(self, login: str, case_id: int, action: Action, entries: ActionEntries, version: int) -> None:
        """Do something to a case as somebody who saw it at a version."""
        ...

    def steps(self, after: int) -> Sequence[CaseStep]:
        """Return what was done to cases after a step."""
        ...

    def tick(self) -> None:
        """Do what becomes due by itself."""
        ...

    def desk(self, role: Role, unit: str | None, number: int) -> str:
        """Return the login of the ``number``-th person of a role, those who see most first; "" for nobody."""
        ...

    def handler(self, unit: str) -> str:
        """Return the login of somebody who handles the cases of a unit; "" for nobody."""
        ...

    def undo(self, login: str, case_id: int) -> None:
        """Take the last step of a case back."""
        ...

    def account_id(self, login: str) -> int | None:
        """Return an account by its login."""
        ...

    def condition(self, matter: str, number: int, day: date | None = None) -> int | None:
        """Return a filing condition of a matter by its place, from 1; the first where it has no such."""
        ...

    def likely(self, text: str) -> int | None:
        """Return the filing condition a text most likely falls under."""
        ...

    def lead_unit(self, matter: str) -> str:
        """Return the code of the unit that leads a matter; "" for none."""
        ...

    @property
    def matters(self) -> Sequence[str]:
        """Codes of the matters in force."""
        ...

    @property
    def grids(self) -> Sequence[str]:
        """Codes of the grids in use."""
        ...

    def urgency(self, matter: str) -> int:
        """Return how urgent a matter is, from 1."""
        ...

    def matter_name(self, matter: str) -> str:
        """Return what a matter is called."""
        ...

    def unit_id(self, code: str) -> int | None:
        """Return a unit by its code."""
        ...
