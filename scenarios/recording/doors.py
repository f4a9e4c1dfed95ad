"""The services of a drill's world: the same as everywhere, and every call that changes a case is recorded.

Screens and simulated people go through the same doors. Reading passes untouched.
"""

from __future__ import annotations

import inspect
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, cast

from models.api import Services
from models.drills.capture import calling, keep_call
from models.drills.coding import coded, decoded
from models.drills.views import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping
    from pathlib import Path

    from models.accounts.views import Actor
    from models.cases.service import CaseService
    from models.cases.sets import SetService
    from models.cases.shifts.service import ShiftService
    from models.cases.tasks import CaseTaskService
    from models.drills.views import EntryView
    from models.exchange.logs.service import LogService
    from models.kernel.clock import Clock
    from models.kernel.store import Store

RECORDED: Mapping[str, Collection[str]] = {
    "cases": ("intake", "perform", "sweep"),
    "sets": ("perform", "undo_set", "undo"),
    "tasks": ("perform",),
    "shifts": ("hand_over", "accept"),
    "logs": ("relive",),
}
"""Services and those of their methods that are recorded. The names stand in recordings: they stay."""
_ALSO: Mapping[str, Mapping[str, str]] = {"cases": {"move": "perform"}}
"""Methods that do the same as one of those, and are recorded as that"""
_QUICK = {("cases", "perform"): "move"}
"""What does the same as a recorded method, and shows nothing"""
_ACTOR = "actor"
_LISTENERS = frozenset({"on_progress"})
"""Arguments that change nothing of what is done."""


class Door:
    """One service whose methods named in :data:`RECORDED` are recorded with what they save."""

    def __init__(self, name: str, service: Any, clock: Clock) -> None:
        self._name = name
        self._service = service
        self._clock = clock

    def __getattr__(self, name: str) -> Any:
        """Return a method of the service, recording if it is one of those that are."""
        found = getattr(self._service, name)
        recorded = _ALSO.get(self._name, {}).get(name, name)
        return partial(self._call, recorded, found) if recorded in RECORDED[self._name] else found

    def _call(self, method: str, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        signature = _signature(cast("Hashable", type(self._service)), method)
        given = signature.bind(self._service, *args, **kwargs).arguments
        # What becomes due by itself is nobody's act.
        actor: Actor | None = given.pop(_ACTOR, None)
        told = {key: coded(value) for key, value in given.items() if key != "self" and key not in _LISTENERS}
        with calling(Call(self._name, method, "" if actor is None else actor.login, told), self._clock.now()):
            return function(*args, **kwargs)


@lru_cache(maxsize=64)
def _signature(kind: Hashable, method: str) -> inspect.Signature:
    return inspect.signature(getattr(kind, method))


class WorldServices(Services):
    """The services of a drill's world.

    Args:
        store: the world, opened.
        clock: the drill's; give a :class:`models.drills.capture.CallClock`, so that a call and its entry
            carry one time.
        files: where files of cases lie.
    """

    def __init__(self, store: Store, clock: Clock, files: Path | None = None) -> None:
        super().__init__(store, clock, files)
        store.before_commit(keep_call)

    def _door(self, name: str, service: Any) -> Any:
        return Door(name, service, self.clock)

    @cached_property
    def cases(self) -> CaseService:
        """Cases and their queues."""
        return cast("CaseService", self._door("cases", super().cases))

    @cached_property
    def sets(self) -> SetService:
        """One action on several cases, and taking steps back."""
        return cast("SetService", self._door("sets", super().sets))

    @cached_property
    def tasks(self) -> CaseTaskService:
        """What units are asked to assist with."""
        return cast("CaseTaskService", self._door("tasks", super().tasks))

    @cached_property
    def shifts(self) -> ShiftService:
        """Shifts handed over."""
        return cast("ShiftService", self._door("shifts", super().shifts))

    @cached_property
    def logs(self) -> LogService:
        """Logs of other systems, written again entry by entry."""
        return cast("LogService", self._door("logs", super().logs))


def call_again(services: Services, entry: EntryView, actor: Actor | None) -> Any:
    """Do what an entry tells once more; the clock of ``services`` has to stand at the entry's time.

    Args:
        services: of the world.
        entry: a call.
        actor: who did it; ``None`` for what became due by itself.

    Raises:
        DomainError: the service refuses it, which it did not when it was recorded.
        NotRecordable: it holds something this program does not know.
    """
    body = entry.body
    service, method = body["service"], body["method"]
    arguments = {name: decoded(value) for name, value in body["arguments"].items()}
    who = () if actor is None else (actor,)
    return getattr(getattr(services, service), _QUICK.get((service, method), method))(*who, **arguments)
