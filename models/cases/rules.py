"""What may happen to a case: the one table of transitions.

The table drives the service (what is allowed), the screens (which keys are offered), the
help page and the tests. Later actions are added as rows, not as code paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Actor, Role
from models.cases.kinds import (
    CALL_BACK_CHANNELS,
    FINAL_STATES,
    Action,
    CaseState,
    Channel,
    Clock,
    CloseKind,
    Entry,
    Light,
    Owner,
    PersonalField,
    QueueKey,
    Rating,
    Reach,
)
from models.cases.lights import FAR_FUTURE, WARN_PART, close_kind_of, light
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BY_STEP",
    "CALL_BACK_CHANNELS",
    "FAR_FUTURE",
    "FINAL_STATES",
    "INTAKE_ROLES",
    "QUEUE_STATES",
    "READER_ROLES",
    "TRANSITIONS",
    "WARN_PART",
    "Action",
    "CaseState",
    "Channel",
    "Clock",
    "CloseKind",
    "Entry",
    "LegendRow",
    "Light",
    "Owner",
    "PersonalField",
    "QueueKey",
    "Rating",
    "Reach",
    "Transition",
    "close_kind_of",
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


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``required`` entries must be given, ``optional`` ones may be. ``explain`` is the help
    sentence. ``target`` is where the case stands afterwards; CLOSE alone chooses between
    two, by whether there is someone to call back (:func:`target_of`). ``owner`` says in
    whose own queue it then lies.
    """

    action: Action
    source: CaseState
    target: CaseState
    roles: frozenset[Role]
    reach: Reach
    explain: str
    required: tuple[Entry, ...] = ()
    optional: tuple[Entry, ...] = (Entry.NOTE,)
    clock: Clock = Clock.KEEP
    owner: Owner = Owner.NOBODY


_ACCEPTORS = frozenset({Role.ACCEPTOR, Role.DUTY_CHIEF})
_DISPATCHERS = frozenset({Role.DISPATCHER, Role.DUTY_CHIEF})
_UNIT = frozenset({Role.UNIT_LEAD, Role.HANDLER})
_VERIFIERS = frozenset({Role.COLLECTOR, Role.EVALUATOR, Role.DUTY_CHIEF})
_SENDERS_BACK = _ACCEPTORS | _DISPATCHERS | _VERIFIERS
INTAKE_ROLES = frozenset(
    {Role.COLLECTOR, Role.ACCEPTOR, Role.DISPATCHER, Role.DUTY_CHIEF, Role.UNIT_LEAD, Role.HANDLER}
)
"""Who may report a case: everyone who works on cases."""
READER_ROLES = INTAKE_ROLES | {Role.EVALUATOR, Role.LEADER}
"""Who may look at cases: not the three administrators, who keep the system and not its contents."""

_S = CaseState
_STRIKE_OUT = N_("Strike the case out with a reason; it stays readable.")


def _rows(sources: Iterable[CaseState], **row: object) -> tuple[Transition, ...]:
    return tuple(Transition(source=source, **row) for source in sources)  # type: ignore[arg-type]


