"""Whose decision a request waits for.

A unit's lead speaks first where somebody else of the unit asked, the dispatcher decides what was
passed on, and an appeal that one person has supported waits for another to have the last word.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.requests import LAST_WORD
from models.cases.shape import DISPATCHERS

if TYPE_CHECKING:
    from models.accounts.views import Actor


class Decision(StrEnum):
    """What a person may be waited for with."""

    ENDORSE = "endorse"
    """Pass on, or decline, what somebody of their own unit asked for"""
    GRANT = "grant"
    """Decide what a unit asked for, or look at an appeal first"""
    LAST_WORD = "last_word"
    """Forgive a lateness, or not, after somebody else looked at the appeal"""


_ROLES = {
    Decision.ENDORSE: frozenset({Role.UNIT_LEAD}),
    Decision.GRANT: DISPATCHERS,
    Decision.LAST_WORD: LAST_WORD,
}


def decisions_of(actor: Actor) -> tuple[Decision, ...]:
    """Return what may wait for a person; nothing for whoever decides nothing."""
    return tuple(decision for decision, roles in _ROLES.items() if actor.has(*roles))
