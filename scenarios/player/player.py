"""The player itself: what is due is done, in its order, up to a moment.

``advance(to)`` is all there is to playing. Whoever steers a drill calls it with the drill's time a few
times a second; a headless run calls it once with the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action
from models.drills.kinds import EntryKind
from scenarios.facts import ActRecord, SayingRecord
from scenarios.format.expecting import FromInject
from scenarios.player.acting import Acting
from scenarios.player.agenda import (
    ActorStep,
    ColleagueAct,
    DutyAct,
    GhostAct,
    Look,
    Noticed,
    Overdue,
    Phase,
    Sending,
    Starting,
)
from scenarios.player.casting import cast
from scenarios.player.colleagues import Colleagues, Policy
from scenarios.player.competence import Competence, Skills
from scenarios.player.duties import Duties
from scenarios.player.looking import Looking
from scenarios.player.sending import Sender
from scenarios.player.state import HEARD, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from models.drills.views import CaseStep, EntryView
    from scenarios.format.expecting import Expected
    from scenarios.history.ghost import Ghost, Haunting
    from scenarios.player.cases import Known
    from scenarios.player.parties import Office, Recorder
    from scenarios.timeline import Timeline

_SPOKEN = frozenset({EntryKind.SAID, EntryKind.REPORT})
_TICK = 60
"""Seconds between two looks at what becomes due by itself"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something the player wrote down."""

    kind: EntryKind
    at: int
    """Seconds from the start"""
    login: str
    body: Mapping[str, Any]


