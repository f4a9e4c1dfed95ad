"""Everything a player knows, made of what was written down and of nothing else.

:meth:`State.apply` takes one entry of the recording; a player that goes on after a power cut applies
them all and stands where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from scenarios.facts import ReportRecord, SayingRecord
from scenarios.format.doing import Branch, Call, Change, End, Message, Reminder
from scenarios.format.injects import Inject
from scenarios.format.words import Outcome, ReportKind
from scenarios.judging import Settled
from scenarios.player.agenda import ActorStep, Agenda, ColleagueAct, Phase, Sending, Starting
from scenarios.player.cases import Cases
from scenarios.player.records import Records
from scenarios.player.revising import put_in
from scenarios.timeline import Occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from scenarios.timeline import Timeline

HEARD = "heard"
"""Under this name an entry says up to which step on cases its writer had heard."""
SENT, SKIPPED, REFUSED = "sent", "skipped", "refused"
"""What became of an inject that was due."""


@dataclass(slots=True)
class Plan:
    """What an actor set out to do about a cue."""

    actor: str
    reaction: int
    choice: int
    case_id: int | None
    to: tuple[str, ...]
    """Who gave the cue, where it was a role"""
    at: tuple[int, ...]
    """When each step is due"""
    done: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody at a desk said, or reported."""

    at: int
    kind: ReportKind | None
    """Which report; ``None`` for a call or a message"""
    to: tuple[str, ...]


