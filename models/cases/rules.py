"""What may happen to a case: the one table of transitions.

The table drives the service (what is allowed), the screens (which keys are offered), the
help page and the tests. Later actions are added as rows, not as code paths. Where an office has
set roles or entries of its own, they all ask its ``house``, which holds the table with these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.deciding import decisions_of
from models.cases.kinds import (
    ASIDE,
    CALL_BACK_CHANNELS,
    FINAL_STATES,
    Action,
    Asked,
    CaseState,
    Channel,
    Clock,
    CloseKind,
    Entry,
    Level,
    Light,
    LinkKind,
    Owner,
    PersonalField,
    Pressure,
    QueueKey,
    Rating,
    Reach,
    Stage,
)
from models.cases.lights import FAR_FUTURE, WARN_PART, close_kind_of, light
from models.cases.settings.house import PACKAGED
from models.cases.shape import INTAKE_ROLES, READER_ROLES, UNIT_ROLES, Transition
from models.cases.table import TRANSITIONS

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.cases.settings.house import House

__all__ = [
    "BY_STEP",
    "CALL_BACK_CHANNELS",
    "FAR_FUTURE",
    "FINAL_STATES",
    "INTAKE_ROLES",
    "QUEUE_STATES",
    "READER_ROLES",
    "TRANSITIONS",
    "UNIT_ROLES",
    "WARN_PART",
    "Action",
    "Asked",
    "CaseState",
    "Channel",
    "Clock",
    "CloseKind",
    "Entry",
    "LegendRow",
    "Level",
    "Light",
    "LinkKind",
    "Owner",
    "PersonalField",
    "Pressure",
    "QueueKey",
    "Rating",
    "Reach",
    "Stage",
    "Transition",
    "close_kind_of",
    "hands_over",
    "legend",
    "light",
    "possible_actions",
    "queues_of",
    "restricted_to_unit",
    "roles_of",
    "target_of",
    "transition",
    "within_reach",
]


BY_STEP = {(row.action, row.source): row for row in TRANSITIONS}


def transition(action: Action, state: CaseState) -> Transition | None:
    """Return the row for ``action`` on a case in ``state``, or ``None`` where there is none."""
    return BY_STEP.get((action, state))


def target_of(
    row: Transition,
    channel: Channel,
    *,
    has_phone: bool,
    stood: CaseState | None = None,
    named: bool = False,
) -> CaseState:
    """Return the state ``row`` leads to.

    Closing a case that nobody is waiting to hear about finishes it at once; what is taken out of
    another case stands where it ``stood`` before; what is given straight to a person ``named`` is
    in their hands.
    """
    if named and row.straight is not None:
        return row.straight
    if row.action is Action.UNMERGE:
        return stood or row.target
    if row.action is Action.CLOSE and not (channel in CALL_BACK_CHANNELS and has_phone):
        return CaseState.FINISHED
    return row.target


def within_reach(row: Transition, actor: Actor, *, unit_id: int | None, acceptor_id: int | None) -> bool:
    """Say whether ``actor`` stands close enough to the case for ``row`` (roles and area aside)."""
    if row.reach is Reach.UNIT:
        return unit_id is not None and actor.unit_id == unit_id
    if row.reach is Reach.HOLDER:
        return actor.has(*(row.roles - UNIT_ROLES)) or (unit_id is not None and actor.unit_id == unit_id)
    if row.reach is Reach.NEAR:
        return actor.has(*(row.roles - UNIT_ROLES)) or (unit_id is not None and actor.unit_id == unit_id)
    if row.reach is Reach.ACCEPTOR:
        return actor.account_id == acceptor_id or actor.has(Role.DUTY_CHIEF)
    return True


def hands_over(house: House, actor: Actor, *, unit_id: int | None) -> bool:
    """Say whether ``actor`` may choose who of a unit handles what waits in its pool.

    Whoever may can name the person when they dispatch. Without a unit: whether in some.
    """
    row = house.transition(Action.HAND_OVER, CaseState.DISPATCHED)
    if row is None or not actor.has(*row.roles):
        return False
    return unit_id is None or within_reach(row, actor, unit_id=unit_id, acceptor_id=None)


_S = CaseState
QUEUE_STATES: dict[QueueKey, frozenset[CaseState]] = {
    QueueKey.TO_ACCEPT: frozenset({_S.REPORTED}),
    QueueKey.TO_FILE: frozenset({_S.ACCEPTED, _S.RETURNED_TO_ACCEPTOR}),
    QueueKey.TO_DISPATCH: frozenset({_S.FILED, _S.RETURNED_TO_DISPATCHER}),
    QueueKey.WITH_UNITS: frozenset({_S.DISPATCHED, _S.HANDLING, _S.HELD}),
    QueueKey.TO_VERIFY: frozenset({_S.CHECKING, _S.FEEDBACK}),
    QueueKey.TO_CLOSE: frozenset({_S.VERIFIED}),
    QueueKey.TO_CALL_BACK: frozenset({_S.CLOSED}),
    QueueKey.RETURNED: frozenset({_S.RETURNED_TO_DISPATCHER, _S.RETURNED_TO_ACCEPTOR}),
}
"""Queues that are states. The others are MINE (open and owned by the person), DUE_SOON and
OVERDUE (the clock runs and its warning, or its deadline, has passed), TO_DECIDE (a request waits
for the person, see :mod:`models.cases.deciding`), URGED (something awaits an answer), ASSISTING
(units were asked to assist, see :mod:`models.cases.task_queries`), TO_TAKE (what lies in the pools of
the person's unit and post), and DAY, which is made of the others and has no counter of its own."""


def restricted_to_unit(actor: Actor) -> bool:
    """Say whether the person sees only the cases of their own unit.

    People who only handle work see what their unit was given; everyone else sees their area.
    """
    return bool(actor.roles) and actor.roles <= UNIT_ROLES


def possible_actions(state: CaseState) -> tuple[Action, ...]:
    """Return what moves a case on from ``state``, by whomever, in the order of the table."""
    moves = (row.action for row in TRANSITIONS if row.source is state and row.target is not state)
    return tuple(dict.fromkeys(moves))


def roles_of(action: Action, house: House = PACKAGED) -> frozenset[Role]:
    """Return the roles that may do ``action`` in some state at least."""
    return house.roles_of(action)


def queues_of(actor: Actor, house: House = PACKAGED) -> tuple[QueueKey, ...]:
    """Return the queues of use to a person, in the order of their keys.

    Who only handles work has the queues their unit acts in and those of deadlines. Everyone
    else follows a case through all of them; who never owns one (a leader) has none of their
    own, and what was asked for is listed for whoever decides it, pools for who takes from them.
    Administrators look at no cases.
    """
    if not actor.has(*READER_ROLES):
        return ()
    acting = frozenset(row.source for row in house.rows if actor.has(*row.roles) and row.action not in ASIDE)
    decides = bool(decisions_of(actor, house))
    not_theirs = {QueueKey.TO_DECIDE: not decides, QueueKey.TO_TAKE: not actor.has(*UNIT_ROLES)}
    keys = [key for key in QueueKey if not not_theirs.get(key)]
    if restricted_to_unit(actor):
        return tuple(key for key in keys if not acting.isdisjoint(QUEUE_STATES.get(key, acting)))
    return tuple(key for key in keys if acting or key is not QueueKey.MINE)


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the help page: from which states an action leads where, and who may do it."""

    action: Action
    sources: tuple[CaseState, ...]
    target: CaseState
    roles: tuple[Role, ...]
    explain: str


def legend(house: House = PACKAGED) -> tuple[LegendRow, ...]:
    """Return the table for people to read: rows that differ only in their source are one line."""
    lines: dict[tuple[Action, CaseState, frozenset[Role]], LegendRow] = {}
    for row in (each for each in house.rows if each.roles):
        key = (row.action, row.target, row.roles)
        sources = (*lines[key].sources, row.source) if key in lines else (row.source,)
        roles = tuple(role for role in Role if role in row.roles)
        lines[key] = LegendRow(row.action, sources, row.target, roles, row.explain)
    return tuple(lines.values())
