"""Two drills of the same scenario beside each other: what was done when, what differs first, how it went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from models.cases.rules import QUEUE_STATES, QueueKey
from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError, ErrorKind
from models.kernel.words import N_
from scenarios.format.scenario import Scenario
from scenarios.player.state import HEARD
from scenarios.scoring.marks import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from models.cases.kinds import CaseState
    from models.drills.views import CaseStep, DrillView, EntryView
    from scenarios.sandbox import World

QUEUES = (
    QueueKey.TO_ACCEPT, QueueKey.TO_FILE, QueueKey.TO_DISPATCH, QueueKey.WITH_UNITS, QueueKey.TO_VERIFY,
    QueueKey.TO_CLOSE, QueueKey.TO_CALL_BACK,
)  # fmt: skip
"""Queues whose lengths are told"""
_POINTS = 24
"""Moments at which they are"""
_ARRIVALS_ALIKE = frozenset({EntryKind.BEGIN, EntryKind.CHANCE, EntryKind.SEAT})
_HOW = frozenset({"act", "speed", "of", "number"})


class NotTheSame(DomainError):
    """Two drills play different scenarios."""

    kind = ErrorKind.INPUT
    code = "drill.not_the_same"
    sentence = N_("Drill %(left)s plays “%(one)s”, drill %(right)s plays “%(other)s”.")
    next_step = N_("Compare two drills of the same scenario.")

    def __init__(self, left: int, one: str, right: int, other: str) -> None:
        super().__init__(left=left, one=one, right=right, other=other)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two drills."""

    drill: DrillView
    scenario: Scenario
    entries: Sequence[EntryView]
    steps: Sequence[CaseStep]

    @property
    def score(self) -> Score:
        """Its marks."""
        return score(self.scenario, self.entries)

    def seconds(self, moment: datetime) -> int:
        """Return a moment in seconds from the start."""
        return (moment - self.drill.starts) // timedelta(seconds=1)

    @property
    def lasted(self) -> int:
        """Seconds from the start to the last thing that happened."""
        return max((self.seconds(each.at) for each in self.entries), default=0)


def side_of(world: World) -> Side:
    """Return a drill as it can be compared."""
    drills = world.services.drills
    drill = drills.drill()
    return Side(drill, Scenario.model_validate(drill.scenario), drills.entries(), drills.steps())


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a case the scenario looks at, or said, in one of the two drills or in both."""

    what: str
    """The action, ``said``, or the kind of a report"""
    subject: str
    """The inject the case was born from, or to whom it was said"""
    left: int | None
    """When, in seconds from the start, the first time; ``None`` if it was not done"""
    right: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two drills beside each other."""

    left: Side
    right: Side
    parted: int | None
    """From which second on they are not the same; ``None`` if they are"""
    apart: tuple[EntryView | None, EntryView | None]
    """The first entries that differ"""
    acts: tuple[Act, ...]
    """In the order of time"""
    moments: tuple[int, ...]
    """Seconds at which lengths are told"""
    lengths: dict[QueueKey, tuple[tuple[int, ...], tuple[int, ...]]]


