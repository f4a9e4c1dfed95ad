"""What states, actions, entries and fields are called inside the sentences of a refusal: message ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.catalogue.boundary.kinds import Action, Entry, Guard, RequestState
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Word

STATE_WORDS: dict[RequestState, Word] = {
    RequestState.DRAFT: N_("in preparation"),
    RequestState.OPINIONS: N_("waiting for opinions"),
    RequestState.COUNTY: N_("with the county"),
    RequestState.RETURNED: N_("returned to be completed"),
    RequestState.ADMITTED: N_("admitted"),
    RequestState.CHANGED: N_("admitted with changes"),
    RequestState.REFUSED: N_("not admitted"),
    RequestState.TURNED_BACK: N_("turned back to the department"),
    RequestState.WITHDRAWN: N_("withdrawn"),
    RequestState.EXPIRED: N_("over"),
}

ACTION_WORDS: dict[Action, Word] = {
    Action.OPEN: N_("Open a request"),
    Action.EDIT: N_("Change the request"),
    Action.ATTACH: N_("Add a document"),
    Action.SUBMIT: N_("Ask for opinions"),
    Action.OPINE: N_("Give an opinion"),
    Action.FORWARD: N_("Send to the county"),
    Action.START: N_("Put in force before the decision"),
    Action.ADMIT: N_("Admit"),
    Action.ADMIT_CHANGED: N_("Admit with changes"),
    Action.REFUSE: N_("Do not admit"),
    Action.RETURN: N_("Return to be completed"),
    Action.TURN_BACK: N_("Turn back to the department"),
    Action.WITHDRAW: N_("Withdraw"),
    Action.END: N_("End the entry early"),
    Action.EXPIRE: N_("Close as over"),
}

ENTRY_WORDS: dict[Entry, Word] = {
    Entry.NOTE: N_("the text"),
    Entry.REASON: N_("the grounds"),
    Entry.STANCE: N_("the stance"),
    Entry.UNIT: N_("the unit giving the opinion"),
    Entry.AUTHORITY: N_("who decided"),
    Entry.DAY: N_("the day"),
    Entry.NUMBER: N_("the number of the paper"),
    Entry.WANTED: N_("the list it goes to"),
    Entry.UNTIL: N_("the last day"),
}

FIELD_WORDS: dict[str, Word] = {
    "kind": N_("the kind of request"),
    "department": N_("the department of the request"),
    "name": N_("the wording of the duty"),
    "legal_basis": N_("the legal basis"),
    "explanation": N_("the written explanation"),
    "wanted": N_("the list wanted"),
    "funds": N_("the funds that follow"),
    "powers": N_("the powers that follow"),
    "urgent": N_("the urgency"),
    "wanted_on": N_("the date wanted"),
    "ends_on": N_("the end date"),
    "exit_route": N_("the exit route"),
    "superior_duty": N_("what the department does"),
    "township_duty": N_("what the township does"),
    "method": N_("the way of working"),
    "duty_item": N_("the duty item concerned"),
    "change": N_("the change"),
    "cause": N_("the cause"),
    "code": N_("the matter's code"),
    "limit": N_("the time limit"),
    "condition": N_("the filing condition"),
    "closing": N_("the closing condition"),
    "lead_unit": N_("the lead unit"),
    "case_number": N_("the case it came from"),
    "title": N_("the title of the document"),
    "number": N_("the number of the document"),
    "issuer": N_("the issuer of the document"),
    "text": N_("the text of the document"),
    "file_name": N_("the file name"),
    "file_hash": N_("the file's hash"),
}

GUARD_WORDS: dict[Guard, Word] = {
    Guard.COMPLETE: N_("Something it needs is still missing."),
    Guard.OPINION: N_("No unit has given its opinion yet."),
    Guard.URGENT: N_("It is not marked urgent."),
    Guard.NOT_STARTED: N_("It is in force already."),
    Guard.RUNNING: N_("Its last day has passed."),
    Guard.OVER: N_("Its last day has not passed yet."),
}
