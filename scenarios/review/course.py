"""What a drill was in the terms of its scenario: injects as they were played, desks and who sat there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from models.drills.kinds import EntryKind
from scenarios.format.injects import Inject
from scenarios.player.state import SENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.drills.views import CaseStep, EntryView
    from scenarios.format.scenario import Scenario
    from scenarios.review.sources import Source


@dataclass(frozen=True)
class Course:
    """A drill as it went, looked up by what a review asks for."""

    source: Source

    @property
    def scenario(self) -> Scenario:
        """What was planned."""
        return self.source.plan.scenario

    @cached_property
    def start(self) -> datetime:
        """The moment seconds are counted from."""
        return self.source.plan.start.replace(tzinfo=self.source.zone).astimezone(UTC)

    def seconds(self, moment: datetime) -> int:
        """Return a moment in whole seconds from the start."""
        return (moment - self.start) // timedelta(seconds=1)

    @cached_property
    def end(self) -> int:
        """The last moment anything happened at."""
        last = [each.at for each in self.source.entries[-1:]] + [each.at for each in self.source.steps[-1:]]
        latest = max((self.seconds(each) for each in last), default=0)
        ended = (self.seconds(each.at) for each in self.source.entries if each.kind is EntryKind.END)
        # What is judged and objected to afterwards is no part of the drill.
        return max(next(ended, latest), 0)

    @cached_property
    def ended(self) -> bool:
        """Whether it was played to its end."""
        return any(each.kind is EntryKind.END for each in self.source.entries)

    @cached_property
    def steps(self) -> tuple[tuple[int, CaseStep], ...]:
        """What was done to cases within the drill, with its second, in its order."""
        found = ((self.seconds(each.at), each) for each in self.source.steps)
        return tuple(each for each in found if 0 <= each[0] <= self.end)

    @cached_property
    def cases(self) -> Mapping[int, tuple[str, str]]:
        """Number and title of each case."""
        return {each.case_id: (each.number, each.title) for each in self.source.steps}

    @cached_property
    def injects(self) -> Mapping[str, Inject]:
        """Injects by id, with what a trainer changed or added."""
        found = {each.id: each for each in self.scenario.timeline}
        for entry in self.source.entries:
            if entry.kind is EntryKind.CONTROL and entry.body["act"] in {"edit", "add"}:
                changed = Inject.model_validate(entry.body["document"])
                found[changed.id] = changed
        return found

    @cached_property
    def sent(self) -> Mapping[str, int]:
        """When each inject was sent for the first time."""
        found: dict[str, int] = {}
        for entry in self.source.entries:
            if entry.kind is EntryKind.INJECT and entry.body["became"] == SENT:
                found.setdefault(entry.body["id"], self.seconds(entry.at))
        return found

    @cached_property
    def people(self) -> Mapping[str, tuple[str, ...]]:
        """Who sat at each desk, in the order they sat down."""
        found: dict[str, dict[str, None]] = {each.id: {} for each in self.scenario.roles}
        for entry in self._seats:
            desk = entry.body.get("desk") or self.source.desks.get(entry.login, "")
            if entry.body["person"] and desk in found:
                found[desk][entry.body["person"]] = None
        return {desk: tuple(names) for desk, names in found.items()}

    @cached_property
    def _seats(self) -> tuple[EntryView, ...]:
        return tuple(each for each in self.source.entries if each.kind is EntryKind.SEAT)

    def person_at(self, login: str, at: int) -> str:
        """Return who sat at a desk at a moment; "" for a simulated colleague."""
        person = ""
        for entry in self._seats:
            if self.seconds(entry.at) > at:
                break
            if entry.login == login:
                person = entry.body["person"]
        return person

    def desk_of(self, login: str) -> str:
        """Return the desk a login belongs to; "" for none."""
        return self.source.desks.get(login, "")

    def inject_title(self, name: str) -> str:
        """Return what an inject is called, in a line."""
        inject = self.injects.get(name)
        if inject is None:
            return name
        told = inject.title or getattr(inject.do, "title", "") or inject.text
        return " ".join(told.split()) or name
