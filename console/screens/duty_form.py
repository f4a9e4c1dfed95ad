"""One duty item: changed, entered anew, or taken off its list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.duty_words import change_lines, renumbered_lines
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import _
from console.keys import bindings
from console.labels import label
from console.screens.duty_fields import (
    content_of,
    differences,
    duty_fields,
    entries_of,
    number_problem,
)
from console.work import later
from models.catalogue.duties.entering import FIELD_WORDS
from models.catalogue.duties.refusals import NumberOutside
from models.catalogue.views import DutyItemView, DutyList
from models.kernel.errors import Conflict, DomainError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.duties.views import DutyChange
    from models.desk.views import DraftView

FORM_NAME = "duty_form"
_AT = "@"


class DutyFormScreen(FormScreen[None]):
    """The form of one item.

    Args:
        services: the one door.
        actor: the person.
        code: the item; "" for a new one.
        duty_list: the list a new item is for.
        category: the category a new item is for.
        version: the version a draft was typed for; by default the one that stands now.
    """

    GROUP = FORM_NAME
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(FORM_NAME, "form"))
    AUTO_FOCUS = None
    DEFAULT_CSS = "DutyFormScreen Form { height: 1fr; scrollbar-gutter: stable; }"

    def __init__(
        self,
        services: Services,
        actor: Actor,
        code: str,
        duty_list: DutyList = DutyList.BASIC,
        category: str = "",
        version: int | None = None,
    ) -> None:
        super().__init__(services, actor)
        self._code = code
        self._list, self._category = duty_list, category
        self._version = version
        self._item: DutyItemView | None = None

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> DutyFormScreen:
        """Return the screen of the item a draft is about."""
        code, _at, version = draft.subject.rpartition(_AT)
        return cls(services, actor, code, version=int(version) if version.isdecimal() else None)

    def body(self) -> Iterable[Widget]:
        """Return the room for the form: its first values have to be read."""
        yield Container(classes="area")

    def title_text(self) -> str:
        """Return which item it is."""
        return f"{super().title_text()} {self._code}".rstrip()

    def reload(self) -> None:
        """Read the item once; what others do to it meanwhile shows when saving."""
        if self._form is not None:
            return
        if not self._code:
            self._open(None)
            return
        services, actor, code = self.services, self.actor, self._code
        self.read("item", lambda: services.duties.item(actor, code), self._open)

    def _open(self, item: DutyItemView | None) -> None:
        self._item = item
        if item is not None and self._version is None:
            self._version = item.version
        form = Form(duty_fields(self.services, self.actor), heading=self._heading)
        self.call_later(self._mount, form)

    async def _mount(self, form: Form) -> None:
        """Show the item in a form that is there: a field not mounted yet would lose its text."""
        await self.query_one(".area").mount(form)
        form.take_up(content_of(self._item, self._list, self._category))
        subject = f"{self._code}{_AT}{self._version}" if self._code else ""
        self.take_form(form, draft_name(FORM_NAME), subject)

    def _heading(self) -> str:
        if self._item is None:
            return _("A new item; fields with * must be filled in")
        return f"{label(self._item.duty_list)} {self._item.number}"

    # Saving

    def action_save_form(self) -> None:
        """Save, if the number is one."""
        form = self.form
        if form is not None and not form.saving:
            problem = number_problem(form.values())
            if problem:
                form.show_problem(problem, "number")
                return
        super().action_save_form()

    def form_work(self, form: Form) -> Callable[[], DutyChange]:
        """Return the change."""
        services, actor, code, version = self.services, self.actor, self._code, self._version
        entries = entries_of(form.values(), self._item)
        if not code:
            return lambda: services.duties.create(actor, entries)
        return lambda: services.duties.change(actor, code, entries, version or 0)

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back and say where the item stands now."""
        self._leave(result)

    def _leave(self, change: DutyChange) -> None:
        self.console.go_back()
        self.console.say("  ".join(change_lines(change)))

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Let a person choose field by field where somebody else saved first."""
        if not isinstance(error, Conflict) or not isinstance(error.current, DutyItemView):
            return False
        from console.dialogs.conflict import ConflictDialog

        theirs = error.current
        found = differences(theirs, form.values())
        later(self.app.push_screen(ConflictDialog(found), partial(self._settle, theirs)))
        return True

    def _settle(self, theirs: DutyItemView, mine: frozenset[str] | None) -> None:
        form = self.form
        if mine is None or form is None:
            return
        content = content_of(theirs, theirs.duty_list, theirs.category)
        form.take_up({name: value for name, value in content.items() if name not in mine})
        self._item, self._version = theirs, theirs.version
        form.write_words()
        self.action_save_form()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        match error:
            case NumberOutside():
                return "number"
            case Invalid():
                return next((name for name, word in FIELD_WORDS.items() if word == error.field), "")
            case _:
                return ""

    # Taking it off

    def can_retire(self) -> bool:
        """There is an item that stands on its list."""
        return self._item is not None and self.can_form()

    def action_retire(self) -> None:
        """Take the item off its list, after a question that says who moves up."""
        services, actor, code, version = self.services, self.actor, self._code, self._version or 0
        self.read(
            "retire", lambda: services.duties.retire(actor, code, version, dry_run=True), self._ask_to_retire
        )

    def _ask_to_retire(self, planned: DutyChange) -> None:
        from console.dialogs.confirm import ConfirmDialog

        question = _("Take %(code)s off its list? It is kept and can come back.", code=planned.item.code)
        dialog = ConfirmDialog(question, " ".join(renumbered_lines(planned)))
        later(self.app.push_screen(dialog, self._retire))

    def _retire(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if not yes:
            return
        services, actor, code, version = self.services, self.actor, self._code, self._version or 0
        self.save(lambda: services.duties.retire(actor, code, version), self._leave)
