"""What is refused about units called to a case."""

from __future__ import annotations

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_


class NobodyCalled(DomainError):
    """No unit is named."""

    kind = ErrorKind.INPUT
    code = "whistle.nobody_called"
    sentence = N_("No unit was named that is to come to case %(number)s.")
    next_step = N_("Name one unit or several.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class BadReportTime(DomainError):
    """The time to report in by has passed, or lies more than a week ahead."""

    kind = ErrorKind.INPUT
    code = "whistle.bad_report_time"
    sentence = N_("The time to report in by has passed, or lies more than a week ahead.")
    next_step = N_("Name a time within the next seven days.")


class BadArrival(DomainError):
    """Somebody is said to have come before the call, or in the future."""

    kind = ErrorKind.INPUT
    code = "whistle.bad_arrival"
    sentence = N_("%(unit)s cannot have come before it was called, nor after now.")
    next_step = N_("Give the time it came, or leave it out if that is now.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class NotCalled(DomainError):
    """The unit was not called to the case, or is let go already."""

    kind = ErrorKind.INPUT
    code = "whistle.not_called"
    sentence = N_("%(unit)s is not called to case %(number)s now.")
    next_step = N_("See which units were called: “yiwang case tasks”.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class ReportedBefore(DomainError):
    """The unit has reported in already."""

    code = "whistle.reported_before"
    sentence = N_("%(unit)s has reported in on case %(number)s already.")
    next_step = N_("Answer with what it did, once that is done.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class TooEarlyToJudge(DomainError):
    """The unit may still come."""

    code = "whistle.too_early"
    sentence = N_("%(unit)s may still report in on case %(number)s; how it turned out is not known yet.")
    next_step = N_("Wait until it reports in, or until its time is over.")

    def __init__(self, number: str, unit: str) -> None:
        super().__init__(number=number, unit=unit)
