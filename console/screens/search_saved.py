"""Saved searches, and those done lately: run, kept, renamed, shared, dropped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from console.i18n import _, render_error, sentences
from console.keys import SEARCH_MENU
from console.keytable.shape import MenuEntry
from console.labels_saved import gone_words, owned_words
from console.screens.saved_acts import SavedActs
from console.work import Failed, attempt, later
from models.cases.arranging import Whole
from models.cases.saved_views import SavedSpec, SavedView
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.keys import KeyEntry
    from models.accounts.views import Actor
    from models.api import Services

R = TypeVar("R")

Found = tuple[list[SavedView], list[str]]


class SavedSearches(SavedActs[R]):
    """Subclasses have a field to type in, and look for what stands in it."""

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._saved: SavedView | None = None
        """The saved search that was run, as long as nothing else is looked for"""

    @property
    def typed(self) -> str:
        """What is looked for."""
        raise NotImplementedError

    def run_search(self, text: str) -> None:
        """Look for something else."""
        raise NotImplementedError

    @property
    def shown_saved(self) -> SavedView | None:
        """The saved search that is shown."""
        saved = self._saved
        return saved if saved is not None and saved.text == self.typed else None

    def saved_changed(self, saved: SavedView) -> None:
        """Run it as it is now."""
        self._run(saved)

    def saved_dropped(self, saved: SavedView) -> None:
        """Leave what was found; it belongs to no saved search any more."""
        self._saved = None
        self.refresh_keys()

    def note_search(self) -> None:
        """Remember what was looked for."""
        services, actor, text = self.services, self.actor, self.typed
        # That it could not be remembered is no reason to interrupt anybody.
        self.console.save(lambda: services.saved.note_search(actor, text), on_refused=lambda _error: True)

    # Running

    def action_saved(self) -> None:
        """Choose from what was saved and what was looked for lately."""
        services, actor = self.services, self.actor

        def work() -> Found:
            return services.saved.saved(actor), services.saved.recent_searches(actor)

        self.read("saved", work, self._choose)

    def _choose(self, found: Found) -> None:
        from console.dialogs.pick import Option, PickDialog

        saved, recent = found
        options = [
            Option[SavedView | str](each, each.name, f"{owned_words(each)}  {each.text}")
            for each in saved
            if each.is_search
        ]
        options += [Option[SavedView | str](text, text, _("looked for lately")) for text in recent]
        nothing = _("Nothing saved yet, and nothing looked for lately: type something, then press F2.")
        later(self.app.push_screen(PickDialog(_("Searches"), options, empty=nothing), self._chosen))

    def _chosen(self, found: SavedView | str | None) -> None:
        if isinstance(found, SavedView):
            self._run(found)
        elif found is not None:
            self.run_search(found)

    def _run(self, saved: SavedView) -> None:
        self._saved = saved
        self.run_search(saved.text)
        self.say(gone_words(saved) or _("Search: %(name)s", name=saved.name))
        self.refresh_keys()

    # Keeping

    def action_save_search(self) -> None:
        """Ask for a name and keep what is looked for under it."""
        text = self.typed
        services, actor = self.services, self.actor

        def saved(made: SavedView) -> None:
            self._saved = made
            self.say(_("“%(name)s” is saved; F3 lists it.", name=made.name))
            self.refresh_keys()

        def save(name: str | None) -> None:
            if name is not None:
                spec = SavedSpec(name, text, Whole.EVERY)
                self.save(lambda: services.saved.create(actor, spec), saved, partial(refused, name))

        def refused(name: str, error: Exception) -> bool:
            self.console.explain(error, then=lambda: self._ask_name(_("Save the search"), name, save))
            return True

        self._ask_name(_("Save the search"), "", save)

    def action_rename_saved(self) -> None:
        """Ask for another name."""
        before = self.shown_saved
        if before is None or not before.mine:
            return
        services, actor = self.services, self.actor

        def renamed(now: SavedView) -> None:
            self.undo_by(lambda: services.saved.change(actor, now.id, before.spec, now.version))
            self.saved_changed(now)

        def save(name: str | None) -> None:
            if name is not None:
                spec = replace(before.spec, name=name)
                work = partial(services.saved.change, actor, before.id, spec, before.version)
                self.save(work, renamed, partial(refused, name))

        def refused(name: str, error: Exception) -> bool:
            self.console.explain(error, then=lambda: self._ask_name(_("Rename the search"), name, save))
            return True

        self._ask_name(_("Rename the search"), before.name, save)

    def _ask_name(self, title: str, value: str, then: Callable[[str | None], None]) -> None:
        from console.dialogs.prompt import PromptDialog
        from models.cases.saved_views import clean_name

        def wrong(name: str) -> str:
            outcome = attempt(lambda: clean_name(name))
            error = outcome.error if isinstance(outcome, Failed) else None
            return sentences(*render_error(error)) if isinstance(error, DomainError) else ""

        why = _("Looked for: %(text)s", text=self.typed)
        later(self.app.push_screen(PromptDialog(title, why, value=value, check=wrong), then))

    def menu_entries(self) -> list[KeyEntry | MenuEntry]:
        """Offer what can be done with the saved search after what has a key."""
        shown = super().menu_entries()
        more = [entry for entry in SEARCH_MENU if self.holds(entry.condition)]
        place = next((at for at, entry in enumerate(shown) if isinstance(entry, MenuEntry)), len(shown))
        return [*shown[:place], *more, *shown[place:]]
