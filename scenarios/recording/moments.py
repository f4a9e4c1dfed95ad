"""The moments of a recording worth looking at: what came, was decided, was said, how it was steered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.doing import Draw
from scenarios.format.words import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from models.drills.views import EntryView
    from scenarios.format.scenario import Scenario

_STEERING = frozenset({"run", "pause", "jump", "end", "release", "skip", "add", "edit", "branch"})
_SAID = frozenset({EntryKind.SAID, EntryKind.REPORT, EntryKind.NOTE})


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a recording."""

    done: int
    """How many entries stand when it has happened"""
    at: int
    """Seconds from the start"""
    kind: EntryKind
    what: str
    """Of an inject or expectation its title, of what was said the text, of steering the act"""
    who: str = ""
    """Login, or id of an actor; "" for the scenario itself"""
    outcome: Outcome | None = None
    decisive: bool = True
    """Worth looking at first"""
    name: str = ""
    """Id of the inject or expectation"""


def moments(scenario: Scenario, entries: Sequence[EntryView], starts: datetime) -> list[Moment]:
    """Return the lines of a recording, in its order."""
    return list(_moments(scenario, entries, starts))


def _moments(scenario: Scenario, entries: Sequence[EntryView], starts: datetime) -> Iterator[Moment]:
    injects = {each.id: each for each in scenario.timeline}
    expected = {each.id: each for each in scenario.expectations}
    for done, entry in enumerate(entries, 1):
        body, at = entry.body, (entry.at - starts) // timedelta(seconds=1)
        who = entry.login or str(body.get("from") or "")
        if entry.kind is EntryKind.INJECT and body["became"] == "sent":
            inject = injects.get(body["id"])
            title = (
                body["id"]
                if inject is None
                else inject.title or inject.text or getattr(inject.do, "title", "")
            )
            noise = inject is not None and isinstance(inject.do, Draw)
            yield Moment(done, at, entry.kind, title or body["id"], decisive=not noise, name=body["id"])
        elif entry.kind is EntryKind.SETTLED:
            known = expected.get(body["id"])
            title = body["id"] if known is None else known.title
            outcome = Outcome(body["outcome"])
            yield Moment(done, at, entry.kind, title, "", outcome, outcome is not Outcome.VOID, body["id"])
        elif entry.kind in _SAID:
            yield Moment(done, at, entry.kind, str(body.get("text", "")), who)
        elif entry.kind is EntryKind.CONTROL and body["act"] in _STEERING:
            yield Moment(done, at, entry.kind, body["act"], who, name=str(body.get("inject", "")))
        elif entry.kind is EntryKind.END:
            yield Moment(done, at, entry.kind, str(body.get("reason", "")), who)
