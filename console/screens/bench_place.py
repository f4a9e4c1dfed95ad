"""Where somebody is on the workbench, kept for their next sign-in from any terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.screens.bench_parts import Place
from console.screens.filtering import FilteringScreen

if TYPE_CHECKING:
    from textual.timer import Timer

REMEMBERED_PLACE = "bench"
"""Name under which the desk keeps the tab, the search and the group last worked on."""
_STAYS = 3.0
"""Seconds somebody stays on a group before that is kept for the next sign-in."""


class BenchPlace(FilteringScreen[None]):
    """What of the workbench knows where somebody is."""

    _place: Place | None = None
    _added: tuple[int, ...] = ()
    """Entries put into the group under the cursor by hand"""
    _remembering: Timer | None = None

    def keep_place(self, **changes: Any) -> None:
        """Note that the person is somewhere else now."""
        self._place = replace(self._place or Place(), **changes)

    def remember_later(self) -> None:
        """Keep the place once the person stays: other consoles look up at every write."""
        if self._remembering is not None:
            self._remembering.stop()
        self._remembering = self.set_timer(_STAYS, self.remember)

    def leaving(self) -> None:
        """Keep where the person is."""
        self.remember()

    def remember(self) -> None:
        """Keep where the person is, for the next sign-in from any terminal."""
        if self._place is None:
            return
        services, actor = self.services, self.actor
        self.keep_place(text=self.rows.text, added=self._added)
        value = self._place.document()
        # That the place could not be remembered is no reason to interrupt anybody.
        self.console.save(
            lambda: services.desk.remember(actor, REMEMBERED_PLACE, value), on_refused=lambda _error: True
        )

    def back(self) -> None:
        """Drop the search; without one, go back to the screen below."""
        if not self.filtering:
            self.remember()
        super().back()
