"""What is refused about corrective tasks."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NoOwner(DomainError):
    """A task was to be given to nobody, or to somebody who is not there."""

    kind = ErrorKind.INPUT
    code = "improving.no_owner"
    sentence = N_("Nobody of the office answers to “%(owner)s”, and no unit does.")
    next_step = N_("Name the login of a person, or the code of a unit.")

    def __init__(self, owner: str) -> None:
        super().__init__(owner=owner)


class DueBefore(DomainError):
    """A task would be due before it is made."""

    kind = ErrorKind.INPUT
    code = "improving.due_before"
    sentence = N_("A corrective task cannot be due on %(day)s: that day is over.")
    next_step = N_("Give it a day from today on.")

    def __init__(self, day: str) -> None:
        super().__init__(day=day)


class TaskThere(DomainError):
    """The same task was made of the same drill before."""

    code = "improving.there"
    sentence = N_("“%(title)s” was made a corrective task of drill %(number)s before.")
    next_step = N_("It stands among the corrective tasks; nothing was added.")

    def __init__(self, title: str, number: int) -> None:
        super().__init__(title=title, number=number)


class TaskEnded(DomainError):
    """The task was ended before."""

    code = "improving.ended"
    sentence = N_("Corrective task %(number)s was ended by %(person)s already.")
    next_step = N_("Look it up in the list of all of them.")

    def __init__(self, number: int, person: str) -> None:
        super().__init__(number=number, person=person)


class NoReason(DomainError):
    """A task was to be given up without a word."""

    kind = ErrorKind.INPUT
    code = "improving.no_reason"
    sentence = N_("A corrective task is not given up without a reason.")
    next_step = N_("Say why in a few words.")
