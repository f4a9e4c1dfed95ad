"""What a plan over units rests on: some statements in all, and one for each matter nobody answers for."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from models.assignment.balancing import queries
from models.assignment.balancing.people import people_within
from models.assignment.balancing.units import fit_of, may_have, teams_of
from models.assignment.rosters.loading import working_time
from models.assignment.routing.queries import class_chains, rules_in_force
from models.assignment.routing.rules import Filed, first_fit, moment_of
from models.assignment.routing.targets import Targets
from models.assignment.suggesting.queries import outcome
from models.cases.settings.inforce import in_force
from models.cases.settings.of_dispatch import ByRule, by_rule
from models.cases.sources import StoredSources
from models.organisation import queries as organisation
from models.organisation.views import UnitKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.balancing.units import Answering, Team
    from models.calendar.service import CalendarService

_BACK = timedelta(days=365)
"""How far back a unit's past with a matter counts, as in suggestions"""


def read_teams(session: Session, actor: Actor, now: datetime) -> dict[int, Team]:
    """Return the units that handle cases in the person's area, and the posts the rules in force name."""
    units = organisation.units(session, actor.area, "", closed=False)
    named = {(rule.unit, rule.post) for rule in _rules(session)[1] if rule.post}
    posts = queries.posts_of(session, {code for code, _name in named})
    codes = {unit.id: unit.code for unit in units}
    wanted = [
        (each.id, each.unit_id, each.name) for each in posts if (codes.get(each.unit_id), each.name) in named
    ]
    return teams_of(
        [(unit.id, unit.name, unit.kind is UnitKind.VILLAGE) for unit in units],
        wanted,
        people_within(session, None, now),
        queries.posts_held(session),
        *queries.open_of_teams(session),
    )


def who_answers(
    session: Session, rows: Mapping[int, Row[Any]], teams: Mapping[int, Team], now: datetime
) -> dict[int, Answering]:
    """Return which teams answer for each case."""
    aims = _aims(session, rows, now)

    @cache
    def experienced(matter_id: int) -> Collection[int]:
        return tuple(outcome(session, matter_id, now - _BACK).units)

    return {key: fit_of(row, teams, aims.get(key), experienced) for key, row in rows.items()}


def who_may(
    session: Session,
    calendar: CalendarService,
    rows: Mapping[int, Row[Any]],
    teams: Mapping[int, Team],
    known: frozenset[str],
) -> dict[int, frozenset[int]]:
    """Return the teams each case may be given to at all."""
    gave_back = queries.gave_back(session, rows)
    sources = StoredSources(session, calendar, looking=True)
    villages = any(team.village for team in teams.values())

    @cache
    def outside(version_id: int) -> bool:
        ground = sources.ground(version_id)
        return ground is not None and ground.outside

    def allowed(key: int, row: Row[Any]) -> frozenset[int]:
        barred = villages and row.matter_version_id is not None and outside(row.matter_version_id)
        return frozenset(
            team.key
            for team in teams.values()
            if may_have(team, row, known, returned=(key, team.unit_id) in gave_back, outside=barred)
        )

    return {key: allowed(key, row) for key, row in rows.items()}


def _rules(session: Session) -> tuple[int, tuple[Any, ...]]:
    """Return the rules in force, none where the office has them switched off."""
    return (0, ()) if by_rule(in_force(session)) is ByRule.OFF else rules_in_force(session)


def _aims(session: Session, rows: Mapping[int, Row[Any]], now: datetime) -> dict[int, int]:
    """Return the team the rules in force name for each case, by key; a person is named by their unit."""
    edition, rules = _rules(session)
    if not rules:
        return {}
    moment, chains, targets = (
        moment_of(working_time(session), now),
        class_chains(session),
        Targets(session, now),
    )
    found: dict[int, int] = {}
    for key, row in rows.items():
        filed = Filed(
            row.code or "",
            chains.get(row.class_id, frozenset()),
            frozenset(row.path.split("/")),
            row.division_code,
            row.channel.value,
            row.urgency or 0,
            moment,
        )
        place = first_fit(rules, filed)
        if place is None:
            continue
        aim = targets.aim(rules[place], edition, place + 1, now)
        if aim.unit_id is not None:
            found[key] = aim.unit_id if aim.post_id is None else -aim.post_id
    return found
