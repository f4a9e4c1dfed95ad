"""What states, actions and entries are called inside the sentences of a refusal: message ids.

The short labels of columns and keys belong to the console.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.kinds import Action, Asked, CaseState, Channel, Entry, LinkKind, PersonalField
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

STATE_WORDS: dict[CaseState, Word] = {
    CaseState.REPORTED: N_("waiting to be accepted"),
    CaseState.CHECKING: N_("being checked on the spot"),
    CaseState.ACCEPTED: N_("waiting to be filed"),
    CaseState.FILED: N_("waiting to be dispatched"),
    CaseState.DISPATCHED: N_("waiting for the unit"),
    CaseState.HANDLING: N_("being handled"),
    CaseState.HELD: N_("on hold"),
    CaseState.FEEDBACK: N_("waiting to be verified"),
    CaseState.VERIFIED: N_("waiting to be closed"),
    CaseState.CLOSED: N_("waiting for the call-back"),
    CaseState.FINISHED: N_("finished"),
    CaseState.ARCHIVED: N_("in the archive"),
    CaseState.VOID: N_("struck out"),
    CaseState.REFUSED: N_("refused"),
    CaseState.MERGED: N_("merged into another case"),
    CaseState.RETURNED_TO_DISPATCHER: N_("returned to the dispatcher"),
    CaseState.RETURNED_TO_ACCEPTOR: N_("returned to the acceptor"),
}

CHANNEL_WORDS: dict[Channel, Word] = {
    Channel.PATROL: N_("patrol of the grid"),
    Channel.VILLAGE: N_("village or community"),
    Channel.CITIZEN: N_("citizens"),
    Channel.HOTLINE: N_("the 12345 hotline"),
    Channel.VIDEO: N_("video"),
    Channel.SUPERIOR: N_("superior offices"),
    Channel.MEDIA: N_("media"),
}

ACTION_WORDS: dict[Action, Word] = {
    Action.INTAKE: N_("Report a case"),
    Action.ACCEPT: N_("Accept"),
    Action.REFUSE: N_("Turn down"),
    Action.ASK_CHECK: N_("Have it checked on the spot"),
    Action.CHECK: N_("Say what was found"),
    Action.FILE: N_("File under a condition"),
    Action.DISPATCH: N_("Dispatch"),
    Action.TAKE: N_("Take on"),
    Action.HAND_OVER: N_("Hand over within the unit"),
    Action.GIVE_BACK: N_("Give back to the pool"),
    Action.TRANSFER: N_("Transfer to another unit"),
    Action.FEEDBACK: N_("Hand in feedback"),
    Action.ASK_EXTENSION: N_("Ask for an extension"),
    Action.ASK_HOLD: N_("Ask for a hold"),
    Action.ENDORSE: N_("Endorse the request"),
    Action.GRANT_EXTENSION: N_("Grant the extension"),
    Action.GRANT_HOLD: N_("Grant the hold"),
    Action.DECLINE: N_("Decline the request"),
    Action.WITHDRAW: N_("Take the request back"),
    Action.RESUME: N_("Go on after the hold"),
    Action.VERIFY: N_("Verify"),
    Action.REWORK: N_("Send back for rework"),
    Action.CLOSE: N_("Close the case"),
    Action.CALL_BACK: N_("Note the call-back"),
    Action.APPEAL: N_("Appeal the lateness"),
    Action.SUPPORT: N_("Support the appeal"),
    Action.UPHOLD: N_("Uphold the appeal"),
    Action.DISMISS: N_("Dismiss the appeal"),
    Action.URGE: N_("Urge"),
    Action.SUPERVISE: N_("Supervise"),
    Action.ANSWER: N_("Answer what was urged"),
    Action.ESCALATE: N_("Escalate"),
    Action.RECOUNT: N_("Work the deadline out again"),
    Action.REDO: N_("Have it done again"),
    Action.REOPEN: N_("Reopen the case"),
    Action.ARCHIVE: N_("Put into the archive"),
    Action.MERGE: N_("Merge into another case"),
    Action.UNMERGE: N_("Take out of the other case"),
    Action.LINK: N_("Link to another case"),
    Action.UNLINK: N_("Take a link away"),
    Action.ASSIST: N_("Ask a unit to assist"),
    Action.ASSIST_TAKE: N_("Take the assistance on"),
    Action.ASSIST_HAND_OVER: N_("Hand the assistance over within the unit"),
    Action.ASSIST_ANSWER: N_("Answer as the assisting unit"),
    Action.ASSIST_DECLINE: N_("Decline to assist"),
    Action.ASSIST_URGE: N_("Urge the assisting unit"),
    Action.ASSIST_REPLY: N_("Answer the urging as the assisting unit"),
    Action.ASSIST_AGAIN: N_("Ask again, as binding"),
    Action.ASSIST_RECALL: N_("Recall the assistance"),
    Action.CHANGE_LEAD: N_("Make the assisting unit lead"),
    Action.WHISTLE: N_("Call units to the spot"),
    Action.WHISTLE_REPORT: N_("Report in"),
    Action.WHISTLE_ABSENT: N_("Note an absence"),
    Action.WHISTLE_JUDGE: N_("Say how a unit turned out"),
    Action.CONTACT: N_("Note a talk with the reporter"),
    Action.SET_DEADLINE: N_("Set a superior's deadline"),
    Action.DROP_DEADLINE: N_("Drop a superior's deadline"),
    Action.RETURN: N_("Return"),
    Action.VOID: N_("Strike out"),
    Action.UNDO: N_("Take the last step back"),
    Action.FORMER: N_("Noted by the former system"),
}

ENTRY_WORDS: dict[Entry, Word] = {
    Entry.REASON: N_("the reason"),
    Entry.NOTE: N_("the note"),
    Entry.CONDITION: N_("the filing condition"),
    Entry.UNIT: N_("the unit"),
    Entry.PERSON: N_("the person"),
    Entry.CASE: N_("the other case"),
    Entry.LINK: N_("the kind of link"),
    Entry.TURNOUT: N_("the turnout"),
    Entry.UNTIL: N_("the day"),
    Entry.LEVEL: N_("the level"),
    Entry.DUE: N_("the moment it is due"),
    Entry.PRESSURE: N_("the ground of the supervision"),
    Entry.CLOSE_KIND: N_("the kind of closing"),
    Entry.RATING: N_("the rating"),
    Entry.LIMIT: N_("the limit"),
    Entry.OLD_LEAD: N_("what becomes of the unit that led"),
}

ASKED_WORDS: dict[Asked, Word] = {
    Asked.NOTHING: N_("nothing"),
    Asked.EXTENSION: N_("an extension"),
    Asked.HOLD: N_("a hold"),
    Asked.APPEAL: N_("an appeal of the lateness"),
}

LINK_WORDS: dict[LinkKind, Word] = {
    LinkKind.DUPLICATE: N_("about the same"),
    LinkKind.CAUSED_BY: N_("one caused by the other"),
    LinkKind.PART_OF: N_("one part of the other"),
}

PERSONAL_WORDS: dict[PersonalField, Word] = {
    PersonalField.REPORTER_NAME: N_("the reporter's name"),
    PersonalField.REPORTER_PHONE: N_("the reporter's phone"),
}
