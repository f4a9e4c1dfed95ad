"""The table of transitions itself: every step a case may take, from where, by whom, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Clock, Entry, Owner, Reach
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


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
UNIT_ROLES = frozenset({Role.UNIT_LEAD, Role.HANDLER})
"""Who handles cases in a unit."""
_VERIFIERS = frozenset({Role.COLLECTOR, Role.EVALUATOR, Role.DUTY_CHIEF})
_SENDERS_BACK = _ACCEPTORS | _DISPATCHERS | _VERIFIERS
_EVALUATORS = _ACCEPTORS | {Role.EVALUATOR}
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
        [_S.REPORTED],
        action=Action.REFUSE,
        target=_S.REFUSED,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        explain=N_("Turn the case down with a reason: it is not for the township to handle."),
    ),
    *_rows(
        [_S.ACCEPTED],
        action=Action.ASK_CHECK,
        target=_S.CHECKING,
        roles=_ACCEPTORS,
        reach=Reach.ACCEPTOR,
        explain=N_("Have somebody look on the spot whether it is so, before the case is filed."),
    ),
    *_rows(
        [_S.CHECKING],
        action=Action.CHECK,
        target=_S.ACCEPTED,
        roles=_VERIFIERS,
        reach=Reach.AREA,
        required=(Entry.NOTE,),
        optional=(),
        owner=Owner.ACCEPTOR,
        explain=N_("Say what was found on the spot; the acceptor then files the case or strikes it out."),
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
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        owner=Owner.ACTOR,
        explain=N_("Start handling; the case is then yours within the unit."),
    ),
    *_rows(
        [_S.DISPATCHED],
        action=Action.HAND_OVER,
        target=_S.HANDLING,
        roles=frozenset({Role.UNIT_LEAD}),
        reach=Reach.UNIT,
        required=(Entry.PERSON,),
        owner=Owner.PERSON,
        explain=N_("Give the case to a person of the unit, who then handles it."),
    ),
    *_rows(
        [_S.HANDLING],
        action=Action.HAND_OVER,
        target=_S.HANDLING,
        roles=UNIT_ROLES,
        reach=Reach.UNIT,
        required=(Entry.PERSON,),
        owner=Owner.PERSON,
        explain=N_("Give the case to a person of the unit, who then handles it."),
    ),
    *_rows(
        [_S.DISPATCHED, _S.HANDLING],
        action=Action.TRANSFER,
        target=_S.DISPATCHED,
        roles=_DISPATCHERS,
        reach=Reach.AREA,
        required=(Entry.UNIT, Entry.REASON),
        explain=N_("Give the case to another unit at once, with a reason; the clock keeps running."),
    ),
    *_rows(
        [_S.DISPATCHED, _S.HANDLING],
        action=Action.FEEDBACK,
        target=_S.FEEDBACK,
        roles=UNIT_ROLES,
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
        roles=UNIT_ROLES,
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
        roles=_EVALUATORS,
        reach=Reach.AREA,
        required=(Entry.RATING,),
        explain=N_("Note what the reporter said when called back."),
    ),
    *_rows(
        [_S.CLOSED],
        action=Action.REDO,
        target=_S.DISPATCHED,
        roles=_EVALUATORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        clock=Clock.RESTART,
        explain=N_("The reporter is not satisfied: the same unit does it again, with the whole limit anew."),
    ),
    *_rows(
        [_S.FINISHED],
        action=Action.REOPEN,
        target=_S.FILED,
        roles=_ACCEPTORS,
        reach=Reach.AREA,
        required=(Entry.REASON,),
        clock=Clock.RESTART,
        explain=N_("Open the finished case again; it is dispatched anew, with the whole limit."),
    ),
    *_rows(
        [_S.FINISHED],
        action=Action.ARCHIVE,
        target=_S.ARCHIVED,
        roles=_EVALUATORS,
        reach=Reach.AREA,
        explain=N_("Put the case into the archive; nothing more is done to it, it stays readable."),
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
