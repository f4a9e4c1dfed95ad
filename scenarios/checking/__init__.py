"""What does not fit together in a scenario: each fault with its place, a sentence and a hint.

Errors keep a scenario from being played as it is meant: names nobody knows, injects that can never
come, circles, expectations nobody can fulfil, injects for desks nobody sits at. Warnings name what
a trainer will regret: long silences, and stories that stop where players do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scenarios.checking.advice import advice
from scenarios.checking.circles import circles
from scenarios.checking.fulfilling import unfulfillable
from scenarios.checking.reach import Reach
from scenarios.checking.references import unknown
from scenarios.checking.unreached import unreached
from scenarios.faults import Places
from scenarios.problems import Problem, written

if TYPE_CHECKING:
    from scenarios.checking.found import Found
    from scenarios.format.scenario import Scenario
    from scenarios.worlds import Township

__all__ = ["check"]


def check(
    scenario: Scenario, places: Places | None = None, township: Township | None = None
) -> list[Problem]:
    """Return what does not fit together, in the order of the file, errors and warnings together.

    Args:
        scenario: as it was read.
        places: where its parts stand; without them problems have no lines.
        township: what codes of units, grids and matters are compared with.
    """
    reach = Reach(scenario)
    found: list[Found] = [*unknown(scenario, township)]
    broken = circles(scenario)
    found += broken
    # What hangs in a circle is unreachable as well; that is said once.
    found += unreached(scenario, reach, {each for circle in broken for each in circle.about})
    found += unfulfillable(scenario, reach)
    if not any(not each.warning for each in found):
        found += advice(scenario, reach)
    return sorted(
        (_placed(each, places or Places()) for each in found),
        key=lambda each: (each.line, each.column, each.warning),
    )


def _placed(found: Found, places: Places) -> Problem:
    line, column, path = places.find(found.path)
    where = written(path) if path else written(found.path)
    problem = Problem(found.code, found.sentence, found.hint, line, column, where)
    return replace(problem, warning=found.warning)
