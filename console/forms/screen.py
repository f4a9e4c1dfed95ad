"""A screen that holds a form: saving, refusals beside their field, the draft.

Subclasses put ``bindings("form")`` beside their own group's bindings, mount a form, hand it
over with :meth:`FormScreen.take_form`, and answer :meth:`FormScreen.form_work` and
:meth:`FormScreen.form_saved`. Everything else has a usual answer here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console import keys
from console.forms.draft_keeper import DraftKeeper, DraftPlace
from console.forms.keeping import DraftedScreen
from console.i18n import _, render_error, sentences
from console.keys import key_name
from console.work import Failed, attempt, later
from models.kernel.errors import DomainError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.forms.form import Form
    from console.keys import KeyEntry
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView

R = TypeVar("R")

_DISCARD = "form.discard"


class FormScreen(DraftedScreen[R], Generic[R]):
    """A screen with one open form, always or now and then."""

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._form: Form | None = None

    @property
    def form(self) -> Form | None:
        """The open form."""
        return self._form

    # What subclasses answer

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Do what has to be done once the form shows its draft, or nothing if there was none."""

    def form_changed(self, form: Form, name: str) -> None:
        """Do what a changed entry asks for: a lookup that depends on it, a hint."""

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return what to run when ``form`` is saved: it calls one service method, in a thread."""
        raise NotImplementedError

    def form_saved(self, form: Form, result: Any) -> None:
        """Show what came of it; the form is free again, its draft is gone."""
        raise NotImplementedError

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Deal with a refusal in a way of one's own; ``True`` if that was done."""
        return False

    def form_left(self, form: Form) -> None:
        """Do what Esc does once the draft is safe; by default go back to the screen below."""
        self.console.go_back()

    def field_of(self, error: DomainError) -> str:
        """Return the name of the field a refusal is about, "" for the form as a whole."""
        if not isinstance(error, Invalid):
            return ""
        # Loaded on use: what the fields are called at the door.
        from models.cases.door import FIELD_WORDS

        return next((name for name, word in FIELD_WORDS.items() if word == error.field), "")

    # Opening and closing

    def take_form(self, form: Form, draft_name: str, subject: str = "") -> None:
        """Keep and restore the draft of ``form``, which is mounted or about to be, and let the keys go to it.

        Args:
            form: as it is when nothing was typed.
            draft_name: ``case.dispatch``; see :mod:`console.forms.registry`.
            subject: what it is about, "" for a new thing.
        """
        place = DraftPlace(self.services, self.actor, draft_name, subject)
        self._form = form
        self._keeper = DraftKeeper(form, place, self.console.save, self._not_kept)
        form.saving = True
        self.read("draft", place.read, partial(self._begin_once_it_stands, form))
        self.refresh_keys()

    def _begin_once_it_stands(self, form: Form, draft: DraftView | None) -> None:
        # The form gets to the call when its fields stand; a draft read sooner would find none to show it.
        form.call_later(self.call_later, self._begin_form, form, draft)

    def _begin_form(self, form: Form, draft: DraftView | None) -> None:
        if form is not self._form or self._keeper is None:
            return
        form.saving = False
        if draft is not None:
            form.take_up(draft.content)
            self._keeper.taken_up()
            form.set_note(lambda: self.restored_words(draft))
        form.take_keys()
        self.form_ready(form, draft)
        self.refresh_keys()

    def restored_words(self, draft: DraftView) -> str:
        """Return what a form taken up from a draft says above its fields."""
        frame = self.console.frame
        key = key_name(self.console.remapped.get(_DISCARD, _discard_entry().keys[0]))
        when = frame.times.moment(draft.saved_at, frame.clock.now())
        return _("This is your draft of %(when)s. %(key)s throws it away.", when=when, key=key)

    def form_begins(self) -> None:
        """Note that the form shows what it opens with, filled in by the program: that needs no draft."""
        if self._keeper is not None:
            self._keeper.begins()

    def read_failed(self, group: str, error: Exception) -> None:
        """Let an open form be used though its draft could not be read."""
        if group == "draft" and self._form is not None:
            self._begin_once_it_stands(self._form, None)
        super().read_failed(group, error)

    def close_form(self) -> None:
        """Take the form off the screen; its draft was dealt with before."""
        form, self._form, self._keeper = self._form, None, None
        if form is not None:
            later(form.remove())
        self.refresh_keys()

    def drop_form(self) -> None:
        """Take the form off the screen and throw away what was typed, its draft too."""
        form, keeper = self._form, self._keeper
        if form is not None and keeper is not None:
            form.take_up(keeper.pristine)
            keeper.leave()
        self.close_form()

    # Saving

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Save with Enter in the last field."""
        message.stop()
        self.action_save_form()

    def action_save_form(self) -> None:
        """Save, if everything asked for is there."""
        form, keeper = self._form, self._keeper
        if form is None or keeper is None or form.saving or not form.complete():
            return
        work, place = self.form_work(form), keeper.place

        def saving() -> Any:
            result = work()
            # That a draft of something saved stays behind is no reason to call it refused.
            return result, attempt(place.finish)

        form.saving = True
        self.save(saving, partial(self._saved, form, keeper), partial(self._refused, form))
        self.refresh_keys()

    def _saved(self, form: Form, keeper: DraftKeeper, answer: Any) -> None:
        result, finished = answer
        keeper.stop()
        form.saving = False
        if isinstance(finished, Failed):
            self.console.report_error(finished.error)
        self.form_saved(form, result)
        self.refresh_keys()

    def _refused(self, form: Form, error: Exception) -> bool:
        form.saving = False
        form.take_keys()
        self.refresh_keys()
        if self.form_refused(form, error):
            return True
        if not isinstance(error, DomainError):
            return False
        form.show_problem(sentences(*render_error(error)), self.field_of(error))
        return True

    # The draft

    def on_form_changed(self, message: Form.Changed) -> None:
        """Have the draft written soon."""
        message.stop()
        if message.form is not self._form or self._keeper is None:
            return
        self._keeper.changed()
        self.form_changed(message.form, message.name)
        self.refresh_keys()

    def action_discard(self) -> None:
        """Throw away what was typed, after a question."""
        if not self.can_draft():
            return
        from console.dialogs.confirm import ConfirmDialog

        question = _("Throw away what was typed into this form?")
        later(self.app.push_screen(ConfirmDialog(question), self._discard))

    def _discard(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        form, keeper = self._form, self._keeper
        if not yes or form is None or keeper is None or form.saving:
            return
        form.take_up(keeper.pristine)
        form.clear_problems()
        form.set_note(str)
        keeper.flush()
        form.take_keys()
        self.form_ready(form, None)
        self.refresh_keys()

    def back(self) -> None:
        """Leave the form, its draft kept; without one go back to the screen below."""
        form, keeper = self._form, self._keeper
        if form is None or keeper is None:
            super().back()
            return
        if form.saving:
            return
        kept = keeper.leave()
        self.form_left(form)
        if kept:
            self.console.say(_("What you typed is kept as a draft."))

    def can_go_back(self) -> bool:
        """A form can always be left."""
        return self._form is not None or super().can_go_back()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the keys of the form work while there is one."""
        entry = keys.by_action().get(("form", action))
        return super().check_action(action, parameters) if entry is None else self.holds(entry.condition)

    def can_form(self) -> bool:
        """A form is open and not being saved."""
        return self._form is not None and not self._form.saving

    def can_draft(self) -> bool:
        """Something was typed that could be thrown away."""
        return self.can_form() and self._keeper is not None and self._keeper.exists

    def offered(self) -> list[KeyEntry]:
        """Return the keys of the form first, then those of the screen."""
        return [entry for entry in keys.entries("form", self.GROUP) if self.holds(entry.condition)]

    def help_groups(self) -> list[str]:
        """List the keys of forms too."""
        return [self.GROUP, "form", "fields", "choice", "lookup", keys.EVERYWHERE]

    def language_changed(self) -> None:
        """Show the form's words in the new language; what was typed stays."""
        if self._form is not None:
            self._form.write_words()
        super().language_changed()


def _discard_entry() -> KeyEntry:
    return next(entry for entry in keys.entries("form") if entry.id == _DISCARD)
