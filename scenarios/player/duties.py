"""What a competent office does beside the usual way of a case: it calls, reports up, urges, asks for help.

Where nobody plays, simulated colleagues know what is expected of their desk, as whoever was drilled for it
does, and set about it after a reaction time of their own; so it may come too late, as it does with people.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, Channel, LinkKind, Pressure
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError
from scenarios.chance import stream
from scenarios.format import conditions as cond
from scenarios.format.base import MINUTE
from scenarios.format.doing import CaseText
from scenarios.format.expecting import Automatic
from scenarios.player.agenda import DutyAct, Phase
from scenarios.player.alike import duplicates, original
from scenarios.timeline import NewCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scenarios.format.conditions import Act, Condition, Reporting, Saying
    from scenarios.format.expecting import Expected
    from scenarios.player.cases import Known
    from scenarios.player.player import Player

_REACTION = (3 * MINUTE, 0.5)
"""Median and sigma, in seconds"""
_HURRY = 0.5
"""Whoever has less than that share of their time left for it is quicker"""
_PATIENCE = 2 * MINUTE
"""After so long it is tried again whether the case is there, or stands where it can be done"""
_TRIES = 5
_USUAL = frozenset(
    {
        Action.ACCEPT, Action.FILE, Action.DISPATCH, Action.TAKE, Action.FEEDBACK, Action.VERIFY,
        Action.CLOSE, Action.CALL_BACK, Action.CHECK,
    }
)  # fmt: skip
"""What colleagues do with every case"""
_PAIRING = frozenset({Action.MERGE, Action.LINK})
_LOOKED_AT = 12
"""So many pairs are tried before it is given up for now"""
_WITH_A_REASON = frozenset({Action.RETURN, Action.TRANSFER, Action.VOID, Action.REFUSE, Action.MERGE})
_SAID, _REPORTED, _NOTED = "情况请知悉，请马上到位处置。", "现将情况报告如下。", "请按预案办理。"


@dataclass(frozen=True, slots=True)
class _Duty:
    """One thing a desk is expected to do."""

    key: str
    expected: Expected
    goal: cond.Done | cond.Told | cond.Reported
    at: int


class Duties:
    """Sets about what is expected, for a player of a drill nobody plays."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._duties: dict[str, _Duty] = {}
        self.units: Mapping[str, str] = dict(self._destinations())
        """Where cases are expected to be dispatched to, by the inject they are born from"""
        self.grave = frozenset(self._grave())
        """Cases something is expected of"""

    def _goals(self, expected: Expected) -> list[cond.Done | cond.Told | cond.Reported]:
        judged = expected.judged
        return list(_leaves(judged.auto)) if isinstance(judged, Automatic) else []

    def _destinations(self) -> Iterator[tuple[str, str]]:
        for expected in self._player.timeline.scenario.expectations:
            for goal in self._goals(expected):
                if isinstance(goal, cond.Done) and Action.DISPATCH in goal.done.action and goal.done.unit:
                    yield from ((case, goal.done.unit[0]) for case in goal.done.case)

    def _grave(self) -> Iterator[str]:
        for expected in self._player.timeline.scenario.expectations:
            for goal in self._goals(expected):
                if isinstance(goal, cond.Done):
                    yield from goal.done.case

    def begin(self, expected: Expected, anchor: int) -> None:
        """Set about what is expected from a moment on."""
        state = self._player.state
        for number, goal in enumerate(self._goals(expected)):
            window = _window(goal)
            if isinstance(goal, cond.Done) and not _beside_the_usual(goal.done):
                continue
            median, sigma = _REACTION
            if expected.within is not None:
                median = min(median, round(expected.within * _HURRY))
            competence, desk = self._player.competence, self._desk(expected, window.by)
            for turn in range(window.times):
                key = f"{expected.id}/{number}/{turn}"
                if competence.slips(desk, 0, expected.id, number, turn):
                    # Nobody thinks of it.
                    continue
                dice = stream(state.seed, "duty", expected.id, number, turn)
                spread = (expected.within or 0) * turn // window.times
                takes = dice.lognormal(median, sigma) * competence.slowness(desk)
                duty = _Duty(key, expected, goal, anchor + spread + max(round(takes), 1))
                self._duties[key] = duty
                if key not in state.duties:
                    self._put(duty.at, key, 0)

    @staticmethod
    def _desk(expected: Expected, by: tuple[str, ...]) -> str:
        """Return the desk that sets about what is expected."""
        return next((each for each in expected.who if not by or each in by), "")

    def _put(self, at: int, key: str, tries: int) -> None:
        state = self._player.state
        state.agenda.put(max(at, state.now), Phase.PEOPLE, DutyAct(key, tries), (at, 2_000_000))

    def act(self, due: DutyAct) -> None:
        """Do what is due, if it is not done or settled yet."""
        player, duty = self._player, self._duties[due.key]
        if due.key in player.state.duties or duty.expected.id in player.state.settled:
            return
        body: dict[str, Any] = {"act": "duty", "duty": due.key}
        match duty.goal:
            case cond.Told():
                self._say(duty, duty.goal.told)
            case cond.Reported():
                self._report(duty, duty.goal.reported)
            case cond.Done():
                did = self._do(duty, duty.goal.done)
                if did is None and due.tries < _TRIES:
                    self._put(player.state.now + _PATIENCE, due.key, due.tries + 1)
                    return
                body["did"] = did
        player.write(EntryKind.ACTOR, body)
        player.did()

    def _logins(self, duty: _Duty, by: tuple[str, ...] = ()) -> Iterator[str]:
        cast = self._player.cast
        for desk in duty.expected.who:
            if not by or desk in by:
                yield from cast.logins.get(desk, ())

    def _say(self, duty: _Duty, saying: Saying) -> None:
        login = next(self._logins(duty, saying.by), "")
        to, text = saying.to[:1], "".join(saying.says[:1]) + _SAID
        if not login or not to:
            return
        about = next(iter(saying.about), "")
        self._player.write(
            EntryKind.SAID, {"to": list(to), "text": text, "means": "phone", "about": about}, login
        )
        by = self._player.state.desk_of(login)
        self._player.acting.told(to, text, "phone", about, by, f"duty/{duty.key}")

    def _report(self, duty: _Duty, reporting: Reporting) -> None:
        login = next(self._logins(duty, reporting.by), "")
        if login:
            text = "，".join(reporting.says) + _REPORTED
            told = {"to": next(iter(reporting.to), ""), "about": next(iter(reporting.about), "")}
            self._player.write(EntryKind.REPORT, {"report": reporting.kind, "text": text, **told}, login)

    def _do(self, duty: _Duty, act: Act) -> str | None:
        """Try it as each of those of whom it is expected; return what was done, ``None`` for nothing."""
        if Action.INTAKE in act.action:
            return self._take_in(duty, act)
        for known, lead in self._chosen(act):
            for action in act.action:
                entries = self._entries(action, act, lead)
                for login in self._logins(duty, act.by):
                    try:
                        self._player.office.do(login, known.id, action, entries, known.version)
                    except DomainError:
                        # Not theirs to do, or not now.
                        continue
                    return str(action)
        return None

    def _chosen(self, act: Act) -> Iterator[tuple[Known, str]]:
        """Yield the cases an act is about, each with the number of the one it is a duplicate of."""
        player = self._player
        if not act.case:
            for known, lead in islice(duplicates(player, act.matter), _LOOKED_AT):
                yield known, lead.number
            return
        about = player.state.cases.named(act.case[-1])
        if about is None or not about.open:
            return
        same = self._original(act, about)
        if same is None and not _PAIRING.isdisjoint(act.action):
            same = original(player, about)
        yield about, "" if same is None else same.number

    def _take_in(self, duty: _Duty, act: Act) -> str | None:
        """Write down what somebody told, as the scenario knows it to be."""
        told = self._told(act.says)
        if told is None:
            return None
        new = NewCase(
            Channel.VILLAGE, told.title, told.text, told.grid[0], told.place or "", told.matter or "",
            told.condition or 1, told.reporter or "", told.phone or "", "",
        )  # fmt: skip
        for login in self._logins(duty, act.by):
            try:
                self._player.office.take_in(new, login)
            except DomainError:
                continue
            return str(Action.INTAKE)
        return None

    def _told(self, words: Sequence[str]) -> CaseText | None:
        """Return the report of the scenario that holds one of the words."""
        scenario = self._player.timeline.scenario
        pooled = (each for pool in scenario.pools.values() for each in pool)
        sent = (each.do for each in scenario.timeline if isinstance(each.do, CaseText))
        return next((each for each in chain(sent, pooled) if any(word in each.title for word in words)), None)

    def _entries(self, action: Action, act: Act, lead: str) -> ActionEntries:
        text = "".join(act.says[:1]) + _NOTED
        unit = self._player.office.unit_id(act.unit[0]) if act.unit else None
        reason, note = (text, "") if action in _WITH_A_REASON else ("", text)
        return ActionEntries(
            reason=reason,
            note=note,
            unit_id=unit,
            other=lead if action in _PAIRING else "",
            link=LinkKind.DUPLICATE if action is Action.LINK else None,
            pressure=Pressure.LEADER if action is Action.SUPERVISE else None,
        )

    def _original(self, act: Act, known: Known) -> Known | None:
        """Return the case one is a duplicate of, as the scenario says."""
        planned = self._player.timeline.injects.get(known.name)
        do = None if planned is None else planned.inject.do
        same = do.same_as if isinstance(do, CaseText) else None
        # Of several cases named, the later went into the first.
        found = self._player.state.cases.named(same or act.case[0])
        return None if found is None or found.id == known.id else found


def _beside_the_usual(act: Act) -> bool:
    """Say whether colleagues do it only because it is expected."""
    if not _USUAL.isdisjoint(act.action):
        return False
    if Action.INTAKE in act.action:
        return not act.case and bool(act.says)
    return bool(act.case) or not _PAIRING.isdisjoint(act.action)


def _leaves(condition: Condition) -> Iterator[cond.Done | cond.Told | cond.Reported]:
    """Yield what has to be done for a condition; of alternatives the first."""
    match condition:
        case cond.Done() | cond.Told() | cond.Reported():
            yield condition
        case cond.AllOf():
            for each in condition.all:
                yield from _leaves(each)
        case cond.AnyOf():
            ways = [list(_leaves(each)) for each in condition.any]
            yield from next((way for way in ways if way and all(map(_doable, way))), ways[0])


def _doable(goal: cond.Done | cond.Told | cond.Reported) -> bool:
    return not isinstance(goal, cond.Done) or bool(goal.done.case)


def _window(goal: cond.Done | cond.Told | cond.Reported) -> Act | Saying | Reporting:
    match goal:
        case cond.Done():
            return goal.done
        case cond.Told():
            return goal.told
        case cond.Reported():
            return goal.reported
