"""Screens that work out where everything stands once for each size of the window.

Textual tells a screen that it was resized when it is first laid out, when it comes back to the top and
when a dialog opens on it. Each time the screen works out again where all its widgets stand, at the same
size and whether or not anybody sees it: more than a third of all the laying out while forms and dialogs
open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.geometry import Size

R = TypeVar("R")


class LaidOutOnce(Screen[R], Generic[R]):
    """A screen that is laid out when it is to be seen, and once for what happens at the same time."""

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size; for the same one what changed has it done once nothing else waits."""
        above = self.app.screen_stack
        if self in above:
            above = above[above.index(self) + 1 :]
        if any(not screen.is_modal for screen in above):
            # Nobody sees it; coming back to the top it finds out what the size is then.
            return
        compositor = self._compositor
        known = compositor.root is self and compositor.size == size
        if not known or (above and self._layout_required):
            super()._screen_resized(size)
