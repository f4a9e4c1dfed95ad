"""The forms of the flow editor: opened in place, what they hold stands in the draft at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console import keys
from console.flows.page import link_words
from console.forms.form import Form
from console.i18n import _
from console.screens import flow_forms
from console.screens.flow_reading import FlowReading
from console.work import later
from models.catalogue.flows import editing as changes
from models.catalogue.flows.views import FlowDraft, Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.forms.fields import Field
    from models.accounts.views import Actor
    from models.api import Services


class FlowFilling(FlowReading):
    """A flow with one open form now and then: of the flow itself, of a step, of a link."""

    def __init__(
        self,
        services: Services,
        actor: Actor,
        code: str = "",
        start: FlowDraft | None = None,
        subject: str = "",
    ) -> None:
        super().__init__(services, actor, code, start, subject)
        self._form: Form | None = None
        self._apply: Callable[[Form], FlowDraft] | None = None
        """Puts what the open form holds into the draft"""
        self._link: Link | None = None
        """The link the open form is about"""

    # Changes

    def change(self, draft: FlowDraft, cursor: str | None = None) -> None:
        """Show a changed draft, the cursor on a step or where it was, and keep it on the desk."""
        if self._editing.change(draft):
            self.show_all(cursor)
            self.keep()

    @property
    def undo_key(self) -> str:
        """How the key is written that takes a change back, as a site may have remapped it."""
        entry = next(entry for entry in keys.entries("flow") if entry.id == "flow.undo")
        return keys.key_name(self.console.remapped.get(entry.id, entry.keys[0]))

    def keep(self) -> None:
        """Have the draft written soon."""
        if self._keeper is not None:
            self._keeper.changed()

    # Forms

    def action_step(self) -> None:
        """Open the form of the step under the cursor."""
        self._editing.begin()
        self.open_step(self.key)

    def open_step(self, key: str) -> None:
        """Open the form of the step called ``key``."""
        step = self._editing.step(key)
        if step is None:
            return
        units = self._editing.grounds.units

        def apply(form: Form) -> FlowDraft:
            now = self._editing.step(key) or step
            return changes.change_step(self.draft, key, flow_forms.step_of_form(form, now))

        place = self.draft.steps.index(step) + 1
        self._open(
            flow_forms.step_fields(units),
            flow_forms.step_content(step, units),
            lambda: _("Step %(number)s", number=place),
            apply,
        )

    def action_flow(self) -> None:
        """Open the form of the flow itself."""
        self._editing.begin()
        self._open(
            flow_forms.flow_fields(new=self._view is None),
            flow_forms.flow_content(self.draft),
            lambda: _("The flow itself"),
            lambda form: flow_forms.flow_of_form(form, self.draft),
        )

    def action_links(self) -> None:
        """Choose one of the links of the step under the cursor, or a new one."""
        from console.dialogs.pick import Option, PickDialog

        key, draft = self.key, self.draft
        numbers = {step.key: place for place, step in enumerate(draft.steps, start=1)}
        options: list[Option[Link | None]] = [
            Option(link, link_words(link, draft, numbers)) for link in changes.links_of(draft, key)
        ]
        options.append(Option(None, _("A new link")))
        step = self._editing.step(key)
        title = _("Links of %(step)s", step="" if step is None else step.name)

        def chosen(option: Option[Link | None] | None) -> None:
            if option is not None:
                self._open_link(key, option.value)

        # The dialog answers None both for Esc and for a value None: ask it for the option itself.
        boxed = [Option(option, option.text) for option in options]
        later(self.app.push_screen(PickDialog(title, boxed, searchable=False), chosen))

    def _open_link(self, key: str, link: Link | None) -> None:
        self._editing.begin()
        if link is None:
            link = self._new_link(key)
            self.change(changes.put_link(self.draft, None, link))
        self._link = link

        def apply(form: Form) -> FlowDraft:
            old = self._link or link
            self._link = flow_forms.link_of_form(form, old)
            return changes.put_link(self.draft, old, self._link)

        self._open(
            flow_forms.link_fields(self.draft),
            flow_forms.link_content(link, self.draft),
            lambda: _("Link"),
            apply,
        )

    def _new_link(self, key: str) -> Link:
        steps = [step.key for step in self.draft.steps]
        place = steps.index(key)
        taken = {link.target for link in changes.links_of(self.draft, key)}
        for target in (*steps[place + 1 :], *reversed(steps[:place])):
            if target not in taken:
                kind = LinkKind.NORMAL if steps.index(target) > place else LinkKind.RETURN
                return Link(key, target, kind)
        return Link(key, key, LinkKind.RETURN)

    def action_drop_link(self) -> None:
        """Take the link of the open form out."""
        link = self._link
        self.close_form()
        if link is not None:
            self.change(changes.drop_link(self.draft, link))
            self.say(_("Deleted. %(key)s brings it back.", key=self.undo_key))

    def _open(
        self,
        fields: tuple[Field, ...],
        content: Mapping[str, Any],
        heading: Callable[[], str],
        apply: Callable[[Form], FlowDraft],
    ) -> None:
        form = Form(fields, heading=heading)
        self._form, self._apply = form, apply
        self.area.add_class("-filling")
        self.area.remove_class("-drawn")

        async def mount() -> None:
            await self.area.mount(form)
            form.take_up(content)
            form.rows[0].take_keys()

        self.call_next(mount)
        self.refresh_keys()

    def on_form_changed(self, message: Form.Changed) -> None:
        """Put what was entered into the draft."""
        message.stop()
        if message.form is self._form and self._apply is not None:
            self.change(self._apply(message.form))

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Close the form with Enter in its last field."""
        message.stop()
        self.action_done()

    def action_done(self) -> None:
        """Close the form, if nothing in it is half entered."""
        if self._form is not None and self._form.complete():
            self.close_form()

    def close_form(self) -> None:
        """Take the form off the screen; what it held stays in the draft."""
        form, self._form, self._apply, self._link = self._form, None, None, None
        self._editing.end()
        self.area.remove_class("-filling")
        if form is not None:
            later(form.remove())
        self.steps.focus()
        self.show_all()

    def language_changed(self) -> None:
        """Show the form's words in the new language too."""
        if self._form is not None:
            self._form.write_words()
        super().language_changed()
