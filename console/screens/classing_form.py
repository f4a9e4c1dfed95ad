"""One classification rule: changed or written anew; what that moves is shown before it is saved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import _
from console.keys import bindings
from console.screens.classing_fields import content_of, differences, draft_of, field_of, rule_fields
from console.screens.classing_parts import preview_pieces
from console.work import later
from models.catalogue.classing.views import AddRule, ChangeRule, RuleView
from models.kernel.errors import Conflict, NotFound
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.classing.views import RuleEdit, RulePreview
    from models.desk.views import DraftView
    from models.kernel.errors import DomainError

FORM_NAME = "classing_form"
_AT = "@"


class ClassingFormScreen(FormScreen[None]):
    """The form of one rule.

    Args:
        services: the one door.
        actor: the person.
        rule_id: the rule; 0 for a new one.
        place: as which number a new one comes; by default the last.
        version: the version a draft was typed for; by default the one that stands now.
    """

    GROUP = FORM_NAME
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("form"))
    AUTO_FOCUS = None
    DEFAULT_CSS = "ClassingFormScreen Form { height: 1fr; scrollbar-gutter: stable; }"

    def __init__(
        self,
        services: Services,
        actor: Actor,
        rule_id: int = 0,
        place: int | None = None,
        version: int | None = None,
    ) -> None:
        super().__init__(services, actor)
        self._rule_id, self._place, self._version = rule_id, place, version
        self._rule: RuleView | None = None
        self._agreed: tuple[RuleEdit, str] | None = None

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> ClassingFormScreen:
        """Return the screen of the rule a draft is about."""
        key, _at, version = draft.subject.partition(_AT)
        number = int(version) if version.isdecimal() else None
        return cls(services, actor, int(key) if key.isdecimal() else 0, version=number)

    def body(self) -> Iterable[Widget]:
        """Return the room for the form: its first values have to be read."""
        yield Container(classes="area")

    def title_text(self) -> str:
        """Return which rule it is."""
        name = "" if self._rule is None else self._rule.draft.name
        return f"{super().title_text()} {name}".rstrip()

    def reload(self) -> None:
        """Read the rule once; what others do to it meanwhile shows when saving."""
        if self._form is not None:
            return
        if not self._rule_id:
            self._open(None)
            return
        services, actor, key = self.services, self.actor, self._rule_id

        def work() -> RuleView:
            for each in services.classing.rules(actor):
                if each.id == key:
                    return each
            raise NotFound(N_("rule"), key)

        self.read("rule", work, self._open)

    def _open(self, rule: RuleView | None) -> None:
        self._rule = rule
        if rule is not None and self._version is None:
            self._version = rule.version
        self.set_title(self.title_text())
        form = Form(rule_fields(), heading=self._heading)
        self.call_later(self._mount, form)

    async def _mount(self, form: Form) -> None:
        """Show the rule in a form that is there: a field not mounted yet would lose its text."""
        await self.query_one(".area").mount(form)
        form.take_up(content_of(self._rule))
        subject = f"{self._rule_id}{_AT}{self._version}" if self._rule_id else ""
        self.take_form(form, draft_name(FORM_NAME), subject)

    def _heading(self) -> str:
        if self._rule is None:
            return _("A new rule; several texts are separated by |, and a+b asks for both")
        return _(
            "Rule %(number)s; several texts are separated by |, a+b asks for both", number=self._rule.number
        )

    # Saving after a look

    def _edit(self, values: Mapping[str, object]) -> RuleEdit:
        draft = draft_of(values)
        if self._rule is None:
            return AddRule(draft, self._place)
        return ChangeRule(self._rule.id, draft, self._version)

    def action_save_form(self) -> None:
        """Look at what saving moves; save once that was agreed to."""
        form = self.form
        if form is None or form.saving or not form.complete():
            return
        services, actor, values = self.services, self.actor, form.values()

        def work() -> tuple[RuleEdit, RulePreview]:
            edit = self._edit(values)
            return edit, services.classing.preview(actor, edit)

        form.saving = True
        self.read("preview", work, partial(self._look, form))

    def read_failed(self, group: str, error: Exception) -> None:
        """Say at the field what is wrong with a rule that cannot be looked at."""
        if group == "preview" and self.form is not None and self._refused(self.form, error):
            return
        super().read_failed(group, error)

    def _look(self, form: Form, found: tuple[RuleEdit, RulePreview]) -> None:
        edit, preview = found
        form.saving = False
        self._agreed = (edit, preview.fingerprint)
        if not preview.moves:
            super().action_save_form()
            return
        from console.dialogs.moves import MovesDialog

        dialog = MovesDialog(_("Save the rule?"), preview_pieces(preview))
        later(self.app.push_screen(dialog, self._answered))

    def _answered(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            super().action_save_form()

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the saving of what was agreed to."""
        services, actor, agreed = self.services, self.actor, self._agreed

        def work() -> RulePreview:
            edit, fingerprint = agreed or (self._edit(form.values()), "")
            return services.classing.save(actor, edit, fingerprint)

        return work

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back and say what is to be done next."""
        self.console.go_back()
        self.console.say(_("Saved. %(count)s rules; F6 carries them out.", count=len(result.rules)))

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Let a person choose part by part where somebody else saved first."""
        if not isinstance(error, Conflict) or not isinstance(error.current, RuleView):
            return False
        from console.dialogs.conflict import ConflictDialog

        theirs = error.current
        found = differences(theirs, form.values())
        later(self.app.push_screen(ConflictDialog(found), partial(self._settle, theirs)))
        return True

    def _settle(self, theirs: RuleView, mine: frozenset[str] | None) -> None:
        form = self.form
        if mine is None or form is None:
            return
        content = content_of(theirs)
        form.take_up({name: value for name, value in content.items() if name not in mine})
        self._rule, self._version = theirs, theirs.version
        form.write_words()
        self.action_save_form()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        return "" if self.form is None else field_of(error, self.form.values())
