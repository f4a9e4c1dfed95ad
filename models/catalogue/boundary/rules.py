"""What may happen to a request: the one table of steps.

The table drives the service, the screens, the help page, the commands and the tests. The steps
are those of duty admission and dynamic adjustment: written explanation of the department, opinions
of the township, the county's decision; what comes without them is returned with its ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Actor, Role
from models.catalogue.boundary.kinds import (
    DECISIONS,
    Action,
    Effect,
    Entry,
    Guard,
    Reach,
    RequestKind,
    RequestState,
)
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from models.catalogue.boundary.contents import Facts

__all__ = [
    "BY_STEP",
    "CHIEFS",
    "DECISIONS",
    "FINAL_STATES",
    "OPENERS",
    "OPEN_STATES",
    "TRANSITIONS",
    "LegendRow",
    "Transition",
    "close_enough",
    "effective_state",
    "failing",
    "legend",
    "possible_actions",
    "roles_of",
    "transition",
]

_S, _A, _E, _G = RequestState, Action, Entry, Guard

CHIEFS = frozenset({Role.DUTY_CHIEF, Role.LEADER, Role.SYSTEM_ADMIN})
"""Who sends a request on, and may stand in for others."""
_DECIDERS = frozenset({Role.LEADER, Role.SYSTEM_ADMIN})
"""Who puts a decision or consent on record."""
OPENERS = CHIEFS | {Role.ACCEPTOR, Role.DISPATCHER, Role.UNIT_LEAD}
"""Who may open a request: those to whom a department's work is brought."""
_OPINION_GIVERS = CHIEFS | {Role.UNIT_LEAD}
_ALL = frozenset(RequestKind)
_TEMPORARY = frozenset({RequestKind.TEMPORARY})

