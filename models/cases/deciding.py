"""Whose decision a request waits for.

A unit's lead speaks first where somebody else of the unit asked, the dispatcher decides what was
passed on, and an appeal that one person has supported waits for another to have the last word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.cases.kinds import Action
from models.cases.settings.house import PACKAGED

if TYPE_CHECKING:
    from models.accounts.views import Actor
    from models.cases.settings.house import House


class Decision(StrEnum):
    """What a person may be waited for with."""

    ENDORSE = "endorse"
    """Pass on, or decline, what somebody of their own unit asked for"""
    GRANT = "grant"
    """Decide what a unit asked for, or look at an appeal first"""
    LAST_WORD = "last_word"
    """Forgive a lateness, or not, after somebody else looked at the appeal"""


_DECIDED_BY = {
    Decision.ENDORSE: (Action.ENDORSE,),
    Decision.GRANT: (Action.GRANT_EXTENSION, Action.GRANT_HOLD, Action.SUPPORT),
    Decision.LAST_WORD: (Action.UPHOLD,),
}


def decisions_of(actor: Actor, house: House = PACKAGED) -> tuple[Decision, ...]:
    """Return what may wait for a person; nothing for whoever decides nothing."""
    return tuple(
        decision
        for decision, actions in _DECIDED_BY.items()
        if any(actor.has(*house.roles_of(action)) for action in actions)
    )