@dataclass(slots=True)
class State:
    """A drill as it stands."""

    timeline: Timeline
    seed: int
    desks: Mapping[str, str]
    """Which desk each login belongs to"""
    cases: Cases
    records: Records
    agenda: Agenda = field(default_factory=Agenda)
    now: int = 0
    sent: dict[str, int] = field(default_factory=dict)
    done: dict[str, set[int]] = field(default_factory=dict)
    """Which occurrences of each inject are over: sent, left out or refused"""
    facts: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, None] = field(default_factory=dict)
    """Injects that wait for a condition"""
    called: set[str] = field(default_factory=set)
    """Injects a branch started"""
    held: set[str] = field(default_factory=set)
    """Injects the trainer holds"""
    parked: dict[str, list[Occurrence]] = field(default_factory=dict)
    """What was due while it was held"""
    dropped: set[str] = field(default_factory=set)
    """Injects the trainer skips from now on"""
    plans: list[Plan] = field(default_factory=list)
    cues: dict[tuple[str, int, int | None], int] = field(default_factory=dict)
    """How often an actor took a reaction about a case"""
    acts: dict[str, int] = field(default_factory=dict)
    """How many acts a simulated desk did or began"""
    busy: dict[tuple[str, int], ColleagueAct] = field(default_factory=dict)
    """What a simulated seat is at"""
    seats: dict[str, str] = field(default_factory=dict)
    """Which people sit at desks, by login"""
    settled: dict[str, Settled] = field(default_factory=dict)
    forms: dict[str, dict[str, Mapping[str, float]]] = field(default_factory=dict)
    """What evaluators gave to the items of an expectation's form, by expectation and login"""
    spoke: dict[str, Spoken] = field(default_factory=dict)
    """What was said or reported last at a seat, by login"""
    drawn: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Matter and condition a case belongs to, as the scenario says"""
    ratings: dict[int, tuple[str, str]] = field(default_factory=dict)
    """What reporters will say when they are called back, by case"""
    reacted: set[tuple[str, str]] = field(default_factory=set)
    """Which actor has answered which cue"""
    taken_in: set[int] = field(default_factory=set)
    """Cases the player took in and has written down"""
    ghosted: set[int] = field(default_factory=set)
    """Which decisions of the real office were done again"""
    duties: set[str] = field(default_factory=set)
    """What simulated colleagues did of what was expected"""
    heard: int = 0
    """The last step on a case that was taken into account when something was written down"""
    started: bool = False
    over: bool = False
    """Nothing more is played"""
    ended: bool = False
    """The end was written down"""
    touched: set[str] = field(default_factory=set)
    """Of which kinds something happened since conditions were last looked at"""

    @classmethod
    def new(cls, timeline: Timeline, seed: int, desks: Mapping[str, str], start: datetime) -> State:
        """Return the state of a drill nothing of which has happened.

        Args:
            timeline: what is played.
            seed: of everything that is drawn.
            desks: which desk each login belongs to.
            start: the moment seconds are counted from, in UTC.
        """
        records = Records([each.id for each in timeline.scenario.roles])
        state = cls(timeline, seed, desks, Cases(start), records, now=timeline.begin)
        state.agenda.put(0, Phase.PEOPLE, Starting())
        state.waiting = dict.fromkeys(timeline.waiting)
        for occurrence in timeline.scheduled(seed):
            state.schedule(occurrence)
        return state

    def schedule(self, occurrence: Occurrence) -> None:
        """Put an inject on the agenda, unless it would come after the end."""
        if occurrence.at <= self.timeline.end:
            place = (occurrence.position, occurrence.number)
            self.agenda.put(max(occurrence.at, self.now), Phase.INJECTS, Sending(occurrence), place)

    def apply(self, kind: EntryKind, at: int, body: Mapping[str, Any], login: str = "") -> None:
        """Take over one entry of the recording."""
        self.heard = max(self.heard, int(body.get(HEARD, 0)))
        taking = _TAKING.get(kind)
        if taking is not None:
            taking(self, at, body, login)

    def desk_of(self, login: str) -> str:
        """Return the desk a login belongs to; "" for none."""
        return self.desks.get(login, "")


def _inject(state: State, at: int, body: Mapping[str, Any], _login: str) -> None:
    inject = state.timeline.injects[body["id"]].inject
    occurrence = Occurrence(
        body["due"], state.timeline.injects[inject.id].position, body["number"], inject.id
    )
    state.done.setdefault(inject.id, set()).add(occurrence.number)
    if body["became"] == SENT:
        first = inject.id not in state.sent
        state.sent.setdefault(inject.id, at)
        state.waiting.pop(inject.id, None)
        state.touched |= {"sent", f"sent/{inject.id}"}
        if body.get("case") is not None:
            state.cases.born(body["case"], inject.id)
            state.taken_in.add(body["case"])
            state.drawn[body["case"]] = body.get("matter", ""), body.get("condition", 1)
        _effects(state, at, inject, body)
        if first:
            for follower in state.timeline.following(inject.id, at, state.seed):
                state.schedule(follower)
    if not body.get("last"):
        again = state.timeline.again(occurrence, state.seed)
        if again is not None:
            state.schedule(again)


def _effects(state: State, at: int, inject: Inject, body: Mapping[str, Any]) -> None:
    match inject.do:
        case Change():
            state.facts.update(inject.do.set)
            state.touched.add("fact")
        case Branch():
            for each in body.get("start", ()):
                if each not in state.called:
                    state.called.add(each)
                    state.schedule(state.timeline.first(each, at, state.seed))
        case Call() | Message() | Reminder():
            about = inject.do.about or "" if isinstance(inject.do, Call) else ""
            for role in inject.to:
                state.records.add_saying(SayingRecord(at, inject.from_ or "", role, inject.text, about))
            state.touched.add("said")
        case End():
            state.over = True


def _branch(state: State, at: int, body: Mapping[str, Any], _login: str) -> None:
    if body.get("started"):
        state.started = True
        return
    inject = body["once"]
    state.waiting.pop(inject, None)
    state.schedule(state.timeline.first(inject, at, state.seed))


def _actor(state: State, at: int, body: Mapping[str, Any], _login: str) -> None:
    match body["act"]:
        case "plan":
            plan = Plan(
                body["actor"],
                body["reaction"],
                body["choice"],
                body["case"],
                tuple(body["to"]),
                tuple(body["at"]),
            )
            state.plans.append(plan)
            state.reacted.add((plan.actor, body["cue"]))
            key = plan.actor, plan.reaction, plan.case_id
            state.cues[key] = state.cues.get(key, 0) + 1
            next_step(state, len(state.plans) - 1)
        case "step":
            plan = state.plans[body["plan"]]
            plan.done = body["step"] + 1
            if "complaint" in body:
                state.taken_in.add(body["complaint"])
            if "rating" in body and plan.case_id is not None:
                state.ratings[plan.case_id] = body["rating"], body.get("text", "")
            if body.get("dropped"):
                plan.done = len(plan.at)
            next_step(state, body["plan"])
        case "begin":
            desk, seat, case_id = body["desk"], body["seat"], body["case"]
            number = state.acts.get(desk, 0)
            state.acts[desk] = number + 1
            act = state.busy[desk, seat] = ColleagueAct(desk, seat, case_id, number)
            state.agenda.put(body["until"], Phase.PEOPLE, act, (at, 1_000_000, number))
        case "duty":
            state.duties.add(body["duty"])
        case "ghost":
            state.ghosted.add(body["number"])
        case "end":
            state.busy.pop((body["desk"], body["seat"]), None)


def next_step(state: State, number: int) -> None:
    """Put the next step of an actor's plan on the agenda, if there is one."""
    plan = state.plans[number]
    if plan.done < len(plan.at):
        position = next(
            place for place, each in enumerate(state.timeline.scenario.actors) if each.id == plan.actor
        )
        at = max(plan.at[plan.done], state.now)
        state.agenda.put(at, Phase.PEOPLE, ActorStep(number, plan.done), (plan.at[0], position, plan.done))


