"""Screens that work out where everything stands once for each size of the window.

Textual tells a screen that it was resized when it is first laid out, when it comes back to the top and
when a dialog opens on it. Each time the screen works out again where all its widgets stand, at the same
size and whether or not anybody sees it: more than a third of all the laying out while forms and dialogs
open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual._context import visible_screen_stack
from textual.screen import ModalScreen, Screen
from textual.widget import _RenderCache  # what Textual keeps the lines of a widget in

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


class SeenThrough(ModalScreen[R], Generic[R]):
    """A dialog above whose panel stands what the screen below shows, line by line as that one drew it.

    Textual has the picture below taken apart into pieces, put together again from them and every piece
    tinted, here with no colour at all: more work than drawing the dialog itself.
    """

    def _render_content(self) -> None:
        """Take the lines of the screen below over."""
        stack = visible_screen_stack.get([])
        below = stack[-1] if stack else self
        if below is self or below.size != self.size or self.styles.background.a:
            super()._render_content()
            return
        stack.pop()
        self._render_cache = _RenderCache(self.size, below._compositor.render_strips())  # noqa: SLF001 -- no public way
        self._dirty_regions.clear()
