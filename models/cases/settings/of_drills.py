"""The setting of drills: the office's own grades, by the share of all points each begins at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from models.cases.settings.spec import Group, Kind, Setting
from models.kernel.text import half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GRADES = "drill.grades"
"""Lines such as ``优秀 90%``, from the best down; empty where each scenario's own hold"""
_MOST = 10
_LEAST = 2
_HUNDRED = 100
_LINE = re.compile(r"(?P<name>.*\S)\s+(?P<share>[0-9]{1,3})\s*%?")


def drill_settings() -> Iterator[Setting]:
    """Yield what an office sets for its drills."""
    yield Setting(
        GRADES,
        Group.DRILLS,
        Kind.TEXTS,
        [],
        N_(
            "Grades of drills, from the best down, each with the percentage it begins at, the last at 0; "
            "without any those of the scenario hold."
        ),
        N_("nothing is set"),
        most=_MOST,
    )


def read_grades(lines: Sequence[str]) -> tuple[tuple[str, float], ...] | None:
    """Return names and the shares they begin at; ``None`` where the lines are no scale of grades.

    Args:
        lines: such as ``优秀 90%``; none at all is a scale of nothing.
    """
    if not lines:
        return ()
    found = [_LINE.fullmatch(half_width(line).strip()) for line in lines]
    pairs = [(each["name"], int(each["share"]) / _HUNDRED) for each in found if each is not None]
    shares = [share for _name, share in pairs]
    falling = shares == sorted(set(shares), reverse=True) and len({name for name, _share in pairs}) == len(
        pairs
    )
    if len(pairs) != len(lines) or len(pairs) < _LEAST or not falling or shares[-1] != 0 or shares[0] > 1:
        return None
    return tuple(pairs)
