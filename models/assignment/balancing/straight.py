"""Sharing out what waits to be dispatched over people: of the units that answer for a case, and of no others.

Who answers is settled as where cases are shared out over units (:mod:`models.assignment.balancing.units`);
among the people of those units the plan balances, by hand a case may go to anybody whose unit may have it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.assignment.balancing.views import Nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.assignment.balancing.planning import Person
    from models.assignment.balancing.units import Answering, Team
    from models.assignment.balancing.views import Line


def people_of_teams(teams: Iterable[Team], unit_id: int | None) -> list[Person]:
    """Return who handles cases in the units, or in one of them alone."""
    whole = [team for team in teams if team.post_id is None and unit_id in {None, team.unit_id}]
    return [person for team in whole for person in team.people]


def members(keys: Iterable[int], teams: Mapping[int, Team]) -> frozenset[int]:
    """Return the people of some teams, by account."""
    return frozenset(person.id for key in keys for person in teams[key].people)


def answered(
    lines: Iterable[Line],
    answering: Mapping[int, Answering],
    fitting: Mapping[int, frozenset[int]],
    allowed: Mapping[int, frozenset[int]],
) -> list[Line]:
    """Return the lines with who answers for each case, and why nobody does.

    Args:
        lines: as :func:`models.assignment.balancing.planning.lines_of` gives them.
        answering: the teams that answer, by case.
        fitting: their people who may have it, by case.
        allowed: the teams that may have it at all, by case.
    """
    found = []
    for line in lines:
        if line.case_id not in answering:
            found.append(line)
            continue
        answers = answering[line.case_id]
        here = fitting[line.case_id].intersection(line.options)
        nobody = line.nobody
        if not allowed[line.case_id]:
            nobody = Nobody.NO_UNIT
        elif not here and answers.name:
            nobody = Nobody.UNIT
        found.append(
            replace(line, nobody=nobody, wanted=answers.name, fit=answers.fit, fitting=tuple(sorted(here)))
        )
    return found
