"""The words requests and the boundary are described in: kinds, states, actions, entries."""

from __future__ import annotations

from enum import StrEnum


class RequestKind(StrEnum):
    """What a request asks for."""

    ADMISSION = "admission"
    """职责准入: a department wants to hand a new duty to the township"""
    ADJUSTMENT = "adjustment"
    """动态调整: a listed duty is to be changed, moved or taken off"""
    TEMPORARY = "temporary"
    """临时入格: an entry of the grid list that ends on a day"""


class WantedList(StrEnum):
    """The list a new duty is wanted for."""

    BASIC = "basic"
    COOPERATIVE = "cooperative"
    GRID = "grid"
    """综合网格事项工作清单: what grid workers do"""


class Change(StrEnum):
    """What an adjustment does to a listed duty."""

    REWORD = "reword"
    """It is put otherwise and stays where it is"""
    TO_BASIC = "to_basic"
    TO_COOPERATIVE = "to_cooperative"
    TO_RECALLED = "to_recalled"
    RETIRE = "retire"


class Cause(StrEnum):
    """Why an adjustment is asked for."""

    LAW = "law"
    """Laws, or the functions of departments, have changed"""
    TOWNSHIP = "township"
    """The township asks for it itself"""


class RequestState(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    OPINIONS = "opinions"
    """The township's units give their opinions"""
    COUNTY = "county"
    """The county's procedure has it"""
    RETURNED = "returned"
    """Sent back to the department to be completed"""
    ADMITTED = "admitted"
    CHANGED = "changed"
    """Admitted otherwise than asked"""
    REFUSED = "refused"
    TURNED_BACK = "turned_back"
    """An unapproved handover, returned to the department with a grounded reply"""
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """A temporary entry that is over"""


class Action(StrEnum):
    """What a person can do to a request."""

    OPEN = "open"
    EDIT = "edit"
    ATTACH = "attach"
    SUBMIT = "submit"
    OPINE = "opine"
    FORWARD = "forward"
    START = "start"
    """Let an urgent temporary entry be in force before the decision"""
    ADMIT = "admit"
    ADMIT_CHANGED = "admit_changed"
    REFUSE = "refuse"
    RETURN = "return"
    TURN_BACK = "turn_back"
    WITHDRAW = "withdraw"
    END = "end"
    """Take a temporary entry out before its last day"""
    EXPIRE = "expire"
    """Close the request of a temporary entry that is over"""


DECISIONS = (Action.ADMIT, Action.ADMIT_CHANGED, Action.REFUSE, Action.RETURN)
"""What the county's procedure may come to."""


class Entry(StrEnum):
    """What a step asks for; its form is made of these."""

    NOTE = "note"
    REASON = "reason"
    STANCE = "stance"
    UNIT = "unit"
    AUTHORITY = "authority"
    """Who decided or consented"""
    DAY = "day"
    NUMBER = "number"
    """文号 of the paper that says so"""
    WANTED = "wanted"
    UNTIL = "until"


class Stance(StrEnum):
    """What a unit of the township thinks of a request."""

    AGREE = "agree"
    CONDITIONS = "conditions"
    """Agrees on conditions"""
    OBJECT = "object"


class DocumentKind(StrEnum):
    """What a document of a request is."""

    EXPLANATION = "explanation"
    """书面说明 of the department"""
    BASIS = "basis"
    """The law or paper it rests on"""
    OPINION = "opinion"
    DECISION = "decision"
    REPLY = "reply"
    OTHER = "other"


class Reach(StrEnum):
    """How close to a request a person must stand, beyond the role."""

    ANYONE = "anyone"
    OPENER = "opener"
    """Whoever opened it, or a chief"""
    UNIT = "unit"
    """For one's own unit; a chief for any"""


class Guard(StrEnum):
    """What must be so before a step."""

    COMPLETE = "complete"
    """Everything the request needs is there"""
    OPINION = "opinion"
    """A unit has given its opinion"""
    URGENT = "urgent"
    """It is marked urgent"""
    NOT_STARTED = "not_started"
    """It is not in force already"""
    RUNNING = "running"
    """The entry is not over yet"""
    OVER = "over"
    """Its last day has passed"""


class Effect(StrEnum):
    """What a step does to the grid list, for temporary entries."""

    NONE = "none"
    ENTER = "enter"
    """The entry comes into force, or its days are changed to those decided"""
    LEAVE = "leave"
    """An entry in force already ends"""


class StandingKind(StrEnum):
    """How a matter or duty stands to the lists."""

    BASIC = "basic"
    COOPERATIVE = "cooperative"
    RECALLED = "recalled"
    TEMPORARY = "temporary"
    UNLISTED = "unlisted"
    RETIRED = "retired"


class WayKind(StrEnum):
    """What may be done about a matter that somebody brings."""

    HANDLE = "handle"
    """Nothing stands in the way"""
    RETURN = "return"
    """Give it back to the department, with the ground"""
    TRANSFER = "transfer"
    """Hand it over to the department for handling"""
    ADMISSION = "admission"
    """Start a request for duty admission"""
    HEIR = "heir"
    """Use what took its place"""
