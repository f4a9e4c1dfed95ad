"""Rules tried on what happened: where they would have sent the cases that were filed in a window of time.

One read brings every case with where it went first and where it ended. A case is looked at as it is filed
now: under the matter it has, by its last filing in the window.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.assignment.rosters.loading import working_time
from models.assignment.routing.kinds import Why
from models.assignment.routing.queries import class_chains
from models.assignment.routing.rules import Filed, first_fit, moment_of
from models.assignment.routing.targets import Targets
from models.assignment.routing.views import Aim, Trial, TriedCase, UnitCount
from models.cases.columns import CASES, EVENTS, GRIDS, MATTER_VERSIONS, UNITS
from models.cases.kinds import Action
from models.cases.sight import in_area

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlmodel import Session

    from models.accounts.views import Actor
    from models.assignment.routing.views import Rule

_GIVEN = EVENTS.alias("given")


def tried(
    session: Session,
    actor: Actor,
    rules: Sequence[Rule],
    edition: int | None,
    since: datetime,
    until: datetime,
) -> Trial:
    """Return what rules would have done with the cases filed from ``since`` up to ``until``.

    Args:
        session: an open session.
        actor: whose area bounds the cases.
        rules: the rules, in order.
        edition: the number of their edition; ``None`` of a draft.
        since: the first moment.
        until: where the window ends, itself left out.
    """
    time, chains = working_time(session), class_chains(session)
    targets = Targets(session, since, until)
    names = {row.id: row.name for row in session.connection().execute(select(UNITS.c.id, UNITS.c.name))}
    paths: dict[str, frozenset[str]] = {}
    rows = []
    for row in _filed(session, actor, since, until):
        path = paths.get(row.path) or paths.setdefault(row.path, frozenset(row.path.split("/")))
        case = Filed(
            row.code,
            chains.get(row.class_id, frozenset()),
            path,
            row.division_code,
            row.channel.value,
            row.urgency,
            moment_of(time, row.at),
        )
        place = first_fit(rules, case)
        if place is None:
            aim = Aim(edition, None, Why.NO_MATCH if rules else Why.NO_RULES)
        else:
            aim = targets.aim(rules[place], edition, place + 1, row.at)
        first, ended = row.first_id, row.unit_id
        rows.append(
            TriedCase(
                row.id,
                row.number,
                row.title,
                row.at,
                aim,
                first,
                names.get(first, ""),
                ended,
                names.get(ended, ""),
            )
        )
    by_rule = Counter(row.aim.number for row in rows if row.aim.number is not None)
    return Trial(since, until, tuple(rows), tuple(_counts(rows, names)), dict(sorted(by_rule.items())))


def _filed(session: Session, actor: Actor, since: datetime, until: datetime) -> Iterable[Row[Any]]:
    """Yield the cases filed in a window, by the moment of their last filing in it."""
    first = (
        select(_GIVEN.c.unit_id)
        .where(_GIVEN.c.case_id == CASES.c.id, _GIVEN.c.action == Action.DISPATCH)
        .order_by(_GIVEN.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    statement: Select[Any] = (
        select(
            CASES.c.id,
            CASES.c.number,
            CASES.c.title,
            CASES.c.channel,
            CASES.c.division_code,
            CASES.c.unit_id,
            EVENTS.c.at,
            GRIDS.c.path,
            MATTER_VERSIONS.c.code,
            MATTER_VERSIONS.c.class_id,
            MATTER_VERSIONS.c.urgency,
            first.label("first_id"),
        )
        .select_from(
            EVENTS.join(CASES, CASES.c.id == EVENTS.c.case_id)
            .join(GRIDS, GRIDS.c.id == CASES.c.grid_id)
            .join(MATTER_VERSIONS, MATTER_VERSIONS.c.id == CASES.c.matter_version_id)
        )
        .where(EVENTS.c.at >= since, EVENTS.c.at < until, EVENTS.c.action == Action.FILE, *in_area(actor))
        .order_by(EVENTS.c.at, EVENTS.c.id)
    )
    return {row.id: row for row in session.connection().execute(statement)}.values()


def _counts(rows: Sequence[TriedCase], names: dict[int, str]) -> list[UnitCount]:
    would = Counter(row.aim.unit_id for row in rows)
    first, ended = Counter(row.first_id for row in rows), Counter(row.ended_id for row in rows)
    keys = sorted(would.keys() | first.keys() | ended.keys(), key=lambda key: (key is None, -would[key], key))
    return [
        UnitCount(key, "" if key is None else names.get(key, ""), would[key], first[key], ended[key])
        for key in keys
    ]
