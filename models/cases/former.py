"""Cases of another system: where they stand when its log is all that is known of them.

Such a log follows no table of ours: steps are missing, others we never heard of, and times lie in
any order. So a case is not played through the transitions; each entry of the log becomes a step of
its timeline under its own name (``activity``), marked as foreign by that name alone, and the case
stands where the last entry that says anything about it left it. Whatever is done to it here
afterwards goes by our table again, from that state on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from models.cases.kinds import FINAL_STATES, Action, CaseState, CloseKind
from models.cases.lights import FAR_FUTURE, WARN_PART, urgent_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_S = CaseState
STATE_AFTER: dict[Action, CaseState | None] = {
    Action.INTAKE: _S.REPORTED,
    Action.ACCEPT: _S.ACCEPTED,
    Action.REFUSE: _S.REFUSED,
    Action.ASK_CHECK: _S.CHECKING,
    Action.CHECK: _S.ACCEPTED,
    Action.FILE: _S.FILED,
    Action.DISPATCH: _S.DISPATCHED,
    Action.TAKE: _S.HANDLING,
    Action.HAND_OVER: _S.HANDLING,
    Action.GIVE_BACK: _S.DISPATCHED,
    Action.TRANSFER: _S.DISPATCHED,
    Action.FEEDBACK: _S.FEEDBACK,
    Action.VERIFY: _S.VERIFIED,
    Action.REWORK: _S.DISPATCHED,
    Action.CLOSE: _S.FINISHED,
    Action.CALL_BACK: _S.FINISHED,
    Action.REDO: _S.DISPATCHED,
    Action.REOPEN: _S.FILED,
    Action.ARCHIVE: _S.ARCHIVED,
    Action.RETURN: _S.RETURNED_TO_DISPATCHER,
    Action.VOID: _S.VOID,
}
"""Where each step of ours leaves a case whose log says no more than that; the others leave it where
it was. A closing is the end: whether anybody was called back afterwards is seldom noted."""
NOT_OF_LOGS = (
    frozenset(
        {
            Action.UNDO,
            Action.MERGE,
            Action.UNMERGE,
            Action.LINK,
            Action.UNLINK,
            Action.RECOUNT,
            Action.ESCALATE,
        }
    )
    | {action for action in Action if action.value.startswith(("assist", "whistle"))}
    | {Action.CHANGE_LEAD}
)
"""Steps that say something about other cases, tasks or steps, which no entry of a log can say."""
NOT_FROM_LOGS = frozenset({_S.HELD, _S.MERGED})
"""States that rest on more than an entry: the last day of the hold, the other case."""

_ENDED = frozenset({_S.CLOSED, _S.FINISHED, _S.ARCHIVED})
_CLOCK_STANDS = FINAL_STATES | {_S.FEEDBACK, _S.VERIFIED, _S.CLOSED}
_BEFORE_FILING = frozenset({_S.REPORTED, _S.ACCEPTED, _S.CHECKING, _S.REFUSED, _S.VOID})
_NEED_A_UNIT = frozenset({_S.DISPATCHED, _S.HANDLING})
_NEED_AN_ACCEPTOR = frozenset({_S.ACCEPTED, _S.CHECKING})
COUNTED: tuple[tuple[str, Action], ...] = (
    ("return_count", Action.RETURN),
    ("rework_count", Action.REWORK),
    ("holds", Action.GRANT_HOLD),
    ("appeals", Action.APPEAL),
    ("urged", Action.URGE),
    ("supervised", Action.SUPERVISE),
)
"""Columns of a case that count steps of its timeline."""
_ANEW = frozenset({Action.REDO, Action.REOPEN})


class LogStep(NamedTuple):
    """One entry of a log, read and looked up. ``state`` is ``None`` where it moves the case nowhere."""

    at: datetime
    activity: str
    action: Action
    state: CaseState | None
    person: str
    actor_id: int | None
    unit: str
    unit_id: int | None
    note: str
    kept: dict[str, str]


class Place(NamedTuple):
    """A point of a case's course: what was done, and where the case stood then."""

    at: datetime
    action: Action
    state: CaseState


@dataclass(slots=True)
class LogCase:
    """One case as a log has it, its entries in the order of time.

    ``closed`` is what the log says beside its entries: whether the case is closed, or nothing;
    ``closed_at`` when, if it says so. ``due`` is the deadline as the log writes it.
    """

    number: str
    steps: list[LogStep]
    closed: bool | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    due: str = ""
    title: str = ""
    body: str = ""
    place: str = ""
    channel: str = ""
    grid: Any = None
    """A row with ``id``, ``name`` and ``division_code``"""
    matter_version_id: int | None = None
    matter_name: str = ""
    condition_id: int | None = None
    """Only with a deadline: a condition is what a deadline rests on"""
    kept: dict[str, str] = field(default_factory=dict)
    row: int = 0
    """Of its first entry, in the log"""