class Player:
    """Plays one drill.

    Args:
        timeline: what is played.
        seed: of everything that is drawn.
        office: the world.
        recorder: writes the recording.
        zone: the office's; the start of a scenario is by its clock.
        policy: who works desks nobody sits at.
        ghost: decisions of the real office, for that policy.
        skills: of simulated colleagues.
    """

    def __init__(
        self,
        timeline: Timeline,
        seed: int,
        office: Office,
        recorder: Recorder,
        zone: ZoneInfo,
        policy: Policy = Policy.EMPTY,
        ghost: Ghost | None = None,
        skills: Skills | None = None,
    ) -> None:
        self.start = timeline.start.replace(tzinfo=zone).astimezone(UTC)
        self.cast = cast(timeline.scenario, office)
        self.state = State.new(timeline, seed, self.cast.desks, self.start)
        self.office = office
        self._recorder = recorder
        self._written: list[Event] = []
        self._own: set[int] = set()
        self._heard = self._noticed = 0
        self._seen = 0
        self._ticked = timeline.begin
        self._undone: dict[int, ActRecord] = {}
        self.looking = Looking(self)
        self.sender = Sender(self)
        self.acting = Acting(self)
        self.competence = Competence(self, skills or Skills())
        self.duties = Duties(self) if policy is Policy.AUTO else None
        self.colleagues = Colleagues(self, policy)
        self.ghost = _haunting(self, ghost)

    @property
    def timeline(self) -> Timeline:
        """What is played, with what a trainer changed."""
        return self.state.timeline

    def moment(self, at: int) -> datetime:
        """Return a second of the drill as a moment."""
        return self.start + timedelta(seconds=at)

    def write(self, kind: EntryKind, body: Mapping[str, Any], login: str = "") -> None:
        """Write something down, and go by it from here on."""
        at, body = self.state.now, {**body, HEARD: self._noticed}
        seq = self._recorder.append(kind, self.moment(at), login, body)
        self._own.add(seq)
        self.state.apply(kind, at, body, login)
        self._written.append(Event(kind, at, login, body))

    def resume(self, entries: Iterable[EntryView]) -> None:
        """Take over what was written down before, and stand where it ends."""
        for entry in entries:
            at = self.state.cases.seconds(entry.at)
            if entry.kind is not EntryKind.BEGIN:
                # A drill is made at its start; what is sent before that comes afterwards.
                self.state.now = max(self.state.now, at)
            self.state.apply(entry.kind, at, entry.body, entry.login)
            self._seen = entry.seq
        steps = self.office.steps(0)
        before = [step for step in steps if step.id <= self.state.heard]
        for step in before:
            known = self.state.cases.notice(step)
            self._heard = self._noticed = step.id
            at = self.state.cases.seconds(step.at)
            if at >= 0:
                self._keep(step, known, at)
        for known in self.state.cases.all().values():
            self.colleagues.keep(known)
            self._watch(known)
        self.sender.find_orphans(steps[len(before) :])

    def hear(self, entries: Iterable[EntryView]) -> None:
        """Take over what others wrote down: players who called, reported, sat down; forms."""
        for entry in entries:
            self._seen = max(self._seen, entry.seq)
            if entry.seq in self._own:
                self._own.discard(entry.seq)
                continue
            self.state.apply(entry.kind, self.state.now, entry.body, entry.login)
            if entry.kind in _SPOKEN:
                # What somebody said may be what is waited for: it is looked at now, not at the next event.
                self.state.agenda.put(self.state.now, Phase.LOOK, Look())
            if entry.kind is EntryKind.SAID:
                self.acting.spoken_to(entry)
            elif entry.kind is EntryKind.SEAT:
                self.colleagues.work()

    @property
    def seen(self) -> int:
        """The number of the last entry taken over from others."""
        return self._seen

    def advance(self, to: int) -> list[Event]:
        """Do everything that is due up to a second of the drill, and return what was written down.

        What is due later stays; a drill that is over does nothing more. Everything is done at the second it
        was due at, however much later it is by now.
        """
        try:
            return self._advance(to)
        finally:
            self.office.let_go()

    def _advance(self, to: int) -> list[Event]:
        self._written = []
        if self.looking.prepare() and self.ghost is not None:
            self.ghost.prepare()
        self._listen()
        while not self.state.over:
            at = self.state.agenda.next_at()
            if at is None or at > to or at > self.timeline.end:
                break
            self._second(at)
        if not self.state.over:
            self.state.now = max(self.state.now, min(to, self.timeline.end))
            if self.state.now >= self.timeline.end:
                self.finish()
        return self._written

    def finish(self, reason: str = "") -> None:
        """End the drill: settle what is open."""
        self.office.at(self.moment(self.state.now))
        try:
            self.looking.settle(over=True)
            if not self.state.ended:
                self.write(EntryKind.END, {"reason": reason})
        finally:
            self.office.let_go()

    def _second(self, at: int) -> None:
        """Do what is due in one second, phase by phase, until nothing new comes."""
        self.state.now = max(self.state.now, at)
        self.office.at(self.moment(self.state.now))
        if self.state.now - self._ticked >= _TICK and self.ghost is None:
            # The real office's own ticks are among its decisions.
            self._ticked = self.state.now
            self.office.tick()
            self._listen()
        while True:
            while (due := self.state.agenda.take(self.state.now, Phase.LOOK)) is not None:
                self._do(due)
            if not self.looking.look() or self.state.over:
                break
        if self.state.over or self.looking.is_over():
            self.finish()

    def _do(self, due: object) -> None:
        match due:
            case Noticed():
                self._notice(due.step)
            case Sending():
                self.sender.send(due.occurrence)
            case ActorStep():
                self.acting.step(due)
            case ColleagueAct():
                self.colleagues.act(due)
            case DutyAct() if self.duties is not None:
                self.duties.act(due)
            case GhostAct() if self.ghost is not None:
                self.ghost.act(due.number)
            case Overdue():
                self._overdue(due)
            case Starting():
                self._start()
            case Look():
                self.state.touched.add("time")

    def _overdue(self, due: Overdue) -> None:
        known = self.state.cases.get(due.case_id)
        if known is not None and known.due == due.due and known.open and known.running:
            self.state.touched |= {"time", f"case/{known.name}"}
            self.acting.late(known)

    def _start(self) -> None:
        if not self.state.started:
            self.write(EntryKind.BRANCH, {"started": True})
            self.acting.started()

    def write_at(self, at: int, kind: EntryKind, body: Mapping[str, Any]) -> None:
        """Write down what happened before the start."""
        seq = self._recorder.append(kind, self.moment(at), "", body)
        self._own.add(seq)
        self.state.apply(kind, at, body)

    def catch_up(self) -> None:
        """Take over what was done to cases before the start; nobody reacts to it."""
        for step in self.office.steps(self._heard):
            self._heard = self._noticed = step.id
            self.colleagues.keep(self.state.cases.notice(step))

    def did(self) -> None:
        """Take over what was just done to cases."""
        self._listen()

    def _listen(self) -> None:
        for step in self.office.steps(self._heard):
            self._heard = step.id
            at = max(self.state.cases.seconds(step.at), self.state.now)
            self.state.agenda.put(at, Phase.PLAYERS, Noticed(step), (step.id,))

    def _notice(self, step: CaseStep) -> None:
        """Take over a step on a case, and let whoever it concerns react."""
        before = self.state.cases.get(step.case_id)
        known = self.state.cases.notice(step)
        at = self.state.cases.seconds(step.at)
        self._noticed = step.id
        if before is None or before.due != known.due:
            self._watch(known)
        if at >= 0:
            self._keep(step, known, at)
            self.acting.noticed(step, known)
        self.colleagues.noticed(step, known)

    def _watch(self, known: Known) -> None:
        """Look at a case when its deadline has passed."""
        if known.due is not None and known.running:
            at = max(known.due + 1, self.state.now)
            self.state.agenda.put(at, Phase.PEOPLE, Overdue(known.id, known.due))

    def _keep(self, step: CaseStep, known: Known, at: int) -> None:
        desk = self.state.desk_of(step.login)
        if step.action is Action.UNDO:
            taken = self._undone.pop(step.case_id, None)
            if taken is not None:
                self.state.records.take_back(taken)
        else:
            units = frozenset(filter(None, (step.unit, step.actor_unit)))
            record = ActRecord(at, step.action, known.name, desk, units, step.matter, step.text)
            self.state.records.add_act(record)
            self._undone[step.case_id] = record
        if step.action is Action.CONTACT:
            reporter = self.acting.reporter_of(known)
            if reporter:
                saying = SayingRecord(at, desk, reporter, step.text, known.name)
                self.state.records.add_saying(saying)
                self.state.touched.add("said")
        self.state.touched |= {f"act/{step.action}", f"case/{known.name}", "cases"}

    def sent(self, inject: str) -> None:
        """Note that an inject went out: what is counted from it has its deadlines now."""
        for expected in self.timeline.scenario.expectations:
            if isinstance(expected.since, FromInject) and expected.since.inject == inject:
                self.expect(expected, self.state.now)

    def expect(self, expected: Expected, anchor: int) -> None:
        """Begin to expect something: there are its deadlines, and whoever is simulated sets about it."""
        self.looking.deadlines(expected, anchor)
        if self.duties is not None:
            self.duties.begin(expected, anchor)


def _haunting(player: Player, ghost: Ghost | None) -> Haunting | None:
    if ghost is None:
        return None
    # Loaded on use: few drills have one.
    from scenarios.history.ghost import Haunting

    return Haunting(player, ghost)
