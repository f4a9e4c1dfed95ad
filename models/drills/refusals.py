"""What is refused about drills and the databases they run in."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NotADrill(DomainError):
    """A database people work in was to be used as the world of a drill."""

    code = "drill.live"
    sentence = N_("%(where)s is a database people work in; no drill is opened there.")
    next_step = N_("Start a drill with “yiwang drill start”: it makes a world of its own.")

    def __init__(self, where: str) -> None:
        super().__init__(where=where)


class OnlyADrill(DomainError):
    """The world of a drill was to be used as the database people work in."""

    code = "drill.sealed"
    sentence = N_("%(where)s is the world of a drill; nothing real is worked on there.")
    next_step = N_("Join the drill with “yiwang drill join”, or name the database of the office.")

    def __init__(self, where: str) -> None:
        super().__init__(where=where)


class NoDrill(DomainError):
    """The database has no drill in it yet."""

    kind = ErrorKind.MISSING
    code = "drill.none"
    sentence = N_("There is no drill in this database.")
    next_step = N_("Start one with “yiwang drill start”.")


class DrillThere(DomainError):
    """A drill was to be made where there is one."""

    code = "drill.there"
    sentence = N_("This database has drill %(number)s in it already.")
    next_step = N_("Start a new one; every drill has a world of its own.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class Steered(DomainError):
    """Somebody else steers the drill."""

    kind = ErrorKind.CONFLICT
    code = "drill.steered"
    sentence = N_("%(person)s steers this drill.")
    next_step = N_("Look on, or take it over from them: only one person steers at a time.")

    def __init__(self, person: str) -> None:
        super().__init__(person=person)


class DrillOver(DomainError):
    """The drill has ended."""

    code = "drill.over"
    sentence = N_("Drill %(number)s has ended.")
    next_step = N_("Look at its review, or start it anew.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NoSuchSpeed(DomainError):
    """Time does not run that fast, or not at all."""

    kind = ErrorKind.INPUT
    code = "drill.speed"
    sentence = N_("Time cannot run %(speed)s times as fast.")
    next_step = N_("Choose a whole number from 1 to %(most)s.")

    def __init__(self, speed: int, most: int) -> None:
        super().__init__(speed=speed, most=most)


class TimeGoesOn(DomainError):
    """A drill's time was to go back, or beyond its end."""

    code = "drill.back"
    sentence = N_("The time of a drill cannot be set to then: it lies before now, or after the end.")
    next_step = N_("To go back, make a branch from the recording.")
