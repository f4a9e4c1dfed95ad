"""What a review consists of. Moments are seconds from the start of the drill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.cases.kinds import Action, QueueKey
    from scenarios.format.scenario import Scenario
    from scenarios.scoring.forms import Objection
    from scenarios.scoring.marks import Mark, Score, Sum


class MomentKind(StrEnum):
    """What sort of thing happened."""

    INJECT = "inject"
    CONTINGENCY = "contingency"
    """An inject that had to come because the players stalled"""
    BRANCH = "branch"
    """The story took a turn"""
    SETTLED = "settled"
    """It was decided how it stands with an expectation"""
    FIRST = "first"
    """The first thing anybody did at a desk"""
    LATE = "late"
    """A case ran over its deadline"""
    RETURNED = "returned"
    URGED = "urged"
    WAITED = "waited"
    """The end of one of the longest waits"""
    REPORTED = "reported"
    """A report went up"""
    MISSED_CALL = "missed_call"
    TRAINER = "trainer"
    """The trainer held, released, skipped, changed or added an inject, or jumped"""
    NOTE = "note"
    END = "end"


DECISIVE = frozenset({
    MomentKind.CONTINGENCY, MomentKind.BRANCH, MomentKind.SETTLED, MomentKind.LATE, MomentKind.RETURNED,
    MomentKind.URGED, MomentKind.WAITED, MomentKind.MISSED_CALL, MomentKind.END,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of the timeline."""

    at: int
    kind: MomentKind
    text: str
    """Title of the inject, expectation or case; what was observed"""
    who: str = ""
    """The desk, or the id of whoever it came from"""
    word: str = ""
    """An outcome, a step, an act of the trainer, a kind of report: a word of its vocabulary"""
    number: str = ""
    """Of a case"""
    seconds: int = 0
    """How long a wait was"""

    @property
    def decisive(self) -> bool:
        """Whether the drill turned on it."""
        return self.kind in DECISIVE


@dataclass(frozen=True, slots=True)
class Deed:
    """What moved an expectation: the last thing done by those it is for, at that very moment."""

    at: int
    desk: str
    person: str
    """Who sat there; "" for a simulated colleague"""
    action: Action | None
    """``None`` for a call, a message or a report"""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An expectation with its mark, its time and what is said about it."""

    mark: Mark
    anchor: int | None
    """When it began to count; ``None`` if that never came"""
    took: int | None
    """From then until it was settled"""
    deed: Deed | None
    objections: tuple[Objection, ...]
    notes: tuple[str, ...]
    """What was observed about it"""


@dataclass(frozen=True, slots=True)
class Curve:
    """How many cases waited in a queue, at every point of :attr:`Review.grid`."""

    queue: QueueKey
    counts: tuple[int, ...]

    @property
    def most(self) -> int:
        """The longest it was."""
        return max(self.counts, default=0)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one case waited in one queue."""

    number: str
    title: str
    queue: QueueKey
    since: int
    until: int
    ended: bool
    """Whether somebody took it on; else it still waited at the end"""

    @property
    def seconds(self) -> int:
        """How long."""
        return self.until - self.since


class Trouble(StrEnum):
    """What sort of problem it is."""

    CRITICAL = "critical"
    """A missed expectation nothing makes up for"""
    MISSED = "missed"
    PARTLY = "partly"
    OBSERVED = "observed"
    CONTINGENCY = "contingency"
    LATE = "late"
    STALLED = "stalled"
    """A long wait"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong."""

    trouble: Trouble
    text: str
    who: tuple[str, ...] = ()
    """Desks"""
    expectation: str = ""
    number: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Strength:
    """Something that went well: an expectation met, and what share of its time was left."""

    text: str
    who: tuple[str, ...]
    took: int | None
    left: float | None
    """From 0 to 1; ``None`` where there was no limit"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A corrective task worth making."""

    text: str
    """Of the debriefing guide, or the title of the missed expectation"""
    of_guide: bool
    expectation: str
    desk: str
    person: str
    """Who sat there; "" for nobody"""
    unit: str
    """Code of the unit the desk belongs to; "" for none"""
    days: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A desk, and the people who sat there."""

    desk: str
    title: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """The drill in numbers: what stood there and what arrived is what was closed and what is open."""

    standing: int
    """Cases that were open when the drill began"""
    arrivals: int
    closed: int
    """Within the drill, of both"""
    late: int
    open: int
    acts: int
    injects: int


@dataclass(frozen=True, slots=True)
class GroupMark:
    """The marks of one of several groups that played the same scenario."""

    number: int
    """Of its drill"""
    party: str
    sum: Sum
    grade: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything there is to say about a drill."""

    number: int
    title: str
    party: str
    starts: datetime
    seed: int
    ended: bool
    """Whether it was played to its end"""
    end: int
    """The last moment anything happened at"""
    scenario: Scenario
    score: Score
    sittings: tuple[Sitting, ...]
    counts: Counts
    moments: tuple[Moment, ...]
    judged: tuple[Judged, ...]
    grid: tuple[int, ...]
    curves: tuple[Curve, ...]
    waits: tuple[Wait, ...]
    """The longest, the longest first"""
    problems: tuple[Problem, ...]
    strengths: tuple[Strength, ...]
    observations: tuple[Moment, ...]
    objections: tuple[Objection, ...]
    proposals: tuple[Proposal, ...]
    groups: tuple[GroupMark, ...]
    """All groups of the scenario, this one among them; empty where there was one"""
    unfilled: tuple[str, ...]
    """Ids of expectations whose form nobody has filled in"""

    @property
    def desks(self) -> Mapping[str, str]:
        """What each desk is called."""
        return {each.desk: each.title for each in self.sittings}
