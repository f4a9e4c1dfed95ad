"""The office's own grades, in place of those of the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.settings.of_drills import GRADES, read_grades
from scenarios.format.expecting import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping


def office_grades(settings: Mapping[str, Any]) -> tuple[Grade, ...]:
    """Return the grades an office has set; empty where those of each scenario hold.

    Args:
        settings: the document of the settings in force.
    """
    found = read_grades(settings.get(GRADES, ())) or ()
    return tuple(Grade(name=name, least=least) for name, least in found)