TRANSITIONS: tuple[Transition, ...] = (
    *_rows(
        [_S.REPORTED],
        action=Action.ACCEPT,
        target=_S.ACCEPTED,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
        owner=Owner.ACTOR,
        explain=N_("Take the case out of the public pool; whoever acts first owns it."),
    ),
    *_rows(
        [_S.ACCEPTED, _S.RETURNED_TO_ACCEPTOR],
        action=Action.FILE,
        target=_S.FILED,
        roles=_ACCEPTORS,
        reach=Reach.ACCEPTOR,
        required=(Entry.CONDITION,),
        clock=Clock.START,
        explain=N_("Choose the matter and its filing condition; the deadline is fixed with its receipt."),
    ),
    *_rows(
        [_S.FILED, _S.RETURNED_TO_DISPATCHER],
        action=Action.DISPATCH,
        target=_S.DISPATCHED,
        roles=_DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.UNIT,),
        explain=N_("Give the case to the unit that will handle it."),
    ),
    *_rows(
        [_S.DISPATCHED],
        action=Action.TAKE,
        target=_S.HANDLING,
        roles=_UNIT,
        reach=Reach.UNIT,
        owner=Owner.ACTOR,
        explain=N_("Start handling; the case is then yours within the unit."),
    ),
    *_rows(
        [_S.DISPATCHED, _S.HANDLING],
        action=Action.FEEDBACK,
        target=_S.FEEDBACK,
        roles=_UNIT,
        reach=Reach.UNIT,
        required=(Entry.NOTE,),
        optional=(),
        clock=Clock.STOP,
        explain=N_("Say what was done; the unit's clock stops here."),
    ),
    *_rows(
        [_S.DISPATCHED, _S.HANDLING],
        action=Action.RETURN,
        target=_S.RETURNED_TO_DISPATCHER,
        roles=_UNIT,
        reach=Reach.UNIT,
        required=(Entry.REASON,),
        explain=N_("Give the case back to the dispatcher with a reason; the clock keeps running."),
    ),
    *_rows(
        [_S.FILED, _S.RETURNED_TO_DISPATCHER],
        action=Action.RETURN,
        target=_S.RETURNED_TO_ACCEPTOR,
        roles=_DISPATCHERS,
        reach=Reach.AREA,
        owner=Owner.ACCEPTOR,
        required=(Entry.REASON,),
        explain=N_("Give the case back to the acceptor with a reason; the clock keeps running."),
    ),
    *_rows(
        [_S.FEEDBACK],
        action=Action.VERIFY,
        target=_S.VERIFIED,
        roles=_VERIFIERS,
        reach=Reach.AREA,
        owner=Owner.ACCEPTOR,
        explain=N_("Confirm on the spot that the closing condition is met."),
    ),
    *_rows(
        [_S.FEEDBACK, _S.VERIFIED],
        action=Action.REWORK,
        target=_S.DISPATCHED,
        roles=_SENDERS_BACK,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        clock=Clock.RESUME,
        explain=N_("Send the case back to the same unit because it is not done; the deadline stays."),
    ),
    *_rows(
        [_S.VERIFIED],
        action=Action.CLOSE,
        target=_S.CLOSED,
        roles=_ACCEPTORS,
        reach=Reach.ACCEPTOR,
        required=(Entry.CLOSE_KIND,),
        explain=N_("Close the case; someone who reported it as a citizen will be called back."),
    ),
    *_rows(
        [_S.CLOSED],
        action=Action.CALL_BACK,
        target=_S.FINISHED,
        roles=_ACCEPTORS | frozenset({Role.EVALUATOR}),
        reach=Reach.AREA,
        required=(Entry.RATING,),
        explain=N_("Note what the reporter said when called back."),
    ),
    *_rows(
        [_S.REPORTED],
        action=Action.VOID,
        target=_S.VOID,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        clock=Clock.STOP,
        explain=_STRIKE_OUT,
    ),
    # Once somebody owns a case, only they or the duty chief strike it out.
    *_rows(
        [_S.ACCEPTED, _S.RETURNED_TO_ACCEPTOR],
        action=Action.VOID,
        target=_S.VOID,
        roles=_ACCEPTORS,
        reach=Reach.ACCEPTOR,
        required=(Entry.REASON,),
        clock=Clock.STOP,
        explain=_STRIKE_OUT,
    ),
)
"""Every allowed step. A pair of action and source appears once."""

BY_STEP = {(row.action, row.source): row for row in TRANSITIONS}


def transition(action: Action, state: CaseState) -> Transition | None:
    """Return the row for ``action`` on a case in ``state``, or ``None`` where there is none."""
    return BY_STEP.get((action, state))


