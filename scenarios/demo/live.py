"""The township's last day, worked live: people sign in and act through the services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from models.cases.kinds import Action, Channel, CloseKind, Rating
from models.cases.views import ActionEntries, Intake

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.views import CaseView
    from models.kernel.clock import ManualClock
    from scenarios.demo.arrivals import Report
    from scenarios.demo.delays import Happening
    from scenarios.demo.plan import Moment

ORIGIN = "demo"


class LiveDay:
    """Acts out moments, one after the other, at their own time.

    Args:
        services: over a database that holds everything before.
        clock: the clock of ``services``.
        administrator: whoever may look units and grids up.
    """

    def __init__(self, services: Services, clock: ManualClock, administrator: Actor) -> None:
        self._services = services
        self._clock = clock
        self._actors: dict[str, Actor] = {}
        self._numbers: dict[str, str] = {}
        self._conditions: dict[tuple[str, int], int] = {}
        self._units = {unit.code: unit.id for unit in services.organisation.units(administrator)}
        self._administrator = administrator
        self._grids: dict[str, int] = {}

    def act_out(self, moments: Sequence[Moment], on_progress: Callable[[int, int], None]) -> None:
        """Let everything happen; the clock stands at the last moment afterwards, and all have left."""
        for done, moment in enumerate(moments, 1):
            self._clock.set(moment.at)
            if moment.happening is None:
                self._take_in(moment.report)
            else:
                self._go_on(moment.report, moment.happening)
            on_progress(done, len(moments))
        while self._actors:
            _login, actor = self._actors.popitem()
            self._services.accounts.sign_out(actor)

    def _take_in(self, report: Report) -> None:
        intake = Intake(
            channel=Channel(report.channel),
            title=report.title,
            body=report.body,
            grid_id=self._grid(report.grid.code, report.grid.division),
            place=report.place,
            occurred_at=report.occurred_at,
            reporter_name=report.reporter_name,
            reporter_phone=report.reporter_phone,
        )
        case = self._services.cases.intake(self._actor(report.taken_by), intake)
        self._numbers[report.number] = case.number

    def _go_on(self, report: Report, step: Happening) -> None:
        actor = self._actor(step.login)
        case = self._case(report)
        entries = ActionEntries(
            reason=step.reason,
            note=step.note,
            condition_id=self._condition(step.matter, step.condition) if step.matter else None,
            unit_id=self._units[step.unit] if step.unit else None,
            person_id=self._actor(step.to).account_id if step.to else None,
            until=date.fromisoformat(step.until) if step.until else None,
            close_kind=CloseKind(step.close_kind) if step.close_kind else None,
            rating=Rating(step.rating) if step.rating else None,
        )
        self._services.cases.perform(actor, case.id, Action(step.action), entries, case.version)

    def _case(self, report: Report) -> CaseView:
        # Handlers see their unit's cases only, and everyone sees what they may act on; the
        # number is looked up by whoever accepted it, who sees the whole township.
        number = self._numbers.get(report.number, report.number)
        return self._services.cases.case(self._actor(_WATCHER), number)

    def _actor(self, login: str) -> Actor:
        actor = self._actors.get(login)
        if actor is None:
            actor = self._actors[login] = self._services.accounts.demo_sign_in(login, ORIGIN)
        return actor

    def _condition(self, matter: str, number: int) -> int:
        if (matter, number) not in self._conditions:
            view = self._services.catalogue.matter_by_code(self._actor(_WATCHER), matter)
            self._conditions.update(((matter, each.seq), each.id) for each in view.conditions)
        return self._conditions[matter, number]

    def _grid(self, code: str, division: str) -> int:
        if code not in self._grids:
            found = self._services.organisation.grids(self._administrator, division)
            self._grids.update((grid.code, grid.id) for grid in found)
        return self._grids[code]


_WATCHER = "luoqiming"
"""The duty chief, who sees every case of the township."""
