"""What states, actions and entries are called when they are shown: message ids, not texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import (
    Action,
    CaseState,
    Channel,
    CloseKind,
    Entry,
    Light,
    PersonalField,
    QueueKey,
    Rating,
)
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

STATE_WORDS: dict[CaseState, Word] = {
    CaseState.REPORTED: N_("waiting to be accepted"),
    CaseState.ACCEPTED: N_("waiting to be filed"),
    CaseState.FILED: N_("waiting to be dispatched"),
    CaseState.DISPATCHED: N_("waiting for the unit"),
    CaseState.HANDLING: N_("being handled"),
    CaseState.FEEDBACK: N_("waiting to be verified"),
    CaseState.VERIFIED: N_("waiting to be closed"),
    CaseState.CLOSED: N_("waiting for the call-back"),
    CaseState.FINISHED: N_("finished"),
    CaseState.VOID: N_("struck out"),
    CaseState.RETURNED_TO_DISPATCHER: N_("returned to the dispatcher"),
    CaseState.RETURNED_TO_ACCEPTOR: N_("returned to the acceptor"),
}

ACTION_WORDS: dict[Action, Word] = {
    Action.INTAKE: N_("Report a case"),
    Action.ACCEPT: N_("Accept"),
    Action.FILE: N_("File under a condition"),
    Action.DISPATCH: N_("Dispatch"),
    Action.TAKE: N_("Take on"),
    Action.FEEDBACK: N_("Hand in feedback"),
    Action.VERIFY: N_("Verify"),
    Action.REWORK: N_("Send back for rework"),
    Action.CLOSE: N_("Close the case"),
    Action.CALL_BACK: N_("Note the call-back"),
    Action.RETURN: N_("Return"),
    Action.VOID: N_("Strike out"),
}

CHANNEL_WORDS: dict[Channel, Word] = {
    Channel.PATROL: N_("patrol"),
    Channel.VILLAGE: N_("village committee"),
    Channel.CITIZEN: N_("citizen"),
    Channel.HOTLINE: N_("hotline 12345"),
    Channel.VIDEO: N_("video watch"),
    Channel.SUPERIOR: N_("superior"),
    Channel.MEDIA: N_("media"),
}

CLOSE_KIND_WORDS: dict[CloseKind, Word] = {
    CloseKind.NORMAL: N_("closed in time"),
    CloseKind.LATE: N_("closed late"),
    CloseKind.ERROR: N_("closed as wrongly filed"),
    CloseKind.SPECIAL: N_("closed as a special case"),
}

RATING_WORDS: dict[Rating, Word] = {
    Rating.SATISFIED: N_("satisfied"),
    Rating.FAIR: N_("fairly satisfied"),
    Rating.DISSATISFIED: N_("dissatisfied"),
    Rating.UNREACHABLE: N_("not reached"),
}

ENTRY_WORDS: dict[Entry, Word] = {
    Entry.REASON: N_("the reason"),
    Entry.NOTE: N_("the note"),
    Entry.CONDITION: N_("the filing condition"),
    Entry.UNIT: N_("the unit"),
    Entry.CLOSE_KIND: N_("the kind of closing"),
    Entry.RATING: N_("the rating"),
}

LIGHT_WORDS: dict[Light, Word] = {
    Light.NONE: N_("no deadline"),
    Light.GREEN: N_("green"),
    Light.YELLOW: N_("yellow"),
    Light.RED: N_("red"),
    Light.MET: N_("in time"),
    Light.MISSED: N_("too late"),
}

QUEUE_WORDS: dict[QueueKey, Word] = {
    QueueKey.TO_ACCEPT: N_("To accept"),
    QueueKey.TO_FILE: N_("To file"),
    QueueKey.TO_DISPATCH: N_("To dispatch"),
    QueueKey.WITH_UNITS: N_("With units"),
    QueueKey.TO_VERIFY: N_("To verify"),
    QueueKey.TO_CLOSE: N_("To close"),
    QueueKey.TO_CALL_BACK: N_("To call back"),
    QueueKey.MINE: N_("Mine"),
    QueueKey.RETURNED: N_("Returned"),
    QueueKey.DUE_SOON: N_("Due soon"),
    QueueKey.OVERDUE: N_("Overdue"),
}

PERSONAL_WORDS: dict[PersonalField, Word] = {
    PersonalField.REPORTER_NAME: N_("the reporter's name"),
    PersonalField.REPORTER_PHONE: N_("the reporter's phone"),
}
