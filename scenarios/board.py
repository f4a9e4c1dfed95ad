"""A running drill as its trainer sees it: what was sent and is to come, what is expected, who does what.

Read out of a player between two ticks; nothing here changes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scenarios.format.expecting import ByForm, FromInject
from scenarios.format.timing import After, Once
from scenarios.format.words import Outcome
from scenarios.player.agenda import Look, Sending
from scenarios.scoring.forms import mean_points, share_of
from scenarios.scoring.marks import outcome_of
from scenarios.timeline import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.cases.kinds import Action
    from models.drills.views import CaseStep
    from scenarios.format.expecting import Expected
    from scenarios.format.injects import Inject
    from scenarios.player.player import Player
    from scenarios.player.state import Spoken, State


class Progress(StrEnum):
    """How it stands with an inject."""

    SENT = "sent"
    COMING = "coming"
    """It comes by itself, at a moment that is known"""
    AGAIN = "again"
    """It was sent, and comes once more"""
    WAITING = "waiting"
    """For its condition"""
    FOLLOWING = "following"
    """For the inject before it"""
    CALLED = "called"
    """For a branch, or the trainer's hand"""
    HELD = "held"
    SKIPPED = "skipped"
    LEFT_OUT = "left_out"
    """It was due, and did not go: its condition did not hold, or the world refused it"""


