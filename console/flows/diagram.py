"""The drawing of a flow in lines of text: the main way downwards, what leaves it at the side.

Every step is one rule across the page: its number and name at the left, who does it and how
long it may take at the right. Ways that do not lead to the step drawn next are arrows with the
number they lead to; returns point back. Assistance and calling others in stand in a bracket of
their own beside the way that asked for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.flows.words import who_words
from console.i18n import _
from console.labels import label
from console.text import cell_len, cut, limit_words, wrap
from models.catalogue.flows.graph import NORMAL, Graph
from models.catalogue.flows.views import Grade, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from console.widgets.lines import Piece
    from models.catalogue.flows.views import FlowDraft, Link

LEAST_WIDTH = 20
"""Cells a drawing takes at least."""

_LEAST_RULE = 3
"""Cells of the line between a name and what stands at the right, its spaces counted."""
_ROOM_BESIDE = 24
"""A bracket is not indented further where less than this would be left."""


class Strokes(NamedTuple):
    """What lines and arrows are drawn with, one cell each."""

    rail: str
    rule: str
    first: str
    middle: str
    last: str
    on: str
    back: str


LINES = Strokes("\u2502", "\u2500", "\u250c", "\u251c", "\u2514", "\u2192", "\u2190")
ASCII = Strokes("|", "-", "+", "+", "+", ">", "<")
"""For terminals and files that know no more; the same as the terminal layer's stand-ins."""

MARKS = {Grade.ERROR: ("!", "bold red"), Grade.WARNING: ("?", "bold yellow")}
"""What stands behind the number of a step with findings, and in which style."""


def draw(
    flow: FlowDraft,
    width: int,
    units: Mapping[str, str],
    *,
    ascii_only: bool = False,
    marks: Mapping[str, Grade] | None = None,
    cursor: str = "",
) -> list[list[Piece]]:
    """Return the drawing in lines of at most ``width`` cells.

    Args:
        flow: what to draw, sound or not; every step occurs.
        width: cells of a line, :data:`LEAST_WIDTH` at least.
        units: names of units by code.
        ascii_only: draw with signs of ASCII.
        marks: the gravest finding of each step, by key.
        cursor: key of the step drawn in reverse.
    """
    strokes = ASCII if ascii_only else LINES
    drawing = _Drawing(Graph.of(flow), max(width, LEAST_WIDTH), units, strokes, marks or {}, cursor)
    return list(drawing.lines())


