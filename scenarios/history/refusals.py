"""What is refused about making exercises of what happened, and about ghosts."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

_SOMETHING_ELSE = N_("it holds something else")


class NothingInImport(DomainError):
    """An import brought no cases of which something can be done again."""

    kind = ErrorKind.MISSING
    code = "history.nothing_in_import"
    sentence = N_("Import %(number)s brought no cases that can be done again.")
    next_step = N_("Name an import of cases, or the days they came in with --from and --to.")

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


class NothingHappened(DomainError):
    """There is no case to make an exercise of."""

    kind = ErrorKind.MISSING
    code = "history.nothing"
    sentence = N_("No case came in from %(since)s to %(until)s that could be played again.")
    next_step = N_("Name other days with --from and --to, or another import with --batch.")

    def __init__(self, since: str, until: str) -> None:
        super().__init__(since=since, until=until)


class TooLongAgo(DomainError):
    """The days are more than a drill can last."""

    kind = ErrorKind.INPUT
    code = "history.too_long"
    sentence = N_("From %(since)s to %(until)s is longer than the %(days)s days a drill lasts at most.")
    next_step = N_("Name fewer days with --from and --to.")

    def __init__(self, since: str, until: str, days: int) -> None:
        super().__init__(since=since, until=until, days=days)


class TooManyCases(DomainError):
    """More came in than a scenario holds."""

    kind = ErrorKind.INPUT
    code = "history.too_many"
    sentence = N_("In these days %(count)s cases came in; a scenario holds %(most)s.")
    next_step = N_("Name fewer days with --from and --to.")

    def __init__(self, count: int, most: int) -> None:
        super().__init__(count=count, most=most)


class GhostUnreadable(DomainError):
    """The file is no ghost."""

    kind = ErrorKind.INPUT
    code = "ghost.unreadable"
    sentence = N_("%(name)s cannot be read as the decisions of an office: %(why)s.")
    next_step = N_("Choose a file that “yiwang drill from-history” wrote beside the scenario.")

    def __init__(self, name: str, why: str = _SOMETHING_ELSE) -> None:
        super().__init__(name=name, why=why)


class GhostTooNew(DomainError):
    """The file is of a newer format."""

    kind = ErrorKind.INPUT
    code = "ghost.too_new"
    sentence = N_("%(name)s is of format %(found)s; this program reads up to %(known)s.")
    next_step = N_("Update the program.")

    def __init__(self, name: str, found: int, known: int) -> None:
        super().__init__(name=name, found=found, known=known)


class GhostOfAnother(DomainError):
    """The decisions were taken in another scenario."""

    kind = ErrorKind.INPUT
    code = "ghost.of_another"
    sentence = N_("%(name)s holds the decisions of “%(found)s”, not of “%(wanted)s”.")
    next_step = N_("Name the file that was written with this scenario.")

    def __init__(self, name: str, found: str, wanted: str) -> None:
        super().__init__(name=name, found=found, wanted=wanted)


class NoGhost(DomainError):
    """There are no decisions to play."""

    kind = ErrorKind.MISSING
    code = "ghost.none"
    sentence = N_("There are no decisions of an office beside %(name)s.")
    next_step = N_("Name their file with --ghost, or choose another policy.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
