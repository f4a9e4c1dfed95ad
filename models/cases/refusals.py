"""What the cases room refuses, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.cases.words import ACTION_WORDS, ENTRY_WORDS, PERSONAL_WORDS, STATE_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.cases.kinds import Action, CaseState, Entry, PersonalField


class WrongState(DomainError):
    """The case stands where this action does not apply."""

    code = "case.wrong_state"
    sentence = N_("Case %(number)s is %(state)s; this is not possible now: %(action)s.")
    next_step = N_("What can be done with it now: %(possible)s.")

    def __init__(self, number: str, state: CaseState, action: Action, possible: Iterable[Action]) -> None:
        super().__init__(
            number=number,
            state=STATE_WORDS[state],
            action=ACTION_WORDS[action],
            possible=[ACTION_WORDS[each] for each in possible],
        )


class CaseEnded(WrongState):
    """The case has come to its end; nothing can be done to it any more."""

    code = "case.ended"
    next_step = N_("Nothing more can be done to it. If the trouble is back, report a new case.")


class NotYourUnit(DomainError):
    """The case is with another unit than the person's."""

    kind = ErrorKind.PERMISSION
    code = "case.not_your_unit"
    sentence = N_("Case %(number)s is with %(unit)s; only its people may do this: %(action)s.")
    next_step = N_("Ask someone of that unit, or the dispatcher to give the case to your unit.")

    def __init__(self, number: str, unit: str, action: Action) -> None:
        super().__init__(number=number, unit=unit, action=ACTION_WORDS[action])


class NotTheAcceptor(DomainError):
    """Somebody else accepted the case."""

    kind = ErrorKind.PERMISSION
    code = "case.not_the_acceptor"
    sentence = N_(
        "Case %(number)s was accepted by %(acceptor)s; only they or the duty chief may do this: %(action)s."
    )
    next_step = N_("Ask %(acceptor)s or the duty chief.")

    def __init__(self, number: str, acceptor: str, action: Action) -> None:
        super().__init__(number=number, acceptor=acceptor, action=ACTION_WORDS[action])


class EntryMissing(DomainError):
    """An action was asked for without what it needs."""

    kind = ErrorKind.INPUT
    code = "case.entry_missing"
    sentence = N_("Missing for “%(action)s”: %(entries)s.")
    next_step = N_("Fill it in and try again.")

    def __init__(self, action: Action, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        super().__init__(action=ACTION_WORDS[action], entries=[ENTRY_WORDS[entry] for entry in self.entries])


class EntryNotAsked(DomainError):
    """An action was given something it has no place for; nothing was saved."""

    kind = ErrorKind.INPUT
    code = "case.entry_not_asked"
    sentence = N_("“%(action)s” has no place for %(entries)s; nothing was saved.")
    next_step = N_("Leave it out, or choose the action it belongs to.")

    def __init__(self, action: Action, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        super().__init__(action=ACTION_WORDS[action], entries=[ENTRY_WORDS[entry] for entry in self.entries])


class MatterRetired(DomainError):
    """The matter, or this version of it, takes no new cases."""

    code = "case.matter_retired"
    sentence = N_(
        "No case can be filed under version %(version)s of matter %(code)s %(name)s: it is not in force."
    )
    next_step = N_("Choose the matter's current version, or another matter.")

    def __init__(self, code: str, name: str, version: int) -> None:
        super().__init__(code=code, name=name, version=version)


class UnitClosed(DomainError):
    """The unit takes no work any more."""

    code = "case.unit_closed"
    sentence = N_("%(unit)s is closed and takes no cases.")
    next_step = N_("Choose another unit.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class AlreadyWithUnit(DomainError):
    """A case is to be given to the unit that has it."""

    code = "case.already_with_unit"
    sentence = N_("Case %(number)s is with %(unit)s already.")
    next_step = N_("Choose another unit; nothing was changed.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class NotOfTheUnit(DomainError):
    """A case is to be given to somebody who does not handle cases in the unit that has it."""

    code = "case.not_of_the_unit"
    sentence = N_("Case %(number)s can only be given to people who handle cases in the unit that has it.")
    next_step = N_("Choose one of its people; another unit gets it by a transfer.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class UnitHoldsCases(DomainError):
    """A unit is to be closed that has not ended its cases."""

    code = "case.unit_holds_cases"
    sentence = N_("%(unit)s cannot be closed: open cases that still lie with it: %(count)s.")
    next_step = N_("Let the unit finish them or give them back first; they stand in its queues.")

    def __init__(self, unit: str, count: int) -> None:
        super().__init__(unit=unit, count=count)


class PersonHoldsCases(DomainError):
    """A person or account is to go that has cases in hand."""

    code = "case.person_holds_cases"
    sentence = N_("%(name)s cannot be taken out of office: open cases still in their hands: %(count)s.")
    next_step = N_(
        "Let them, their unit or the duty chief take these cases on to the next step first. "
        "To keep somebody out at once, give their account another password."
    )

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


class GridClosed(DomainError):
    """The grid is not used any more."""

    code = "case.grid_closed"
    sentence = N_("Grid %(grid)s is no longer in use.")
    next_step = N_("Choose the grid that took its place.")

    def __init__(self, grid: str) -> None:
        super().__init__(grid=grid)


class NoDeadlineYet(DomainError):
    """A receipt was asked for before the case was filed."""

    code = "case.no_deadline_yet"
    sentence = N_("Case %(number)s has no deadline yet: no filing condition was chosen.")
    next_step = N_("File it first; the deadline and its receipt are fixed then.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class MayNotReveal(DomainError):
    """The person has nothing to do on the case now, so need not know whom it is about."""

    kind = ErrorKind.PERMISSION
    code = "case.may_not_reveal"
    sentence = N_(
        "%(actor)s may not read %(field)s of case %(number)s: there is nothing for them to do on it now."
    )
    next_step = N_("Ask the person who has the case.")

    def __init__(self, actor: str, number: str, field: PersonalField) -> None:
        super().__init__(actor=actor, number=number, field=PERSONAL_WORDS[field])


class ReasonMissing(DomainError):
    """Personal data is read in clear only for a reason."""

    kind = ErrorKind.INPUT
    code = "case.reason_missing"
    sentence = N_("A reason is needed to read %(field)s in clear; the reading goes into the ledger.")
    next_step = N_("Write in a few words what you need it for.")

    def __init__(self, field: PersonalField) -> None:
        super().__init__(field=PERSONAL_WORDS[field])


class NothingToReveal(DomainError):
    """The case holds no such personal data."""

    kind = ErrorKind.MISSING
    code = "case.nothing_to_reveal"
    sentence = N_("Case %(number)s does not hold %(field)s.")
    next_step = N_("Look at the text of the case, or ask whoever took it in.")

    def __init__(self, number: str, field: PersonalField) -> None:
        super().__init__(number=number, field=PERSONAL_WORDS[field])


class StepInFuture(DomainError):
    """A step of an imported history has not happened yet."""

    kind = ErrorKind.INPUT
    code = "case.step_in_future"
    sentence = N_("A step of case %(number)s lies in the future.")
    next_step = N_("Correct the time.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class StepOutOfOrder(DomainError):
    """A step of an imported history lies before the one it follows."""

    kind = ErrorKind.INPUT
    code = "case.step_out_of_order"
    sentence = N_("This step of case %(number)s lies before the one it follows.")
    next_step = N_("Put the steps of a case in the order of time.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
