"""The first picture, while the database layer is loading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.screens.base import ConsoleScreen
from console.widgets.lines import Sentence
from console.widgets.title_bar import TitleBar
from models.accounts.views import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.session import Entered
    from models.api import Services

NOBODY = Actor(account_id=0, login="", name="", roles=frozenset())
"""Who acts before anybody signed in: nobody, with no role."""


class OpeningScreen(ConsoleScreen[None]):
    """A title line and one word. Nothing has to be read for it."""

    GROUP = "opening"

    def __init__(self, services: Services) -> None:
        super().__init__(services, NOBODY)

    def title_text(self) -> str:
        """Return nothing: there is no screen to name yet."""
        return ""

    def started(self) -> None:
        """Show what is known of the person already; let them in once that is painted."""
        self.console.session.begin(self.console)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        console = self.console
        console.open_services()
        self.read("enter", lambda: console.session.look(self.services), self._entered)

    def _entered(self, entered: Entered) -> None:
        self.console.session.entered(self.console, entered)

    def read_failed(self, group: str, error: Exception) -> None:
        """Leave it to the app, which says why the database cannot be opened."""
        if not self.console.opening_failed:
            super().read_failed(group, error)

    def language_changed(self) -> None:
        """Say the word anew; where the queue came at once there is none."""
        if self.query(TitleBar):
            super().language_changed()

    def can_go_back(self) -> bool:
        """Nothing is below."""
        return False

    def compose(self) -> ComposeResult:
        """Show nothing where the queue comes at once."""
        return () if self.console.session.knows else super().compose()

    def body(self) -> Iterable[Widget]:
        """Return the word."""
        yield Sentence("\n  " + _("Opening ..."))
