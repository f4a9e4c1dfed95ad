"""The working list: the next edition while it is edited, checked and published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from console.draftwords import step_words
from console.i18n import _, ngettext
from console.keys import bindings
from console.screens.worklist_bulk import BulkEditing
from console.work import later
from models.catalogue.drafting.listviews import EVERYTHING
from models.catalogue.drafting.service import EDITORS
from models.catalogue.drafting.views import EntryState

if TYPE_CHECKING:
    from textual.binding import BindingType

    from models.catalogue.drafting.listviews import ListRow
    from models.catalogue.drafting.views import DraftView


class WorklistScreen(BulkEditing):
    """Tree and list of the next edition; every change is one step that can be undone.

    Args:
        services: the one door.
        actor: the person.
    """

    GROUP = "worklist"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("worklist"))
    AUTO_FOCUS = "EntryRows"

    # What is possible

    def can_draft(self) -> bool:
        """A list is being prepared."""
        return self.composed and self._draft is not None

    def can_begin(self) -> bool:
        """None is, and the person may begin one."""
        return self.composed and self._loaded and self._draft is None and self.actor.has(*EDITORS)

    def can_row(self) -> bool:
        """An entry is under the cursor, and the keys do not go to the tree, which may hide it."""
        return self.can_draft() and not self.tree_list.has_focus and self.rows.row is not None

    def can_marked(self) -> bool:
        """Something is marked, so that a range can begin there."""
        return self.can_row() and bool(self.rows.marked)

    def can_change(self) -> bool:
        """The person may work on the list."""
        return self.can_draft() and self.actor.has(*EDITORS)

    def can_edit(self) -> bool:
        """The entry under the cursor can be changed."""
        row = self.rows.row if self.can_change() and self.can_row() else None
        return row is not None and row.state is EntryState.LIVE

    def can_add(self) -> bool:
        """A new entry can be put on the list."""
        return self.can_change()

    def can_bulk(self) -> bool:
        """There are entries to change."""
        return self.can_change() and self.can_row()

    def can_retire(self) -> bool:
        """The entry under the cursor is on the list."""
        row = self.rows.row if self.can_change() and self.can_row() else None
        return row is not None and row.state is EntryState.LIVE

    def can_restore(self) -> bool:
        """The entry under the cursor ended or was left out."""
        row = self.rows.row if self.can_change() and self.can_row() else None
        return row is not None and row.state in {EntryState.RETIRED, EntryState.DROPPED}

    # Beginning

    def action_begin(self) -> None:
        """Ask what the list is called, and begin it."""
        from console.dialogs.prompt import PromptDialog

        title = _("A new list, as a copy of the newest")
        explanation = _("What it will be called, such as 2027; it can be changed when it is published:")
        later(self.app.push_screen(PromptDialog(title, explanation), self._begin))

    def _begin(self, name: str | None) -> None:
        if name is None:
            return
        services, actor = self.services, self.actor
        self.say(_("The list is being copied ..."))

        def begun(draft: DraftView) -> None:
            self.say(
                ngettext(
                    "Begun with %(count)s entry.", "Begun with %(count)s entries.", draft.funnel.live,
                    count=draft.funnel.live,
                )
            )  # fmt: skip

        self.save(lambda: services.drafting.begin(actor, name), begun)

    # One entry

    def action_open(self) -> None:
        """Open the form of the entry under the cursor."""
        row = self.rows.row
        if row is not None:
            self.remember()
            self.console.go("worklist_entry", str(row.matter_id))

    def action_copy(self) -> None:
        """Open the form of a new entry: like the one under the cursor, or an empty one of the class."""
        row = self.rows.row
        self.remember()
        if row is None or self.tree_list.has_focus:
            branch = self.tree_list.cursor_id if self.tree_list.has_focus else self.wanted.branch
            self.console.go("worklist_entry", "", EVERYTHING if branch is None else str(branch))
        else:
            self.console.go("worklist_entry", "", str(row.matter_id))

    def _meant(self, *states: EntryState) -> list[int]:
        """Return the marked entries, or the one under the cursor."""
        row: ListRow | None = self.rows.row
        if self.rows.marked:
            return [key for key in self.rows.marked if isinstance(key, int)]
        return [row.matter_id] if row is not None and row.state in states else []

    def action_retire(self) -> None:
        """Ask for the reason, and let entries end."""
        from console.dialogs.prompt import PromptDialog

        keys = self._meant(EntryState.LIVE)
        if not keys:
            return
        title = ngettext("Retire %(count)s entry", "Retire %(count)s entries", len(keys), count=len(keys))
        explanation = _(
            "What is in force ends with the edition; what is new is left out. "
            "Say why, it is kept with the step:"
        )

        def answered(note: str | None) -> None:
            if note is not None:
                self._write(lambda: services.drafting.retire(actor, keys, note.strip()), keys)

        services, actor = self.services, self.actor
        dialog = PromptDialog(title, explanation, check=_what_is_wrong)
        later(self.app.push_screen(dialog, answered))

    def action_restore(self) -> None:
        """Ask for the reason, and put entries back on the list."""
        from console.dialogs.prompt import PromptDialog

        keys = self._meant(EntryState.RETIRED, EntryState.DROPPED)
        if not keys:
            return
        title = ngettext("Restore %(count)s entry", "Restore %(count)s entries", len(keys), count=len(keys))
        services, actor = self.services, self.actor

        def answered(note: str | None) -> None:
            if note is not None:
                self._write(lambda: services.drafting.restore(actor, keys, note.strip()), keys)

        explanation = _("Say why, it is kept with the step; it may be left empty:")
        later(self.app.push_screen(PromptDialog(title, explanation), answered))

    def _write(self, work: Any, keys: list[int]) -> None:
        services, actor = self.services, self.actor

        def saved(draft: DraftView | None) -> None:
            self.rows.unmark(keys)
            step = None if draft is None else draft.undoable
            if step is not None:
                self.say(_("Done: %(step)s. 9 lists the steps and undoes them.", step=step_words(step)))

        def working() -> DraftView | None:
            work()
            return services.drafting.draft(actor)

        self.save(working, saved)

    # Marks

    def action_mark(self) -> None:
        """Mark the entry under the cursor."""
        self.rows.toggle_mark()
        self._show_part()
        self.refresh_keys()

    def action_mark_range(self) -> None:
        """Mark everything between the entry marked last and the cursor."""
        row, start = self.rows.row, self.rows.range_start
        if row is None or start is None:
            return
        services, actor, wanted = self.services, self.actor, self.shown_wanted()

        def take(ids: list[int]) -> None:
            if start in ids and row.matter_id in ids:
                places = sorted((ids.index(start), ids.index(row.matter_id)))
                self.rows.mark(ids[places[0] : places[1] + 1])
                self.say(_("Marked: %(count)s.", count=len(self.rows.marked)))

        self.read("range", lambda: services.drafting.chosen_ids(actor, wanted), take)

    # Other screens

    def action_changes(self) -> None:
        """Read what differs from the edition in force."""
        self.remember()
        self.console.go("worklist_changes")

    def action_steps(self) -> None:
        """List the steps."""
        self.remember()
        self.console.go("worklist_steps")

    def action_check(self) -> None:
        """List what is wrong or lacking."""
        self.remember()
        self.console.go("worklist_check")

    def action_publish(self) -> None:
        """Plan and publish."""
        self.remember()
        self.console.go("worklist_plan")

    # Leaving

    def can_go_back(self) -> bool:
        """Marks can be taken away, and then the screen left."""
        return bool(self.composed and self.rows.marked) or super().can_go_back()

    def back(self) -> None:
        """Give back, drop the search, take the marks away, or leave: one thing with each Esc."""
        if self.editor is None and not self.filtering and self.rows.marked:
            self.rows.clear_marks()
            self._show_part()
            self.refresh_keys()
            return
        if self.editor is None and not self.filtering:
            self.remember()
        super().back()


def _what_is_wrong(text: str) -> str:
    return "" if text.strip() else _("A reason is needed.")
