"""What the steps about units called to the spot are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.cases.kinds import Action
from models.cases.task_kinds import Turnout

if TYPE_CHECKING:
    from enum import StrEnum


def assistance_names() -> dict[StrEnum, str]:
    """Return what the steps about units that assist are called."""
    return {
        Action.ASSIST: pgettext("action", "Ask to assist"),
        Action.ASSIST_TAKE: pgettext("action", "Take assistance"),
        Action.ASSIST_HAND_OVER: pgettext("action", "Hand assistance over"),
        Action.ASSIST_ANSWER: pgettext("action", "Answer as assisting"),
        Action.ASSIST_DECLINE: pgettext("action", "Decline to assist"),
        Action.ASSIST_URGE: pgettext("action", "Urge assistance"),
        Action.ASSIST_REPLY: pgettext("action", "Answer the urging"),
        Action.ASSIST_AGAIN: pgettext("action", "Must assist"),
        Action.ASSIST_RECALL: pgettext("action", "Recall assistance"),
        Action.CHANGE_LEAD: pgettext("action", "Change the lead"),
    }


def call_names() -> dict[StrEnum, str]:
    """Return what the steps about units called to the spot are called."""
    return {
        Action.WHISTLE: pgettext("action", "Call to the spot"),
        Action.WHISTLE_REPORT: pgettext("action", "Report in"),
        Action.WHISTLE_ABSENT: pgettext("action", "Absent"),
        Action.WHISTLE_JUDGE: pgettext("action", "Judge turnout"),
    }


def turnouts() -> dict[StrEnum, str]:
    """Return what is said of how a unit turned out."""
    return {
        Turnout.ATTENDED: pgettext("turnout", "attended"),
        Turnout.LATE: pgettext("turnout", "came late"),
        Turnout.ABSENT: pgettext("turnout", "absent"),
    }
