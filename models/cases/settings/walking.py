"""Whether cases still find their way: a walk over the table with the roles an office wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import FINAL_STATES, PAIRED, Action, CaseState, Reach
from models.cases.settings.refusals import NobodyAnswers, StatesStuck
from models.cases.shape import UNIT_ROLES
from models.cases.table import TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.cases.settings.house import House
    from models.cases.shape import Transition

_ENDS = frozenset({CaseState.FINISHED})
_ANSWERS: dict[Action, tuple[Action, ...]] = {
    Action.ASK_EXTENSION: (Action.ENDORSE, Action.GRANT_EXTENSION, Action.DECLINE),
    Action.ASK_HOLD: (Action.ENDORSE, Action.GRANT_HOLD, Action.DECLINE),
    Action.APPEAL: (Action.SUPPORT, Action.UPHOLD, Action.DISMISS),
    Action.URGE: (Action.ANSWER,),
    Action.SUPERVISE: (Action.ANSWER,),
}
"""What has to be possible where something else is: a question without an answer stands for ever."""


def require_a_way(house: House) -> None:
    """Let rules pass under which every case can still be finished, and every question answered.

    Raises:
        StatesStuck: from some states there is no way to a finished case.
        NobodyAnswers: something can be asked for that nobody answers.
    """
    stuck = stuck_states(house)
    if stuck:
        raise StatesStuck(stuck)
    for asking, answers in _ANSWERS.items():
        asked_in = {row.source for row in house.rows if row.action is asking and _somebody(row, house)}
        for answering in answers:
            answered = {row.source for row in house.rows if row.action is answering and _somebody(row, house)}
            # An answer may come in another state than the question: what matters is that it can.
            known = {row.source for row in house.rows if row.action is answering}
            if (asked_in & known) - answered:
                raise NobodyAnswers(asking, answering)


def stuck_states(house: House) -> tuple[CaseState, ...]:
    """Return the states from which no steps, each done by somebody, lead to a finished case any more.

    Striking a case out, refusing it or merging it into another one is no way on: what the table lets be
    finished has to be finishable.
    """
    finishing = _leading_to(_ENDS, ((row.source, row.target) for row in TRANSITIONS if _moves(row)))
    moves = [(row.source, row.target) for row in house.rows if _moves(row) and _somebody(row, house)]
    still = _leading_to(_ENDS, moves)
    return tuple(state for state in CaseState if state in finishing - still)


def _leading_to(ends: frozenset[CaseState], moves: Iterable[tuple[CaseState, CaseState]]) -> set[CaseState]:
    found, known = set(ends), tuple(moves)
    while more := {source for source, target in known if target in found} - found:
        found |= more
    return found


def _moves(row: Transition) -> bool:
    return row.action not in PAIRED and row.source not in FINAL_STATES


def _somebody(row: Transition, house: House) -> bool:
    """Say whether there can be somebody who does ``row``: with a role, and near enough to the case."""
    if row.reach is Reach.UNIT:
        return not row.roles.isdisjoint(UNIT_ROLES)
    if row.reach is Reach.ACCEPTOR:
        return Role.DUTY_CHIEF in row.roles or not row.roles.isdisjoint(house.roles_of(Action.ACCEPT))
    return bool(row.roles)
