"""The classification rules in their order: edit, preview what moves, move, remove, carry out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container

from console.i18n import _
from console.keys import bindings
from console.rulewords import preview_words
from console.screens.classing_parts import (
    Row,
    preview_pieces,
    read_rules,
    rule_columns,
    rule_facts,
    source_of,
)
from console.screens.filtering import FilteringScreen
from console.widgets.line_list import LineList
from console.widgets.lines import RuleLine
from console.widgets.preview import Preview
from console.work import later
from models.catalogue.classing.views import MoveRule, RemoveRule, ReplaceRules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.screens.classing_parts import Shown
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.classing.views import RuleEdit, RulePreview

_MOST = 8
"""Digits of a place somebody enters"""


class ClassingScreen(FilteringScreen[None]):
    """The rules, with how much each would move on the list.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "classing"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("classing"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    ClassingScreen .area { layout: vertical; height: 1fr; }
    ClassingScreen LineList { height: 1fr; }
    """

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._shown: Shown | None = None

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return how much would move, the list, and what is said of its row."""
        yield RuleLine(id="plan")
        rows = LineList[Row](rule_columns(), _row_id, self.read, name_of_reads="rules")
        yield Container(rows, RuleLine(id="note"), Preview(), classes="area")

    @property
    def rows(self) -> LineList[Row]:
        """The list."""
        found: LineList[Row] = self.query_one(LineList)
        return found

    # Reading

    def reload(self) -> None:
        """Read the rules and what they would move."""
        services, actor = self.services, self.actor
        self.read("plan", lambda: read_rules(services, actor), self._take)

    def _take(self, found: Shown) -> None:
        self._shown = found
        text = self.rows.text
        self.rows.set_source(source_of(found.rows), empty=self._empty(), cursor_id=self.rows.cursor_id)
        self.rows.set_text(text)
        self._show_plan()
        self.refresh_keys()

    def _show_plan(self) -> None:
        found = self._shown
        if found is not None:
            self.query_one("#plan", RuleLine).set_note(preview_words(found.plan))

    def _empty(self) -> str:
        if self.can_write():
            return _("No rules yet. 0 loads the shipped ones, F2 writes one.")
        return _("No rules yet. Whoever works on the list writes them.")

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_empty(self._empty())
        self._show_plan()
        self._show_row()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the row under the cursor."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        self._show_row()
        self.refresh_keys()

    def _show_row(self) -> None:
        row = self.rows.row
        self.query_one(Preview).show([] if row is None else rule_facts(row))

    # What is possible

    def can_write(self) -> bool:
        """This person may change rules."""
        return self.services.classing.may_edit(self.actor)

    def can_edit(self) -> bool:
        """There is a rule under the cursor, and this person may change it."""
        return self.composed and self.rows.row is not None and self.can_write()

    def can_rules(self) -> bool:
        """There are rules."""
        return self._shown is not None and bool(self._shown.rows)

    def can_apply(self) -> bool:
        """A list is being prepared, and the rules would change something on it."""
        found = self._shown
        return self.can_write() and found is not None and found.plan.prepared and bool(found.plan.moves)

    # Keys

    def action_open(self) -> None:
        """Change the rule under the cursor."""
        row = self.rows.row
        if row is not None:
            self.console.go("classing_form", row.view.id)

    def action_new(self) -> None:
        """Write a new rule before the one under the cursor."""
        row = self.rows.row
        self.console.go("classing_form", 0, None if row is None else row.view.number)

    def action_preview(self) -> None:
        """Read what the rules would change, and what is wrong among them."""
        from console.dialogs.page import PageDialog

        if self._shown is not None:
            title = _("What the rules would change")
            later(self.app.push_screen(PageDialog(title, preview_pieces(self._shown.plan))))

    def action_move(self) -> None:
        """Ask for another place."""
        from console.dialogs.prompt import PromptDialog

        row, found = self.rows.row, self._shown
        if row is None or found is None:
            return
        most = len(found.rows)
        title = _("Move “%(rule)s”", rule=row.view.draft.name)
        explanation = _("As which number? 1 to %(most)s; the others move up or down.", most=most)

        def wrong(text: str) -> str:
            return "" if _place(text, most) else _("Enter a number from 1 to %(most)s.", most=most)

        def answered(text: str | None) -> None:
            if text is not None and _place(text, most) != row.view.number:
                self._consider(MoveRule(row.view.id, _place(text, most), row.view.version), _("Move it?"))

        dialog = PromptDialog(title, explanation, value=str(row.view.number), check=wrong)
        later(self.app.push_screen(dialog, answered))

    def action_remove(self) -> None:
        """Remove the rule under the cursor."""
        row = self.rows.row
        if row is not None:
            question = _("Remove the rule “%(rule)s”?", rule=row.view.draft.name)
            self._consider(RemoveRule(row.view.id, row.view.version), question)

    def action_defaults(self) -> None:
        """Load the shipped rules behind one's own."""
        services, actor = self.services, self.actor

        def work() -> ReplaceRules:
            own = [each.draft for each in services.classing.rules(actor)]
            names = {each.name for each in own}
            fresh = [each for each in services.classing.defaults(actor) if each.name not in names]
            return ReplaceRules((*own, *fresh))

        self.read("defaults", work, lambda edit: self._consider(edit, _("Load the shipped rules?")))

    # Saving after a look

    def _consider(self, edit: RuleEdit, question: str) -> None:
        """Show what a change moves, and ask whether to save it."""
        services, actor = self.services, self.actor
        self.read(
            "preview", lambda: services.classing.preview(actor, edit), partial(self._ask, edit, question)
        )

    def _ask(self, edit: RuleEdit, question: str, found: RulePreview) -> None:
        from console.dialogs.moves import MovesDialog

        later(
            self.app.push_screen(
                MovesDialog(question, preview_pieces(found)), partial(self._save, edit, found)
            )
        )

    def _save(self, edit: RuleEdit, found: RulePreview, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            services, actor = self.services, self.actor
            self.save(
                lambda: services.classing.save(actor, edit, found.fingerprint), self._saved, self._moved_on
            )

    def _moved_on(self, _error: Exception) -> bool:
        """Read again what a refusal was about; the app says why it was refused."""
        self.reload()
        return False

    def _saved(self, found: RulePreview) -> None:
        self.say(_("Saved. %(count)s rules; F6 carries them out.", count=len(found.rules)))

    # Carrying out

    def can_overrule(self) -> bool:
        """A list is being prepared, and a person's hand keeps values that rules would set."""
        found = self._shown
        return self.can_write() and found is not None and found.plan.prepared and bool(found.plan.by_hand)

    def can_undo(self) -> bool:
        """The last step of the list was that of the rules."""
        return self.can_write() and self._shown is not None and self._shown.undoable

    def action_apply(self) -> None:
        """Carry the rules out, after a look."""
        if self._shown is not None:
            question = _("Carry the rules out? One step of the list, which can be undone.")
            self._ask_to_apply(question, self._shown.plan, also_set=False)

    def action_overrule(self) -> None:
        """Carry the rules out also over what a person set, after a look."""
        services, actor = self.services, self.actor
        question = _("Carry the rules out, also over what was set by hand? It can be undone.")
        self.read(
            "overrule",
            lambda: services.classing.plan(actor, also_set=True),
            partial(self._ask_to_apply, question, also_set=True),
        )

    def _ask_to_apply(self, question: str, plan: RulePreview, *, also_set: bool) -> None:
        from console.dialogs.moves import MovesDialog

        dialog = MovesDialog(question, preview_pieces(plan))
        later(self.app.push_screen(dialog, partial(self._apply, plan, also_set)))

    def _apply(self, plan: RulePreview, also_set: bool, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if yes:
            services, actor = self.services, self.actor
            self.save(
                lambda: services.classing.apply(actor, plan.fingerprint, also_set=also_set),
                self._applied,
                self._moved_on,
            )

    def _applied(self, found: RulePreview) -> None:
        self.say(_("%(count)s entries were classified; 7 takes it back.", count=found.moving))

    def action_undo(self) -> None:
        """Undo the carrying out."""
        services, actor = self.services, self.actor
        self.save(
            lambda: services.drafting.undo(actor),
            lambda _draft: self.say(_("The carrying out of the rules was undone.")),
        )

    # Writing

    def action_write(self) -> None:
        """Write the rules into a workbook."""
        from console.screens.paper_writing import write_file

        services, found = self.services, self._shown
        if found is None:
            return

        def prepare() -> tuple[str, Callable[[IO[bytes]], object]]:
            from models.exchange.papers.names import PaperForm
            from models.exchange.ruletables import write_rules

            now = services.clock.now()
            return "分类规则.xlsx", lambda target: write_rules(found.plan.rules, PaperForm.XLSX, target, now)

        self.say(_("Writing the rules ..."))
        write_file(self, prepare)

    def action_refresh(self) -> None:
        """Read the rules again."""
        self.reload()
        self.say(_("Read again."))


def _row_id(row: Row) -> int:
    return row.view.id


def _place(text: str, most: int) -> int:
    """Return the place somebody entered, 0 if it is none."""
    plain = text.strip()
    number = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < _MOST else 0
    return number if number <= most else 0
