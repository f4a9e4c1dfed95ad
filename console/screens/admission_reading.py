"""Reading one request: what it says, its steps, and what may be done with it now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Vertical

from console.forms.screen import FormScreen
from console.i18n import _
from console.labels import label
from console.screens.admission_parts import fact_lines, step_lines
from console.widgets.lines import RuleLine
from console.widgets.region import Region
from models.catalogue.boundary.kinds import Action
from models.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from console.frame import Frame
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.boundary.views import Offer, RequestView

_ACTIONS = frozenset(action.value for action in Action)


class AdmissionReading(FormScreen[None]):
    """A request with its steps: what can be seen of it.

    Args:
        services: the one door.
        actor: the person.
        key: the request's number.
    """

    GROUP = "admission"
    AUTO_FOCUS = "#facts"
    DEFAULT_CSS = """
    AdmissionReading .area { height: 1fr; }
    AdmissionReading #facts { height: 1fr; min-height: 3; }
    AdmissionReading #history { height: auto; max-height: 40%; min-height: 3; }
    AdmissionReading #steps { height: auto; max-height: 100%; }
    AdmissionReading Form { max-height: 80%; }
    AdmissionReading .area.-filling #history { display: none; }
    """

    def __init__(self, services: Services, actor: Actor, key: int) -> None:
        super().__init__(services, actor)
        self._key = key
        self._request: RequestView | None = None
        self._acting = False
        """Whether a step without a form is on its way"""

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return facts and steps; a form comes below them."""
        history = Vertical(RuleLine(), Region(id="steps", from_end=True), id="history")
        yield Vertical(Region(id="facts"), history, classes="area")

    def title_text(self) -> str:
        """Return the request's number and where it stands."""
        request = self._request
        words = _("Request %(number)s", number=self._key)
        return words if request is None else f"{words} {label(request.state)}"

    # Reading

    def reload(self) -> None:
        """Read the request."""
        services, actor, key = self.services, self.actor, self._key
        self.read("request", lambda: services.boundary.request(actor, key), self._take)

    def read_failed(self, group: str, error: Exception) -> None:
        """Go back if there is no such request."""
        if group == "request" and isinstance(error, NotFound) and self._request is None:
            self.console.explain(error, then=self.console.go_back)
        else:
            super().read_failed(group, error)

    def _take(self, request: RequestView) -> None:
        self._request = request
        self._show()

    def _show(self) -> None:
        request = self._request
        if request is None:
            return
        self.set_title(self.title_text())
        self.query_one("#facts", Region).lay_out(partial(fact_lines, request))
        self.query_one("#steps", Region).lay_out(partial(_steps, request, self.console.frame))
        self.query_one("#history > RuleLine", RuleLine).set_note(_("Steps so far"))
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self._show()

    # What may be done

    def holds(self, condition: str) -> bool:
        """Answer for steps by what the request offers, for everything else as usual."""
        return self._may(Action(condition)) if condition in _ACTIONS else super().holds(condition)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the key of a step work only while the request offers it."""
        if action == "step":
            return self.holds(str(parameters[0]))
        return super().check_action(action, parameters)

    def _offer(self, action: Action) -> Offer | None:
        offers = () if self._request is None else self._request.offers
        return next((offer for offer in offers if offer.action is action), None)

    def _may(self, action: Action) -> bool:
        if self._form is not None or self._acting:
            return False
        offer = self._offer(action)
        return offer is not None and offer.allowed

    def can_steps(self) -> bool:
        """The request knows a step, and no form is open."""
        return self._form is None and self._request is not None and bool(self._request.offers)

    def help_notes(self) -> list[Piece]:
        """Say of every step the request's state knows whether it is possible, and if not, why."""
        request = self._request
        if request is None:
            return []
        title = _("Request %(number)s now", number=request.id)
        lines: list[Piece] = [(title, "bold underline")]
        if not request.offers:
            lines.append((_("Nothing more can be done to this request."), ""))
        lines += [
            (f"{label(offer.action)}  {why(offer)}", "" if offer.allowed else "dim")
            for offer in request.offers
        ]
        return [*lines, ("", "")]


def _steps(request: RequestView, frame: Frame, width: int) -> list[list[Piece]]:
    return step_lines(request, frame, width)


def why(offer: Offer) -> str:
    """Return what a step does, or why it is not possible."""
    return _(offer.refusal) if offer.refusal else _(offer.explain)
