"""The flow editor: steps and links changed by keys, forms in place, every change at once checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console import keys
from console.dialogs.conflict import Dispute
from console.flows.words import finding_words
from console.i18n import _, ngettext
from console.keys import bindings
from console.screens.flow_filling import FlowFilling
from console.screens.flow_parts import disputed
from console.screens.flow_reading import NEW
from console.widgets.region import Region
from console.work import attempt, later
from models.catalogue.flows import editing as changes
from models.catalogue.flows.checker import errors
from models.catalogue.flows.comparing import merged
from models.catalogue.flows.rules import cleaned
from models.catalogue.flows.views import Step, StepKind

if TYPE_CHECKING:
    from textual.binding import BindingType

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.flows.views import FlowView
    from models.desk.views import DraftView

_TOLD = 3
"""Warnings told when asked whether to save all the same."""


class FlowScreen(FlowFilling):
    """The editor. What is entered in a form stands in the draft at once; F2 or Esc closes the form."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("flow"))

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> FlowScreen:
        """Return the editor of the flow a draft is about."""
        new = draft.subject.startswith(NEW)
        return cls(services, actor, "" if new else draft.subject, subject=draft.subject)

    def ready(self) -> None:
        """Ask for the code and name of a new flow first."""
        if self._view is None and self.may_edit and not self.changed_on_desk:
            self.action_flow()

    @property
    def changed_on_desk(self) -> bool:
        """Whether the draft differs from what the flow began with."""
        return self.draft != self.base

    # What is possible

    def can_edit(self) -> bool:
        """The flow can be changed by keys now."""
        return self.may_edit and self._form is None and not self._saving

    def can_step(self) -> bool:
        """There is a step to change."""
        return self.can_edit() and bool(self.key)

    def can_undo(self) -> bool:
        """Something can be taken back."""
        return self.can_edit() and self._editing.can_undo

    def can_redo(self) -> bool:
        """Something was taken back."""
        return self.can_edit() and self._editing.can_redo

    def can_save(self) -> bool:
        """There is something to save."""
        return self.can_edit() and self.changed

    def can_discard(self) -> bool:
        """Something was changed that could be thrown away."""
        return self.can_edit() and self.changed_on_desk

    def can_filling(self) -> bool:
        """A form is open."""
        return self._form is not None

    def can_filling_link(self) -> bool:
        """The form of a link is open."""
        return self._form is not None and self._link is not None

    def can_draw(self) -> bool:
        """There is something to draw, no room for it beside the steps, and no form in the way."""
        return self._loaded and self._form is None and not self.area.has_class("-wide")

    def can_go_back(self) -> bool:
        """A form can always be closed."""
        return self._form is not None or super().can_go_back()

    # Changing

    def action_add(self) -> None:
        """Put a new step behind the one under the cursor, and ask what it is."""
        draft = self.draft
        key = changes.fresh_key(draft, f"step{len(draft.steps) + 1}")
        self._editing.begin()
        self.change(changes.insert_step(draft, self.key, Step(key, "", StepKind.HANDLE)), key)
        self.open_step(key)

    def action_delete(self) -> None:
        """Take the step under the cursor out; F7 brings it back."""
        key = self.key
        place = next(place for place, step in enumerate(self.draft.steps) if step.key == key)
        self.change(changes.delete_step(self.draft, key), "")
        self.steps.move_to(min(place, len(self.draft.steps) - 1))
        self.say(_("Deleted. %(key)s brings it back.", key=self.undo_key))

    def action_move(self, by: int) -> None:
        """Move the step under the cursor up or down."""
        self.change(changes.move_step(self.draft, self.key, by), self.key)

    def action_undo(self) -> None:
        """Take the last change back."""
        self._editing.undo()
        self.show_all()
        self.keep()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._editing.redo()
        self.show_all()
        self.keep()

    def action_draw(self) -> None:
        """Show the drawing in the place of the steps, or the steps again."""
        drawn = not self.area.has_class("-drawn")
        self.area.set_class(drawn, "-drawn")
        target = self.query_one("#diagram", Region) if drawn else self.steps
        target.focus()
        self.refresh_keys()

    # Saving

    def action_save(self) -> None:
        """Save a new version: not while errors stand, and with warnings only if the person says so."""
        wrong = errors(self._editing.findings)
        if wrong:
            first = wrong[0]
            self.show_all(first.step or None)
            count = ngettext(
                "%(count)s error has to be corrected before it can be saved.",
                "%(count)s errors have to be corrected before it can be saved.",
                len(wrong),
                count=len(wrong),
            )
            self.say(count)
            return
        doubtful = self._editing.findings
        if not doubtful:
            self._save()
            return
        from console.dialogs.confirm import ConfirmDialog

        told = "\n".join(finding_words(finding) for finding in doubtful[:_TOLD])
        question = ngettext(
            "There is %(count)s warning. Save all the same?",
            "There are %(count)s warnings. Save all the same?",
            len(doubtful),
            count=len(doubtful),
        )
        later(self.app.push_screen(ConfirmDialog(question, told), self._answered))

    def _answered(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            self._save()

    def _save(self) -> None:
        services, actor, draft, version = self.services, self.actor, self.draft, self._version
        new, keeper = self._view is None, self._keeper
        self._saving = True

        def work() -> FlowView:
            if new:
                view = services.flows.create(actor, draft)
            else:
                view = services.flows.change(actor, draft, version)
            # That a draft of something saved stays behind is no reason to call it refused.
            if keeper is not None:
                attempt(keeper.place.finish)
            return view

        dispute = Dispute(self._compare, self._settle)
        self.save(work, self._saved, self._refused, dispute=dispute)
        self.refresh_keys()

    def _saved(self, view: FlowView) -> None:
        self._saving = False
        if self._keeper is not None:
            self._keeper.stop()
        self.rest_on(view)
        self.show_all()
        self.say(_("Saved as version %(number)s.", number=view.number))

    def _refused(self, _error: Exception) -> bool:
        self._saving = False
        self.refresh_keys()
        return False

    def _compare(self, current: Any) -> Any:
        view: FlowView = current
        return disputed(view.draft, cleaned(self.draft), self._editing.grounds.units)

    def _settle(self, current: Any, mine: frozenset[str]) -> None:
        view: FlowView = current
        self._view, self._version = view, view.version
        self.change(merged(view.draft, cleaned(self.draft), mine))
        self.action_save()

    # Leaving

    def action_discard(self) -> None:
        """Throw away what was changed since the last version, after a question."""
        from console.dialogs.confirm import ConfirmDialog

        question = _("Throw away everything changed since the last version?")
        later(self.app.push_screen(ConfirmDialog(question), self._discard))

    def _discard(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            self._version = 0 if self._view is None else self._view.version
            self.change(self.base)
            self.say(_("Thrown away. %(key)s brings it back.", key=self.undo_key))

    def back(self) -> None:
        """Close the form; without one keep the draft and go back."""
        if self._form is not None:
            self.close_form()
            return
        kept = self._keeper is not None and self._keeper.leave()
        super().back()
        if kept:
            self.console.say(_("What you changed is kept as a draft."))

    def help_groups(self) -> list[str]:
        """List the keys of fields too."""
        return [self.GROUP, "list", "text", "fields", "choice", "lookup", keys.EVERYWHERE]
