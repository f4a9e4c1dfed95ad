"""What the console sees of settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.settings.spec import Setting
    from models.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting with the value that holds, in the edition it was read from."""

    setting: Setting
    value: Any
    edition: int

    @property
    def changed(self) -> bool:
        """Whether the office has set it to something else than comes with the program."""
        return bool(self.value != self.setting.default)


@dataclass(frozen=True, slots=True)
class SettingChange:
    """What a change of settings does to one of them."""

    setting: Setting
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class SettingsEdition:
    """An edition: when it came into force, by whom, and what it changed. 0 is what is packaged."""

    number: int
    since: datetime | None
    by_name: str
    note: str
    changes: tuple[SettingChange, ...]
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LightMove:
    """A case whose warning would move, and what its light is before and after."""

    case_id: int
    number: str
    version: int
    warn_at: datetime
    moved_to: datetime
    turns: bool
    """Whether its light changes now"""


@dataclass(frozen=True, slots=True)
class SettingsPlan:
    """What a change would do, before it is saved."""

    edition: int
    """The edition it changes"""
    changes: tuple[SettingChange, ...]
    lights: tuple[LightMove, ...] = ()
    """Open cases whose warning would move, if that is asked for"""
    refusal: DomainError | None = None

    @property
    def turning(self) -> int:
        """How many lights would change now."""
        return sum(each.turns for each in self.lights)
