"""A saved queue as a form: name, filter with a live count, columns and order; or columns and order alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.conflict import Difference, Dispute
from console.i18n import _, pgettext
from console.keys import EVERYWHERE, bindings
from console.labels_saved import COLUMN_TITLES, base_words, gone_words, order_words
from console.screens.base import ConsoleScreen
from console.screens.queue_columns import cells_needed, with_sorted
from console.terminal.widgets import LineInput
from console.widgets.filter_input import FilterInput, filter_error, filter_notice
from console.widgets.lines import RuleLine, Sentence
from console.widgets.picking import Pickable, PickingList
from console.work import later
from models.cases.arranging import (
    Base,
    CaseColumn,
    Look,
    Whole,
    default_columns,
    following,
    turned,
)
from models.cases.kinds import QueueKey
from models.cases.saved_views import SavedSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.widgets import Input

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.saved_views import SavedCount, SavedView

_REST_SECONDS = 0.2
"""How long nothing must be typed before what the filter finds is counted."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the form is about."""

    spec: SavedSpec
    saved: SavedView | None = None
    """The queue to be changed; ``None`` saves a new one"""
    bar_name: str = ""
    """Of a queue whose columns and order alone are chosen, for oneself"""


class QueueFormScreen(ConsoleScreen[Any]):
    """Answers with the queue saved, or with the :class:`~models.cases.arranging.Look` remembered.

    Args:
        services: the one door.
        actor: the person.
        subject: what is entered at first.
    """

    GROUP = "queue_form"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("queue_form"))
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    QueueFormScreen Sentence { padding: 0 1; }
    QueueFormScreen PickingList { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor, subject: Subject) -> None:
        super().__init__(services, actor)
        self._subject = subject
        self._base: Base = subject.spec.base
        self._ordering = subject.spec.ordering
        self._rest: Timer | None = None
        self._saving = False

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the fields, the columns and the order."""
        if self.can_whole():
            yield Sentence(pgettext("queue", "Name"))
            yield LineInput(self._subject.spec.name, id="name", max_length=20)
            yield Sentence(_("Filter"))
            yield FilterInput(self._subject.spec.text, id="words", placeholder=_("empty: everything"))
        yield Sentence("", id="facts")
        yield RuleLine(id="columns")
        yield PickingList(_column_rows(self._subject.spec.columns), self._subject.spec.columns)

    def title_text(self) -> str:
        """Return what is being changed."""
        if not self.can_whole():
            return _("Columns and order")
        saved = self._subject.saved
        return _("Save as a queue") if saved is None else _("Change “%(name)s”", name=saved.name)

    def started(self) -> None:
        """Begin with the name, or with the columns."""
        self.stale = False
        (self.query_one("#name") if self.can_whole() else self.columns).focus()
        saved = self._subject.saved
        if saved is not None and saved.gone:
            self.say_lasting(gone_words(saved))
        self._show_facts()
        self._show_room()
        self._count()

    @property
    def columns(self) -> PickingList:
        """The list of columns."""
        return self.query_one(PickingList)

    @property
    def spec(self) -> SavedSpec:
        """What is entered."""
        first = self._subject.spec
        name = self.query_one("#name", LineInput).value if self.can_whole() else first.name
        text = self.query_one("#words", FilterInput).value if self.can_whole() else first.text
        columns = tuple(CaseColumn(name) for name in self.columns.picked)
        return SavedSpec(name, text.strip(), self._base, columns, self._ordering)

    def can_whole(self) -> bool:
        """A queue is saved, not only its columns chosen."""
        return not self._subject.bar_name

    def _show_facts(self, count: str = "") -> None:
        based = _("based on: %(base)s", base=base_words(self._base)) if self.can_whole() else ""
        order = _("order: %(order)s", order=order_words(self._ordering))
        self.query_one("#facts", Sentence).show("  ".join(part for part in (based, order, count) if part))

    def _show_room(self) -> None:
        names = [CaseColumn(name) for name in self.columns.picked]
        cells = cells_needed(with_sorted(names, self._ordering))
        words = _("Columns: %(cells)s cells wide", cells=cells)
        if cells > self.app.size.width:
            words = _("Columns: %(cells)s cells; the last ones need a wider window", cells=cells)
        self.query_one("#columns", RuleLine).set_note(words)

    # The count

    def on_input_changed(self, message: Input.Changed) -> None:
        """Count once nothing more is typed; say what may follow."""
        message.stop()
        if message.input.id == "words":
            self.say_lasting(filter_notice(message.value, self._error()))
            if self._rest is not None:
                self._rest.stop()
            self._rest = self.set_timer(_REST_SECONDS, self._count)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on to the next field with Enter."""
        message.stop()
        self.action_next_part()

    def _error(self) -> Exception | None:
        return filter_error(self.query_one("#words", FilterInput).value, self.console.frame.today)

    def _count(self) -> None:
        if not self.can_whole() or self._error() is not None:
            self._show_facts()
            return
        services, actor, base, text = self.services, self.actor, self._base, self.spec.text
        saved = self._subject.saved
        queue_id = None if saved is None else saved.id
        self.read("count", lambda: services.saved.would_hold(actor, base, text, queue_id), self._take_count)

    def _take_count(self, count: SavedCount) -> None:
        number = f"{count.cases}{'+' if count.more else ''}"
        self._show_facts(_("now holds %(count)s", count=number))

    def reload(self) -> None:
        """Count again."""
        self._count()

    # Keys

    def action_next_part(self) -> None:
        """Go to the field after, or into the columns."""
        self._go(1)

    def action_previous_part(self) -> None:
        """Go to the field before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        parts: list[Widget] = [*self.query(LineInput), self.columns]
        place = next((place for place, part in enumerate(parts) if part.has_focus), 0)
        parts[max(0, min(place + step, len(parts) - 1))].focus()

    def action_order(self) -> None:
        """Sort by the next of what there is."""
        self._ordering = following(self._ordering)
        self._show_facts()
        self._show_room()
        self._count()

    def action_turn_order(self) -> None:
        """Sort the other way round."""
        if self._ordering is not None:
            self._ordering = turned(self._ordering)
            self._show_facts()
            self._count()

    def action_base(self) -> None:
        """Choose what is narrowed."""
        from console.dialogs.pick import Option, PickDialog

        bases: list[Base] = [Whole.OPEN, *QueueKey]
        options = [Option[Base](base, base_words(base)) for base in bases]
        later(self.app.push_screen(PickDialog(_("Based on"), options), self._take_base))

    def _take_base(self, base: Base | None) -> None:
        if base is not None:
            self._base = base
            self._count()

    def on_picking_list_changed(self, message: PickingList.Changed) -> None:
        """Say how wide the columns are."""
        message.stop()
        self._show_room()

    def help_groups(self) -> list[str]:
        """List the keys of the columns as well."""
        return [self.GROUP, "filter", "picking", EVERYWHERE]

    def language_changed(self) -> None:
        """Show everything in the new language; what is entered stays."""
        super().language_changed()
        picked, names = self.columns.picked, [CaseColumn(name) for name in self.columns.names]
        self.columns.show_rows([_column_row(name) for name in names], picked)
        self._show_room()
        self._count()

    # Saving

    def action_save_queue(self) -> None:
        """Save it; what cannot be saved is said, and everything stays as entered."""
        if self._saving:
            return
        self._saving = True
        self.save(self._work(self._subject.saved), self._saved, self._refused, dispute=self._dispute())

    def _work(self, saved: SavedView | None) -> Callable[[], Any]:
        services, actor, spec, name = self.services, self.actor, self.spec, self._subject.bar_name
        if name:
            usual = spec.columns == default_columns(self._base) and spec.ordering is None
            look = Look() if usual else Look(spec.columns, spec.ordering)
            return partial(_remembered, services, actor, name, look)
        if saved is None:
            return lambda: services.saved.create(actor, spec)
        return lambda: services.saved.change(actor, saved.id, spec, saved.version)

    def _saved(self, result: SavedView | Look) -> None:
        self._saving = False
        later(self.dismiss(result))

    def _refused(self, _error: Exception) -> None:
        self._saving = False

    def _dispute(self) -> Dispute | None:
        return Dispute(self._differences, self._settle) if self._subject.saved is not None else None

    def _differences(self, current: SavedView) -> list[Difference]:
        theirs, mine = _spoken(current.spec), _spoken(self.spec)
        labels = {
            "name": pgettext("queue", "Name"),
            "text": _("Filter"),
            "base": _("Based on"),
            "columns": _("Columns"),
            "ordering": _("Order"),
        }
        return [
            Difference(field, words, theirs[field], mine[field])
            for field, words in labels.items()
            if theirs[field] != mine[field]
        ]

    def _settle(self, current: SavedView, kept: frozenset[str]) -> None:
        facts = {name: getattr(self.spec, name) for name in kept}
        spec = replace(current.spec, **facts)
        services, actor = self.services, self.actor
        self._saving = True
        work = partial(services.saved.change, actor, current.id, spec, current.version)
        self.save(work, self._saved, self._refused, dispute=self._dispute())

    def holds_unsaved(self) -> bool:
        """Say whether something was entered and not saved."""
        return self.composed and self.spec != self._subject.spec

    def back(self) -> None:
        """Go back; ask first if something would be lost."""
        if not self.holds_unsaved():
            later(self.dismiss(None))
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("Leave without saving?")
        why = _("What you entered here is not kept.")
        later(self.app.push_screen(ConfirmDialog(question, why), self._leave))

    def _leave(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            later(self.dismiss(None))


def _remembered(services: Services, actor: Actor, name: str, look: Look) -> Look:
    """Keep columns and order for a person, and answer with them: the list shows them at once."""
    services.saved.remember_look(actor, name, look)
    return look


def _spoken(spec: SavedSpec) -> dict[str, str]:
    return {
        "name": spec.name,
        "text": spec.text,
        "base": base_words(spec.base),
        "columns": _(", ").join(_(COLUMN_TITLES[column]) for column in spec.columns),
        "ordering": order_words(spec.ordering),
    }


def _column_rows(picked: tuple[CaseColumn, ...]) -> list[Pickable]:
    """Return all columns, those picked first and in their order."""
    others = [column for column in CaseColumn if column not in picked]
    return [_column_row(column) for column in (*picked, *others)]


def _column_row(column: CaseColumn) -> Pickable:
    return Pickable(column.value, _(COLUMN_TITLES[column]))
