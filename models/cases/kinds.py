"""The words a case is described in; the table of transitions (:mod:`models.cases.rules`) hands them on."""

from __future__ import annotations

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    CHECKING = "checking"
    """Somebody looks on the spot whether it is so, before it is filed"""
    ACCEPTED = "accepted"
    FILED = "filed"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    HELD = "held"
    """On hold: the clock stands still until a day"""
    FEEDBACK = "feedback"
    VERIFIED = "verified"
    CLOSED = "closed"
    FINISHED = "finished"
    ARCHIVED = "archived"
    VOID = "void"
    REFUSED = "refused"
    MERGED = "merged"
    """Gone into another case about the same"""
    RETURNED_TO_DISPATCHER = "returned_to_dispatcher"
    RETURNED_TO_ACCEPTOR = "returned_to_acceptor"


FINAL_STATES = frozenset(
    {CaseState.FINISHED, CaseState.ARCHIVED, CaseState.VOID, CaseState.REFUSED, CaseState.MERGED}
)
"""States nobody has to act on; every other case is open. From FINISHED a case can still be put into
the archive, or be opened again; from MERGED it can be taken out again."""


class Action(StrEnum):
    """What a person can do to a case."""

    INTAKE = "intake"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_CHECK = "ask_check"
    CHECK = "check"
    FILE = "file"
    DISPATCH = "dispatch"
    TAKE = "take"
    HAND_OVER = "hand_over"
    GIVE_BACK = "give_back"
    """Give what one took on back to the pool of the unit or post"""
    TRANSFER = "transfer"
    FEEDBACK = "feedback"
    ASK_EXTENSION = "ask_extension"
    ASK_HOLD = "ask_hold"
    ENDORSE = "endorse"
    GRANT_EXTENSION = "grant_extension"
    GRANT_HOLD = "grant_hold"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RESUME = "resume"
    VERIFY = "verify"
    REWORK = "rework"
    CLOSE = "close"
    CALL_BACK = "call_back"
    APPEAL = "appeal"
    SUPPORT = "support"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    URGE = "urge"
    SUPERVISE = "supervise"
    ANSWER = "answer"
    ESCALATE = "escalate"
    """Nobody acted in time; by the program alone (models.cases.escalation)"""
    RECOUNT = "recount"
    REDO = "redo"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    MERGE = "merge"
    UNMERGE = "unmerge"
    LINK = "link"
    UNLINK = "unlink"
    ASSIST = "assist"
    """Ask another unit to assist; what follows is about that unit's task (models.cases.assisting)"""
    ASSIST_TAKE = "assist_take"
    ASSIST_HAND_OVER = "assist_hand_over"
    ASSIST_ANSWER = "assist_answer"
    ASSIST_DECLINE = "assist_decline"
    ASSIST_URGE = "assist_urge"
    ASSIST_REPLY = "assist_reply"
    """Answer what was urged; the assistance itself goes on"""
    ASSIST_AGAIN = "assist_again"
    ASSIST_RECALL = "assist_recall"
    CHANGE_LEAD = "change_lead"
    WHISTLE = "whistle"
    """Call a unit to the spot (models.cases.whistling)"""
    WHISTLE_REPORT = "whistle_report"
    WHISTLE_ABSENT = "whistle_absent"
    """It did not report in by its time; by the program alone"""
    WHISTLE_JUDGE = "whistle_judge"
    CONTACT = "contact"
    """Somebody of the office spoke to the reporter; moves nothing"""
    SET_DEADLINE = "set_deadline"
    """Note the deadline of a superior level, or change it"""
    DROP_DEADLINE = "drop_deadline"
    """The superior level wants it by no day any more"""
    RETURN = "return"
    VOID = "void"
    UNDO = "undo"
    """Take the last step back soon after it was done; no row of the table, see models.cases.undoing"""
    FORMER = "former"
    """Something another system noted that is no step of ours; no row of the table, see models.cases.former"""


ASIDE = frozenset(
    {
        Action.APPEAL,
        Action.SUPPORT,
        Action.UPHOLD,
        Action.DISMISS,
        Action.URGE,
        Action.SUPERVISE,
        Action.MERGE,
        Action.UNMERGE,
        Action.LINK,
        Action.UNLINK,
        Action.CONTACT,
        Action.SET_DEADLINE,
        Action.DROP_DEADLINE,
    }
)
"""What may be said of a case without having work on it: it gives nobody a queue."""


PAIRED = frozenset({Action.MERGE, Action.UNMERGE, Action.LINK, Action.UNLINK})
"""What concerns two cases at once: it is done to one case at a time, not to a set."""


class Channel(StrEnum):
    """Where a case came from."""

    PATROL = "patrol"
    VILLAGE = "village"
    CITIZEN = "citizen"
    HOTLINE = "hotline"
    VIDEO = "video"
    SUPERIOR = "superior"
    MEDIA = "media"


CALL_BACK_CHANNELS = frozenset({Channel.CITIZEN, Channel.HOTLINE, Channel.MEDIA})
"""Cases from these channels have someone to call back once they are closed."""


class CloseKind(StrEnum):
    """How a case ended."""

    NORMAL = "normal"
    LATE = "late"
    ERROR = "error"
    SPECIAL = "special"


