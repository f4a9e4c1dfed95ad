"""What is refused about balancing."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Word

ALL_UNITS = N_("all units")


class NobodyToGive(DomainError):
    """There is nobody cases could be given to."""

    code = "balance.nobody"
    sentence = N_("In %(unit)s there is nobody cases can be given to.")
    next_step = N_("Have an account with the role of a handler opened for the unit.")

    def __init__(self, unit: str | Word) -> None:
        super().__init__(unit=unit)


class PoolEmpty(DomainError):
    """Nothing waits in the unit."""

    code = "balance.pool_empty"
    sentence = N_("In %(unit)s no case waits for somebody to take it.")
    next_step = N_("Include what people have in hand, or mark cases in a queue.")

    def __init__(self, unit: str | Word) -> None:
        super().__init__(unit=unit)


class NothingToDispatch(DomainError):
    """No case waits to be dispatched."""

    code = "balance.nothing_to_dispatch"
    sentence = N_("No case waits to be dispatched.")
    next_step = N_("Cases come here once they are filed, or when a unit gives them back.")


class NoUnitToBalance(DomainError):
    """The person leads no unit, or asked about another one."""

    kind = ErrorKind.PERMISSION
    code = "balance.no_unit"
    sentence = N_("%(person)s does not lead this unit and cannot hand its cases over.")
    next_step = N_("Ask the lead of the unit, or balance your own unit.")

    def __init__(self, person: str) -> None:
        super().__init__(person=person)


class NotInPlan(DomainError):
    """A case or person is not part of the plan."""

    kind = ErrorKind.INPUT
    code = "balance.not_in_plan"
    sentence = N_("%(what)s is not part of this plan, or cannot be given away in it.")
    next_step = N_("Choose a case and a person from the two tables of the plan.")

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


class MayNotHave(DomainError):
    """A person lacks what the case asks for, or looks at other areas only."""

    code = "balance.may_not_have"
    sentence = N_("%(person)s cannot be given case %(number)s: a skill or the area is missing.")
    next_step = N_("Choose somebody else; the list shows who can have it.")

    def __init__(self, person: str, number: str) -> None:
        super().__init__(person=person, number=number)


class NothingToGive(DomainError):
    """The plan changes nothing."""

    code = "balance.nothing"
    sentence = N_("By this plan every case stays where it is.")
    next_step = N_("Move a case to somebody, or leave it at that.")