def course(
    steps: Sequence[LogStep],
    start: CaseState | None,
    *,
    closed: bool | None,
    unit_known: bool,
    acceptor_known: bool,
) -> list[CaseState]:
    """Return where the case stands after each entry, from ``start`` (``None``: it begins here).

    An open case that would wait for a unit or an acceptor nobody here knows waits one station
    earlier instead, where somebody finds it.
    """
    states: list[CaseState] = []
    state = start or _S.REPORTED
    moved = 0
    for place, step in enumerate(steps):
        if step.state is not None and (step.state is not state or not place):
            state, moved = step.state, place
        states.append(state)
    final = _ending(state, closed=closed)
    if final in FINAL_STATES and state not in FINAL_STATES:
        # Nothing but the log's own word says so: the case ended with its last entry.
        states[-1] = final
        return states
    if final in _NEED_A_UNIT and not unit_known:
        final = _S.FILED
    if final in _NEED_AN_ACCEPTOR and not acceptor_known:
        final = _S.REPORTED
    if final is not state:
        states[moved:] = [final] * (len(states) - moved)
    return states


def _ending(state: CaseState, *, closed: bool | None) -> CaseState:
    if closed is None or closed is (state in FINAL_STATES):
        return state
    if closed:
        return _S.FINISHED
    return _S.CLOSED if state in _ENDED else _S.REPORTED


def counted(actions: Sequence[Action], before: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return what the columns of :data:`COUNTED` say after ``actions``, and ``before`` them.

    An appeal is of one limit, and forgotten where the limit began anew.
    """
    anew = max((place for place, action in enumerate(actions) if action in _ANEW), default=None)
    found = {}
    for name, action in COUNTED:
        ends = anew is not None and action is Action.APPEAL
        since = actions[anew:] if ends else actions
        found[name] = since.count(action) + (0 if ends or before is None else before[name])
    return found


def standing(
    places: Sequence[Place], *, closed_at: datetime | None, due_at: datetime | None
) -> dict[str, Any]:
    """Return the columns of a case that follow from its whole course and its deadline."""
    last = places[-1].state
    since = _since(places, {last})
    ended = _since(places, _ENDED) if last in _ENDED else None
    if ended is not None:
        ended = closed_at or ended
    columns: dict[str, Any] = {
        "state": last,
        "open": last not in FINAL_STATES,
        "state_since": since,
        "closed_at": ended,
        "close_kind": None,
        "clock_running": False,
        "clock_started_at": None,
        "clock_stopped_at": None,
        "due_at": due_at or FAR_FUTURE,
        "warn_at": FAR_FUTURE,
    }
    if ended is not None:
        late = due_at is not None and ended > due_at
        columns["close_kind"] = CloseKind.LATE if late else CloseKind.NORMAL
    columns |= counted([place.action for place in places])
    if due_at is not None:
        columns |= _clock(places, due_at, ended)
    running = columns["clock_running"]
    return columns | {"urgent_at": urgent_at(last, columns["due_at"], None, running=running)}


def _clock(places: Sequence[Place], due_at: datetime, ended: datetime | None) -> dict[str, Any]:
    """Return the clock of a deadline somebody else gave: it runs from the beginning to the end."""
    last = places[-1].state
    filed = next((place.at for place in places if place.state not in _BEFORE_FILING), None)
    begin = filed or places[0].at
    running = last not in _CLOCK_STANDS
    return {
        "clock_running": running,
        "clock_started_at": filed,
        "clock_stopped_at": None if running else (ended or _since(places, _CLOCK_STANDS)),
        "warn_at": begin + (due_at - begin) * float(WARN_PART) if begin < due_at else due_at,
    }


def _since(places: Sequence[Place], states: frozenset[CaseState] | set[CaseState]) -> datetime:
    """Return since when, unbroken to the end, the case has stood at one of ``states``."""
    at = places[-1].at
    for place in reversed(places):
        if place.state not in states:
            break
        at = place.at
    return at


_FORMER = "former"


def former_receipt(system: str, given: str, due_at: datetime) -> dict[str, Any]:
    """Return the receipt of a deadline that was not worked out here."""
    return {_FORMER: system, "given": given, "due_at": due_at.isoformat(timespec="seconds")}


def is_former(receipt: Any) -> bool:
    """Say whether a receipt is of a deadline that another system gave."""
    return bool(receipt) and _FORMER in receipt


def clock_stands(state: CaseState) -> bool:
    """Say whether the clock of such a deadline stands still at ``state``."""
    return state in _CLOCK_STANDS
