"""Which step starts and stops which stage clock: the table, and nothing else.

A stage is the desk's own short task: to accept, to file, to check, to dispatch, to verify, to call back.
Its clock runs while the case stands where the task is to be done, whoever has it, and stops with the step
that takes the case on, whatever that step is: a case that is returned or struck out has been acted on. A
stage that comes again starts a new clock; the old one stays, with what became of it.

One clock does not follow the state. The reporter is to be spoken to soon after the case is filed, by whoever
has it; that clock stops with the first talk, or when the case is closed. It runs on while the case is on
hold: a hold puts the work off, and is all the more reason to tell the reporter. No other stage can be held.

A case that is merged into another one sets its clocks aside; taken out again they run on towards the
deadlines they had, as the clock of handling does (:mod:`models.cases.merging`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from models.cases.kinds import CALL_BACK_CHANNELS, FINAL_STATES, Action, CaseState, Channel, Stage

STAGE_OF: dict[CaseState, Stage] = {
    CaseState.REPORTED: Stage.ACCEPT,
    CaseState.ACCEPTED: Stage.FILE,
    CaseState.RETURNED_TO_ACCEPTOR: Stage.FILE,
    CaseState.CHECKING: Stage.CHECK,
    CaseState.FILED: Stage.DISPATCH,
    CaseState.RETURNED_TO_DISPATCHER: Stage.DISPATCH,
    CaseState.FEEDBACK: Stage.VERIFY,
    CaseState.CLOSED: Stage.CALL_BACK,
}
"""What has to be done soon where a case stands. With a unit, the clock of handling runs alone; the closing
itself has no limit of its own."""

_STARTS_CONTACT = frozenset({Action.FILE, Action.REOPEN})
_STOPS_CONTACT = frozenset({Action.CONTACT, Action.CALL_BACK})
NOTHING: frozenset[Stage] = frozenset()
EVERY = frozenset(Stage)


@dataclass(frozen=True, slots=True)
class Moves:
    """What a step does to the stage clocks of a case."""

    starts: frozenset[Stage] = NOTHING
    stops: frozenset[Stage] = NOTHING
    aside: bool = False
    """Those that run are set aside, not stopped for good"""
    resumes: bool = False
    """Those set aside run on"""


@cache
def moves(
    action: Action,
    source: CaseState | None,
    target: CaseState,
    *,
    awaits: bool = False,
    spoken: bool = False,
) -> Moves:
    """Return what a step does to the stage clocks.

    Args:
        action: the step.
        source: where the case stood; ``None`` at its intake.
        target: where it stands afterwards.
        awaits: whether somebody reported it who waits to hear of it (:func:`awaits`).
        spoken: whether that person was spoken to since the case was filed.
    """
    if action is Action.MERGE:
        return Moves(stops=EVERY, aside=True)
    if action is Action.UNMERGE:
        return Moves(resumes=True)
    if target in FINAL_STATES:
        return Moves(stops=EVERY)
    starts, stops = set(), set()
    if source is not target:
        if source is not None and source in STAGE_OF:
            stops.add(STAGE_OF[source])
        if target in STAGE_OF:
            starts.add(STAGE_OF[target])
    if action in _STOPS_CONTACT or target is CaseState.CLOSED:
        stops.add(Stage.CONTACT)
    if action in _STARTS_CONTACT and awaits and (action is Action.REOPEN or not spoken):
        starts.add(Stage.CONTACT)
    return Moves(frozenset(starts), frozenset(stops))


def may_run(stage: Stage, state: CaseState) -> bool:
    """Say whether a stage's clock can run where a case stands."""
    if stage is Stage.CONTACT:
        return state not in FINAL_STATES and state not in {CaseState.REPORTED, CaseState.CLOSED}
    return STAGE_OF.get(state) is stage


def awaits(channel: Channel, *, has_phone: bool) -> bool:
    """Say whether somebody reported a case who waits to hear of it, and can be reached."""
    return has_phone and channel in CALL_BACK_CHANNELS
