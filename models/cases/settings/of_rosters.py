"""The settings of the duty rosters: rest between two duties, and whether swaps are approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.settings.spec import Group, Kind, Setting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

REST = "roster.rest_hours"
REST_HOURS = 8
"""Hours of rest between two duties where the office says nothing"""
SWAP_APPROVAL = "roster.swap_approval"
SWAPS_APPROVED = True
"""Whether swaps are approved where the office says nothing"""


def roster_settings() -> Iterator[Setting]:
    """Yield what an office sets for its rosters."""
    yield Setting(
        REST,
        Group.ROSTERS,
        Kind.NUMBER,
        REST_HOURS,
        N_("Rest between two duties of a person at least; less is named as a finding, 0 names none."),
        N_("the program's own choice"),
        N_("hours"),
        0,
        24,
    )
    yield Setting(
        SWAP_APPROVAL,
        Group.ROSTERS,
        Kind.YESNO,
        SWAPS_APPROVED,
        N_("Whether a swap both sides want still has to be approved."),
        N_("the program's own choice"),
    )
