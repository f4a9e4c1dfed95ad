"""What the worlds of drills are copied from, as a scenario says: the demo township, or the office's own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from pathlib import Path

    from console.commands.context import Context
    from scenarios.format.scenario import Scenario
    from scenarios.sandbox import Sandboxes


def ground(context: Context, place: Sandboxes, scenario: Scenario) -> tuple[Path, ZoneInfo]:
    """Return the template of a scenario's township, and that township's time zone.

    Raises:
        OSError: the folder of templates cannot be written.
        NoDatabase: the scenario plays in the own township, and there is none.
    """
    from models.calendar.arithmetic import SHANGHAI
    from models.worlds import mark_of

    if scenario.world.township == "demo":
        return place.demo_template(), SHANGHAI
    url = context.settings.database
    zone = ZoneInfo(context.services().organisation.office().zone)
    return place.township_template(url, mark_of(url)), zone
