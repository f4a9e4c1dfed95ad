"""What is refused about rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.assignment.rosters.kinds import SwapState
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from datetime import date

_STANDS = {
    SwapState.ASKED: N_("the other side has not answered yet"),
    SwapState.AGREED: N_("both sides agreed, and it waits for approval"),
    SwapState.DONE: N_("the duties were swapped"),
    SwapState.DECLINED: N_("the other side declined"),
    SwapState.REFUSED: N_("it was not approved"),
    SwapState.WITHDRAWN: N_("it was taken back"),
    SwapState.EXPIRED: N_("nobody answered before the day came"),
}


class BadSpan(DomainError):
    """Days that end before they begin, or far too many."""

    kind = ErrorKind.INPUT
    code = "roster.span"
    sentence = N_(
        "%(first)s to %(last)s is no span of days here: the last is not before the first, "
        "and it has at most %(most)s days."
    )
    next_step = N_("Correct the days and try again.")

    def __init__(self, first: date, last: date, most: int) -> None:
        super().__init__(first=first, last=last, most=most)


class ShiftCodeTaken(DomainError):
    """Another shift has the code."""

    code = "roster.shift_code"
    sentence = N_("There is a shift with the code %(key)s already.")
    next_step = N_("Give another code, or change that shift.")

    def __init__(self, key: str) -> None:
        super().__init__(key=key)


class ShiftClosed(DomainError):
    """A shift that is not used any more."""

    code = "roster.shift_closed"
    sentence = N_("The shift %(name)s is not used any more.")
    next_step = N_("Choose another shift, or take this one into use again.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class PersonGone(DomainError):
    """Somebody who left the office cannot be given duties."""

    code = "roster.gone"
    sentence = N_("%(name)s does not work here any more.")
    next_step = N_("Choose somebody who does; old duties of theirs can only be cleared.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LeaveOverlaps(DomainError):
    """Somebody is away at that time already."""

    code = "roster.leave_overlaps"
    sentence = N_("%(name)s is on leave from %(first)s to %(last)s already.")
    next_step = N_("Change that leave instead, or choose other days.")

    def __init__(self, name: str, first: date, last: date) -> None:
        super().__init__(name=name, first=first, last=last)


class OwnDeputy(DomainError):
    """Nobody stands in for themselves."""

    kind = ErrorKind.INPUT
    code = "roster.own_deputy"
    sentence = N_("%(name)s cannot stand in for themselves.")
    next_step = N_("Choose somebody else.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DeputyTwice(DomainError):
    """The two are deputies from the same day already."""

    code = "roster.deputy_twice"
    sentence = N_("%(deputy)s stands in for %(name)s on days among these already.")
    next_step = N_("End that first, or choose other days.")

    def __init__(self, deputy: str, name: str) -> None:
        super().__init__(deputy=deputy, name=name)


class NobodyToRotate(DomainError):
    """A pattern without people or shifts."""

    kind = ErrorKind.INPUT
    code = "roster.nobody"
    sentence = N_("A pattern needs at least one person and one shift that is in use.")
    next_step = N_("Name the people in the order they take turns, and the shifts.")


class NotMyDuty(DomainError):
    """Who asks has no such duty."""

    code = "roster.no_duty"
    sentence = N_("%(name)s has no duty %(shift)s on %(day)s.")
    next_step = N_("Look at the roster; it may have been changed meanwhile.")

    def __init__(self, name: str, shift: str, day: date) -> None:
        super().__init__(name=name, shift=shift, day=day)


class SwapPast(DomainError):
    """A duty whose day has come is not swapped."""

    code = "roster.swap_past"
    sentence = N_("The duty of %(day)s has begun or is over; it cannot be swapped.")
    next_step = N_("Swap duties of later days; the duty chief can change the roster itself.")

    def __init__(self, day: date) -> None:
        super().__init__(day=day)


class SwapSelf(DomainError):
    """One does not swap with oneself, nor a duty for the same one."""

    kind = ErrorKind.INPUT
    code = "roster.swap_self"
    sentence = N_("A swap is between two people.")
    next_step = N_("Choose a duty of somebody else.")


class SwapWaiting(DomainError):
    """One of the duties is in another swap that waits."""

    code = "roster.swap_waiting"
    sentence = N_("Swap %(number)s waits for one of these duties already.")
    next_step = N_("Have it answered or taken back first.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SwapSettled(DomainError):
    """The swap waits for nobody, or not for this."""

    code = "roster.swap_settled"
    sentence = N_("Swap %(number)s does not wait for this: %(state)s.")
    next_step = N_("Look at the swaps again.")

    def __init__(self, number: int, state: SwapState) -> None:
        super().__init__(number=number, state=_STANDS[state])


class SwapNotYours(DomainError):
    """Somebody else has to say it."""

    kind = ErrorKind.PERMISSION
    code = "roster.swap_not_yours"
    sentence = N_("Swap %(number)s is not for %(name)s to answer.")
    next_step = N_("Who was asked agrees or declines; who asked takes it back.")

    def __init__(self, number: int, name: str) -> None:
        super().__init__(number=number, name=name)


class SwapOwn(DomainError):
    """Who asked for a swap does not approve it."""

    kind = ErrorKind.PERMISSION
    code = "roster.swap_own"
    sentence = N_("You asked for swap %(number)s yourself; somebody else approves it.")
    next_step = N_("Ask another who may approve it, or take it back.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class SwapDoubles(DomainError):
    """After the swap somebody would have two duties at once, or one during leave."""

    code = "roster.swap_doubles"
    sentence = N_("After the swap %(name)s would have another duty, or leave, at the same time on %(day)s.")
    next_step = N_("Swap another duty, or change the roster first.")

    def __init__(self, name: str, day: date) -> None:
        super().__init__(name=name, day=day)


class NoStaff(DomainError):
    """The account belongs to nobody of the office."""

    code = "roster.no_staff"
    sentence = N_("The account of %(name)s belongs to nobody on the list of staff, who could have duties.")
    next_step = N_("Ask the system administrator to link the account to a person of the office.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
