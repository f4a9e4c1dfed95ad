"""What conditions may ask of a drill, and how what was done is compared with what they ask.

Moments are seconds from the start of the drill. A player keeps records of what happened and
answers :class:`Facts`; :func:`fits_act` and its neighbours say what counts, so that every player
and every review counts alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from models.cases.kinds import Action, CaseState, QueueKey
    from scenarios.format.conditions import Act, Reporting, Saying
    from scenarios.format.words import Outcome, ReportKind


@dataclass(frozen=True, slots=True)
class ActRecord:
    """An action on a case, as the ledger of the drill has it.

    ``case`` is the inject the case was born from, or its id in the starting caseload; "" for one
    that players took in themselves. ``units`` are the unit it went to and the unit of whoever acted.
    """

    at: int
    action: Action
    case: str
    role: str
    """The desk of the scenario whoever acted sits at; a simulated colleague's as well"""
    units: frozenset[str] = frozenset()
    matter: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SayingRecord:
    """Something said: a call, a message, a conversation noted with a case."""

    at: int
    role: str
    to: str
    """A role or an actor"""
    text: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report to superior levels."""

    at: int
    role: str
    kind: ReportKind
    text: str
    to: str = ""
    case: str = ""


class Facts(Protocol):
    """A drill as it stands. Counts take both ends of their window in."""

    @property
    def now(self) -> int:
        """The moment, in seconds from the start."""
        ...

    def acts(self, act: Act, since: int, until: int) -> int:
        """Return how often an act was done."""
        ...

    def sayings(self, saying: Saying, since: int, until: int) -> int:
        """Return how often something was said."""
        ...

    def reports(self, reporting: Reporting, since: int, until: int) -> int:
        """Return how often a report was made."""
        ...

    def sent(self, inject: str) -> int | None:
        """Return when an inject was sent for the first time."""
        ...

    def case_state(self, case: str) -> CaseState | None:
        """Return how a case stands; ``None`` where there is none yet."""
        ...

    def case_late(self, case: str) -> bool:
        """Say whether a case is, or was closed, over its deadline."""
        ...

    def case_unit(self, case: str) -> str:
        """Return the code of the unit that has a case."""
        ...

    def fact(self, name: str) -> str | None:
        """Return a fact of the situation."""
        ...

    def waiting(self, queue: QueueKey) -> int:
        """Return how many cases wait in a queue."""
        ...

    def last_act(self, roles: tuple[str, ...]) -> int:
        """Return when somebody in ``roles`` (in any, if there are none) last did anything; 0 if never."""
        ...

    def outcome(self, expectation: str) -> Outcome:
        """Return how it stands with an expectation."""
        ...


def _any_word(words: tuple[str, ...], text: str) -> bool:
    return not words or any(word in text for word in words)


def fits_act(record: ActRecord, act: Act) -> bool:
    """Say whether a record is of an act; its moment is not looked at."""
    return (
        record.action in act.action
        and (not act.case or record.case in act.case)
        and (not act.by or record.role in act.by)
        and (not act.unit or not record.units.isdisjoint(act.unit))
        and (not act.matter or record.matter in act.matter)
        and _any_word(act.says, record.text)
    )


def fits_saying(record: SayingRecord, saying: Saying) -> bool:
    """Say whether a record is of something said; its moment is not looked at."""
    return (
        (not saying.to or record.to in saying.to)
        and (not saying.by or record.role in saying.by)
        and (not saying.about or record.case in saying.about)
        and _any_word(saying.says, record.text)
    )


def fits_report(record: ReportRecord, reporting: Reporting) -> bool:
    """Say whether a record is of a report; of its words none may be missing."""
    return (
        record.kind is reporting.kind
        and (not reporting.to or record.to in reporting.to)
        and (not reporting.by or record.role in reporting.by)
        and (not reporting.about or record.case in reporting.about)
        and all(word in record.text for word in reporting.says)
    )
