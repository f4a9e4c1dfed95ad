"""Going back: undoing the newest step, doing it again, and the list of all steps to the first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.draftwords import step_words
from console.i18n import _
from console.screens.bench_reading import BenchReading
from console.work import later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from models.catalogue.drafting.benchviews import BenchLine
    from models.catalogue.drafting.views import DraftView, StepView

_ALL = 100_000
"""Steps that are listed: every one."""
_TOLD = 8


class BenchStepping(BenchReading):
    """What of the workbench takes steps back."""

    def action_undo(self) -> None:
        """Say what the newest step was, and undo it."""
        self._ask_about(redo=False)

    def action_redo(self) -> None:
        """Say what was undone last, and do it again."""
        self._ask_about(redo=True)

    def _ask_about(self, *, redo: bool) -> None:
        services, actor = self.services, self.actor
        self.read("step", lambda: services.drafting.draft(actor), partial(self._ask_step, redo=redo))

    def _ask_step(self, draft: DraftView | None, *, redo: bool) -> None:
        from console.dialogs.confirm import ConfirmDialog

        step = None if draft is None else (draft.redoable if redo else draft.undoable)
        if step is None:
            self.say(_("There is nothing to do again.") if redo else _("There is nothing to undo."))
            return
        question = _("Do this step again?") if redo else _("Undo this step?")
        dialog = ConfirmDialog(question, self._step_line(step))
        later(self.app.push_screen(dialog, partial(self._replay, step, redo=redo)))

    def _step_line(self, step: StepView) -> str:
        moment = self.console.frame.times.moment(step.at, self.console.frame.clock.now())
        return "  ".join(part for part in (moment, step.actor, step_words(step)) if part)

    def _replay(self, step: StepView, yes: bool | None, *, redo: bool) -> None:  # noqa: FBT001 -- a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor
        do = services.drafting.redo if redo else services.drafting.undo
        told = _("Redone: %(step)s") if redo else _("Undone: %(step)s")
        self._go_back_by(lambda: do(actor, step.seq), step, told % {"step": step_words(step)})

    def _go_back_by(self, work: Callable[[], DraftView], step: StepView, told: str) -> None:
        """Replay, then go to the group the step was about."""

        def refused(_error: Exception) -> bool:
            self.reload()
            return False

        def saved(_draft: DraftView) -> None:
            self.say(told)
            self.go_to_entries(_matters(step))

        self.save(work, saved, refused)

    def go_to_entries(self, keys: Sequence[int]) -> None:
        """Show the group that holds these entries, in whatever tab it is."""
        services, actor = self.services, self.actor
        self.read("where", lambda: services.drafting.where(actor, keys), self._go_to_line)

    def _go_to_line(self, line: BenchLine | None) -> None:
        if line is None:
            return
        if self.filtering:
            self.drop_filter()
        self.keep_place(tab=line.tab, evidence=None, entries=line.entries)
        self.show_groups(line.key)
        self.refresh_keys()

    # Every step

    def action_steps(self) -> None:
        """List every step; go back to one, or forward again."""
        services, actor = self.services, self.actor
        self.read("steps", lambda: services.drafting.steps(actor, _ALL), self._show_steps)

    def _show_steps(self, steps: Sequence[StepView]) -> None:
        from console.dialogs.pick import Option, PickDialog

        options = [
            Option(step.seq, f"{step.seq:4}  {step_words(step)}", self._when(step), also=step.actor)
            for step in steps
        ]
        dialog = PickDialog(_("Steps, the newest first"), options, empty=_("No step was made yet."))
        later(self.app.push_screen(dialog, partial(self._ask_back, {step.seq: step for step in steps})))

    def _when(self, step: StepView) -> str:
        moment = self.console.frame.times.moment(step.at, self.console.frame.clock.now())
        undone = _("undone") if step.undone else ""
        return "  ".join(part for part in (undone, moment, step.actor) if part)

    def _ask_back(self, known: Mapping[int, StepView], seq: int | None) -> None:
        from console.dialogs.confirm import ConfirmDialog

        if seq is None or not self.can_work():
            return
        step, steps = known[seq], list(known.values())
        if step.undone:
            meant = [each for each in reversed(steps) if each.undone and each.seq <= step.seq]
            question = _("Do %(count)s steps again, up to this one?", count=len(meant))
        else:
            meant = [each for each in steps if not each.undone and each.seq >= step.seq]
            question = _("Undo %(count)s steps, back to before this one?", count=len(meant))
        lines = [f"{each.seq}  {step_words(each)}" for each in meant[:_TOLD]]
        if len(meant) > _TOLD:
            lines.append(_("... and %(count)s more", count=len(meant) - _TOLD))
        newest = max((each.seq for each in steps if not each.undone), default=0)
        dialog = ConfirmDialog(question, "\n".join(lines))
        later(self.app.push_screen(dialog, partial(self._go_to, step, newest, len(meant))))

    def _go_to(self, step: StepView, newest: int, count: int, yes: bool | None) -> None:  # noqa: FBT001 -- a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor
        told = _("%(count)s steps done again.") if step.undone else _("%(count)s steps undone.")
        self._go_back_by(
            lambda: services.drafting.go_to(actor, step.seq, newest), step, told % {"count": count}
        )


def _matters(step: StepView) -> list[int]:
    """Return the entries a step was about, as far as it says."""
    said = step.params
    found: list[int] = []
    for name in ("matter", "merged", "matters", "new"):
        value = said.get(name)
        found += value if isinstance(value, list) else [value] if isinstance(value, int) else []
    return found
