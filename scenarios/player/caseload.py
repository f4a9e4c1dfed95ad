"""The cases of the morning: taken in before the drill begins, and brought to where they stand then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.kinds import Action, CaseState, Channel, CloseKind, QueueKey
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.drills.peopling import OFFICE_LOGIN
from scenarios.chance import draw, stream
from scenarios.timeline import NewCase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenarios.format.world import Seeded, StartingCase
    from scenarios.player.player import Player

_S = CaseState
_WAY = (
    (_S.ACCEPTED, Action.ACCEPT),
    (_S.FILED, Action.FILE),
    (_S.DISPATCHED, Action.DISPATCH),
    (_S.HANDLING, Action.TAKE),
    (_S.FEEDBACK, Action.FEEDBACK),
    (_S.VERIFIED, Action.VERIFY),
    (_S.CLOSED, Action.CLOSE),
)
"""The usual way of a case, step by step."""
_STANDS = {
    QueueKey.TO_ACCEPT: _S.REPORTED,
    QueueKey.TO_FILE: _S.ACCEPTED,
    QueueKey.TO_DISPATCH: _S.FILED,
    QueueKey.WITH_UNITS: _S.HANDLING,
    QueueKey.TO_VERIFY: _S.FEEDBACK,
    QueueKey.TO_CLOSE: _S.VERIFIED,
    QueueKey.TO_CALL_BACK: _S.CLOSED,
}
_NOTE = "已现场核实处理。"
_CHANNELS = (Channel.PATROL, Channel.PATROL, Channel.HOTLINE, Channel.CITIZEN)


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """One step of one case, to be done at its own moment."""

    at: int
    case: int
    step: int


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    new: NewCase
    state: CaseState
    age: int
    unit: str


class Caseload:
    """Brings the starting cases of a scenario into the world.

    Args:
        player: whose world it is; its clock is moved by hand.
    """

    def __init__(self, player: Player) -> None:
        self._player = player
        self._acceptors = [
            login for desk in player.cast.of_role(Role.ACCEPTOR) for login in player.cast.logins[desk]
        ] or [OFFICE_LOGIN]

    def bring(self) -> None:
        """Do every step of every case, in the order of time, all before the start."""
        cases = [*self._named(), *self._seeded()]
        steps = sorted(step for number, case in enumerate(cases) for step in _steps(number, case))
        ids: dict[int, int] = {}
        for step in steps:
            case = cases[step.case]
            self._player.office.at(self._player.moment(step.at))
            if step.step < 0:
                ids[step.case] = self._player.office.take_in(case.new)
                body = {"born": case.name, "case": ids[step.case], "matter": case.new.matter}
                body["condition"] = case.new.condition or 1
                self._player.write_at(step.at, EntryKind.CHANCE, body)
            else:
                self._go(ids[step.case], case, step)
            self._player.catch_up()

    def _go(self, case_id: int, case: _Case, step: _Step) -> None:
        player, office = self._player, self._player.office
        known = player.state.cases.all()[case_id]
        action = _WAY[step.step][1]
        acceptor = self._acceptors[step.case % len(self._acceptors)]
        login, entries = OFFICE_LOGIN, ActionEntries()
        match action:
            case Action.ACCEPT:
                login = acceptor
            case Action.FILE:
                login = acceptor
                entries = ActionEntries(
                    condition_id=office.condition(case.new.matter, case.new.condition or 1)
                )
            case Action.DISPATCH:
                unit = case.unit or office.lead_unit(case.new.matter)
                entries = ActionEntries(unit_id=office.unit_id(unit))
            case Action.TAKE:
                login = office.handler(known.unit)
            case Action.FEEDBACK:
                login, entries = office.handler(known.unit), ActionEntries(note=_NOTE)
            case Action.VERIFY:
                entries = ActionEntries(note=_NOTE)
            case Action.CLOSE:
                login, entries = acceptor, ActionEntries(close_kind=CloseKind.NORMAL)
        office.do(login, case_id, action, entries, known.version)

    def _named(self) -> Iterator[_Case]:
        for case in self._player.timeline.scenario.world.caseload.cases:
            yield _Case(
                case.id, self._new(case), case.state, max(case.age, _least(case.state)), case.unit or ""
            )

    def _new(self, case: StartingCase) -> NewCase:
        dice = stream(self._player.state.seed, case.id, "grid", 0)
        return NewCase(
            case.channel, case.title, case.text, dice.pick(case.grid), case.place or "", case.matter or "",
            case.condition or 0, case.reporter or "", case.phone or "", case.same_as or "",
        )  # fmt: skip

    def _seeded(self) -> Iterator[_Case]:
        for number, entry in enumerate(self._player.timeline.scenario.world.caseload.seeded):
            for count in range(entry.count):
                yield self._made_up(entry, number, count)

    def _made_up(self, entry: Seeded, number: int, count: int) -> _Case:
        dice = stream(self._player.state.seed, "caseload", number, count)
        office, state = self._player.office, _STANDS[entry.queue]
        matter = dice.pick(entry.matters or office.matters)
        grid = dice.pick(entry.grids or office.grids)
        name = office.matter_name(matter)
        new = NewCase(dice.pick(_CHANNELS), name, f"{name}。", grid, "", matter, 1, "", "", "")
        return _Case("", new, state, max(draw(entry.age, dice), _least(state)), "")


def _least(state: CaseState) -> int:
    """Return the least age, in seconds, at which a case can stand so: a minute for every step."""
    return 60 * (_length(state) + 1)


def _length(state: CaseState) -> int:
    return next((number for number, (stands, _) in enumerate(_WAY, 1) if stands is state), 0)


def _steps(number: int, case: _Case) -> Iterator[_Step]:
    """Yield the taking in (-1) and the steps of a case, spread over the first half of its age."""
    begin, length = -case.age, _length(case.state)
    yield _Step(begin, number, -1)
    for step in range(length):
        yield _Step(begin + (step + 1) * case.age // (2 * length), number, step)
