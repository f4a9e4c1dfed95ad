"""A tree drawn line by line: branches unfold and fold, each with a count at its right end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Offset
from textual.message import Message

from console.keys import bindings
from console.text import cell_len, fit
from console.widgets.cursor_keys import CursorKeys
from console.widgets.lines import Piece, strip_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

_INDENT = 1
_EDGE = "\u2502"
_LEAST_TEXT = 4


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree."""

    id: Hashable
    parent: Hashable | None
    """Identity of the branch it hangs on; ``None`` at the root"""
    text: str
    """What it is called"""
    count: int
    """What is shown at its right end"""


class TreeList(CursorKeys, can_focus=True):
    """The tree. The branch under the cursor keeps its place by identity when the tree changes."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("tree"))
    DEFAULT_CSS = "TreeList { height: 1fr; }"

    class Moved(Message):
        """The cursor came to stand on another branch."""

    class Entered(Message):
        """What lies under the branch is wanted: Enter or Right where nothing is left to unfold."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's name
        super().__init__(id=id)
        self._branches: dict[Hashable, Branch] = {}
        self._children: dict[Hashable | None, list[Branch]] = {}
        self._unfolded: set[Hashable] = set()
        self._shown: list[tuple[Branch, int]] = []
        self._cursor = 0
        self._top = 0

    # What it shows

    def set_branches(
        self,
        branches: Sequence[Branch],
        *,
        unfolded: Iterable[Hashable] = (),
        cursor_id: Hashable | None = None,
    ) -> None:
        """Show other branches, parents before children.

        Args:
            branches: all of them.
            unfolded: those to unfold, beside those that are already.
            cursor_id: the branch to stand on; what hides it is unfolded. By default the
                cursor stays on its branch, or goes to the first if that is gone.
        """
        wanted = cursor_id if cursor_id is not None else self.cursor_id
        self._branches = {branch.id: branch for branch in branches}
        self._children = defaultdict(list)
        for branch in branches:
            self._children[branch.parent].append(branch)
        self._unfolded.update(unfolded)
        self._unfolded &= self._branches.keys()
        self._settle_on(wanted)

    def stand_on(self, branch_id: Hashable) -> None:
        """Put the cursor on a branch, unfolding what hides it."""
        self._settle_on(branch_id)

    @property
    def branch(self) -> Branch | None:
        """The branch under the cursor."""
        return self._shown[self._cursor][0] if self._shown else None

    @property
    def cursor_id(self) -> Hashable | None:
        """The identity of the branch under the cursor."""
        branch = self.branch
        return None if branch is None else branch.id

    @property
    def count(self) -> int:
        """How many branches are not folded away."""
        return len(self._shown)

    @property
    def cursor(self) -> int:
        """The place of the cursor, from 0."""
        return self._cursor

    @property
    def body_height(self) -> int:
        """How many lines are in sight."""
        return max(1, self.size.height)

    @property
    def shown(self) -> tuple[Branch, ...]:
        """The branches that are not folded away, in order."""
        return tuple(branch for branch, _depth in self._shown)

    def _settle_on(self, wanted: Hashable | None) -> None:
        before = self.cursor_id
        above = self._branches.get(wanted) if wanted is not None else None
        while above is not None and above.parent is not None:
            self._unfolded.add(above.parent)
            above = self._branches.get(above.parent)
        self._shown = []
        self._list(None, 0)
        places = {branch.id: place for place, (branch, _depth) in enumerate(self._shown)}
        self._cursor = places.get(wanted, 0) if wanted is not None else 0
        self._settle(before)

    def _list(self, parent: Hashable | None, depth: int) -> None:
        for branch in self._children.get(parent, ()):
            self._shown.append((branch, depth))
            if branch.id in self._unfolded:
                self._list(branch.id, depth + 1)

    def _settle(self, before: Hashable | None) -> None:
        height = self.body_height
        if self._cursor < self._top:
            self._top = self._cursor
        elif self._cursor >= self._top + height:
            self._top = self._cursor - height + 1
        self._top = max(0, min(self._top, max(0, len(self._shown) - height)))
        self.refresh()
        self._show_hardware_cursor()
        if self.cursor_id != before:
            self.post_message(self.Moved())

    def _show_hardware_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = Offset(self.region.x, self.region.y + self._cursor - self._top)

    def on_focus(self, _event: events.Focus) -> None:
        """Take the hardware cursor along."""
        self._show_hardware_cursor()

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._settle(self.cursor_id)

    # Keys

    def move_to(self, place: int) -> None:
        """Put the cursor on the line at ``place``, or on the nearest there is."""
        before = self.cursor_id
        self._cursor = max(0, min(place, len(self._shown) - 1))
        self._settle(before)

    def shift(self, lines: int) -> None:
        """Let the lines in sight begin ``lines`` further down."""
        self._top = max(0, min(self._top + lines, self.count - self.body_height))

    def action_unfold(self) -> None:
        """Unfold the branch; where that is done or there is nothing to unfold, enter it."""
        branch = self.branch
        if branch is None:
            return
        if self._children.get(branch.id) and branch.id not in self._unfolded:
            self._unfolded.add(branch.id)
            self._settle_on(branch.id)
        else:
            self.post_message(self.Entered())

    def action_fold(self) -> None:
        """Fold the branch; where that is done already, go to the one it hangs on."""
        branch = self.branch
        if branch is None:
            return
        if branch.id in self._unfolded:
            self._unfolded.discard(branch.id)
            self._settle_on(branch.id)
        elif branch.parent is not None:
            self._settle_on(branch.parent)

    def action_enter(self) -> None:
        """Unfold or fold the branch; enter it where there is nothing to unfold."""
        branch = self.branch
        if branch is not None and branch.id in self._unfolded:
            self.action_fold()
        else:
            self.action_unfold()

    # Drawing

    def line(self, y: int, width: int) -> list[Piece]:
        """Draw the branch on line ``y``: ``+`` can be unfolded, ``-`` is."""
        room = width - cell_len(_EDGE)
        place = self._top + y
        if place >= len(self._shown):
            return [(" " * room, ""), (_EDGE, "dim")]
        branch, depth = self._shown[place]
        sign = " "
        if self._children.get(branch.id):
            sign = "-" if branch.id in self._unfolded else "+"
        at_cursor = place == self._cursor
        prefix = f"{'>' if at_cursor else ' '}{' ' * (_INDENT * depth)}{sign} "
        count = f" {branch.count} "
        text = fit(branch.text, max(_LEAST_TEXT, room - len(prefix) - len(count)))
        emphasis = ("reverse" if self.has_focus else "bold") if at_cursor else ""
        return [(prefix, emphasis), (text, emphasis), (count, emphasis or "dim"), (_EDGE, "dim")]

    def render_line(self, y: int) -> Strip:
        """Return line ``y``."""
        width = self.size.width
        return strip_of(self.line(y, width), width, self.rich_style)
