"""What is refused about what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_, Phrase, Word

if TYPE_CHECKING:
    from models.assignment.whatif.views import Changes


class TooLittleHistory(DomainError):
    """Too few cases were handled to learn from."""

    code = "whatif.too_little_history"
    sentence = N_(
        "Only %(count)s cases were handled in the last half year; %(least)s are needed to learn from."
    )
    next_step = N_("Work on for some weeks, or load the log of the former system with “import log”.")

    def __init__(self, count: int, least: int) -> None:
        super().__init__(count=count, least=least)


class BadChange(DomainError):
    """A change cannot be played."""

    kind = ErrorKind.INPUT
    code = "whatif.bad_change"
    sentence = N_("%(what)s: %(reason)s.")
    next_step = N_("Correct it; “yiwang whatif --help” shows how changes are written.")

    def __init__(self, what: Word | Phrase, reason: Word | Phrase) -> None:
        super().__init__(what=what, reason=reason)


class Stopped(DomainError):
    """Somebody stopped it."""

    code = "whatif.stopped"
    sentence = N_("It was stopped after %(done)s of %(total)s runs.")
    next_step = N_("Start it again; fewer runs take less time.")

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done=done, total=total)


MOST_DAYS, MOST_RUNS, MOST_TIMES, MOST_MORE = 31, 10_000, 10.0, 50


def require_playable(changes: Changes, days: int, runs: int) -> None:
    """Let pass what can be played.

    Raises:
        BadChange: a number lies outside what makes sense.
    """
    bounds: list[tuple[Word, float, float, float]] = [
        (N_("Number of days"), days, 1, MOST_DAYS),
        (N_("Runs"), runs, 10, MOST_RUNS),
    ]
    bounds += [(N_("Surge"), surge.times, 0, MOST_TIMES) for surge in changes.surges]
    bounds += [(N_("Days of leave"), leave.days, 1, MOST_DAYS) for leave in changes.leave]
    bounds += [(N_("More handlers"), more.count, 1, MOST_MORE) for more in changes.more]
    for what, number, least, most in bounds:
        if not least <= number <= most:
            raise BadChange(what, Phrase(N_("from %(least)s to %(most)s"), least=least, most=f"{most:g}"))
