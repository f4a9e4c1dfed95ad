"""Lists published one after the other in a test: shorthands over the services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models.catalogue.editions.rules import Hint
from models.catalogue.views import LineageKind, MatterStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.editions.views import Bearer, Diff, EditionPlan, Published
    from models.catalogue.views import MatterView
    from models.kernel.clock import ManualClock

Said = tuple[str, str, LineageKind]


@dataclass
class Book:
    """A township's lists, and the clock that moves on by a minute with everything done."""

    services: Services
    admin: Actor
    clock: ManualClock

    def rows(self, names: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the rows of a list: by code a name, or more fields."""
        return [
            {"code": code, **({"name": said} if isinstance(said, str) else said)}
            for code, said in names.items()
        ]

    def load(self, day: str, names: Mapping[str, Any], *said: Said, name: str = "") -> Published:
        """Publish a list."""
        self.pass_by(minutes=1)
        return self.services.editions.load(
            self.admin, self.rows(names), date.fromisoformat(day), name=name, hints=_hints(said)
        )

    def plan(self, day: str, names: Mapping[str, Any], *said: Said, name: str = "") -> EditionPlan:
        """Plan a list."""
        return self.services.editions.plan_load(
            self.admin, self.rows(names), date.fromisoformat(day), _hints(said), name
        )

    def withdraw(self, number: int) -> None:
        """Take an edition back."""
        self.pass_by(minutes=1)
        self.services.editions.withdraw(self.admin, number)

    def change(self, code: str, **facts: Any) -> MatterView:
        """Change a matter directly, as it is in force today."""
        self.pass_by(minutes=1)
        catalogue = self.services.catalogue
        seen = catalogue.matter_by_code(self.admin, code)
        wanted = replace(catalogue.draft_of(self.admin, code), **facts)
        return catalogue.change_matter(self.admin, wanted, seen.version_number)

    def retire(self, code: str) -> MatterView:
        """Retire a matter today."""
        return self.change(code, status=MatterStatus.RETIRED)

    def names(self, on: str | date | None = None, known: datetime | None = None) -> dict[str, str]:
        """Return the list of a day or edition: names by code."""
        return {line.code: line.name for line in self.services.editions.list_on(self.admin, on, known)}

    def identities(self, on: str | date | None = None) -> dict[str, int]:
        """Return the matters of a day by code."""
        return {line.code: line.matter_id for line in self.services.editions.list_on(self.admin, on)}

    def heirs(self, code: str, day: str | None = None) -> list[list[str]]:
        """Return, for each bearer of a number from the newest on, the codes it leads to."""
        return [[heir.code for heir in bearer.heirs] for bearer in self.bearers(code, day)]

    def bearers(self, code: str, day: str | None = None) -> tuple[Bearer, ...]:
        """Return the bearers of a number, the newest first."""
        on = None if day is None else date.fromisoformat(day)
        return self.services.editions.lineage(self.admin, code, on).bearers

    def diff(self, one: str, other: str) -> Diff:
        """Compare two sides."""
        return self.services.editions.diff(self.admin, one, other)

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(**time))


def _hints(said: tuple[Said, ...]) -> list[Hint]:
    return [Hint(row, old, new, kind) for row, (old, new, kind) in enumerate(said, start=2)]
