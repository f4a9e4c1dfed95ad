"""What is refused about requests: extensions, holds, appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from models.cases.words import ASKED_WORDS
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Word

if TYPE_CHECKING:
    from models.cases.kinds import Asked


class RequestRefused(DomainError):
    """Base of what stands in the way of a request; ``brief`` says so in a few words, beside a key."""

    brief: ClassVar[Word]


class AlreadyAsked(RequestRefused):
    """The case waits for a decision on something asked before."""

    code = "case.already_asked"
    sentence = N_("Case %(number)s already waits for a decision: %(asked)s.")
    next_step = N_("Wait for it, or take the request back first.")
    brief = N_("Something asked for is not decided yet.")

    def __init__(self, number: str, asked: Asked) -> None:
        super().__init__(number=number, asked=ASKED_WORDS[asked])


class NothingAsked(RequestRefused):
    """Nothing of the kind was asked for."""

    code = "case.nothing_asked"
    sentence = N_("Nothing that could be decided was asked for on case %(number)s.")
    next_step = N_("Read the case again; somebody may have decided already.")
    brief = N_("Nothing was asked for.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class LeadHasToEndorse(RequestRefused):
    """Somebody of the unit asked; its lead has not passed it on."""

    kind = ErrorKind.PERMISSION
    code = "case.lead_has_to_endorse"
    sentence = N_("On case %(number)s the unit's lead has to speak first.")
    next_step = N_("Ask the lead of the unit to endorse or decline it.")
    brief = N_("The unit's lead has to speak first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NothingToAnswer(RequestRefused):
    """Nobody urged, or it was answered."""

    code = "case.nothing_to_answer"
    sentence = N_("There is nothing to answer on case %(number)s.")
    next_step = N_("Read the case again; somebody may have answered already.")
    brief = N_("Nothing was urged.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class OwnUrging(RequestRefused):
    """Whoever urged would answer themselves."""

    code = "case.own_urging"
    sentence = N_("What is to be answered on case %(number)s was urged by yourself.")
    next_step = N_("Whoever has the case answers it; what was urged by mistake can be taken back.")
    brief = N_("You urged it yourself.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NoMoreExtensions(RequestRefused):
    """The extensions are used up."""

    code = "case.no_more_extensions"
    sentence = N_("Case %(number)s has had %(most)s extensions; there are no more.")
    next_step = N_("Finish it in time, or ask for a hold if it cannot be gone on with.")
    brief = N_("The extensions are used up.")

    def __init__(self, number: str, most: int) -> None:
        super().__init__(number=number, most=most)


class AlreadyOverdue(RequestRefused):
    """More time can only be asked for before it has run out."""

    code = "case.already_overdue"
    sentence = N_("Case %(number)s is overdue; more time is asked for before that.")
    next_step = N_("Finish it; afterwards an appeal can be made with the reason of the delay.")
    brief = N_("It is overdue.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class HeldBefore(RequestRefused):
    """The holds are used up."""

    code = "case.held_before"
    sentence = N_("Case %(number)s has been on hold %(most)s time(s); it cannot be again.")
    next_step = N_("Finish it, or ask for an extension.")
    brief = N_("It has been on hold.")

    def __init__(self, number: str, most: int) -> None:
        super().__init__(number=number, most=most)


class BadHoldEnd(DomainError):
    """The day a hold is to end is not one it can end on."""

    kind = ErrorKind.INPUT
    code = "case.bad_hold_end"
    sentence = N_("A hold ends between today and %(latest)s; %(given)s is not.")
    next_step = N_("Choose a day in between.")

    def __init__(self, given: str, latest: str) -> None:
        super().__init__(given=given, latest=latest)


class BadAnswerDay(DomainError):
    """The day an answer is due has passed."""

    kind = ErrorKind.INPUT
    code = "case.bad_answer_day"
    sentence = N_("An answer cannot be due on %(given)s: that day has passed.")
    next_step = N_("Name today or a later day, or leave it out.")

    def __init__(self, given: str) -> None:
        super().__init__(given=given)


class AppealedBefore(RequestRefused):
    """The lateness was appealed before."""

    code = "case.appealed_before"
    sentence = N_("The lateness of case %(number)s was appealed before; that is done once.")
    next_step = N_("Nothing more can be done about it; the timeline keeps the decision.")
    brief = N_("It was appealed before.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class AlreadyForgiven(RequestRefused):
    """The lateness was forgiven."""

    code = "case.already_forgiven"
    sentence = N_("The lateness of case %(number)s is forgiven already.")
    next_step = N_("Nothing is to be done.")
    brief = N_("The lateness is forgiven.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotLate(RequestRefused):
    """The case was not late."""

    code = "case.not_late"
    sentence = N_("Case %(number)s was finished in time; there is no lateness to appeal.")
    next_step = N_("Nothing is to be done.")
    brief = N_("It was not late.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReviewFirst(RequestRefused):
    """The first review is outstanding."""

    code = "case.review_first"
    sentence = N_("The appeal on case %(number)s has not been reviewed once yet.")
    next_step = N_("Ask the dispatcher to look at it first.")
    brief = N_("The first review is outstanding.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class AnotherHasToReview(RequestRefused):
    """The same person cannot review twice."""

    kind = ErrorKind.PERMISSION
    code = "case.another_has_to_review"
    sentence = N_("You have reviewed the appeal on case %(number)s; somebody else has the last word.")
    next_step = N_("Ask the duty chief or a leader.")
    brief = N_("Somebody else has the last word.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class RequestOpen(RequestRefused):
    """Something asked for is not decided."""

    code = "case.request_open"
    sentence = N_("Case %(number)s still waits for a decision: %(asked)s.")
    next_step = N_("Decide that first.")
    brief = N_("Something asked for is not decided yet.")

    def __init__(self, number: str, asked: Asked) -> None:
        super().__init__(number=number, asked=ASKED_WORDS[asked])


class NoSuchDeadline(RequestRefused):
    """No deadline of that level is noted, or of any."""

    code = "case.no_such_deadline"
    sentence = N_("%(number)s: no deadline of that superior level is noted.")
    brief = N_("No superior's deadline is noted.")
    next_step = N_("Look at the case again: it may have been dropped meanwhile, or be another level's.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)