@dataclass(frozen=True, slots=True)
class InjectRow:
    """A line of the timeline."""

    id: str
    number: str
    title: str
    progress: Progress
    at: int | None
    """When it was sent, or comes; seconds from the start"""
    due: bool
    """Kept back although its time has come"""
    contingency: bool
    sender: str
    to: tuple[str, ...]
    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """An expectation."""

    id: str
    title: str
    who: tuple[str, ...]
    outcome: Outcome
    deadline: int | None
    """Until when, in seconds from the start; ``None`` while what it counts from did not come"""
    settled: int | None
    critical: bool
    by_form: bool
    evaluators: int
    """How many handed a form in about it"""
    share: float | None
    """Which share of its points they gave; ``None`` while nobody did, or where nobody is to"""
    late: bool
    """Its time is over; it can still be met in part"""
    counts_from: str
    """Title of the inject its time counts from; "" for the start of the drill"""
    limit: int | None
    """In seconds"""
    weight: float
    objective: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat at a desk, with whoever sits there and what they did last."""

    desk: str
    title: str
    login: str
    person: str
    """"" where nobody sits"""
    simulated: bool
    """Whether a simulated colleague works it while nobody sits there"""
    last: Action | None
    """What was done to a case last, unless something was said or reported since"""
    last_case: str
    last_at: int | None
    spoke: Spoken | None = None
    """What was said or reported last, unless something was done to a case since"""

    @property
    def id(self) -> str:
        """What tells it from other seats."""
        return self.login


@dataclass(frozen=True, slots=True)
class Board:
    """All of it."""

    now: int
    next_at: int | None
    """When the next inject comes by itself"""
    injects: tuple[InjectRow, ...]
    expectations: tuple[ExpectedRow, ...]
    seats: tuple[SeatRow, ...]
    ended: bool

    def counted(self, outcome: Outcome) -> int:
        """Return how many expectations stand so."""
        return sum(each.outcome is outcome for each in self.expectations)

    @property
    def last_act(self) -> SeatRow | None:
        """The seat at which something was done last."""
        acted = [each for each in self.seats if each.last_at is not None]
        return max(acted, key=lambda each: each.last_at or 0, default=None)


def board(player: Player, acts: Mapping[str, CaseStep]) -> Board:
    """Return how a drill stands.

    Args:
        player: who plays it, or looks on.
        acts: what each login did to a case last.
    """
    state = player.state
    coming: dict[str, int] = {}
    for at, due in state.agenda.coming():
        if isinstance(due, Sending) and not over(state, due):
            coming.setdefault(due.occurrence.inject, max(at, state.now))
    rows = [_inject(state, planned.inject, coming) for planned in state.timeline.injects.values()]
    return Board(
        now=state.now,
        next_at=min((at for name, at in coming.items() if name not in state.held), default=None),
        injects=tuple(sorted(rows, key=_place)),
        expectations=tuple(sorted((_expected(player, each) for each in _expectations(state)), key=_urgent)),
        seats=tuple(_seats(player, acts)),
        ended=state.ended,
    )


def next_event(player: Player) -> int | None:
    """Return when the next thing happens by itself, in seconds from the start; for stepping on."""
    state = player.state
    for at, due in state.agenda.coming():
        if isinstance(due, Look) or at <= state.now or (isinstance(due, Sending) and over(state, due)):
            continue
        return at
    return None


def over(state: State, due: Sending) -> bool:
    """Say whether an inject on the agenda was sent, left out or skipped before."""
    occurrence = due.occurrence
    return occurrence.inject in state.dropped or occurrence.number in state.done.get(occurrence.inject, ())


def _inject(state: State, inject: Inject, coming: Mapping[str, int]) -> InjectRow:
    name = inject.id
    progress, at = _progress(state, inject, coming.get(name))
    return InjectRow(
        name,
        inject.number or str(state.timeline.injects[name].position + 1),
        _titled(inject),
        progress,
        at,
        name in state.parked,
        inject.contingency,
        inject.from_ or "",
        tuple(inject.to),
        inject.text,
        inject.expected,
    )


def _progress(state: State, inject: Inject, coming: int | None) -> tuple[Progress, int | None]:
    name, sent = inject.id, state.sent.get(inject.id)
    found: tuple[Progress, int | None]
    if name in state.dropped:
        found = Progress.SKIPPED, None
    elif name in state.held:
        parked = state.parked.get(name)
        found = Progress.HELD, parked[0].at if parked else coming
    elif coming is not None:
        found = Progress.COMING if sent is None else Progress.AGAIN, coming
    elif sent is not None:
        found = Progress.SENT, sent
    elif name in state.done:
        found = Progress.LEFT_OUT, None
    elif name in state.waiting and isinstance(inject.when, Once):
        found = Progress.WAITING, None
    elif isinstance(inject.when, After):
        found = Progress.FOLLOWING, None
    else:
        found = Progress.CALLED, None
    return found


_LAST = 10**9


def _place(row: InjectRow) -> tuple[bool, int, int]:
    """Sort by time, what has none behind, contingencies apart."""
    return row.contingency and row.progress not in {Progress.SENT, Progress.AGAIN}, _moment(row.at), 0


def _moment(at: int | None) -> int:
    return _LAST if at is None else at


def _expectations(state: State) -> Iterable[Expected]:
    return state.timeline.scenario.expectations


def _expected(player: Player, expected: Expected) -> ExpectedRow:
    settled = player.state.settled.get(expected.id)
    anchor = player.looking.judge.anchor(expected, player.looking)
    end = player.timeline.end
    spans = spans_of(expected)
    deadline = None if anchor is None else min(anchor + spans[0], end) if spans else end
    given = list(player.state.forms.get(expected.id, {}).values())
    share = _share(expected, given)
    outcome = Outcome.OPEN if settled is None else settled.outcome
    return ExpectedRow(
        expected.id,
        expected.title,
        tuple(expected.who),
        outcome if share is None or outcome is Outcome.VOID else outcome_of(share),
        deadline,
        None if settled is None else settled.at,
        expected.critical,
        isinstance(expected.judged, ByForm),
        len(given),
        share,
        settled is None and bool(spans) and deadline is not None and deadline < player.state.now,
        _title_of(player.state, expected),
        expected.within,
        expected.weight,
        _objective(player.state, expected.objective),
    )


def _share(expected: Expected, given: list[Mapping[str, float]]) -> float | None:
    """Return which share of its points evaluators gave, as the marks count it."""
    if not given or not isinstance(expected.judged, ByForm):
        return None
    form = expected.judged.form
    return share_of(form, mean_points(form, given))


def _title_of(state: State, expected: Expected) -> str:
    planned = (
        state.timeline.injects.get(expected.since.inject) if isinstance(expected.since, FromInject) else None
    )
    return "" if planned is None else _titled(planned.inject)


def _titled(inject: Inject) -> str:
    """Return what an inject is called, in a line."""
    told = inject.title or getattr(inject.do, "title", "") or inject.text or inject.do.type
    return " ".join(told.split())


def _objective(state: State, name: str) -> str:
    return next((each.text for each in state.timeline.scenario.objectives if each.id == name), "")


def _urgent(row: ExpectedRow) -> tuple[bool, int]:
    """Sort what is open first, by its deadline."""
    return row.outcome is not Outcome.OPEN, _moment(row.deadline)


def _seats(player: Player, acts: Mapping[str, CaseStep]) -> Iterable[SeatRow]:
    state = player.state
    for seat in state.timeline.scenario.roles:
        for login in player.cast.logins.get(seat.id, ()):
            act, spoke = acts.get(login), state.spoke.get(login)
            at = None if act is None else state.cases.seconds(act.at)
            if spoke is not None and (at is None or spoke.at > at):
                act, at = None, spoke.at
            else:
                spoke = None
            yield SeatRow(
                seat.id,
                seat.title,
                login,
                state.seats.get(login, ""),
                seat.empty == "simulated" or not seat.seats,
                None if act is None else act.action,
                "" if act is None else act.title,
                at,
                spoke,
            )