FINAL_STATES = frozenset({_S.REFUSED, _S.TURNED_BACK, _S.WITHDRAWN, _S.EXPIRED})
"""Nothing more happens to these."""
OPEN_STATES = frozenset({_S.DRAFT, _S.OPINIONS, _S.COUNTY, _S.RETURNED})
"""Somebody still has to act on these."""
_IN = (_S.ADMITTED, _S.CHANGED)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``required`` entries must be given, ``optional`` ones may be. ``kinds`` are the requests it
    is for, ``guards`` what must be so besides, ``effect`` what it does to the grid list where the
    request is a temporary entry. ``explain`` is the help sentence.
    """

    action: Action
    source: RequestState
    target: RequestState
    roles: frozenset[Role]
    explain: str
    required: tuple[Entry, ...] = ()
    optional: tuple[Entry, ...] = (Entry.NOTE,)
    kinds: frozenset[RequestKind] = _ALL
    reach: Reach = Reach.ANYONE
    guards: tuple[Guard, ...] = ()
    effect: Effect = Effect.NONE


def _rows(
    sources: Iterable[RequestState], target: RequestState | None = None, **row: object
) -> tuple[Transition, ...]:
    """Return a row for each source; without a ``target`` the request stays where it is."""
    return tuple(Transition(source=each, target=target or each, **row) for each in sources)  # type: ignore[arg-type]


_DECIDED = (_E.AUTHORITY, _E.DAY)
_ADMIT = N_("Put on record that it is admitted as asked; a temporary entry comes into force.")

TRANSITIONS: tuple[Transition, ...] = (
    *_rows(
        [_S.DRAFT, _S.RETURNED],
        _S.OPINIONS,
        action=_A.SUBMIT,
        roles=OPENERS,
        guards=(_G.COMPLETE,),
        explain=N_("Ask the township's units for their opinions; everything needed must be there."),
    ),
    *_rows(
        [_S.OPINIONS],
        _S.COUNTY,
        action=_A.FORWARD,
        roles=CHIEFS,
        optional=(_E.DAY, _E.NOTE),
        guards=(_G.OPINION,),
        explain=N_("Send it with the opinions to the county's procedure; say by when it is to be decided."),
    ),
    *_rows(
        [_S.COUNTY],
        _S.ADMITTED,
        action=_A.ADMIT,
        roles=_DECIDERS,
        required=_DECIDED,
        optional=(_E.NUMBER, _E.NOTE),
        effect=Effect.ENTER,
        explain=_ADMIT,
    ),
    *_rows(
        [_S.OPINIONS],
        _S.ADMITTED,
        action=_A.ADMIT,
        roles=_DECIDERS,
        required=_DECIDED,
        optional=(_E.NUMBER, _E.NOTE),
        kinds=_TEMPORARY,
        guards=(_G.OPINION,),
        effect=Effect.ENTER,
        explain=N_("Consent to a temporary entry without the county's procedure; it comes into force."),
    ),
    *_rows(
        [_S.OPINIONS],
        action=_A.OPINE,
        roles=_OPINION_GIVERS,
        required=(_E.STANCE, _E.NOTE),
        optional=(_E.UNIT,),
        reach=Reach.UNIT,
        explain=N_("Give the opinion of a unit; a later one takes the place of an earlier one."),
    ),
    *_rows(
        [_S.COUNTY],
        _S.CHANGED,
        action=_A.ADMIT_CHANGED,
        roles=_DECIDERS,
        required=(*_DECIDED, _E.NOTE),
        optional=(_E.WANTED, _E.UNTIL, _E.NUMBER),
        effect=Effect.ENTER,
        explain=N_("Put on record that it is admitted otherwise than asked, and what was changed."),
    ),
    *_rows(
        [_S.DRAFT, _S.RETURNED],
        action=_A.EDIT,
        roles=OPENERS,
        optional=(),
        explain=N_("Change what the request says."),
    ),
    *_rows(
        [_S.OPINIONS, _S.COUNTY],
        action=_A.START,
        roles=_DECIDERS,
        required=(_E.AUTHORITY,),
        optional=(_E.NUMBER, _E.NOTE),
        kinds=_TEMPORARY,
        guards=(_G.URGENT, _G.NOT_STARTED),
        effect=Effect.ENTER,
        explain=N_("Let an urgent entry be in force before the decision; it is marked so."),
    ),
    *_rows(
        [_S.COUNTY],
        _S.REFUSED,
        action=_A.REFUSE,
        roles=_DECIDERS,
        required=(*_DECIDED, _E.REASON),
        optional=(_E.NUMBER,),
        effect=Effect.LEAVE,
        explain=N_("Put on record that it is not admitted; an entry already in force ends."),
    ),
    *_rows(
        [_S.DRAFT, _S.OPINIONS, _S.RETURNED],
        _S.TURNED_BACK,
        action=_A.TURN_BACK,
        roles=CHIEFS,
        required=(_E.REASON,),
        optional=(_E.NUMBER,),
        effect=Effect.LEAVE,
        explain=N_("Return a handover nobody approved to the department, with a grounded reply."),
    ),
    *_rows(
        [_S.OPINIONS, _S.COUNTY],
        _S.RETURNED,
        action=_A.RETURN,
        roles=CHIEFS,
        required=(_E.REASON,),
        optional=(),
        explain=N_("Send it back to be completed; it can be submitted again."),
    ),
    *_rows(
        [_S.DRAFT, _S.OPINIONS, _S.COUNTY, _S.RETURNED],
        _S.WITHDRAWN,
        action=_A.WITHDRAW,
        roles=OPENERS,
        required=(_E.REASON,),
        optional=(),
        reach=Reach.OPENER,
        effect=Effect.LEAVE,
        explain=N_("Take the request back; it stays readable."),
    ),
    *_rows(
        _IN,
        action=_A.END,
        roles=CHIEFS,
        required=(_E.DAY, _E.REASON),
        optional=(),
        kinds=_TEMPORARY,
        guards=(_G.RUNNING,),
        effect=Effect.ENTER,
        explain=N_("End a temporary entry sooner, by its exit route; name its last day."),
    ),
    *_rows(
        _IN,
        _S.EXPIRED,
        action=_A.EXPIRE,
        roles=OPENERS,
        kinds=_TEMPORARY,
        guards=(_G.OVER,),
        explain=N_("Close the request of a temporary entry whose last day has passed."),
    ),
    *_rows(
        [_S.DRAFT, _S.OPINIONS, _S.COUNTY, _S.RETURNED, *_IN],
        action=_A.ATTACH,
        roles=OPENERS,
        optional=(),
        explain=N_("Add a document: its title, number, date, issuer and text."),
    ),
)
"""Every allowed step. A pair of action and source appears once."""

BY_STEP = {(row.action, row.source): row for row in TRANSITIONS}


def transition(action: Action, state: RequestState, kind: RequestKind) -> Transition | None:
    """Return the row for ``action`` on a request of ``kind`` in ``state``, or ``None``."""
    row = BY_STEP.get((action, state))
    return row if row is not None and kind in row.kinds else None


def possible_actions(state: RequestState, kind: RequestKind) -> tuple[Action, ...]:
    """Return what can be done in ``state``, by whomever, in the order of the table."""
    found = (row.action for row in TRANSITIONS if row.source is state and kind in row.kinds)
    return tuple(dict.fromkeys(found))


def roles_of(action: Action) -> frozenset[Role]:
    """Return the roles that may do ``action`` in some state at least."""
    if action is Action.OPEN:
        return OPENERS
    return frozenset().union(*(row.roles for row in TRANSITIONS if row.action is action))


def close_enough(row: Transition, actor: Actor, *, opener_id: int | None) -> bool:
    """Say whether ``actor`` stands close enough to the request for ``row`` (roles aside)."""
    if row.reach is Reach.OPENER:
        return actor.account_id == opener_id or actor.has(*CHIEFS)
    if row.reach is Reach.UNIT:
        return actor.unit_id is not None or actor.has(*CHIEFS)
    return True


def failing(
    row: Transition, facts: Facts, day: date, *, complete: bool, opinions: int, started: bool
) -> Guard | None:
    """Return the first guard of ``row`` that does not hold on ``day``, or ``None``."""
    over = facts.ends_on is not None and facts.ends_on < day
    holds = {
        Guard.COMPLETE: complete,
        Guard.OPINION: opinions > 0,
        Guard.URGENT: facts.urgent,
        Guard.NOT_STARTED: not started,
        Guard.RUNNING: not over,
        Guard.OVER: over,
    }
    return next((guard for guard in row.guards if not holds[guard]), None)


def effective_state(state: RequestState, kind: RequestKind, ends_on: date | None, day: date) -> RequestState:
    """Return where a request stands on ``day``: a temporary entry is over by itself."""
    over = kind is RequestKind.TEMPORARY and ends_on is not None and ends_on < day
    return RequestState.EXPIRED if over and state in _IN else state


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the help page: from which states an action leads where, and who may do it."""

    action: Action
    sources: tuple[RequestState, ...]
    target: RequestState | None
    """``None`` where the request stays where it is"""
    roles: tuple[Role, ...]
    kinds: tuple[RequestKind, ...]
    explain: str


def legend() -> tuple[LegendRow, ...]:
    """Return the table for people to read: rows that differ only in their source are one line."""
    lines: dict[tuple[Action, RequestState | None, str], LegendRow] = {}
    for row in TRANSITIONS:
        target = None if row.target is row.source else row.target
        key = (row.action, target, row.explain)
        sources = (*lines[key].sources, row.source) if key in lines else (row.source,)
        roles = tuple(role for role in Role if role in row.roles)
        kinds = tuple(kind for kind in RequestKind if kind in row.kinds)
        lines[key] = LegendRow(row.action, sources, target, roles, kinds, row.explain)
    return tuple(lines.values())
