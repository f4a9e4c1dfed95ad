"""The ghost: what an office really did, second by second, and playing it through the services again.

A file of JSON Lines: a head, what was different about each arrival, and each decision in its order. Things of
the township are told by their codes, cases by the inject they are born from, people by their logins in a copy
of the township.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, CaseState, CloseKind, Level, LinkKind, Pressure, Rating
from models.cases.task_kinds import OldLead
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.kernel.errors import DomainError
from models.kernel.oserrors import why
from scenarios.history.refusals import GhostOfAnother, GhostTooNew, GhostUnreadable
from scenarios.player.agenda import GhostAct, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.exchange.logs.views import FormerEntry
    from scenarios.player.player import Player
    from scenarios.timeline import NewCase

FORMAT = 2
"""The second holds entries of the logs of other systems"""
ENDING = ".ghost"
_MARK = "ghost"
_LAST = 1_000_000_000
"""The place of a decision among what is due in a second: after every inject"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One step somebody really took."""

    at: float
    """Seconds from the start, to the microsecond"""
    case: str
    """The inject it was born from"""
    login: str
    """"" for what became due by itself"""
    action: str
    entries: dict[str, Any] = field(default_factory=dict)
    """What was filled in, by the fields of :class:`models.cases.views.ActionEntries`, in codes"""
    former: dict[str, Any] = field(default_factory=dict)
    """Of another system's entry: what :class:`models.exchange.logs.views.FormerEntry` says, in codes"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an inject does not say of an arrival."""

    inject: str
    at: float
    due: dict[str, str] = field(default_factory=dict)
    """Deadlines of superior levels"""
    former: dict[str, Any] = field(default_factory=dict)
    """Of a case out of another system's log: its first entry, and what the log says of the case"""


@dataclass(frozen=True, slots=True)
class Ghost:
    """The decisions of an office, to a scenario."""

    scenario: str
    """Its id"""
    arrivals: tuple[Arrival, ...]
    decisions: tuple[Decision, ...]
    left: tuple[tuple[str, str], ...] = ()
    """Steps that cannot be done again: of which case, and what"""


def lines(ghost: Ghost) -> Iterator[str]:
    """Yield a ghost as the lines of its file."""
    yield _json({"yiwang": _MARK, "format": FORMAT, "scenario": ghost.scenario, "left": ghost.left})
    for arrival in ghost.arrivals:
        yield _json({"arrival": asdict(arrival)})
    for decision in ghost.decisions:
        yield _json({"decision": asdict(decision)})


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def load(path: Path, scenario: str) -> Ghost:
    """Read a ghost.

    Raises:
        GhostUnreadable: there is none, or something else.
        GhostTooNew: it is of a newer format.
        GhostOfAnother: it belongs to another scenario.
    """
    try:
        documents = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        head = documents[0]
        if head["yiwang"] != _MARK:
            raise GhostUnreadable(path.name)
        if head["format"] > FORMAT:
            raise GhostTooNew(path.name, head["format"], FORMAT)
        if head["scenario"] != scenario:
            raise GhostOfAnother(path.name, head["scenario"], scenario)
        return Ghost(
            head["scenario"],
            tuple(Arrival(**each["arrival"]) for each in documents[1:] if "arrival" in each),
            tuple(Decision(**each["decision"]) for each in documents[1:] if "decision" in each),
            tuple((case, what) for case, what in head["left"]),
        )
    except OSError as error:
        raise GhostUnreadable(path.name, why(error)) from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise GhostUnreadable(path.name) from error


