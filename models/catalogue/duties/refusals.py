"""What the duty lists refuse, each with its sentence."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class DutyCodeTaken(DomainError):
    """A new item under a code that exists, perhaps of an item taken off its list."""

    code = "duties.code_taken"
    sentence = N_("There is already a duty item with the code %(code)s.")
    next_step = N_("Choose another code, or leave it empty and the list gives one.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class NumberOutside(DomainError):
    """A number that lies in another category."""

    kind = ErrorKind.INPUT
    code = "duties.number_outside"
    sentence = N_(
        "Number %(number)s does not lie within “%(category)s”: there it may be from %(first)s to %(last)s."
    )
    next_step = N_("Choose a number within the category, or another category.")

    def __init__(self, number: int, category: str, first: int, last: int) -> None:
        super().__init__(number=number, category=category, first=first, last=last)


class NotListed(DomainError):
    """An item that was taken off its list."""

    code = "duties.not_listed"
    sentence = N_("The duty item %(code)s stands on no list any more.")
    next_step = N_("Put it back on its list first.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class AlreadyListed(DomainError):
    """An item to be put back that was never gone."""

    code = "duties.already_listed"
    sentence = N_("The duty item %(code)s stands on its list.")
    next_step = N_("Nothing needs to be done.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class UnknownDepartment(DomainError):
    """A department no item names."""

    kind = ErrorKind.MISSING
    code = "duties.unknown_department"
    sentence = N_("No duty item names the department “%(department)s”.")
    next_step = N_("Departments the lists name: %(known)s.")

    def __init__(self, department: str, known: str) -> None:
        super().__init__(department=department, known=known)
