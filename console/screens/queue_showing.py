"""One queue at a time, built in or saved: its rows, columns and counters, and the line of queues."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.i18n import _
from console.labels_saved import gone_words, owned_words
from console.screens.queue_columns import arranged_columns
from console.screens.queue_parts import QUEUE_KEYS, empty_sentence, queue_columns, queue_tabs
from console.screens.queue_preview import PreviewingScreen
from console.screens.saved_acts import SavedActs
from console.widgets.queue_bar import QueueTab
from models.cases.arranging import OWN_ORDER, USUAL, Look, default_columns
from models.cases.kinds import QueueKey
from models.cases.saved_views import Bar, SavedView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.accounts.views import Actor
    from models.api import Services
    from models.cases.saved_views import SavedCount, SavedCounts

Current = QueueKey | SavedView

OTHERS = "@"
"""Stands before the name of a queue somebody else shares."""


class ShowingQueues(SavedActs[None], PreviewingScreen):
    """Subclasses show one queue at a time: a built-in one, or one somebody saved."""

    _keys: tuple[QueueKey, ...]
    _key: QueueKey | None
    _counters: Mapping[QueueKey, int]

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._bar = Bar()
        self._saved: SavedView | None = None
        """The saved queue that is shown; the built-in one is ``None`` then"""
        self._saved_counts: dict[int, SavedCount] = {}

    # What is shown

    @property
    def shown_saved(self) -> SavedView | None:
        """The saved queue that is shown."""
        return self._saved

    @property
    def current(self) -> Current | None:
        """What is shown, ``None`` for whoever has no queue."""
        return self._saved or self._key

    @property
    def current_name(self) -> str:
        """Its name in a layout."""
        current = self.current
        return current.bar_name if isinstance(current, SavedView) else current or ""

    @property
    def look(self) -> Look:
        """The columns and order it is shown in."""
        if self._saved is not None:
            return self._bar.look(self._saved)
        return (
            USUAL
            if self._key is None or self._key in OWN_ORDER
            else self._bar.looks.get(self.current_name, USUAL)
        )

    def saved_title(self, saved: SavedView) -> str:
        """Return its name, how many cases it holds, and whose it is if another's."""
        count = self._saved_counts.get(saved.id)
        parts = [saved.name]
        if count is not None:
            parts.append(f"{count.cases}{'+' if count.more else ''}")
        return " ".join([*parts, *([] if saved.mine else [owned_words(saved)])])

    def tabs(self) -> list[QueueTab]:
        """Return the tabs of the line of queues, as the person has arranged them."""
        by_name = {key.value: key for key in self._keys}
        saved = {each.bar_name: each for each in self._bar.saved}
        shown = self._bar.layout.shown(self.names())
        return [
            *(
                tab
                for name in shown
                if name in by_name
                for tab in queue_tabs((by_name[name],), self._key, self._counters)
            ),
            *(self._saved_tab(saved[name]) for name in shown if name in saved),
        ]

    def _saved_tab(self, saved: SavedView) -> QueueTab:
        count = self._saved_counts.get(saved.id)
        return QueueTab(
            "" if saved.mine else OTHERS,
            saved.name,
            None if count is None else count.cases,
            current=self._saved is not None and saved.id == self._saved.id,
            style="bold",
            saved=True,
            more=count is not None and count.more,
        )

    def names(self) -> tuple[str, ...]:
        """Return the names of all queues there are for the person, as they come."""
        built_in = [key.value for key, _digit in (QUEUE_KEYS[-1], *QUEUE_KEYS[:-1]) if key in self._keys]
        return (*built_in, *(saved.bar_name for saved in self._bar.saved))

    def arrange_columns(self) -> None:
        """Show the columns of what is shown."""
        frame, beside, look = self.console.frame, self.preview.beside, self.look
        if self._saved is not None:
            columns = arranged_columns(frame, look, self._saved.columns)
        elif look.usual or self._key is None:
            columns = queue_columns(frame, self._key, beside=beside, counters=self._counters)
        else:
            columns = arranged_columns(frame, look, default_columns(self._key))
        self.rows.set_columns(columns)

    def source(self) -> Callable[..., Any]:
        """Return what reads the pages of what is shown; it is called in a thread."""
        services, actor, look = self.services, self.actor, self.look
        saved, key = self._saved, self._key

        def read(text: str, after: tuple[Any, ...] | None, limit: int) -> Any:
            if saved is not None:
                return services.saved.page(actor, saved.id, look, text, after, limit)
            if look.ordering is not None and key is not None:
                return services.saved.arranged(actor, key, look, text, after, limit)
            return services.cases.queue(actor, key, text=text, after=after, limit=limit)

        return read

    def empty_words(self) -> str:
        """Return what an empty list says."""
        saved = self._saved
        if saved is None:
            return empty_sentence(self._key) if self._key is not None else ""
        nothing = _("No open case fits “%(filter)s”.", filter=saved.text) if saved.text else ""
        return f"{nothing}{gone_words(saved)}" or _("Nothing waits here.")

    def show_current(self, current: Current, cursor_id: Any = None, *, text: str = "") -> None:
        """Show a queue."""
        self._saved = current if isinstance(current, SavedView) else None
        self._key = current if isinstance(current, QueueKey) else None
        self.arrange_columns()
        self.rows.set_source(
            self.source(),
            empty=self.empty_words(),
            cursor_id=cursor_id,
            text=text,
            keep_marks=bool(cursor_id),
        )
        self.show_counters()
        if self._saved is not None and self._saved.gone:
            self.say(gone_words(self._saved))

    def show_again(self) -> None:
        """Show the same queue in another order; filter, marks and the row under the cursor stay."""
        current = self.current
        if current is not None:
            self.show_current(current, self.rows.cursor_id, text=self.rows.text)

    def total(self) -> int | None:
        """Return how many cases the queue holds, where that is known to the last one."""
        if self._saved is None:
            return None if self._key is None else self._counters.get(self._key)
        count = self._saved_counts.get(self._saved.id)
        return None if count is None or count.more else count.cases

    def beside_current(self, step: int) -> Current | None:
        """Return the queue so many places further in the line, beginning again at its end."""
        names = self._bar.layout.shown([*(key.value for key in self._keys), *self.names()])
        if not names:
            return None
        place = names.index(self.current_name) + step if self.current_name in names else 0
        return self.named(names[place % len(names)])

    def named(self, name: str) -> Current | None:
        """Return the queue a layout calls ``name``, if the person has it."""
        saved = next((each for each in self._bar.saved if each.bar_name == name), None)
        return saved or next((key for key in self._keys if key.value == name), None)

    def show_counters(self) -> None:
        """Show what the counters say."""
        raise NotImplementedError

    def turn_to(self, current: Current) -> None:
        """Go to a queue."""
        raise NotImplementedError

    # Reading

    def read_bar(self) -> None:
        """Read the saved queues and how the person has arranged them; their counters follow."""
        services, actor = self.services, self.actor
        self.read("bar", lambda: services.saved.bar(actor), self._take_bar)

    def _take_bar(self, bar: Bar) -> None:
        before, self._bar = self._bar, bar
        saved = self._saved
        if saved is not None:
            now = next((each for each in bar.saved if each.id == saved.id), None)
            if now is None:
                self.saved_dropped(saved)
                self.say(_("“%(name)s” is not shared with you any more.", name=saved.name))
            elif now != saved or before.look(saved) != bar.look(now):
                self._saved = now
                self.show_again()
        elif before.looks.get(self.current_name) != bar.looks.get(self.current_name):
            self.show_again()
        self.show_counters()
        self.read_saved_counters()

    def read_saved_counters(self, group: str = "saved") -> None:
        """Count the saved queues: first those that take no time, then the others."""
        services, actor = self.services, self.actor
        if self._bar.saved:
            self.read(group, lambda: services.saved.counters(actor), partial(self._take_counts, group))

    def _take_counts(self, group: str, counts: SavedCounts) -> None:
        saved = self._saved
        moved = (
            saved is not None
            and saved.id in counts.found
            and (self._saved_counts.get(saved.id, counts.found[saved.id]) != counts.found[saved.id])
        )
        self._saved_counts = {**self._saved_counts, **counts.found}
        self.show_counters()
        if moved:
            self.rows.reload()
        if counts.left:
            services, actor, left = self.services, self.actor, counts.left
            work = partial(services.saved.counters, actor, left, None)
            self.read(group, work, partial(self._take_counts, group))