class Haunting:
    """Plays a ghost for a player.

    Args:
        player: who plays.
        ghost: what is played.
    """

    def __init__(self, player: Player, ghost: Ghost) -> None:
        self._player = player
        self._ghost = ghost
        self._arrivals = {each.inject: each for each in ghost.arrivals}
        self.not_done = [{"case": case, "what": what, "why": "foreign"} for case, what in ghost.left]
        """Steps that were not done again, with the reason"""

    def prepare(self) -> None:
        """Put every decision on the agenda that was not taken yet."""
        state = self._player.state
        for number, decision in enumerate(self._ghost.decisions):
            if number not in state.ghosted:
                state.agenda.put(int(decision.at // 1), Phase.INJECTS, GhostAct(number), (_LAST, number))

    def take_in(self, inject: str, new: NewCase) -> int:
        """Take a report in at the very moment it came."""
        office, arrival = self._player.office, self._arrivals.get(inject)
        if arrival is None:
            return office.take_in(new)
        self._at(arrival.at)
        if arrival.former:
            return office.relive(self._former(arrival.former, arrival.at), arrival.former["login"], new)
        return office.take_in(replace(new, due=arrival.due))

    def act(self, number: int) -> None:
        """Take a decision again."""
        player, decision = self._player, self._ghost.decisions[number]
        if number in player.state.ghosted:
            return
        body: dict[str, Any] = {"act": "ghost", "number": number, "did": decision.action}
        reason = ""
        self._at(decision.at)
        try:
            self._do(decision)
        except DomainError as error:
            reason = error.code
            self.not_done.append({"case": decision.case, "what": decision.action, "why": reason})
        player.write(EntryKind.ACTOR, {**body, "why": reason}, decision.login)
        player.did()

    def _at(self, seconds: float) -> None:
        player = self._player
        player.office.at(player.start + timedelta(microseconds=round(seconds * 1_000_000)))

    def _do(self, decision: Decision) -> None:
        player = self._player
        if not decision.login and not decision.former:
            player.office.tick()
            return
        known = player.state.cases.named(decision.case)
        if known is None:
            raise GhostUnreadable(decision.case)
        if decision.former:
            player.office.relive(self._former(decision.former, decision.at), decision.login)
            return
        action = Action(decision.action)
        if action is Action.UNDO:
            player.office.undo(decision.login, known.id)
            return
        entries = self._entries(decision.entries, decision.at)
        player.office.do(decision.login, known.id, action, entries, known.version)

    def _former(self, told: dict[str, Any], at: float) -> FormerEntry:
        from models.exchange.logs.views import FormerEntry

        office = self._player.office
        entry = FormerEntry(
            told["system"], told["number"], told["activity"], Action(told["action"]), CaseState(told["state"])
        )
        return replace(
            entry,
            known=bool(told["login"]),
            unit_id=office.unit_id(told["unit"]) if told.get("unit") else None,
            note=told.get("note", ""),
            condition_id=office.condition(told["matter"], told["condition"], self._day(at))
            if "matter" in told
            else None,
            due_at=_moment(told.get("due")),
            closed_at=_moment(told.get("closed")),
        )

    def _day(self, at: float) -> date:
        return (self._player.start + timedelta(seconds=at)).date()

    def _entries(self, told: dict[str, Any], at: float) -> ActionEntries:
        office, player = self._player.office, self._player
        other = player.state.cases.named(told["other"]) if "other" in told else None
        day = self._day(at)
        return ActionEntries(
            reason=told.get("reason", ""),
            note=told.get("note", ""),
            condition_id=office.condition(told["matter"], told["condition"], day)
            if "matter" in told
            else None,
            unit_id=office.unit_id(told["unit"]) if "unit" in told else None,
            person_id=office.account_id(told["person"]) if "person" in told else None,
            other="" if other is None else other.number,
            link=LinkKind(told["link"]) if "link" in told else None,
            until=date.fromisoformat(told["until"]) if "until" in told else None,
            level=Level(told["level"]) if "level" in told else None,
            due=datetime.fromisoformat(told["due"]) if "due" in told else None,
            pressure=Pressure(told["pressure"]) if "pressure" in told else None,
            close_kind=CloseKind(told["close_kind"]) if "close_kind" in told else None,
            rating=Rating(told["rating"]) if "rating" in told else None,
            limit=told.get("limit", ""),
            old_lead=OldLead(told["old_lead"]) if "old_lead" in told else None,
        )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
