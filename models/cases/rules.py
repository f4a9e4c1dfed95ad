"""What may happen to a case: states, actions, and the one table of transitions.

The table drives the service (what is allowed), the screens (which keys are offered), the
help page and the tests. Later actions are added as rows, not as code paths.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.accounts.views import Actor, Role
from models.kernel.words import N_


class CaseState(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    FEEDBACK = "feedback"
    VERIFIED = "verified"
    CLOSED = "closed"
    FINISHED = "finished"
    VOID = "void"
    RETURNED_TO_DISPATCHER = "returned_to_dispatcher"
    RETURNED_TO_ACCEPTOR = "returned_to_acceptor"


FINAL_STATES = frozenset({CaseState.FINISHED, CaseState.VOID})
"""States nobody has to act on; every other case is open."""


class Action(StrEnum):
    """What a person can do to a case."""

    INTAKE = "intake"
    ACCEPT = "accept"
    FILE = "file"
    DISPATCH = "dispatch"
    TAKE = "take"
    FEEDBACK = "feedback"
    VERIFY = "verify"
    REWORK = "rework"
    CLOSE = "close"
    CALL_BACK = "call_back"
    RETURN = "return"
    VOID = "void"


class Channel(StrEnum):
    """Where a case came from."""

    PATROL = "patrol"
    VILLAGE = "village"
    CITIZEN = "citizen"
    HOTLINE = "hotline"
    VIDEO = "video"
    SUPERIOR = "superior"
    MEDIA = "media"


CALL_BACK_CHANNELS = frozenset({Channel.CITIZEN, Channel.HOTLINE, Channel.MEDIA})
"""Cases from these channels have someone to call back once they are closed."""


class CloseKind(StrEnum):
    """How a case ended."""

    NORMAL = "normal"
    LATE = "late"
    ERROR = "error"
    SPECIAL = "special"


class Rating(StrEnum):
    """What the reporter said when called back."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    UNREACHABLE = "unreachable"


class Entry(StrEnum):
    """What an action asks for; the form of an action is made of these."""

    REASON = "reason"
    NOTE = "note"
    CONDITION = "condition"
    UNIT = "unit"
    CLOSE_KIND = "close_kind"
    RATING = "rating"


class Reach(StrEnum):
    """How close to the case a person must stand, beyond role and area."""

    AREA = "area"
    """Anyone with the role who sees the case's division"""
    UNIT = "unit"
    """Someone of the unit that has the case"""
    ACCEPTOR = "acceptor"
    """The acceptor who took the case, or a duty chief"""


class Clock(StrEnum):
    """What an action does to the case's clock."""

    KEEP = "keep"
    START = "start"
    STOP = "stop"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    ``required`` entries must be given, ``optional`` ones may be. ``explain`` is the help
    sentence. ``target`` is where the case stands afterwards; CLOSE alone chooses between
    two, by whether there is someone to call back (:func:`target_of`).
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


_ACCEPTORS = frozenset({Role.ACCEPTOR, Role.DUTY_CHIEF})
_DISPATCHERS = frozenset({Role.DISPATCHER, Role.DUTY_CHIEF})
_UNIT = frozenset({Role.UNIT_LEAD, Role.HANDLER})
_VERIFIERS = frozenset({Role.COLLECTOR, Role.EVALUATOR, Role.DUTY_CHIEF})
_SENDERS_BACK = _ACCEPTORS | _DISPATCHERS | _VERIFIERS
INTAKE_ROLES = frozenset(
    {Role.COLLECTOR, Role.ACCEPTOR, Role.DISPATCHER, Role.DUTY_CHIEF, Role.UNIT_LEAD, Role.HANDLER}
)
"""Who may report a case: everyone who works on cases."""

_S = CaseState


def _rows(sources: Iterable[CaseState], **row: object) -> tuple[Transition, ...]:
    return tuple(Transition(source=source, **row) for source in sources)  # type: ignore[arg-type]


TRANSITIONS: tuple[Transition, ...] = (
    *_rows(
        [_S.REPORTED],
        action=Action.ACCEPT,
        target=_S.ACCEPTED,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
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
        required=(Entry.REASON,),
        explain=N_("Give the case back to the acceptor with a reason; the clock keeps running."),
    ),
    *_rows(
        [_S.FEEDBACK],
        action=Action.VERIFY,
        target=_S.VERIFIED,
        roles=_VERIFIERS,
        reach=Reach.AREA,
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
        [_S.REPORTED, _S.ACCEPTED, _S.RETURNED_TO_ACCEPTOR],
        action=Action.VOID,
        target=_S.VOID,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        clock=Clock.STOP,
        explain=N_("Strike the case out with a reason; it stays readable."),
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


class QueueKey(StrEnum):
    """The queues of the working day, in the order of their number keys."""

    TO_ACCEPT = "to_accept"
    TO_FILE = "to_file"
    TO_DISPATCH = "to_dispatch"
    WITH_UNITS = "with_units"
    TO_VERIFY = "to_verify"
    TO_CLOSE = "to_close"
    TO_CALL_BACK = "to_call_back"
    MINE = "mine"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


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


class Light(StrEnum):
    """The state of a deadline."""

    NONE = "none"
    """No deadline yet"""
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    MET = "met"
    """The clock has stopped, in time"""
    MISSED = "missed"
    """The clock has stopped, too late"""


def restricted_to_unit(actor: Actor) -> bool:
    """Say whether the person sees only the cases of their own unit.

    People who only handle work see what their unit was given; everyone else sees their area.
    """
    return bool(actor.roles) and actor.roles <= _UNIT
