"""The merge workbench: source items of many departments become the entries of one list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import _, ngettext
from console.keys import bindings
from console.screens.bench_stepping import BenchStepping
from console.screens.bench_writing import BenchWriting
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.binding import BindingType

    from console.screens.bench_merging import MergeAnswer
    from console.screens.bench_parts import MemberRow
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.drafting.benchviews import BenchEntry, SurePlan
    from models.catalogue.drafting.views import EntryLine, EntryView
    from models.kernel.paging import Page

_LONGEST_NOTE = 200


class BenchScreen(BenchStepping, BenchWriting):
    """Groups above, the entries of one below. Enter merges, F3 parts, right goes on to the next."""

    GROUP = "bench"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("bench"))

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._begun_merges: dict[frozenset[int], MergeAnswer] = {}
        """What was decided of merges not done yet, by their entries"""

    # Merging

    def action_merge(self) -> None:
        """Put the merged entry together field by field, and merge."""
        from console.screens.bench_dialogs import MergeDialog

        entries = self.entries_of(self.meant_entries())
        if len(entries) < 2:  # noqa: PLR2004 -- a pair
            self.say(_("Mark at least two entries, or none for the whole group."))
            return
        about = frozenset(each.line.matter_id for each in entries)
        dialog = MergeDialog(entries, self._begun_merges.get(about))

        def answered(answer: MergeAnswer | None) -> None:
            # Left or refused, it goes on from here the next time.
            self._begun_merges[about] = dialog.answer
            self._merge(entries, answer)

        later(self.app.push_screen(dialog, answered))

    def _merge(self, entries: Sequence[BenchEntry], answer: MergeAnswer | None) -> None:
        if answer is None:
            return
        services, actor = self.services, self.actor
        keys = (answer.survivor, *answer.absorbed)
        seen = {each.line.matter_id: each.line.version for each in entries}
        self._added = tuple(key for key in self._added if key not in keys)

        def work() -> EntryView:
            return services.drafting.merge(
                actor, answer.survivor, answer.absorbed, answer.choices, seen, answer.typed
            )

        self.write(
            work,
            lambda made: _(
                "Merged %(count)s entries into “%(name)s”.", count=len(keys), name=made.draft.name
            ),
            entries,
        )

    def action_sure(self) -> None:
        """Show what is surely the same, and merge it all as one step."""
        services, actor = self.services, self.actor
        self.read("sure", lambda: services.drafting.sure(actor), self._ask_sure)

    def _ask_sure(self, plan: SurePlan) -> None:
        from console.screens.bench_dialogs import PlanDialog

        left = (
            _("Groups of one name left for a person to look at: %(count)s", count=plan.left)
            if plan.left
            else ""
        )
        if not plan.groups:
            self.say(
                _("Nothing is surely the same: one name and one department.") + (f"  {left}" if left else "")
            )
            return
        title = _(
            "Merge %(groups)s groups: %(count)s entries go into others",
            groups=len(plan.groups),
            count=plan.entries,
        )
        told = _("One name and one department each. It is one step, and F8 undoes it.")
        lines = [(told, "bold"), *([(left, "")] if left else []), ("", "")]
        lines += [(f"{len(group.entries):3}  {group.name}  {group.department}", "") for group in plan.groups]
        later(self.app.push_screen(PlanDialog(title, lines), partial(self._merge_sure, plan)))

    def _merge_sure(self, plan: SurePlan, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor
        groups = [group.entries for group in plan.groups]
        self.write(
            lambda: services.drafting.merge_many(actor, groups, plan.versions),
            lambda _draft: _("Merged %(count)s groups as one step; F8 undoes it.", count=len(groups)),
        )

    def action_unmerge(self) -> None:
        """Let the merged entry under the cursor stand by itself again."""
        row = self.members.row
        if row is not None and row.below:
            self._split(row)
            return
        if row is None or row.entry.into is None:
            self.say(_("Go to one of the merged entries below, those with <."))
            self.members.focus()
            return
        services, actor, key = self.services, self.actor, row.entry.line.matter_id
        self.write(
            lambda: services.drafting.unmerge(actor, key),
            lambda made: _("“%(name)s” stands by itself again.", name=made.draft.name),
        )

    # Keeping apart

    def action_apart(self) -> None:
        """Remember that the marked entries, or all, are not the same."""
        keys = self.meant_entries()
        if len(keys) < 2:  # noqa: PLR2004 -- a pair
            self.say(_("Mark at least two entries, or none for the whole group."))
            return
        title = ngettext(
            "Keep %(count)s entry apart", "Keep %(count)s entries apart", len(keys), count=len(keys)
        )
        self._ask_why(title, partial(self._part, keys, ()))

    def _ask_why(self, title: str, then: Callable[[str], None]) -> None:
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text is not None:
                then(text)

        def problem(text: str) -> str:
            if len(text) <= _LONGEST_NOTE:
                return ""
            return _("Not more than %(count)s characters.", count=_LONGEST_NOTE)

        told = _("They are not suggested together again. Why (may be left empty):")
        later(self.app.push_screen(PromptDialog(title, told, check=problem), answered))

    def _part(self, keys: Sequence[int], others: Sequence[int], note: str) -> None:
        services, actor = self.services, self.actor
        self.write(
            lambda: services.drafting.keep_apart(actor, keys, others=others, note=note),
            lambda _nothing: _("Kept apart; F8 undoes it, 4 lists what is kept apart."),
        )

    def action_take_out(self) -> None:
        """Take the entry under the cursor out of the group, or an item out of its entry."""
        row = self.members.row
        if row is None:
            return
        key = row.entry.line.matter_id
        if key in self._added and not row.below:
            self._added = tuple(each for each in self._added if each != key)
            self.read_group()
            return
        if row.below:
            self._split(row)
            return
        keys = self.marked_entries() or [key]
        others = [each for each in self.versions() if each not in keys]
        if not others:
            self.say(_("That is the whole group: F3 keeps all of it apart."))
            return
        title = _("Take “%(name)s” out of the group", name=row.entry.line.name)
        self._ask_why(title, partial(self._part, keys, others))

    def _split(self, row: MemberRow) -> None:
        """Make an entry of its own of the source item under the cursor."""
        member, services, actor = row.member, self.services, self.actor
        if member is None:
            return
        key, version = row.entry.line.matter_id, row.entry.line.version
        self.write(
            lambda: services.drafting.take_out(actor, key, member.item_id, version),
            lambda made: _("“%(name)s” is an entry of its own now.", name=made.draft.name),
        )

    def action_together(self) -> None:
        """No longer keep the entry under the cursor apart from the others of the group."""
        row = self.members.row
        if row is None:
            return
        keys = self.marked_entries() or [row.entry.line.matter_id]
        others = [each for each in self.versions() if each not in keys] or keys
        services, actor = self.services, self.actor
        self.write(
            lambda: services.drafting.keep_apart(actor, keys, others=others, apart=False),
            lambda _nothing: _("Forgotten: they may be suggested together again."),
        )

    # Looked at

    def action_looked(self) -> None:
        """Leave the entries as they are."""
        keys, services, actor = self.meant_entries(), self.services, self.actor
        self.write(
            lambda: services.drafting.settle(actor, keys),
            lambda _nothing: _("Looked at: %(count)s entries stay as they are.", count=len(keys)),
        )

    def action_look_again(self) -> None:
        """Put the group back among those to look at."""
        keys, services, actor = self.meant_entries(), self.services, self.actor
        self.write(
            lambda: services.drafting.settle(actor, keys, settled=False),
            lambda _nothing: _("To be looked at again: %(count)s entries.", count=len(keys)),
        )

    # Adding

    def action_add(self) -> None:
        """Look for an entry and put it into the group shown."""
        from console.screens.bench_dialogs import FindEntryDialog

        services, actor = self.services, self.actor

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> Page[EntryLine]:
            return services.drafting.entries(actor, text, after, limit)

        later(self.app.push_screen(FindEntryDialog(source, self.read), self._add))

    def _add(self, line: EntryLine | None) -> None:
        if line is None:
            return
        if line.matter_id in self.versions():
            self.say(_("“%(name)s” is in the group already.", name=line.name))
            return
        self._added = (*self._added, line.matter_id)
        self.remember()
        self.read_group()
        self.say(_("Put in for now: Enter merges it with the others, F4 takes it out again."))
