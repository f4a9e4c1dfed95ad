"""What the clocks of cases and the rows of the table of limits are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.cases.kinds import Level, Stage
from models.cases.limits import Limited

if TYPE_CHECKING:
    from enum import StrEnum


def clock_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of stages, of superior levels, and of what the table limits."""
    stages: dict[StrEnum, str] = {
        Stage.ACCEPT: pgettext("clock", "Accept"),
        Stage.FILE: pgettext("clock", "File"),
        Stage.CHECK: pgettext("clock", "Check"),
        Stage.DISPATCH: pgettext("clock", "Dispatch"),
        Stage.CONTACT: pgettext("clock", "Contact"),
        Stage.VERIFY: pgettext("clock", "Verify"),
        Stage.CALL_BACK: pgettext("clock", "Call back"),
    }
    limited: dict[StrEnum, str] = {Limited(stage.value): name for stage, name in stages.items()}
    return (
        stages,
        limited | {Limited.RESERVE: pgettext("clock", "Reserve")},
        {Level.CITY: pgettext("level", "City"), Level.DISTRICT: pgettext("level", "District")},
    )
