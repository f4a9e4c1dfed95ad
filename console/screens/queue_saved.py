"""Saved queues in the working day: found, sorted, changed, and the line of queues arranged."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from console.i18n import _
from console.keys import QUEUE_MENU
from console.keytable.shape import MenuEntry
from console.labels import label
from console.labels_saved import order_words, owned_words
from console.screens.exporting import Exporting
from console.screens.queue_parts import QUEUE_KEYS
from console.screens.queue_showing import OTHERS, ShowingQueues
from console.work import later
from models.cases.arranging import (
    OWN_ORDER,
    USUAL,
    BarLayout,
    Look,
    Whole,
    default_columns,
    following,
    turned,
)
from models.cases.saved_views import SavedSpec, SavedView
from models.exchange.exporting.views import Wanted

if TYPE_CHECKING:
    from console.dialogs.several import Picked
    from console.keys import KeyEntry


class SavedQueues(Exporting, ShowingQueues):
    """What a person does with queues beside working in them."""

    def export_wanted(self) -> Wanted | None:
        """Return the cases shown: those of the queue, as they are narrowed."""
        spec = self._spec("")
        if spec is None:
            return None
        return Wanted("cases", spec.text, "" if spec.base is Whole.EVERY else spec.base.value)

    # Finding a queue

    def action_list_queues(self) -> None:
        """Choose from all queues."""
        from console.dialogs.pick import Option, PickDialog

        options = [
            Option(name, self._name_words(name), self._note_words(name))
            for name in self._bar.layout.arranged(self.names())
        ]
        later(self.app.push_screen(PickDialog(_("All queues"), options), self._go_to))

    def _go_to(self, name: str | None) -> None:
        found = self.named(name or "")
        if found is not None:
            self.turn_to(found)

    def _name_words(self, name: str) -> str:
        found = self.named(name)
        if isinstance(found, SavedView):
            return f"{'' if found.mine else OTHERS}{found.name}"
        return label(found) if found is not None else name

    def _note_words(self, name: str) -> str:
        found = self.named(name)
        hidden = [_("hidden")] if name in self._bar.layout.hidden else []
        if isinstance(found, SavedView):
            count = self._saved_counts.get(found.id)
            number = [] if count is None else [f"{count.cases}{'+' if count.more else ''}"]
            return _(", ").join([*number, owned_words(found), *hidden])
        digit = next((digit for key, digit in QUEUE_KEYS if key is found), "")
        cases = self._counters.get(found) if found is not None else None
        return _(", ").join([*([] if cases is None else [str(cases)]), _("key %(key)s", key=digit), *hidden])

    # Order and columns

    def can_sortable(self) -> bool:
        """The queue can be put in another order: any but the day, which has its sections."""
        return self.current is not None and self._key not in OWN_ORDER

    def can_sorted(self) -> bool:
        """It is in an order of the person's choice."""
        return self.can_sortable() and self.look.ordering is not None

    def can_changed_look(self) -> bool:
        """The person chose columns or an order for themselves."""
        return self.current_name in self._bar.looks

    def action_sort(self) -> None:
        """Sort by the next of what cases can be sorted by."""
        if self.can_sortable():
            self._keep_look(Look(self.look.columns, following(self.look.ordering)))

    def action_turn_sort(self) -> None:
        """Sort the other way round."""
        ordering = self.look.ordering
        if ordering is not None:
            self._keep_look(Look(self.look.columns, turned(ordering)))

    def action_put_back(self) -> None:
        """Show the queue as it comes."""
        self._keep_look(None)

    def _keep_look(self, look: Look | None) -> None:
        services, actor, name = self.services, self.actor, self.current_name
        own = USUAL if self._saved is None else self._saved.look
        kept = None if look is None or look == own or look.usual else look
        self._take_look(name, kept)
        self.say(_("Sorted: %(order)s.", order=order_words(self.look.ordering)))
        # That it could not be remembered is no reason to interrupt anybody.
        self.console.save(
            lambda: services.saved.remember_look(actor, name, kept), on_refused=lambda _error: True
        )

    def _take_look(self, name: str, look: Look | None) -> None:
        looks = {each: kept for each, kept in self._bar.looks.items() if each != name}
        self._bar = replace(self._bar, looks=looks if look is None else {**looks, name: look})
        self.show_again()

    def action_columns(self) -> None:
        """Choose columns and order of this queue for oneself."""
        spec = self._spec("")
        if spec is not None and self.can_sortable():
            self._open_form(spec, None, self.current_name)

    # Saving

    def can_savable(self) -> bool:
        """There is a list to be saved."""
        return self.current is not None

    def _spec(self, name: str) -> SavedSpec | None:
        saved, key, look = self._saved, self._key, self.look
        text = " ".join(part for part in (saved.text if saved else "", self.rows.text) if part)
        if saved is not None:
            return SavedSpec(name, text, saved.base, look.columns or saved.columns, look.ordering)
        if key is None:
            return None
        return SavedSpec(name, text, key, look.columns or default_columns(key), look.ordering)

    def action_save_queue(self) -> None:
        """Keep the filter, with columns and order, as a queue."""
        spec = self._spec("")
        if spec is not None:
            self._open_form(spec, None)

    def action_edit_queue(self) -> None:
        """Change the saved queue."""
        saved = self._saved
        if saved is not None and saved.mine:
            self._open_form(saved.spec, saved)

    def _open_form(self, spec: SavedSpec, saved: SavedView | None, bar_name: str = "") -> None:
        from console.screens.queue_form import QueueFormScreen, Subject

        screen = QueueFormScreen(self.services, self.actor, Subject(spec, saved, bar_name))
        later(self.app.push_screen(screen, partial(self._form_done, saved, bar_name)))

    def _form_done(self, before: SavedView | None, bar_name: str, result: SavedView | Look | None) -> None:
        services, actor = self.services, self.actor
        if isinstance(result, Look):
            self._take_look(bar_name, None if result.usual else result)
        elif result is not None:
            if before is not None:
                spec = before.spec
                self.undo_by(lambda: services.saved.change(actor, result.id, spec, result.version))
            self.drop_filter()
            self.saved_changed(result)
            self.say(_("“%(name)s” is saved.", name=result.name))

    def saved_changed(self, saved: SavedView) -> None:
        """Show it as it is now."""
        self._saved_counts.pop(saved.id, None)
        others = tuple(each for each in self._bar.saved if each.id != saved.id)
        at = next((place for place, each in enumerate(self._bar.saved) if each.id == saved.id), len(others))
        self._bar = replace(self._bar, saved=(*others[:at], saved, *others[at:]))
        if self._saved is not None and self._saved.id == saved.id:
            self.show_current(saved, self.rows.cursor_id)
        else:
            self.turn_to(saved)
        self.read_saved_counters()

    def saved_dropped(self, saved: SavedView) -> None:
        """Show the first queue there is."""
        self._bar = replace(self._bar, saved=tuple(each for each in self._bar.saved if each.id != saved.id))
        found = self.named(self._bar.layout.shown(self.names())[0]) if self.names() else None
        if found is not None:
            self.turn_to(found)

    # The line of queues

    def action_arrange(self) -> None:
        """Hide queues, and put the others in order."""
        from console.dialogs.several import SeveralDialog
        from console.widgets.picking import Pickable

        names = self._bar.layout.arranged(self.names())
        rows = [Pickable(name, self._name_words(name), self._note_words(name)) for name in names]
        shown = [name for name in names if name not in self._bar.layout.hidden]
        why = _("Those picked stand in the line of queues; saved ones stand behind the others.")
        later(
            self.app.push_screen(
                SeveralDialog(_("Arrange the queues"), rows, shown, explanation=why), self._arranged
            )
        )

    def _arranged(self, picked: Picked | None) -> None:
        if picked is None:
            return
        hidden = frozenset(picked.order) - frozenset(picked.picked)
        usual = picked.order == self.names() and not hidden
        layout = BarLayout() if usual else BarLayout(picked.order, hidden)
        self._bar = replace(self._bar, layout=layout)
        self.show_counters()
        services, actor = self.services, self.actor
        self.console.save(lambda: services.saved.arrange(actor, layout))

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer what can be done with the queue after what has a key."""
        shown = super().menu_entries()
        more = [entry for entry in QUEUE_MENU if self.holds(entry.condition)]
        place = next((at for at, entry in enumerate(shown) if isinstance(entry, MenuEntry)), len(shown))
        return [*shown[:place], *more, *shown[place:]]
