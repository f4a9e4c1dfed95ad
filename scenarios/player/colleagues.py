"""Simulated colleagues: whoever works the desks nobody sits at, and the units nobody plays."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, Asked, CaseState, CloseKind, Rating
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError
from scenarios.chance import stream
from scenarios.format.base import MINUTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from models.drills.views import CaseStep
    from scenarios.chance import Dice
    from scenarios.player.agenda import ColleagueAct
    from scenarios.player.cases import Known
    from scenarios.player.player import Player


class Policy(StrEnum):
    """Who works desks at which nobody sits."""

    EMPTY = "empty"
    """Simulated colleagues, where the scenario lets them"""
    AUTO = "auto"
    """Simulated colleagues everywhere: nobody plays"""
    GHOST = "ghost"
    """Nobody but the decisions the real office took"""
    NONE = "none"
    """Nobody: only what the scenario does by itself"""


_S = CaseState
_IDLE = frozenset({Policy.NONE, Policy.GHOST})
_SPANS: Mapping[Action, int] = {
    Action.ACCEPT: MINUTE,
    Action.FILE: MINUTE,
    Action.DISPATCH: MINUTE,
    Action.CLOSE: MINUTE,
    Action.CALL_BACK: 2 * MINUTE,
}
"""The median of what an act at a desk takes, in seconds"""
_USUAL_SPAN = 3 * MINUTE
_DESK_SIGMA = 0.5
_AT_EASE = 8
"""So many cases that wait for a seat make whoever sits there twice as quick"""
_IN_HASTE = 0.25
"""… up to four times: they take what is alike together"""
_TAKING = (6 * MINUTE, 0.6)
_HANDLING = (25 * MINUTE, 0.6)
_LONGEST = 4 * 60 * MINUTE
_UNIT = "unit/"
_MOST_RETURNS = 2
"""A case that came back so often waits for people"""
_SATISFIED = 0.92
_DONE = "已到现场处置完毕，情况属实，问题已解决。"
_ANSWERED = "已安排人员处理，将按时反馈。"
_ON_THE_SPOT = "已到现场查看，情况属实。"
_ONCE = frozenset({Action.ASSIST, Action.URGE, Action.SUPERVISE})
_OWN = frozenset({Action.FILE, Action.CLOSE})
"""Steps of the very person who accepted the case"""


class Colleagues:
    """Works desks and units for a player.

    Args:
        player: who plays.
        policy: who is simulated.
    """

    def __init__(self, player: Player, policy: Policy) -> None:
        self._player = player
        self._policy = policy
        self._wanting: dict[str, dict[int, Action]] = {name: {} for name in player.cast.seats}
        self._verifying = frozenset(player.cast.verifying)
        self._calling_back = frozenset(player.cast.calling_back)

    # ------------------------------------------------------------ what is to be done

    def noticed(self, step: CaseStep, known: Known) -> None:
        """Take a case into the pools of the desks that have to act on it now, and let them go on."""
        if self._policy in _IDLE:
            return
        self.keep(known)
        unit = step.unit if step.action is Action.ASSIST else known.unit
        if self._simulated_unit(unit):
            self._unit_work(unit, step.action, known)
        self.work()

    def keep(self, known: Known) -> None:
        """Keep in mind which desks have to act on a case now."""
        for name, pool in self._wanting.items():
            action = self._action(name, known)
            if action is None:
                pool.pop(known.id, None)
            else:
                # Who waits already keeps their place.
                pool[known.id] = action

    @property
    def at_work(self) -> bool:
        """Whether a case waits at any desk of the scenario, or somebody simulated is at one there."""
        return any(self._wanting.values()) or any(
            not desk.startswith(_UNIT) for desk, _seat in self._player.state.busy
        )

    def work(self) -> None:
        """Let every simulated seat that is free take what waits longest at its desk."""
        if self._policy in _IDLE:
            return
        state = self._player.state
        for name in self._wanting:
            for number, login in self._free_seats(name):
                taken = {act.case_id for (desk, _), act in state.busy.items() if desk == name}
                cases = state.cases.all()
                free = (
                    cases[each]
                    for each, action in self._wanting[name].items()
                    if each not in taken and (action not in _OWN or cases[each].acceptor == login)
                )
                # The gravest first, then the one that waits longest.
                found = min(free, key=partial(self._weight, name, number), default=None)
                if found is not None:
                    self._begin(name, number, found.id, self._desk_work(name, found))

    def _desk_work(self, name: str, known: Known) -> tuple[float, float]:
        """Return median and sigma of what the next act at a desk takes: the more waits, the quicker."""
        action = self._action(name, known)
        usual = _USUAL_SPAN if action is None else _SPANS.get(action, _USUAL_SPAN)
        seats = len(self._player.cast.logins[name]) or 1
        ease = _AT_EASE / (_AT_EASE + len(self._wanting[name]) / seats)
        return usual * max(ease, _IN_HASTE), _DESK_SIGMA

    def _weight(self, name: str, number: int, known: Known) -> tuple[bool, int, int]:
        matter = known.matter or self._player.sender.filed_under(known)[0]
        duties = self._player.duties
        grave = duties is not None and known.name in duties.grave
        if grave and self._player.competence.slips(name, number, "grave", known.name):
            return True, 0, known.id
        return not grave, -self._player.office.urgency(matter) if matter else 0, known.id

    def _free_seats(self, name: str) -> Iterator[tuple[int, str]]:
        seat, state = self._player.cast.seats[name], self._player.state
        if self._policy is Policy.EMPTY and seat.empty == "left":
            return
        for number, login in enumerate(self._player.cast.logins[name]):
            if (name, number) not in state.busy and (
                self._policy is Policy.AUTO or seat.seats == 0 or login not in state.seats
            ):
                yield number, login

    def _action(self, name: str, known: Known) -> Action | None:
        """Return what a desk does next to a case; ``None`` if it is not for it."""
        cast, role = self._player.cast, self._player.cast.seats[name].role
        found: Action | None = None
        if role is Role.ACCEPTOR:
            found = {
                _S.REPORTED: Action.ACCEPT,
                _S.ACCEPTED: Action.FILE,
                _S.RETURNED_TO_ACCEPTOR: Action.FILE,
                _S.VERIFIED: Action.CLOSE,
            }.get(known.state)
        elif role is Role.DISPATCHER:
            found = {_S.FILED: Action.DISPATCH, _S.RETURNED_TO_DISPATCHER: Action.DISPATCH}.get(known.state)
            if known.asked is Asked.EXTENSION:
                found = Action.GRANT_EXTENSION
        if name in self._verifying and found is None:
            found = {_S.FEEDBACK: Action.VERIFY, _S.CHECKING: Action.CHECK}.get(known.state)
        if name in self._calling_back and known.state is _S.CLOSED:
            found = Action.CALL_BACK
        unit = cast.seats[name].unit
        if unit is not None and unit == known.unit and name == cast.handling(unit):
            found = {_S.DISPATCHED: Action.TAKE, _S.HANDLING: Action.FEEDBACK}.get(known.state)
        return None if known.returns > _MOST_RETURNS else found

    # ------------------------------------------------------------ units

    def _simulated_unit(self, unit: str) -> bool:
        return bool(unit) and not self._player.acting.works(unit) and not self._player.cast.handling(unit)

    def _unit_work(self, unit: str, action: Action, known: Known) -> None:
        """Let a unit nobody plays go on with a case."""
        name = f"{_UNIT}{unit}"
        if (name, known.id) in self._player.state.busy:
            return
        if action in _ONCE or known.state is _S.DISPATCHED:
            self._begin(name, known.id, known.id, _TAKING)
        elif known.state is _S.HANDLING and known.asked is Asked.NOTHING:
            self._begin(name, known.id, known.id, _HANDLING)

    def _begin(self, name: str, seat: int, case_id: int, spread: tuple[float, float]) -> None:
        state = self._player.state
        dice = self._dice(name, state.acts.get(name, 0))
        span = min(round(dice.lognormal(*spread) * self._player.competence.slowness(name, seat)), _LONGEST)
        body = {"act": "begin", "desk": name, "seat": seat, "case": case_id}
        self._player.write(EntryKind.ACTOR, {**body, "until": state.now + max(span, 1)})

    def _dice(self, name: str, number: int) -> Dice:
        return stream(self._player.state.seed, name, "colleague", number)

    # ------------------------------------------------------------ doing it

    def act(self, due: ColleagueAct) -> None:
        """Do what somebody simulated began, if it is still to be done."""
        if self._player.state.busy.get((due.desk, due.seat)) != due:
            # Done before a power cut.
            return
        known = self._player.state.cases.get(due.case_id)
        body = {"act": "end", "desk": due.desk, "seat": due.seat, "case": due.case_id}
        did: Action | None = None
        why = ""
        if known is not None:
            try:
                did = self._do_unit(due, known) if due.desk.startswith(_UNIT) else self._do_desk(due, known)
            except DomainError as error:
                why = error.code
        self._player.write(EntryKind.ACTOR, {**body, "did": did, "why": why})
        if did is not None:
            # What comes next is seen when the step is noticed, in this same second.
            self._player.did()
            return
        if not due.desk.startswith(_UNIT):
            # Tried once more only when something new happens to the case.
            self._wanting[due.desk].pop(due.case_id, None)
        self.work()

    def _do_desk(self, due: ColleagueAct, known: Known) -> Action | None:
        login = self._player.cast.logins[due.desk][due.seat]
        action = self._action(due.desk, known)
        if login in self._player.state.seats and self._policy is Policy.EMPTY:
            return None
        if action is None or (action in _OWN and known.acceptor != login):
            return None
        self._player.office.do(login, known.id, action, self._entries(due, action, known), known.version)
        return action

    def _entries(self, due: ColleagueAct, action: Action, known: Known) -> ActionEntries:
        office = self._player.office
        entries = ActionEntries()
        match action:
            case Action.FILE:
                entries = ActionEntries(condition_id=self._condition(known))
            case Action.DISPATCH:
                entries = ActionEntries(unit_id=office.unit_id(self._unit(due, known)))
            case Action.CHECK | Action.VERIFY:
                entries = ActionEntries(note=_ON_THE_SPOT)
            case Action.FEEDBACK:
                entries = ActionEntries(note=_DONE)
            case Action.CLOSE:
                late = known.late(self._player.state.now)
                entries = ActionEntries(close_kind=CloseKind.LATE if late else CloseKind.NORMAL)
            case Action.CALL_BACK:
                entries = ActionEntries(rating=self._rating(due, known))
        return entries

    def _condition(self, known: Known) -> int | None:
        matter, number = self._player.sender.filed_under(known)
        if matter:
            return self._player.office.condition(matter, number)
        return self._player.office.likely(known.title)

    def _unit(self, due: ColleagueAct, known: Known) -> str:
        duties = self._player.duties
        if duties is not None and known.name in duties.units:
            # Whoever does not know the plan goes by the matter alone.
            lead = self._player.office.lead_unit(known.matter) if known.matter else ""
            lost = self._player.competence.slips(due.desk, due.seat, "unit", known.name)
            return lead if lost and lead else duties.units[known.name]
        return self._player.office.lead_unit(known.matter) if known.matter else ""

    def _rating(self, due: ColleagueAct, known: Known) -> Rating:
        told = self._player.state.ratings.get(known.id)
        if told is not None:
            return Rating(told[0])
        satisfied = self._dice(f"{due.desk}/rating", due.number).chance(_SATISFIED)
        return Rating.SATISFIED if satisfied else Rating.FAIR

    def _do_unit(self, due: ColleagueAct, known: Known) -> Action | None:
        """Take a case, hand in feedback, answer what was urged, or help another unit."""
        office = self._player.office
        login = office.handler(due.desk.removeprefix(_UNIT))
        if not login:
            return None
        if known.unit != due.desk.removeprefix(_UNIT):
            office.do(login, known.id, Action.ASSIST_ANSWER, ActionEntries(note=_DONE), known.version)
            return Action.ASSIST_ANSWER
        if known.state is _S.DISPATCHED:
            office.do(login, known.id, Action.TAKE, ActionEntries(), known.version)
            return Action.TAKE
        if known.to_answer:
            office.do(login, known.id, Action.ANSWER, ActionEntries(note=_ANSWERED), known.version)
            return Action.ANSWER
        if known.state is _S.HANDLING:
            office.do(login, known.id, Action.FEEDBACK, ActionEntries(note=_DONE), known.version)
            return Action.FEEDBACK
        return None
