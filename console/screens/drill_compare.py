"""Two drills, or two parties of one, beside each other: marks, key acts, queues, what differs first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.drilling.replaywords import comparison_lines, side_name
from console.i18n import _
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.widgets.text_view import TextView
from scenarios.comparing import Side, compare, side_of
from scenarios.format.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.drilling.replay_app import ReplayApp
    from models.accounts.views import Actor
    from models.api import Services
    from scenarios.comparing import Comparison


class DrillCompareScreen(ConsoleScreen[None]):
    """Shows a recording, as far as it has come, beside another drill; of a trainer's drills two parties.

    Args:
        services: of the recording's world, or of the party's.
        actor: whose screens are shown.
        number: of the other drill, or of the party on the right.
        left: of the party on the left; 0 over a recording.
    """

    GROUP = "drill_compare"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_compare"))
    AUTO_FOCUS = "TextView"
    DEFAULT_CSS = "DrillCompareScreen TextView { height: 1fr; }"
    _found: Comparison | None = None

    def __init__(self, services: Services, actor: Actor, number: int, left: int = 0) -> None:
        super().__init__(services, actor)
        self._number, self._left = number, left

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield TextView(())

    def title_text(self) -> str:
        """Name both."""
        if self._found is None:
            return _("Comparing drills")
        return _(
            "Comparing %(left)s and %(right)s",
            left=side_name(self._found.left),
            right=side_name(self._found.right),
        )

    def reload(self) -> None:
        """Read both, once."""
        if self._found is None:
            self.read("compare", self._compared, self._show)

    def _compared(self) -> Comparison:
        app: Any = self.app
        if self._left:
            worlds = {each.number: each.world for each in app.hands}
            return compare(side_of(worlds[self._left]), side_of(worlds[self._number]))
        player: ReplayApp = app
        drills, replay = self.services.drills, player.deck.replay
        drill = drills.drill()
        here = Side(drill, Scenario.model_validate(drill.scenario), replay.entries, drills.steps())
        with player.place.open(self._number) as world:
            return compare(here, side_of(world))

    def _show(self, found: Comparison) -> None:
        self._found = found
        self.query_one(TextView).show(tuple(comparison_lines(found)))
        self.set_title(self.title_text())

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        if self._found is not None:
            self._show(self._found)
