"""What is refused about handing over."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NoSuchScope(DomainError):
    """The person has no such part of the work to hand over."""

    kind = ErrorKind.PERMISSION
    code = "handover.scope"
    sentence = N_("%(person)s cannot hand over the cases of more than their own hands.")
    next_step = N_("Hand over your own; who sees the unit, or the office, can hand that over.")

    def __init__(self, person: str) -> None:
        super().__init__(person=person)


class BadShiftStart(DomainError):
    """A shift that begins in the future, or too long ago."""

    kind = ErrorKind.INPUT
    code = "handover.since"
    sentence = N_("A shift cannot begin then: it lies before now, and within the last %(days)s days.")
    next_step = N_("Give the time the shift began, such as 2026-03-02 08:00, or leave it empty.")

    def __init__(self, days: int) -> None:
        super().__init__(days=days)


class NoSuccessor(DomainError):
    """The one named is nobody a shift can be handed to."""

    kind = ErrorKind.INPUT
    code = "handover.successor"
    sentence = N_("Nobody who works on cases has the account %(key)s, or it is your own.")
    next_step = N_("Choose somebody else, or nobody: whoever comes next takes it over.")

    def __init__(self, key: object) -> None:
        super().__init__(key=str(key))


class TakenOver(DomainError):
    """Somebody took the shift over before."""

    code = "handover.taken"
    sentence = N_("Shift %(number)s was taken over by %(by)s already.")
    next_step = N_("There is nothing more to do.")

    def __init__(self, number: int, by: str) -> None:
        super().__init__(number=number, by=by)


class NotForYou(DomainError):
    """The shift was handed to somebody else."""

    kind = ErrorKind.PERMISSION
    code = "handover.not_yours"
    sentence = N_("Shift %(number)s is not for %(person)s to take over.")
    next_step = N_("Who it was handed to takes it over; nobody takes over their own.")

    def __init__(self, number: int, person: str) -> None:
        super().__init__(number=number, person=person)
