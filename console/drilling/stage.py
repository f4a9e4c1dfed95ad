"""Where a trainee sits: the world of the drill, the desk, and what reached it so far."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.drills.kinds import EntryKind
from models.kernel.clock import SystemClock
from scenarios.inbox import PHONE, READ_KINDS, Inbox, inbox
from scenarios.starting import plan_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.drills.views import DrillView, EntryView
    from scenarios.format.scenario import Scenario, Seat
    from scenarios.format.words import ReportKind
    from scenarios.inbox import Item
    from scenarios.sandbox import World


@dataclass(frozen=True, slots=True)
class Look:
    """What a console of a drill sees when it looks."""

    drill: DrillView
    stands: bool
    """Whether the drill's time stands"""
    box: Inbox | None = None
    """What reached the desk; a trainer's console has none"""


class Stage:
    """A trainee's place in a drill. Everything here may be called from threads.

    Args:
        world: of the drill, open.
        desk: where they sit.
        login: as whom they act.
        person: how they are called.
    """

    def __init__(self, world: World, desk: Seat, login: str, person: str) -> None:
        self.world, self.desk = world, desk
        self.login, self.person = login, person
        self.scenario: Scenario = plan_of(world.services.drills.drill()).scenario
        self._entries: list[EntryView] = []
        self._lock = threading.Lock()

    def look(self) -> Look:
        """Return the drill and the inbox as they stand now."""
        drills = self.world.services.drills
        now = self.world.clock.now()
        with self._lock:
            seen = self._entries[-1].seq if self._entries else 0
            self._entries += drills.entries(seen, kinds=READ_KINDS)
            box = inbox(self.scenario, self._entries, self.desk.id, self.login, now)
        drill = drills.drill()
        return Look(drill, drill.pace.room_at(now) is None or drill.pace.held(SystemClock().now()), box)

    def sit_down(self) -> None:
        """Take the seat: from now on no simulated colleague works it."""
        self._append(EntryKind.SEAT, {"person": self.person, "desk": self.desk.id})

    def get_up(self) -> None:
        """Leave the seat."""
        self._append(EntryKind.SEAT, {"person": "", "desk": self.desk.id})

    def take(self, call: Item) -> bool:
        """Take a call that rings; say whether nobody else was quicker."""
        self._append(EntryKind.TAKEN, {"call": call.key})
        drills = self.world.services.drills
        taken = drills.entries(call.seq, kinds=(EntryKind.TAKEN,))
        first = next(each for each in taken if each.body["call"] == call.key)
        return first.login == self.login

    def say(self, to: Sequence[str], text: str, means: str = PHONE, about: str = "") -> None:
        """Call or write to roles and actors."""
        body = {"from": self.desk.id, "to": list(to), "text": text, "means": means, "about": about}
        self._append(EntryKind.SAID, body)

    def report(self, kind: ReportKind, to: str, parts: Mapping[str, str], about: str = "") -> None:
        """Report up; ``parts`` are the parts of the report by what they are called."""
        text = "\n".join(f"{name}：{said}" for name, said in parts.items() if said)
        body = {"report": kind, "to": to, "text": text, "parts": dict(parts), "about": about}
        self._append(EntryKind.REPORT, body)

    def born(self, case_id: int | None) -> str:
        """Return what a case is called in the scenario; "" for one the players took in themselves."""
        box = self.look().box
        return "" if box is None or case_id is None else box.born.get(case_id, "")

    def _append(self, kind: EntryKind, body: Mapping[str, Any]) -> None:
        self.world.services.drills.append(kind, self.world.clock.now(), self.login, body)
