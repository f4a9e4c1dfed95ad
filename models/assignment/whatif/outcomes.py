"""From what was counted to what is seen. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from models.assignment.whatif.reckoning import rate_of, waiting_by_hour, wilson
from models.assignment.whatif.views import Hour, Outcome, Risk, UnitLoad

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from models.assignment.whatif.building import Material
    from models.assignment.whatif.engine import Tally
    from models.assignment.whatif.views import Changes
    from models.assignment.whatif.world import World


def outcome(
    material: Material,
    world: World,
    changes: Changes,
    tally: Tally,
    names: Mapping[int, str],
    seen: frozenset[int],
) -> Outcome:
    """Return what the runs say together; of the cases only those in ``seen`` are named."""
    waits = waiting_by_hour(tally)
    hours = tuple(
        # Those not filed yet are played as if they came at once; they are here already.
        Hour(
            material.now + timedelta(hours=number),
            max(0.0, came / tally.runs - (0 if number else material.unfiled)),
            waits[number],
        )
        for number, came in enumerate(tally.came)
    )
    risks = sorted(
        _risks(material, world, tally, names, seen), key=lambda risk: (-risk.share, risk.due_at, risk.case_id)
    )
    units = tuple(_units(material, world, changes, tally, names))
    return Outcome(rate_of(tally.weeks), tuple(risks), units, hours)


def _risks(
    material: Material, world: World, tally: Tally, names: Mapping[int, str], seen: frozenset[int]
) -> Iterator[Risk]:
    for each, kept in zip(world.waiting, tally.kept, strict=True):
        row = material.open_cases[each.case]
        late = tally.runs - kept
        if row.id in seen and late and 0 <= each.due < world.horizon:
            low, high = wilson(late, tally.runs)
            name = names.get(material.units[each.group // 2], "")
            yield Risk(row.id, row.number, row.title, name, row.due_at, late / tally.runs, low, high)


def _units(
    material: Material, world: World, changes: Changes, tally: Tally, names: Mapping[int, str]
) -> Iterator[UnitLoad]:
    waiting = Counter(each.group // 2 for each in world.waiting)
    people = Counter(row.unit_id for row in material.people)
    people.update({more.unit_id: more.count for more in changes.more})
    for unit, key in enumerate(material.units):
        groups = (2 * unit, 2 * unit + 1)
        met, due, begun, waited = (
            sum(counted[group] for group in groups)
            for counted in (tally.met, tally.due, tally.begun, tally.waited)
        )
        if not (people[key] or due or waiting[unit]):
            continue
        at_work = sum(server.minutes_until(world.horizon) for server in world.groups[groups[0]])
        yield UnitLoad(
            unit_id=key,
            name=names.get(key, ""),
            people=people[key],
            open=waiting[unit],
            due=due / tally.runs,
            rate=met / due if due else None,
            wait=waited / begun if begun else 0.0,
            used=min(1.0, tally.effort[groups[0]] / tally.runs / at_work) if at_work else None,
        )