class _Drawing:
    def __init__(
        self,
        graph: Graph,
        width: int,
        units: Mapping[str, str],
        strokes: Strokes,
        marks: Mapping[str, Grade],
        cursor: str,
    ) -> None:
        self.graph = graph
        self.width = width
        self.units = units
        self.strokes = strokes
        self.marks = marks
        self.cursor = cursor
        self.numbers = {key: str(place) for place, key in enumerate(graph.steps, start=1)}
        self.number_width = max(map(len, self.numbers.values()), default=1)
        self.limits = {key: limit_words(step.limit) for key, step in graph.steps.items()}
        self.limit_width = max(map(cell_len, self.limits.values()), default=0)
        self.drawn: set[str] = set()

    def lines(self) -> Iterator[list[Piece]]:
        """Yield the main way with all that hangs on it, then what no way leads to."""
        if not self.graph.steps:
            return
        starts = self.graph.starts()
        start = starts[0] if starts else next(iter(self.graph.steps))
        reached = self.graph.reach([start])
        main = self.graph.reach([start], NORMAL)
        self.drawn |= main
        yield from self._sequence([key for key in self.graph.steps if key in main], "", bracket=False)
        left = [key for key in self.graph.steps if key not in reached]
        if left:
            self.drawn |= set(left)
            yield []
            yield [(cut(_("No way leads here:"), self.width), "bold")]
            yield from self._sequence(left, "", bracket=False)

    # Steps one below the other

    def _sequence(self, keys: Sequence[str], lead: str, *, bracket: bool) -> Iterator[list[Piece]]:
        """Yield steps in their order; within a bracket the rail runs through."""
        for place, key in enumerate(keys):
            following = keys[place + 1] if place + 1 < len(keys) else ""
            above = place > 0 and self._leads(keys[place - 1], key)
            below = bool(following) and self._leads(key, following)
            corner = self._corner(above=above or bracket, below=below or bracket)
            inner = self.strokes.rail if below or bracket else " "
            yield from self._step(key, lead, corner, inner)
            exits = [link for link in self.graph.links if link.source == key]
            closing = self._closing(exits) if bracket and not following else None
            for link in exits:
                if link is not closing and not self._is_plain(link, following):
                    yield from self._exit(link, lead + inner)
            if bracket and not following:
                yield from self._close(closing, lead)

    def _corner(self, *, above: bool, below: bool) -> str:
        if above and below:
            return self.strokes.middle
        if below:
            return self.strokes.first
        return self.strokes.last if above else self.strokes.rule

    def _leads(self, source: str, target: str) -> bool:
        return any(link.target == target for link in self.graph.out(source, NORMAL))

    def _is_plain(self, link: Link, following: str) -> bool:
        """Say whether the rail alone tells all there is to say of a link."""
        return link.kind is LinkKind.NORMAL and link.target == following and not link.condition

    @staticmethod
    def _closing(exits: Sequence[Link]) -> Link | None:
        """Return the link by which a bracket comes back: the way on, else the return."""
        for kind in (LinkKind.NORMAL, LinkKind.RETURN):
            for link in exits:
                if link.kind is kind:
                    return link
        return None

    # One step

    def _step(self, key: str, lead: str, corner: str, inner: str) -> Iterator[list[Piece]]:
        step = self.graph.steps[key]
        mark, mark_style = MARKS[self.marks[key]] if key in self.marks else (" ", "")
        number = self.numbers[key].rjust(self.number_width)
        head = f"{corner} {number}"
        used = cell_len(lead) + cell_len(head) + 2
        name = step.name or step.key
        who = who_words(step, self.units)
        limit = self.limits[key]
        right = who + (f"  {' ' * (self.limit_width - cell_len(limit))}{limit}" if self.limit_width else "")
        room = self.width - used
        emphasis = " reverse" if key == self.cursor else ""
        pieces: list[Piece] = [
            (lead, "dim"),
            (head, f"bold{emphasis}"),
            (mark, f"{mark_style}{emphasis}".strip()),
            (" ", emphasis.strip()),
        ]
        if cell_len(name) + cell_len(right) + _LEAST_RULE <= room:
            fill = self.strokes.rule * (room - cell_len(name) - cell_len(right) - 2)
            pieces += [
                (name, f"bold{emphasis}"),
                (f" {fill} ", f"dim{emphasis}"),
                (right, emphasis.strip()),
            ]
            yield pieces
            return
        shown = cut(name, room)
        fill = self.strokes.rule * max(0, room - cell_len(shown) - 1)
        yield [*pieces, (shown, f"bold{emphasis}"), (f" {fill}" if fill else "", f"dim{emphasis}")]
        words = "  ".join(part for part in (who, limit) if part)
        yield from self._told(lead + inner, " " * (self.number_width + 3), words)

    # What leaves it

    def _exit(self, link: Link, lead: str) -> Iterator[list[Piece]]:
        aside = link.kind in {LinkKind.ASSIST, LinkKind.ESCALATE}
        if aside and link.target not in self.drawn:
            yield from self._bracket(link, lead)
            return
        yield from self._told(lead, "  " + self._arrow(link) + " ", self._words(link))

    def _bracket(self, link: Link, lead: str) -> Iterator[list[Piece]]:
        """Yield the steps beside the way that ``link`` asks for, and those that follow them there."""
        group = self._group(link.target)
        self.drawn |= set(group)
        # Leads are of signs one cell wide, so that cutting them is counting.
        inner = (lead + "  ")[: max(0, self.width - _ROOM_BESIDE)]
        yield from self._told(inner, self.strokes.first + " ", self._said(link))
        yield from self._sequence(group, inner, bracket=True)

    def _group(self, first: str) -> list[str]:
        found = {first}
        waiting = [first]
        while waiting:
            for link in self.graph.out(waiting.pop(), NORMAL):
                if link.target not in self.drawn and link.target not in found:
                    found.add(link.target)
                    waiting.append(link.target)
        # What was asked for stands first, whatever its number.
        return [first, *(key for key in self.graph.steps if key in found and key != first)]

    def _close(self, link: Link | None, lead: str) -> Iterator[list[Piece]]:
        if link is None:
            yield [(lead + self.strokes.last, "dim")]
            return
        yield from self._told(lead, self.strokes.last + self._arrow(link) + " ", self._words(link))

    def _arrow(self, link: Link) -> str:
        return self.strokes.back if link.kind is LinkKind.RETURN else self.strokes.on

    def _words(self, link: Link) -> str:
        return " ".join(part for part in (self.numbers[link.target], self._said(link)) if part)

    @staticmethod
    def _said(link: Link) -> str:
        kind = "" if link.kind is LinkKind.NORMAL else label(link.kind)
        if kind and link.condition:
            return _("%(name)s: %(text)s", name=kind, text=link.condition)
        return kind or link.condition

    def _told(self, lead: str, head: str, words: str) -> Iterator[list[Piece]]:
        """Yield a text behind a head, what is long hanging below it."""
        used = cell_len(lead) + cell_len(head)
        first, *more = wrap(words, max(2, self.width - used))
        yield [(lead, "dim"), (head, "dim"), (first, "")]
        for line in more:
            yield [(lead, "dim"), (" " * cell_len(head), ""), (line, "")]