def compare(left: Side, right: Side) -> Comparison:
    """Lay two drills beside each other.

    Raises:
        NotTheSame: they play different scenarios.
    """
    if left.scenario.id != right.scenario.id:
        raise NotTheSame(left.drill.number, left.drill.title, right.drill.number, right.drill.title)
    apart = _first_apart(left, right)
    times = [
        side.seconds(each.at) for side, each in zip((left, right), apart, strict=True) if each is not None
    ]
    end = max(left.lasted, right.lasted, 1)
    moments = tuple(end * point // _POINTS for point in range(1, _POINTS + 1))
    one, other = _lengths(left, moments), _lengths(right, moments)
    return Comparison(
        left,
        right,
        min(times, default=None),
        apart,
        tuple(_acts(left, right)),
        moments,
        {queue: (one[queue], other[queue]) for queue in QUEUES},
    )


def _first_apart(left: Side, right: Side) -> tuple[EntryView | None, EntryView | None]:
    for one, other in zip_longest(_told(left), _told(right)):
        if _meaning(left, one) != _meaning(right, other):
            return one, other
    return None, None


def _told(side: Side) -> Iterator[EntryView]:
    """Yield what happened, without how time was steered and who sat down."""
    for entry in side.entries:
        steered = entry.kind is EntryKind.CONTROL and _HOW.issuperset(set(entry.body) - {HEARD, "reason"})
        if entry.kind not in _ARRIVALS_ALIKE and not steered:
            yield entry


def _meaning(side: Side, entry: EntryView | None) -> Any:
    if entry is None:
        return None
    body = {name: value for name, value in entry.body.items() if name != HEARD}
    return entry.kind, side.seconds(entry.at), entry.login, body


def _acts(left: Side, right: Side) -> list[Act]:
    one, other = dict(_firsts(left)), dict(_firsts(right))
    found = [Act(*key, one.get(key), other.get(key)) for key in one | other]
    return sorted(found, key=lambda each: (_first(each), each.what, each.subject))


def _first(act: Act) -> int:
    return min(each for each in (act.left, act.right) if each is not None)


def _firsts(side: Side) -> dict[tuple[str, str], int]:
    """Return when each key act was done first."""
    named = _named(side)
    found: dict[tuple[str, str], int] = {}
    for step in side.steps:
        at = side.seconds(step.at)
        if step.case_id in named and at >= 0:
            found.setdefault((str(step.action), named[step.case_id]), at)
    for entry in side.entries:
        at = side.seconds(entry.at)
        if entry.kind is EntryKind.SAID and entry.login:
            for receiver in entry.body["to"]:
                found.setdefault(("said", str(receiver)), at)
        elif entry.kind is EntryKind.REPORT:
            found.setdefault((str(entry.body["report"]), ""), at)
    return found


def _named(side: Side) -> dict[int, str]:
    """Return the cases the scenario tells by name: those born from an inject that comes once."""
    counts = Counter(e.body["id"] for e in side.entries if e.kind is EntryKind.INJECT and "case" in e.body)
    named: dict[int, str] = {}
    for entry in side.entries:
        if entry.kind is EntryKind.INJECT and counts[entry.body["id"]] == 1 and "case" in entry.body:
            named[entry.body["case"]] = entry.body["id"]
        elif entry.kind is EntryKind.CHANCE and entry.body.get("born"):
            named[entry.body["case"]] = entry.body["born"]
    return named


def _lengths(side: Side, moments: Sequence[int]) -> dict[QueueKey, tuple[int, ...]]:
    """Return how many cases waited in each queue at each moment, over the whole office."""
    stands: dict[int, CaseState] = {}
    counts: Counter[CaseState] = Counter()
    steps = sorted(side.steps, key=lambda each: (each.at, each.id))
    place = 0
    found: dict[QueueKey, list[int]] = {queue: [] for queue in QUEUES}
    for moment in moments:
        while place < len(steps) and side.seconds(steps[place].at) <= moment:
            step = steps[place]
            if step.case_id in stands:
                counts[stands[step.case_id]] -= 1
            counts[step.state] += 1
            stands[step.case_id] = step.state
            place += 1
        for queue, lengths in found.items():
            lengths.append(sum(counts[state] for state in QUEUE_STATES[queue]))
    return {queue: tuple(lengths) for queue, lengths in found.items()}


def document(found: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data."""
    one, other = found.left.score, found.right.score
    return {
        "left": _side(found.left, one),
        "right": _side(found.right, other),
        "parted": found.parted,
        "expectations": [
            {
                "id": left.expected.id,
                "title": left.expected.title,
                "left": {"outcome": str(left.outcome), "share": left.share, "at": left.at},
                "right": {"outcome": str(right.outcome), "share": right.share, "at": right.at},
            }
            for left, right in zip(one.marks, other.marks, strict=False)
        ],
        "acts": [
            {"what": a.what, "subject": a.subject, "left": a.left, "right": a.right} for a in found.acts
        ],
        "queues": {
            "at": list(found.moments),
            **{
                str(queue): {"left": list(one), "right": list(two)}
                for queue, (one, two) in found.lengths.items()
            },
        },
    }


def _side(side: Side, found: Score) -> dict[str, Any]:
    drill = side.drill
    return {
        "number": drill.number,
        "party": drill.party,
        "seed": drill.seed,
        "mark": found.mark,
        "grade": found.grade,
        "steps": len(side.steps),
    }
