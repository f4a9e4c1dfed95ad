"""The steps of the working list: who did what and when, undoing back to one, doing again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from console.draftwords import step_words
from console.i18n import N_, _, ngettext
from console.keys import bindings
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine
from console.widgets.pages import FixedRows
from console.widgets.preview import Fact, Preview
from console.work import later
from models.catalogue.drafting.service import EDITORS, PUBLISHERS
from models.catalogue.drafting.views import StepView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.line_list import PageLike
    from models.accounts.views import Actor
    from models.api import Services

_TOLD = 8
"""Steps a question about undoing names one by one"""


@dataclass(frozen=True, slots=True)
class _TakenBack:
    """What undoing to a step would take back, the newest first."""

    to: int
    newest: int
    steps: tuple[StepView, ...]
    """The first few"""

    @property
    def count(self) -> int:
        """How many it would take back: steps are numbered without gaps."""
        return self.newest - self.to


class WorklistStepsScreen(ConsoleScreen[None]):
    """Every step, the newest first; what was undone stands above in brackets and can be done again."""

    GROUP = "worklist_steps"
    HELP_PAGE = "worklist"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("worklist_steps"))
    AUTO_FOCUS = "LineList"

    def __init__(self, services: Services, actor: Actor) -> None:
        super().__init__(services, actor)
        self._redoable: StepView | None = None

    def body(self) -> Iterable[Widget]:
        """Return the list, and what is said of its row."""
        yield RuleLine()
        yield LineList[StepView](self._columns(), lambda step: step.seq, self.read)
        yield RuleLine(id="note")
        yield Preview()

    def _columns(self) -> list[Column[StepView]]:
        def when(step: StepView) -> tuple[str, str]:
            frame = self.console.frame
            return frame.times.moment(step.at, frame.clock.now()), "dim" if step.undone else ""

        return [
            Column(N_("No."), 5, lambda step: (str(step.seq), "dim"), right=True),
            Column(N_("Made at"), 14, when),
            Column(N_("Who"), 8, lambda step: (step.actor, ""), best=12),
            Column(N_("What"), 24, _what_of, grow=True),
        ]

    @property
    def rows(self) -> LineList[Any]:
        """The list."""
        found: LineList[Any] = self.query_one(LineList)
        return found

    # Reading

    def reload(self) -> None:
        """Read the steps again."""
        services, actor = self.services, self.actor

        def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[StepView]:
            _ = text
            found = services.drafting.steps(actor, limit + 1, None if after is None else int(after[0]))
            more = len(found) > limit
            return FixedRows(tuple(found[:limit]), (found[limit - 1].seq,) if more else None)

        if self.rows.count:
            self.rows.reload()
        else:
            self.rows.set_source(source, empty=_("No step yet: the list is as it was begun."))

        def take(draft: Any) -> None:
            self._redoable = None if draft is None else draft.redoable
            self.refresh_keys()

        self.read("draft", lambda: services.drafting.draft(actor), take)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Say more of the step under the cursor."""
        message.stop()
        self.query_one("#note", RuleLine).set_note(self.rows.position)
        step = self.rows.row
        self.query_one(Preview).show([] if step is None else step_facts(step))
        self.refresh_keys()

    # Keys

    def can_undo(self) -> bool:
        """A step that stands is under the cursor, and the person may work on the list."""
        step = self.rows.row if self.composed else None
        return step is not None and not step.undone and self.actor.has(*EDITORS)

    def can_redo(self) -> bool:
        """Something was undone."""
        return self.composed and self._redoable is not None and self.actor.has(*EDITORS)

    def can_discard(self) -> bool:
        """The person may give the list up."""
        return self.composed and self.actor.has(*PUBLISHERS)

    def action_undo(self) -> None:
        """Say what undoing takes back, and ask."""
        step = self.rows.row
        if step is None:
            return
        services, actor, seq = self.services, self.actor, step.seq

        def work() -> _TakenBack:
            draft = services.drafting.draft(actor)
            newest = 0 if draft is None or draft.undoable is None else draft.undoable.seq
            found = services.drafting.steps(actor, _TOLD, newest + 1)
            return _TakenBack(seq - 1, newest, tuple(each for each in found if each.seq >= seq))

        self.read("newer", work, self._ask)

    def _ask(self, found: _TakenBack) -> None:
        from console.dialogs.confirm import ConfirmDialog

        if not found.steps:
            return
        count = found.count
        question = ngettext(
            "Take %(count)s step back?", "Take %(count)s steps back, the newest first?", count, count=count
        )
        told = [_told(each) for each in found.steps]
        if count > len(told):
            told.append(_("... and %(count)s more.", count=count - len(told)))
        told.append(_("They can be done again with F3 until something else is changed."))

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                self._undo(found)

        later(self.app.push_screen(ConfirmDialog(question, "\n".join(told)), answered))

    def _undo(self, found: _TakenBack) -> None:
        services, actor, newest = self.services, self.actor, found.newest
        self.say(_("Taking back ..."))

        def saved(count: int) -> None:
            said = ngettext("%(count)s step taken back.", "%(count)s steps taken back.", count, count=count)
            self.say(said)

        self.save(lambda: services.drafting.undo_to(actor, found.to, newest), saved)

    def action_redo(self) -> None:
        """Do the last undone step again."""
        services, actor = self.services, self.actor

        def saved(draft: Any) -> None:
            if draft.undoable is not None:
                self.say(_("Done again: %(step)s", step=step_words(draft.undoable)))

        self.save(lambda: services.drafting.redo(actor), saved)

    def action_discard(self) -> None:
        """Ask whether to give the whole list up."""
        from console.dialogs.confirm import ConfirmDialog

        question = _("Give the whole list up?")
        explanation = _(
            "Nothing that is in force changes. The list is kept as withdrawn, with its steps, but nobody "
            "can go on with it."
        )
        later(self.app.push_screen(ConfirmDialog(question, explanation), self._discard))

    def _discard(self, yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
        if not yes:
            return
        services, actor = self.services, self.actor

        def saved(_none: None) -> None:
            self.console.go_back()
            self.console.say(_("The list was given up."))

        self.save(lambda: services.drafting.discard(actor), saved)


def _what_of(step: StepView) -> tuple[str, str]:
    said = step_words(step)
    return (_("(undone) %(step)s", step=said), "dim") if step.undone else (said, "")


def _told(step: StepView) -> str:
    return f"{step.seq}  {step.actor}  {step_words(step)}"


def step_facts(step: StepView) -> list[Fact]:
    """Return what two lines below the list say of a step: why, and which fields."""
    fields = step.params.get("fields")
    names = list(fields) if isinstance(fields, dict | list) else []
    from console.draftwords import field_title

    return [
        Fact("", step_words(step), "bold"),
        Fact(_("Fields changed"), _(", ").join(map(field_title, names))),
        Fact(_("Reason"), str(step.params.get("note") or "")),
    ]