def _said(state: State, at: int, body: Mapping[str, Any], login: str) -> None:
    # A trainer who speaks as somebody may be called in the office as a desk's account is in the world.
    role = str(body.get("from") or "") or state.desk_of(login)
    if login and role == state.desk_of(login):
        state.spoke[login] = Spoken(at, None, tuple(body["to"]))
    for receiver in body["to"]:
        saying = SayingRecord(at, role, receiver, body["text"], body.get("about") or "")
        state.records.add_saying(saying)
    state.touched.add("said")


def _report(state: State, at: int, body: Mapping[str, Any], login: str) -> None:
    role = state.desk_of(login) or str(body.get("from", ""))
    kind = ReportKind(body["report"])
    record = ReportRecord(at, role, kind, body["text"], body.get("to") or "", body.get("about") or "")
    state.records.add_report(record)
    if login:
        state.spoke[login] = Spoken(at, kind, tuple(filter(None, (record.to,))))
    state.touched.add("report")


def _form(state: State, _at: int, body: Mapping[str, Any], login: str) -> None:
    state.forms.setdefault(body["expectation"], {})[login] = body["points"]


def _seat(state: State, _at: int, body: Mapping[str, Any], login: str) -> None:
    if body["person"]:
        state.seats[login] = body["person"]
    else:
        state.seats.pop(login, None)


def _settled(state: State, at: int, body: Mapping[str, Any], _login: str) -> None:
    state.settled[body["id"]] = Settled(Outcome(body["outcome"]), float(body["share"]), at)
    state.touched.add("outcome")


def _control(state: State, at: int, body: Mapping[str, Any], _login: str) -> None:
    inject = body.get("inject", "")
    match body["act"]:
        case "hold":
            state.held.add(inject)
        case "let_go":
            state.held.discard(inject)
            for occurrence in state.parked.pop(inject, ()):
                state.schedule(replace(occurrence, at=max(at, occurrence.at)))
        case "park":
            parked = Occurrence(body["due"], body["position"], body["number"], inject)
            state.parked.setdefault(inject, []).append(parked)
        case "skip":
            state.dropped.add(inject)
            state.waiting.pop(inject, None)
            state.parked.pop(inject, None)
        case "release":
            state.waiting.pop(inject, None)
            number = max(state.done.get(inject, {-1})) + 1
            state.schedule(Occurrence(at, state.timeline.injects[inject].position, number, inject))
        case "edit" | "add":
            put_in(state, Inject.model_validate(body["document"]))


def _end(state: State, _at: int, _body: Mapping[str, Any], _login: str) -> None:
    state.over = state.ended = True


def _born(state: State, _at: int, body: Mapping[str, Any], _login: str) -> None:
    if "case" in body:
        state.taken_in.add(body["case"])
        state.drawn[body["case"]] = body["matter"], body["condition"]
        if body["born"]:
            state.cases.born(body["case"], body["born"])


_TAKING: dict[EntryKind, Callable[[State, int, Mapping[str, Any], str], None]] = {
    EntryKind.INJECT: _inject,
    EntryKind.BRANCH: _branch,
    EntryKind.ACTOR: _actor,
    EntryKind.CHANCE: _born,
    EntryKind.SAID: _said,
    EntryKind.REPORT: _report,
    EntryKind.FORM: _form,
    EntryKind.SEAT: _seat,
    EntryKind.SETTLED: _settled,
    EntryKind.CONTROL: _control,
    EntryKind.END: _end,
}
