"""What the queues are called, and what a unit can ask for.

:mod:`console.labels` hands the titles on with the other fixed words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from console.house import office_name
from console.i18n import pgettext, spoken
from models.cases.kinds import Asked, QueueKey

if TYPE_CHECKING:
    from enum import StrEnum


def queue_short(key: QueueKey) -> str:
    """Return the name of a queue for the line of queues, three Chinese characters at most."""
    return _queue_names(spoken())[key]


def requests() -> dict[StrEnum, str]:
    """Return what each thing a unit can ask for is called."""
    return {
        Asked.NOTHING: pgettext("asked for", "nothing"),
        Asked.EXTENSION: pgettext("asked for", "Time"),
        Asked.HOLD: pgettext("asked for", "Hold"),
        Asked.APPEAL: pgettext("asked for", "Appeal"),
    }


def queue_titles() -> dict[StrEnum, str]:
    """Return the name of each queue as a title."""
    return {
        QueueKey.TO_ACCEPT: pgettext("queue title", "Intake pool"),
        QueueKey.TO_FILE: pgettext("queue title", "To be filed"),
        QueueKey.TO_DISPATCH: pgettext("queue title", "To be dispatched"),
        QueueKey.WITH_UNITS: pgettext("queue title", "With units"),
        QueueKey.TO_VERIFY: pgettext("queue title", "To be verified"),
        QueueKey.TO_CLOSE: pgettext("queue title", "To be closed"),
        QueueKey.TO_CALL_BACK: pgettext("queue title", "To be called back"),
        QueueKey.MINE: pgettext("queue title", "Mine"),
        QueueKey.RETURNED: pgettext("queue title", "Returned"),
        QueueKey.DUE_SOON: pgettext("queue title", "Due soon"),
        QueueKey.OVERDUE: pgettext("queue title", "Overdue"),
        QueueKey.TO_DECIDE: pgettext("queue title", "To be decided"),
        QueueKey.URGED: pgettext("queue title", "Urged, to be answered"),
        QueueKey.ASSISTING: pgettext("queue title", "Assistance"),
        QueueKey.TO_TAKE: pgettext("queue title", "To be taken on"),
        QueueKey.DAY: pgettext("queue title", "My day"),
    }


@lru_cache(maxsize=2)
def _queue_names(_language: str) -> dict[QueueKey, str]:
    names = {
        QueueKey.TO_ACCEPT: pgettext("queue", "Intake"),
        QueueKey.TO_FILE: pgettext("queue", "File"),
        QueueKey.TO_DISPATCH: pgettext("queue", "Dispatch"),
        QueueKey.WITH_UNITS: pgettext("queue", "Handle"),
        QueueKey.TO_VERIFY: pgettext("queue", "Verify"),
        QueueKey.TO_CLOSE: pgettext("queue", "Close"),
        QueueKey.TO_CALL_BACK: pgettext("queue", "Call back"),
        QueueKey.MINE: pgettext("queue", "Mine"),
        QueueKey.RETURNED: pgettext("queue", "Returned"),
        QueueKey.DUE_SOON: pgettext("queue", "Due soon"),
        QueueKey.OVERDUE: pgettext("queue", "Overdue"),
        QueueKey.TO_DECIDE: pgettext("queue", "Decide"),
        QueueKey.URGED: pgettext("queue", "Urged"),
        QueueKey.ASSISTING: pgettext("queue", "Assist"),
        QueueKey.TO_TAKE: pgettext("queue", "To take"),
        QueueKey.DAY: pgettext("queue", "My day"),
    }
    return {key: office_name(key) or name for key, name in names.items()}
