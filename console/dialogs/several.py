"""Several of many things, picked and put in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from console.dialogs.base import Dialog
from console.keys import bindings
from console.widgets.lines import Sentence
from console.widgets.picking import Pickable, PickingList
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.keys import KeyEntry


@dataclass(frozen=True, slots=True)
class Picked:
    """What came of it."""

    order: tuple[str, ...]
    """All names, in the order they were put"""
    picked: tuple[str, ...]
    """Those picked"""


class SeveralDialog(Dialog[Picked]):
    """Shows ``rows``; Space picks and lets go, plus and minus move, Enter answers.

    Args:
        title: what is being picked, translated.
        rows: what there is.
        picked: names of what is picked at first.
        ordered: whether their order is asked for as well.
        alone: names that go with nothing else: picking one lets go of the others.
        explanation: a sentence above the list.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("arranging", "picking")
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("arranging"))
    DEFAULT_CSS = """
    SeveralDialog Sentence { padding: 0 2; }
    SeveralDialog PickingList { height: auto; max-height: 15; min-height: 1; width: 100%; }
    """

    def __init__(
        self,
        title: str,
        rows: Sequence[Pickable],
        picked: Collection[str],
        *,
        ordered: bool = True,
        alone: Collection[str] = (),
        explanation: str = "",
    ) -> None:
        super().__init__(title)
        self._rows, self._first = tuple(rows), tuple(picked)
        self._ordered, self._alone = ordered, frozenset(alone)
        self._explanation = explanation

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        if self._explanation:
            yield Sentence(self._explanation)
        yield PickingList(self._rows, self._first, ordered=self._ordered)

    def shown_keys(self) -> list[KeyEntry]:
        """Leave out moving where there is no order."""
        moves = ("picking.earlier", "picking.later")
        return [entry for entry in super().shown_keys() if self._ordered or entry.id not in moves]

    def on_picking_list_changed(self, message: PickingList.Changed) -> None:
        """Let what goes with nothing else stand alone."""
        message.stop()
        rows = self.query_one(PickingList)
        last = rows.row
        if last is None or last.name not in rows.picked:
            return
        rows.pick_only(
            lambda name: name == last.name or not (last.name in self._alone or name in self._alone)
        )

    def action_accept(self) -> None:
        """Answer with the list as it is."""
        rows = self.query_one(PickingList)
        later(self.dismiss(Picked(rows.names, rows.picked)))
