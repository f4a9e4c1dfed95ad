"""Sending injects: what goes out, what it does, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.cases.kinds import Action, Pressure
from models.cases.views import ActionEntries
from models.drills.kinds import EntryKind
from models.drills.peopling import OFFICE_LOGIN
from models.kernel.errors import DomainError
from scenarios.format.doing import Branch, Press, Report
from scenarios.player.agenda import Sending
from scenarios.player.state import REFUSED, SENT, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.drills.views import CaseStep
    from scenarios.format.injects import Inject
    from scenarios.player.cases import Known
    from scenarios.player.player import Player
    from scenarios.timeline import NewCase, Occurrence

_PRESSING = "请抓紧办理，并报进展。"


class Sender:
    """Sends what is due for a player."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._drawn = player.state.drawn
        self._orphans: list[CaseStep] = []

    def coming(self) -> bool:
        """Say whether an inject is still to come by itself."""
        due = (each for _at, each in self._player.state.agenda.coming())
        return any(isinstance(each, Sending) and not self._over(each.occurrence) for each in due)

    def comes(self, occurrence: Occurrence) -> bool:
        """Say whether an inject on the agenda is still to be sent."""
        return not self._over(occurrence) and occurrence.inject not in self._player.state.held

    def _over(self, occurrence: Occurrence) -> bool:
        state = self._player.state
        return occurrence.inject in state.dropped or occurrence.number in state.done.get(
            occurrence.inject, ()
        )

    def filed_under(self, known: Known) -> tuple[str, int]:
        """Return matter and condition a case belongs to, as the scenario says; "" where it does not."""
        player = self._player
        planned = player.timeline.injects.get(known.name)
        drawn = self._drawn.get(known.id)
        if drawn is not None:
            return drawn
        if planned is not None and isinstance(planned.inject.do, Report):
            return planned.inject.do.matter or "", planned.inject.do.condition or 1
        return "", 1

    def send(self, occurrence: Occurrence) -> None:
        """Send an inject that is due, unless it is over, held, or its condition does not hold."""
        player, state = self._player, self._player.state
        planned = player.timeline.injects[occurrence.inject]
        inject = planned.inject
        if self._over(occurrence):
            return
        if inject.id in state.held:
            if occurrence not in state.parked.get(inject.id, ()):
                place = {"due": occurrence.at, "position": occurrence.position, "number": occurrence.number}
                player.write(EntryKind.CONTROL, {"act": "park", "inject": inject.id, **place})
            return
        body: dict[str, Any] = {"id": inject.id, "number": occurrence.number, "due": occurrence.at}
        if self._repeated_enough(inject, occurrence.number):
            player.write(EntryKind.INJECT, {**body, "became": SKIPPED, "last": True})
            return
        if inject.only_if is not None and not player.looking.holds(
            inject.only_if, f"inject/{inject.id}/only_if"
        ):
            player.write(EntryKind.INJECT, {**body, "became": SKIPPED})
            return
        self._go(occurrence, inject, body)

    def _repeated_enough(self, inject: Inject, number: int) -> bool:
        until = None if inject.repeat is None else inject.repeat.until
        return (
            bool(number)
            and until is not None
            and self._player.looking.holds(until, f"inject/{inject.id}/repeat")
        )

    def _go(self, occurrence: Occurrence, inject: Inject, body: dict[str, Any]) -> None:
        player = self._player
        try:
            done = self._effect(occurrence, inject)
        except DomainError as error:
            # The world does not take it, a grid closed by the players for example: the drill goes on.
            player.write(EntryKind.INJECT, {**body, "became": REFUSED, "why": error.code})
            return
        if done is None:
            player.write(EntryKind.INJECT, {**body, "became": SKIPPED})
            return
        first = inject.id not in player.state.sent
        player.write(EntryKind.INJECT, {**body, "became": SENT, **done})
        if first:
            player.sent(inject.id)
        player.did()

    def _effect(self, occurrence: Occurrence, inject: Inject) -> dict[str, Any] | None:
        """Do what an inject does to the world; ``None`` if what it is about is not there."""
        player = self._player
        match inject.do:
            case Branch():
                arm = player.timeline.arm(inject.id, player.looking.judge, player.looking)
                return {"start": [] if arm is None else list(arm.start)}
            case Press():
                return self._press(inject.do)
        new = player.timeline.new_case(occurrence, player.state.seed)
        if new is None:
            return {}
        case_id = self._orphan(new) or self._take_in(occurrence.inject, new)
        return {"case": case_id, "matter": new.matter, "condition": new.condition or 1}

    def _take_in(self, inject: str, new: NewCase) -> int:
        ghost = self._player.ghost
        return self._player.office.take_in(new) if ghost is None else ghost.take_in(inject, new)

    def _orphan(self, new: NewCase) -> int | None:
        """Return a case that was taken in just before a power cut, and not yet written down."""
        found = next((each for each in self._orphans if each.title == new.title), None)
        if found is None:
            return None
        self._orphans.remove(found)
        return found.case_id

    def find_orphans(self, unheard: Sequence[CaseStep]) -> None:
        """Look for cases the player took in and had no time to write down; after a power cut."""
        self._orphans = [
            each
            for each in unheard
            if each.action is Action.INTAKE
            and each.login == OFFICE_LOGIN
            and each.case_id not in self._player.state.taken_in
        ]

    def _press(self, press: Press) -> dict[str, Any] | None:
        player = self._player
        known = player.state.cases.named(press.about)
        if known is None or not known.open:
            return None
        action = Action.SUPERVISE if press.supervise else Action.URGE
        pressure = Pressure.LEADER if press.supervise else None
        entries = ActionEntries(note=_PRESSING, pressure=pressure)
        player.office.do(OFFICE_LOGIN, known.id, action, entries, known.version)
        return {"pressed": known.id}