class Rating(StrEnum):
    """What the reporter said when called back."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    UNREACHABLE = "unreachable"


class Entry(StrEnum):
    """What an action asks for; the form of an action is made of these."""

    REASON = "reason"
    NOTE = "note"
    CONDITION = "condition"
    UNIT = "unit"
    PERSON = "person"
    CASE = "case"
    """Another case, by its number"""
    LINK = "link"
    UNTIL = "until"
    LEVEL = "level"
    DUE = "due"
    """A moment something is due at"""
    PRESSURE = "pressure"
    CLOSE_KIND = "close_kind"
    RATING = "rating"
    LIMIT = "limit"
    """How long an assisting unit has, as 2WD or 4UH"""
    TURNOUT = "turnout"
    OLD_LEAD = "old_lead"
    """What becomes of the unit that led the case"""


class Reach(StrEnum):
    """How close to the case a person must stand, beyond role and area."""

    AREA = "area"
    """Anyone with the role who sees the case's division"""
    UNIT = "unit"
    """Someone of the unit that has the case"""
    ACCEPTOR = "acceptor"
    """The acceptor who took the case, or a duty chief"""
    HOLDER = "holder"
    """Someone of the unit that has the case, or whoever dispatches"""
    NEAR = "near"
    """Someone of the unit that has the case, or whoever accepts or dispatches"""


class Clock(StrEnum):
    """What an action does to the case's clock."""

    KEEP = "keep"
    START = "start"
    """It begins to run; a case filed again keeps the moment of its first filing"""
    STOP = "stop"
    RESUME = "resume"
    """It runs on towards the same deadline, as if it had never stopped"""
    PAUSE = "pause"
    """It stands still; what is left of the limit is kept"""
    UNPAUSE = "unpause"
    """It goes on with what was left of the limit"""
    RESTART = "restart"
    """It begins anew now, with the whole limit of the same condition"""


class Stage(StrEnum):
    """A clock of its own beside the one of handling: what has to be done within a short time."""

    ACCEPT = "accept"
    """The public pool: to be accepted, or turned down"""
    FILE = "file"
    """With its acceptor: to be filed"""
    CHECK = "check"
    """To be looked at on the spot before it is filed"""
    DISPATCH = "dispatch"
    """To be given to a unit"""
    CONTACT = "contact"
    """The reporter is to be spoken to"""
    VERIFY = "verify"
    """What a unit did is to be looked at on the spot"""
    CALL_BACK = "call_back"
    """The reporter is to be called back"""


class Level(StrEnum):
    """Whose deadline a case carries beside the township's own."""

    CITY = "city"
    DISTRICT = "district"


class Owner(StrEnum):
    """Who has the case in person afterwards, and finds it in the queue of their own cases."""

    NOBODY = "nobody"
    """It lies in a pool: whoever has the role may act"""
    ACTOR = "actor"
    """The person who acted"""
    ACCEPTOR = "acceptor"
    """The acceptor who took it"""
    PERSON = "person"
    """The person named, nobody where naming one is optional and none is"""
    KEEP = "keep"
    """Whoever has it"""


class Light(StrEnum):
    """The state of a deadline."""

    NONE = "none"
    """No deadline yet"""
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    MET = "met"
    """The clock has stopped, in time"""
    MISSED = "missed"
    """The clock has stopped, too late"""
    HELD = "held"
    """The clock stands still; the deadline is what it will be if the case goes on as planned"""


class QueueKey(StrEnum):
    """The queues of the working day, in the order of their number keys."""

    TO_ACCEPT = "to_accept"
    TO_FILE = "to_file"
    TO_DISPATCH = "to_dispatch"
    WITH_UNITS = "with_units"
    TO_VERIFY = "to_verify"
    TO_CLOSE = "to_close"
    TO_CALL_BACK = "to_call_back"
    MINE = "mine"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    TO_DECIDE = "to_decide"
    """What units asked for and this person has to decide"""
    URGED = "urged"
    """What was urged or supervised and awaits an answer"""
    ASSISTING = "assisting"
    """What units were asked to assist with and have not answered (:mod:`models.cases.assisted`)"""
    TO_TAKE = "to_take"
    """What lies in the pools a person takes from (:mod:`models.cases.pools`)"""
    DAY = "day"
    """The most urgent of all that waits for the person (:mod:`models.cases.day`)"""


class Pressure(StrEnum):
    """Why a case is supervised."""

    OVERDUE = "overdue"
    LEADER = "leader"
    """A leader asked for it"""
    KEY = "key"
    """A case of weight"""


class LinkKind(StrEnum):
    """What one case is to another."""

    DUPLICATE = "duplicate"
    """About the same thing"""
    CAUSED_BY = "caused_by"
    """The other one brought it about"""
    PART_OF = "part_of"
    """It belongs to the other one, which is larger"""


class Asked(StrEnum):
    """What a unit has asked for and nobody has decided yet."""

    NOTHING = "none"
    EXTENSION = "extension"
    HOLD = "hold"
    APPEAL = "appeal"


class PersonalField(StrEnum):
    """What of a case is shown masked, and read in clear only with a reason."""

    REPORTER_NAME = "reporter_name"
    REPORTER_PHONE = "reporter_phone"
