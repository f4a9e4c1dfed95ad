"""What happens on a case when its matter turns out to lie outside the duty lists.

The ground is shown as soon as the matter is chosen: the grounded return, or an admission request,
is then one key away.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _, render
from console.resting_words import resting_words
from console.screens.case_reading import CaseReading
from console.work import later
from models.cases.door import REASON_LENGTH
from models.cases.kinds import Action
from models.catalogue.boundary.kinds import RequestKind, StandingKind, WayKind
from models.catalogue.boundary.rules import OPENERS
from models.catalogue.boundary.views import RequestFacts

if TYPE_CHECKING:
    from console.forms.form import Form
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import StandingView, WayOut
    from models.catalogue.views import MatterView

_GIVING_BACK = (Action.RETURN, Action.VOID)
"""Steps that give a case back with a reason, the nearer first."""


class CaseBoundary(CaseReading):
    """A case that asks how the matter chosen for it stands to the lists."""

    def __init__(self, services: Services, actor: Actor, number: str) -> None:
        super().__init__(services, actor, number)
        self._reason = ""
        """The ground the next form is to begin with"""

    def open_step(self, action: Action) -> None:
        """Open the form of ``action``."""
        raise NotImplementedError

    def drop_step(self) -> None:
        """Close the open form and throw away what was typed."""
        raise NotImplementedError

    def ask_ground(self, form: Form, matter_id: int | str) -> None:
        """Look how the matter chosen stands to the lists."""
        services, actor, key = self.services, self.actor, int(matter_id)

        def work() -> tuple[StandingView, MatterView]:
            return services.boundary.standing(actor, key), services.catalogue.matter(actor, key)

        self.read("ground", work, partial(self._take_ground, form))

    def _take_ground(self, form: Form, found: tuple[StandingView, MatterView]) -> None:
        standing, matter = found
        if form is not self._form:
            return
        if standing.kind is StandingKind.RECALLED:
            self.offer_ways(standing)
        elif standing.kind is StandingKind.COOPERATIVE:
            form.set_note(partial(resting_words, matter, whole=False))
        elif form.note:
            form.set_note(str)

    def offer_ways(self, standing: StandingView) -> None:
        """Say why no case can rest on it, and offer what may be done instead."""
        from console.dialogs.boundary import BoundaryDialog

        ways = [way for way in standing.ways if self._may_take(way)]
        later(self.app.push_screen(BoundaryDialog(standing, ways), partial(self._take_way, standing)))

    def _may_take(self, way: WayOut) -> bool:
        if way.kind is WayKind.ADMISSION:
            return self.actor.has(*OPENERS)
        return way.kind in {WayKind.RETURN, WayKind.TRANSFER} and self._giving_back() is not None

    def _giving_back(self) -> Action | None:
        offered = {offer.action for offer in self._case.offers if offer.allowed} if self._case else set()
        return next((action for action in _GIVING_BACK if action in offered), None)

    def _take_way(self, standing: StandingView, way: WayOut | None) -> None:
        action = self._giving_back()
        if way is None:
            return
        self.drop_step()
        if way.kind is WayKind.ADMISSION:
            self.console.go("admission_new", self._request_for(standing))
        elif action is not None:
            self._reason = str(render(way.text))[:REASON_LENGTH]
            self.open_step(action)

    def _request_for(self, standing: StandingView) -> RequestFacts:
        case = self._case
        number = "" if case is None else case.number
        title = "" if case is None else case.title
        return RequestFacts(
            RequestKind.ADMISSION,
            department=standing.department,
            name=standing.name,
            legal_basis=standing.legal_basis,
            explanation=_("Case %(number)s: %(title)s", number=number, title=title),
            case_number=number,
        )

    def begin_with_reason(self, form: Form) -> None:
        """Let a form that was opened for a grounded return begin with its ground."""
        reason, self._reason = self._reason, ""
        if reason:
            form.take_up({"reason": reason})
