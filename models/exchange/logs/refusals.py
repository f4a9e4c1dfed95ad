"""What is refused about logs of other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.exchange.refusals import BadCell, NotATable
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_

if TYPE_CHECKING:
    from models.kernel.words import Phrase


class NotALog(NotATable):
    """A file that is no log, is broken inside, or would fill the machine when unpacked."""

    code = "exchange.not_a_log"
    next_step = N_("Export the log again, as XES or as CSV (UTF-8), also packed with gzip.")


class NoSuchClassifier(DomainError):
    """A classifier the log does not declare."""

    kind = ErrorKind.INPUT
    code = "exchange.no_such_classifier"
    sentence = N_("%(name)s declares no classifier “%(classifier)s”.")
    next_step = N_("Choose one of: %(names)s.")

    def __init__(self, name: str, classifier: str, names: str) -> None:
        super().__init__(name=name, classifier=classifier, names=names)


class BadActivities(DomainError):
    """A row of the table of activities that cannot be used."""

    kind = ErrorKind.INPUT
    code = "exchange.bad_activities"
    sentence = N_("The table of activities cannot be used: row %(row)s, “%(value)s”: %(reason)s")
    next_step = N_("Write theirs, ours and, if need be, state: for instance Assign,dispatch,handling.")

    def __init__(self, row: int, value: str, reason: DomainError | Phrase) -> None:
        super().__init__(row=row, value=value, reason=reason)


class TooManyActivities(DomainError):
    """More activities than any office has: the wrong column was taken."""

    kind = ErrorKind.INPUT
    code = "exchange.too_many_activities"
    sentence = N_("The column “%(heading)s” names more than %(most)s different activities.")
    next_step = N_("Say which column is the activity with --map HEADING=activity.")

    def __init__(self, heading: str, most: int) -> None:
        super().__init__(heading=heading, most=most)


class NoZone(DomainError):
    """The name of a time zone that does not exist."""

    kind = ErrorKind.INPUT
    code = "exchange.no_zone"
    sentence = N_("There is no time zone called “%(name)s”.")
    next_step = N_("Write it like Asia/Shanghai or Europe/Rome, or leave it out for the office's own.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoSystem(DomainError):
    """A former system without a name."""

    kind = ErrorKind.INPUT
    code = "exchange.no_system"
    sentence = N_("The former system needs a name of at most %(most)s characters.")
    next_step = N_("Say --system NAME; the same name finds the same cases when more of the log comes in.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NoGridSaid(DomainError):
    """A log without a column for grids, and nothing said about them."""

    kind = ErrorKind.INPUT
    code = "exchange.no_grid_said"
    sentence = N_("%(name)s has no column for grids, so it has to be said where its cases lie.")
    next_step = N_("Say with --grid CODE where such cases lie.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoGrid(BadCell):
    """A case that lies in no grid known here."""

    code = "exchange.log_without_grid"
    sentence = N_("the log names no grid that is known here")
    next_step = N_("Say with --grid CODE where such cases lie.")


class NotOpenOrClosed(BadCell):
    """Neither a time nor a word for open or closed."""

    code = "exchange.not_open_or_closed"
    sentence = N_("it is neither the time of the closing nor a word like closed or open")


class NotForLogs(BadCell):
    """A step or state that an entry of a log cannot bring about."""

    code = "exchange.not_for_logs"
    sentence = N_("an entry of a log cannot stand for this")


class NotRelived(DomainError):
    """Entries of a log were to be written one by one into a database people work in."""

    code = "exchange.not_relived"
    sentence = N_("Entries of another system are written again one by one in drills only.")
    next_step = N_("Load the log as a whole with “yiwang import log”.")
