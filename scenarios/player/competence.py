"""How good simulated colleagues are at their work: some are quick and know the plan, some are not.

Everybody simulated has a skill between 0 and 1, drawn once for their seat. Whoever has 1 does what
docs/scenarios.md says of a colleague; below that they take longer, overlook what is expected of them and do
not know where grave cases go. Each slip is drawn for itself, so that another skill changes no other draw.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios.chance import stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.player.player import Player

Range = tuple[float, float]
BEST: Range = (1.0, 1.0)
USUAL: Range = (0.4, 1.0)
"""What “yiwang drill run” takes where neither scenario nor trainer say anything"""
_SLOWEST = 4.0
"""Whoever has no skill at all takes so many times as long"""
_SLIPS = 0.5
"""… and overlooks so much of what is expected of them"""


@dataclass(frozen=True, slots=True)
class Skills:
    """Between what the skills at desks lie: as told for one, as told for all, as the scenario says, else."""

    desks: Mapping[str, Range] = field(default_factory=dict)
    everywhere: Range | None = None
    otherwise: Range = BEST

    def at(self, desk: str, scenario: Range | None) -> Range:
        """Return between what the skills at a desk lie; ``scenario`` is what the scenario says of it."""
        return self.desks.get(desk) or self.everywhere or scenario or self.otherwise


class Competence:
    """The skills of simulated colleagues in one drill.

    Args:
        player: who plays.
        skills: between what they lie.
    """

    def __init__(self, player: Player, skills: Skills) -> None:
        self._player = player
        self._skills = skills
        self._drawn: dict[tuple[str, int], float] = {}

    def of(self, desk: str, seat: int = 0) -> float:
        """Return the skill of whoever sits at a desk, from 0 to 1; of units nobody plays it is 1."""
        known = self._player.cast.seats.get(desk)
        if known is None:
            return 1.0
        found = self._drawn.get((desk, seat))
        if found is None:
            low, high = self._skills.at(desk, known.skill)
            part = stream(self._player.state.seed, desk, "skill", seat).part()
            found = self._drawn[desk, seat] = low + (high - low) * part
        return found

    def slowness(self, desk: str, seat: int = 0) -> float:
        """Return how many times as long somebody takes as the best would."""
        return float(_SLOWEST ** (1.0 - self.of(desk, seat)))

    def slips(self, desk: str, seat: int, *about: str | int) -> bool:
        """Say whether somebody overlooks something; ``about`` names it, and the same is drawn the same."""
        chance = (1.0 - self.of(desk, seat)) * _SLIPS
        return chance > 0 and stream(self._player.state.seed, desk, "slip", seat, *about).chance(chance)
