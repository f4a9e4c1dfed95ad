"""How good simulated colleagues are, as it is said on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scenarios.player.competence import Range, Skills

_RANGE = re.compile(r"([01](?:\.\d+)?|\.\d+)(?:(?:\.\.|-|–|~)([01](?:\.\d+)?|\.\d+))?")


def skills_told(said: Sequence[str], roles: Collection[str]) -> Skills:
    """Return what was said of skills.

    Args:
        said: ``0.4..0.9`` for everybody, ``ROLE=0.7`` for one role.
        roles: ids of the roles there are.

    Raises:
        click.BadParameter: it is no range, or there is no such role.
    """
    from scenarios.player.competence import USUAL, Skills

    desks: dict[str, Range] = {}
    everywhere: Range | None = None
    for each in said:
        role, equals, text = each.rpartition("=")
        if equals and role not in roles:
            raise click.BadParameter(
                _(
                    "The scenario has no role “%(role)s”; it has: %(roles)s.",
                    role=role,
                    roles=_(", ").join(roles),
                ),
                param_hint="--skill",
            )
        if equals:
            desks[role] = _range(text)
        else:
            everywhere = _range(text)
    return Skills(desks, everywhere, USUAL)


def _range(text: str) -> Range:
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        low = high = -1.0
    else:
        low = float(found[1])
        high = low if found[2] is None else float(found[2])
    if not 0 <= low <= high <= 1:
        raise click.BadParameter(
            _("“%(text)s” is no skill: say it as 0.4..0.9, between 0 and 1, the least first.", text=text),
            param_hint="--skill",
        )
    return low, high
