"""What others see of a drill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.cases.kinds import Action, Asked, CaseState, Channel
    from models.drills.kinds import DrillState, EntryKind
    from models.drills.timing import Pace


@dataclass(frozen=True, slots=True)
class DrillView:
    """A drill as it stands."""

    number: int
    name: str
    """Of its scenario in the library, or of the file"""
    title: str
    party: str
    """Which of several groups that play the same scenario; "" where there is one"""
    seed: int
    scenario: Mapping[str, Any]
    world: Mapping[str, Any]
    format: int
    starts: datetime
    pace: Pace
    steerer: str
    """Who steers; "" for nobody"""
    version: int

    @property
    def state(self) -> DrillState:
        """Whether time runs."""
        return self.pace.state


@dataclass(frozen=True, slots=True)
class NewDrill:
    """What a drill is made with."""

    number: int
    name: str
    title: str
    seed: int
    scenario: Mapping[str, Any]
    world: Mapping[str, Any]
    starts: datetime
    ends: datetime
    party: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a recording."""

    seq: int
    kind: EntryKind
    at: datetime
    login: str
    """Who did it; "" for the scenario itself"""
    body: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Call:
    """A service as it was called: which, how, by whom, with what (as plain documents)."""

    service: str
    method: str
    login: str
    arguments: Mapping[str, Any]

    @property
    def body(self) -> dict[str, Any]:
        """Return it as it is recorded."""
        return {"service": self.service, "method": self.method, "arguments": dict(self.arguments)}


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step on a case, with what a player asks of the case."""

    id: int
    case_id: int
    number: str
    action: Action
    at: datetime
    login: str
    """Who did it; "" for the program itself"""
    actor_unit: str
    """Code of their unit"""
    unit: str
    """Code of the unit the step names"""
    text: str
    """Reason and note; of an intake the title and the text"""
    state: CaseState
    """Where the case stood after it"""
    case_unit: str
    """Code of the unit that has the case now"""
    matter: str
    grid: str
    acceptor: str
    """Login of who accepted the case"""
    channel: Channel
    title: str
    due_at: datetime
    """The far future where there is no deadline"""
    clock_running: bool
    clock_stopped_at: datetime | None
    reported_at: datetime
    asked: Asked
    version: int
    """Of the case"""
    to_answer: bool
    """Whether something was urged or supervised and is not answered"""


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step the office really took."""

    order: int
    """What was written earlier has the lower one"""
    at: datetime
    action: Action
    login: str
    """Of whoever did it, in a copy of the township; "" for the program, or somebody without an account"""
    unit: str
    """Code of the unit the step names"""
    reason: str
    note: str
    details: Mapping[str, Any]
    activity: str
    """What the log of another system calls it, which follows no table of ours; "" for a step of ours"""
    source: CaseState | None
    state: CaseState
    """Where the case stood after it"""


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as it came in, and what was done to it."""

    number: str
    channel: Channel
    title: str
    body: str
    place: str
    grid: str
    matter: str
    reachable: bool
    """Whoever reported it left a number: there is somebody to call back"""
    reported_at: datetime
    external: Mapping[str, Any]
    """Deadlines of superior levels"""
    steps: tuple[PastStep, ...]
    system: str = ""
    """Of whose log it came; "" for a case of ours"""
    condition: int = 0
    """Place of the condition it rests on, from 1; 0 for none"""
    due_at: datetime | None = None
    """The deadline the log gave it"""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What an office really did in some days."""

    cases: tuple[PastCase, ...]
    names: frozenset[str]
    """Of everybody of the office and everybody who reported, to be taken out of texts"""