def target_of(row: Transition, channel: Channel, *, has_phone: bool) -> CaseState:
    """Return the state ``row`` leads to.

    Closing a case that nobody is waiting to hear about finishes it at once.
    """
    if row.action is Action.CLOSE and not (channel in CALL_BACK_CHANNELS and has_phone):
        return CaseState.FINISHED
    return row.target


def within_reach(row: Transition, actor: Actor, *, unit_id: int | None, acceptor_id: int | None) -> bool:
    """Say whether ``actor`` stands close enough to the case for ``row`` (roles and area aside)."""
    if row.reach is Reach.UNIT:
        return unit_id is not None and actor.unit_id == unit_id
    if row.reach is Reach.ACCEPTOR:
        return actor.account_id == acceptor_id or actor.has(Role.DUTY_CHIEF)
    return True


QUEUE_STATES: dict[QueueKey, frozenset[CaseState]] = {
    QueueKey.TO_ACCEPT: frozenset({_S.REPORTED}),
    QueueKey.TO_FILE: frozenset({_S.ACCEPTED, _S.RETURNED_TO_ACCEPTOR}),
    QueueKey.TO_DISPATCH: frozenset({_S.FILED, _S.RETURNED_TO_DISPATCHER}),
    QueueKey.WITH_UNITS: frozenset({_S.DISPATCHED, _S.HANDLING}),
    QueueKey.TO_VERIFY: frozenset({_S.FEEDBACK}),
    QueueKey.TO_CLOSE: frozenset({_S.VERIFIED}),
    QueueKey.TO_CALL_BACK: frozenset({_S.CLOSED}),
    QueueKey.RETURNED: frozenset({_S.RETURNED_TO_DISPATCHER, _S.RETURNED_TO_ACCEPTOR}),
}
"""Queues that are states. The other three are MINE (open and owned by the person),
DUE_SOON and OVERDUE (the clock runs and its warning, or its deadline, has passed)."""


def restricted_to_unit(actor: Actor) -> bool:
    """Say whether the person sees only the cases of their own unit.

    People who only handle work see what their unit was given; everyone else sees their area.
    """
    return bool(actor.roles) and actor.roles <= _UNIT


def possible_actions(state: CaseState) -> tuple[Action, ...]:
    """Return what can be done to a case in ``state``, by whomever, in the order of the table."""
    return tuple(dict.fromkeys(row.action for row in TRANSITIONS if row.source is state))


def roles_of(action: Action) -> frozenset[Role]:
    """Return the roles that may do ``action`` in some state at least."""
    if action is Action.INTAKE:
        return INTAKE_ROLES
    return frozenset().union(*(row.roles for row in TRANSITIONS if row.action is action))


def queues_of(actor: Actor) -> tuple[QueueKey, ...]:
    """Return the queues of use to a person, in the order of their keys.

    Who only handles work has the queues their unit acts in and those of deadlines. Everyone
    else follows a case through all of them; who never owns one (a leader) has none of their
    own. Administrators look at no cases.
    """
    if not actor.has(*READER_ROLES):
        return ()
    acting = frozenset(row.source for row in TRANSITIONS if actor.has(*row.roles))
    if restricted_to_unit(actor):
        return tuple(key for key in QueueKey if not acting.isdisjoint(QUEUE_STATES.get(key, acting)))
    return tuple(key for key in QueueKey if acting or key is not QueueKey.MINE)


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the help page: from which states an action leads where, and who may do it."""

    action: Action
    sources: tuple[CaseState, ...]
    target: CaseState
    roles: tuple[Role, ...]
    explain: str


def legend() -> tuple[LegendRow, ...]:
    """Return the table for people to read: rows that differ only in their source are one line."""
    lines: dict[tuple[Action, CaseState], LegendRow] = {}
    for row in TRANSITIONS:
        key = (row.action, row.target)
        sources = (*lines[key].sources, row.source) if key in lines else (row.source,)
        roles = tuple(role for role in Role if role in row.roles)
        lines[key] = LegendRow(row.action, sources, row.target, roles, row.explain)
    return tuple(lines.values())
