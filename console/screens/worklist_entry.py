"""One entry of the working list as a form: everything a matter says; or a new entry."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Container

from console.forms.fields import Picked
from console.forms.form import Form
from console.forms.registry import draft_name
from console.forms.screen import FormScreen
from console.i18n import _
from console.keys import bindings
from console.screens.worklist_choices import candidates
from console.screens.worklist_entry_form import EntryForm
from console.screens.worklist_fields import (
    CONDITIONS,
    content_of,
    differences,
    draft_of,
    entry_fields,
)
from console.work import later
from models.calendar.refusals import BadLimit, ImpossibleLimit
from models.catalogue.drafting import refusals
from models.catalogue.drafting.listviews import EntryNow
from models.catalogue.drafting.service import EDITORS
from models.catalogue.drafting.views import EntryState
from models.catalogue.refusals import BadClassCode, BadScheme, Nameless
from models.catalogue.rules import MatterDraft
from models.kernel.errors import Conflict, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.views import DraftClass, EntryView
    from models.catalogue.rules import ConditionDraft
    from models.desk.views import DraftView

FORM_NAME = "worklist_entry"
_AT = "@"
_NEW = "new:"


class WorklistEntryScreen(FormScreen[None]):
    """The form of one entry.

    Args:
        services: the one door.
        actor: the person.
        matter: id of the entry; "" for a new one.
        like: what a new one begins as: the id of a neighbour, or the key of a branch of the tree.
        field: where the keys go first; by default the name.
        version: the version a draft was typed for; by default the one that stands now.
    """

    GROUP = FORM_NAME
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(FORM_NAME, "form"))
    AUTO_FOCUS = None
    DEFAULT_CSS = "WorklistEntryScreen Form { height: 1fr; scrollbar-gutter: stable; }"

    def __init__(
        self,
        services: Services,
        actor: Actor,
        matter: str = "",
        like: str = "",
        field: str = "",
        version: int | None = None,
    ) -> None:
        super().__init__(services, actor)
        self._matter, self._like, self._field = matter, like, field
        self._version = version
        self._start = MatterDraft("", "")
        self._view: EntryView | None = None
        self._proposed = ""

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> WorklistEntryScreen:
        """Return the screen of the entry a draft is about."""
        if draft.subject.startswith(_NEW):
            return cls(services, actor, "", draft.subject.removeprefix(_NEW))
        matter, _at, version = draft.subject.rpartition(_AT)
        return cls(services, actor, matter, version=int(version) if version.isdecimal() else None)

    def body(self) -> Iterable[Widget]:
        """Return the room for the form: its first values have to be read."""
        yield Container(classes="area")

    def title_text(self) -> str:
        """Return which entry it is."""
        if not self._matter:
            return _("New entry")
        view = self._view
        return super().title_text() if view is None else f"{view.draft.code or f'#{view.matter_id}'}"

    # Reading

    def reload(self) -> None:
        """Read the entry once; what others do to it meanwhile shows when saving."""
        if self._form is not None:
            return
        services, actor, matter, like = self.services, self.actor, self._matter, self._like

        def work() -> tuple[EntryView | None, MatterDraft, dict[str, str], str]:
            key = matter or (like if like.isdecimal() else "")
            view = services.drafting.entry(actor, int(key)) if key else None
            start = view.draft if view is not None else _of_branch(like, services.drafting.classes(actor))
            proposed = ""
            if not matter:
                conditions = tuple(replace(each, origin="") for each in start.conditions)
                start = replace(start, code="", conditions=conditions, keywords="")
                proposed = services.drafting.propose_code(actor, start.scheme, start.class_code)
            return view if matter else None, start, _names(services, actor, start), proposed

        self.read("entry", work, lambda found: self._open(*found))

    def _open(
        self, view: EntryView | None, start: MatterDraft, names: Mapping[str, str], proposed: str
    ) -> None:
        self._view, self._start, self._proposed = view, start, proposed
        if view is not None and self._version is None:
            self._version = view.version
        self.set_title(self.title_text())
        form = EntryForm(entry_fields(self.services, self.actor), heading=self._heading)
        content = content_of(start, names)
        if proposed:
            content["code"] = proposed
        self.call_later(self._mount, form, content)

    async def _mount(self, form: EntryForm, content: Mapping[str, Any]) -> None:
        """Show the entry in a form that is there: a field not mounted yet would lose its text."""
        await self.query_one(".area").mount(form)
        form.take_up(content)
        subject = f"{self._matter}{_AT}{self._version}" if self._matter else f"{_NEW}{self._like}"
        self.take_form(form, draft_name(FORM_NAME), subject)

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Let the keys go to the field in question."""
        names = {row.field.name for row in form.rows}
        form.row(self._field if self._field in names else "name").take_keys()
        if self._field == CONDITIONS and draft is None:
            self.action_conditions()
        self._field = ""

    def _heading(self) -> str:
        view = self._view
        if view is None:
            return _("A new entry; fields with * must be filled in")
        if view.state is not EntryState.LIVE:
            return _("It ended: nothing can be changed before it is restored")
        if view.base_version_id is None:
            return _("Not in force yet")
        return _("In force; changes take effect when the list is published")

    # Saving

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the change, or the new entry."""
        services, actor, changes, version = self.services, self.actor, self._changes(form), self._version
        if not self._matter:
            like = int(self._like) if self._like.isdecimal() else None
            # What was emptied in the form is not to come from the neighbour again.
            return lambda: services.drafting.add(actor, changes, like)
        matter = int(self._matter)
        return lambda: services.drafting.edit(actor, matter, changes, version)

    def _changes(self, form: Form) -> dict[str, Any]:
        conditions = form.conditions if isinstance(form, EntryForm) else ()
        changes = draft_of(form.values(), conditions, self._start)
        if not self._matter and not self._like.isdecimal():
            changes.setdefault("scheme", self._start.scheme)
            changes.setdefault("class_code", self._start.class_code)
        return changes

    def form_saved(self, form: Form, result: Any) -> None:
        """Go back and say what was saved."""
        view: EntryView = result
        self.console.go_back()
        name = f"{view.draft.code} {view.draft.name}".strip()
        self.console.say(_("Saved: %(name)s. 9 lists the steps and undoes them.", name=name))

    def form_refused(self, form: Form, error: Exception) -> bool:
        """Let a person choose field by field where somebody else saved first."""
        if not isinstance(error, Conflict) or not isinstance(error.current, EntryNow):
            return False
        from console.dialogs.conflict import ConflictDialog

        now = error.current
        found = differences(now.draft, self._changes(form))
        later(self.app.push_screen(ConflictDialog(found), partial(self._settle, now)))
        return True

    def _settle(self, now: EntryNow, mine: frozenset[str] | None) -> None:
        form = self.form
        if mine is None or form is None:
            return
        changed = self._changes(form)
        kept = {name for name in changed if name in mine}
        content = content_of(now.draft, {})
        form.take_up({name: value for name, value in content.items() if name not in kept})
        self._start, self._version = now.draft, now.version
        self.action_save_form()

    def field_of(self, error: DomainError) -> str:
        """Return the field a refusal is about."""
        match error:
            case refusals.CodeInUse() | refusals.CodeRetired() | refusals.ClassFull():
                return "code"
            case Nameless():
                return "name"
            case BadScheme() | BadClassCode():
                return "class_code"
            case BadLimit() | ImpossibleLimit():
                return CONDITIONS
            case refusals.UnknownValue():
                return str(error.params.get("field", ""))
            case _:
                return super().field_of(error)

    # Keys

    def can_form(self) -> bool:
        """A form is open, not being saved, and the person may work on the list."""
        return super().can_form() and self.actor.has(*EDITORS)

    def can_compare(self) -> bool:
        """There is something in force to compare with."""
        return self._view is not None and self._view.base_version_id is not None

    def action_conditions(self) -> None:
        """Change the conditions."""
        from console.screens.worklist_conditions import ConditionsDialog

        form = self.form
        if not isinstance(form, EntryForm):
            return

        def taken(conditions: tuple[ConditionDraft, ...] | None) -> None:
            if conditions is not None and conditions != form.conditions:
                form.set_conditions(conditions)
                form.post_message(Form.Changed(form, CONDITIONS))

        later(self.app.push_screen(ConditionsDialog(form.conditions), taken))

    def form_changed(self, form: Form, name: str) -> None:
        """Let the proposed code of a new entry follow its class."""
        if name == "class_code" and not self._matter and form.row("code").value in {"", self._proposed}:
            self._propose(form, asked=False)

    def action_propose(self) -> None:
        """Write the next free code of the class into its field."""
        if self.form is not None:
            self._propose(self.form, asked=True)

    def _propose(self, form: Form, *, asked: bool) -> None:
        services, actor = self.services, self.actor
        picked = form.row("class_code").value
        if not isinstance(picked, Picked):
            return
        scheme, _slash, code = str(picked.key).partition("/")

        def take(proposed: str) -> None:
            if form.is_attached and proposed != form.row("code").value:
                self._proposed = proposed
                form.row("code").take_up(proposed)
                if asked:
                    self.say(_("%(code)s is free.", code=proposed))

        self.read("propose", lambda: services.drafting.propose_code(actor, scheme, code), take)

    def action_compare(self) -> None:
        """Read what differs from the edition in force, as it is saved now."""
        from console.dialogs.page import PageDialog
        from console.screens.worklist_diff import compared_paragraphs

        services, actor, view = self.services, self.actor, self._view
        if view is None:
            return

        def show(found: Mapping[str, tuple[Any, Any]]) -> None:
            title = _("%(code)s against what is in force", code=view.draft.code)
            later(self.app.push_screen(PageDialog(title, compared_paragraphs(view.draft, found))))

        self.read("compare", lambda: services.drafting.compare(actor, view.matter_id), show)


def _of_branch(branch: str, classes: Sequence[DraftClass]) -> MatterDraft:
    """Return an empty entry in the class of a branch."""
    kind, _colon, name = branch.partition(":")
    scheme, _slash, code = name.partition("/")
    if kind != "class":
        return MatterDraft("", "")
    title = next((each.name for each in classes if (each.scheme, each.code) == (scheme, code)), "")
    return MatterDraft("", "", scheme=scheme, class_code=code, class_name=title)


def _names(services: Services, actor: Actor, draft: MatterDraft) -> dict[str, str]:
    """Return what the things a draft names by code are called."""
    found: dict[str, str] = {}
    for name in ("flow", "lead_unit", "duty_item"):
        code = getattr(draft, name)
        if code:
            known = {each.key: each.text for each in candidates(services, actor, name)}
            found[f"{name}:{code}"] = known.get(code, code)
    if draft.parent:
        lines = services.drafting.find(actor, draft.parent)
        named = next((line.name for line in lines if line.code == draft.parent), "")
        found[f"parent:{draft.parent}"] = f"{draft.parent} {named}".rstrip()
    return found
