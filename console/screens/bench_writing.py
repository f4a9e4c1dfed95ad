"""Writing from the workbench, and being told why not; beginning a list and collecting into it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from console.benchwords import moved_words
from console.draftwords import step_words
from console.i18n import _
from console.screens.bench_moving import BenchMoving
from console.work import later
from models.catalogue.drafting.benchviews import BenchTab
from models.catalogue.drafting.refusals import EntryMoved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.catalogue.drafting.benchviews import BenchEntry, CollectLine
    from models.catalogue.drafting.views import DraftView
    from models.catalogue.rules import MatterDraft


class BenchWriting(BenchMoving):
    """What of the workbench all its deeds share."""

    def write(
        self, work: Callable[[], Any], told: Callable[[Any], str], seen: Sequence[BenchEntry] | None = None
    ) -> None:
        """Write, and say what was done; whatever was refused, everything is read again.

        Args:
            work: calls one service method.
            told: what to say of its result.
            seen: the entries as they were when the person decided; by default as they are shown.
        """
        entries = seen if seen is not None else (() if self._group is None else self._group.entries)

        def saved(result: Any) -> None:
            self.members.clear_marks()
            self.say(told(result))

        self.save(work, saved, partial(self._refused, {each.line.matter_id: each for each in entries}))

    def _refused(self, before: Mapping[int, BenchEntry], error: Exception) -> bool:
        """Tell a conflict by field; leave other refusals to the app."""
        self.reload()
        if not isinstance(error, EntryMoved):
            return False
        from console.dialogs.notice import NoticeDialog

        known = before.get(error.matter_id)
        current: Any = error.current
        now: MatterDraft = getattr(current, "draft", current)
        sentence = moved_words(now.name, None if known is None else known.draft, now)
        later(self.app.push_screen(NoticeDialog(sentence, _("The group is read again; decide anew."))))
        return True

    def versions(self) -> dict[int, int]:
        """Return the versions of the entries as they are shown."""
        entries = () if self._group is None else self._group.entries
        return {each.line.matter_id: each.line.version for each in entries}

    def entries_of(self, keys: Sequence[int]) -> list[BenchEntry]:
        """Return the entries of the group that have these ids, as they are shown."""
        entries = () if self._group is None else self._group.entries
        return [each for each in entries if each.line.matter_id in keys]

    def meant_entries(self) -> list[int]:
        """Return the marked entries, or all of the group if none is marked."""
        entries = () if self._group is None else self._group.entries
        return self.marked_entries() or [each.line.matter_id for each in entries]

    # Beginning and collecting

    def action_begin(self) -> None:
        """Begin the next list."""
        from console.dialogs.prompt import PromptDialog

        services, actor = self.services, self.actor

        def answered(name: str | None) -> None:
            if name is not None:
                self.save(lambda: services.drafting.begin(actor, name), self._begun)

        told = _("It begins as a copy of what is in force today. What it will be called, such as 2027:")
        later(self.app.push_screen(PromptDialog(_("Begin a list"), told), answered))

    def _begun(self, draft: DraftView) -> None:
        self.reload()
        self.say(
            _("Begun with %(count)s entries in force. 5 collects source items.", count=draft.funnel.live)
        )

    def action_collect(self) -> None:
        """Choose books or departments, see how many items would come, and take them in."""
        services, actor = self.services, self.actor

        def work() -> tuple[list[CollectLine], list[CollectLine]]:
            drafting = services.drafting
            return drafting.collectable(actor), drafting.collectable(actor, by_department=True)

        self.read("collectable", work, lambda found: self._ask_collect(*found))

    def _ask_collect(self, books: Sequence[CollectLine], departments: Sequence[CollectLine]) -> None:
        from console.screens.bench_collect import CollectDialog

        later(self.app.push_screen(CollectDialog(books, departments), self._collect))

    def _collect(self, answer: tuple[bool, tuple[str, ...]] | None) -> None:
        if answer is None:
            return
        by_department, keys = answer
        chosen: dict[str, Any] = {"departments": keys} if by_department else {"books": keys}
        services, actor = self.services, self.actor

        def told(draft: DraftView) -> str:
            return step_words(draft.undoable) if draft.undoable is not None else ""

        self.keep_place(tab=BenchTab.OPEN)
        self.write(lambda: services.drafting.collect(actor, **chosen), told)
