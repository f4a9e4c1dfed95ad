"""One action for all marked cases: its form, what would be done, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical

from console.forms.form import Form
from console.forms.registry import draft_name, part_of
from console.house import current_house
from console.i18n import _, render_error, sentences
from console.keys import bindings
from console.labels import label
from console.screens.case_entries import fields_of
from console.screens.marked_parts import (
    SetPreviewDialog,
    SetProgress,
    SetResultDialog,
    in_order,
    set_columns,
)
from console.screens.step_form import StepFormScreen
from console.widgets.line_list import LineList
from console.work import later
from models.cases.kinds import Action
from models.cases.refusals import EntryMissing
from models.cases.set_views import SetLine, SetResult
from models.cases.views import ActionEntries, CaseView, Offer
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView

FORM_NAME = "marked"
"""First part of the names of this screen's drafts."""
_CASES = "cases"


class SetForm(Form):
    """A form whose draft remembers which cases it is for."""

    def __init__(self, case_ids: Sequence[int], *fields: Any, **words: Any) -> None:
        super().__init__(*fields, **words)
        self._case_ids = list(case_ids)

    def content(self) -> dict[str, Any]:
        """Return what is entered, and for which cases."""
        return {**super().content(), _CASES: self._case_ids}


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read about the cases before the form is shown."""

    lines: list[SetLine]
    case: CaseView
    offer: Offer


class MarkedSetScreen(StepFormScreen[SetResult]):
    """The marked cases above, the form of the action below; F2 shows what would be done, then does it.

    Args:
        services: the one door.
        actor: the person.
        case_ids: the marked cases.
        action: what is to be done to them.
    """

    GROUP = "marked"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("marked", "form"))
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    MarkedSetScreen LineList { height: 1fr; min-height: 3; }
    MarkedSetScreen Form { max-height: 70%; }
    """

    def __init__(self, services: Services, actor: Actor, case_ids: tuple[int, ...], action: Action) -> None:
        super().__init__(services, actor)
        self._ids = case_ids
        self._action = action
        self._versions: list[tuple[int, int]] = []
        """The cases as they were looked over"""

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> MarkedSetScreen:
        """Return the screen for the cases a draft is about."""
        return cls(services, actor, tuple(draft.content.get(_CASES, ())), Action(part_of(draft.form)))

    # Parts

    def body(self) -> Iterable[Widget]:
        """Return the list of the cases; the form comes below it."""
        yield Vertical(LineList[SetLine](set_columns(), _case_id), classes="area")

    def title_text(self) -> str:
        """Return what is done to how many."""
        return _("%(action)s: marked %(count)s", action=label(self._action), count=len(self._ids))

    def started(self) -> None:
        """Read the cases and what the action asks for."""
        self.stale = False
        services, actor, ids, action = self.services, self.actor, self._ids, self._action

        def work() -> _Found:
            lines = services.sets.preview(actor, ids, action, ActionEntries())
            open_to = [line for line in lines if _possible(line)]
            sample = (open_to or lines)[0]
            case = services.cases.case_by_id(actor, sample.case_id)
            return _Found([_shown(line) for line in lines], case, _offer_of(case, action))

        self.read("set", work, self._take)

    def read_failed(self, group: str, error: Exception) -> None:
        """Go back where there is nothing to show; say in the form what is wrong with it."""
        form = self.form
        if group == "set":
            self.console.explain(error, then=self.console.go_back)
        elif group == "preview" and form is not None and isinstance(error, DomainError):
            form.saving = False
            form.show_problem(sentences(*render_error(error)), self.field_of(error))
            self.refresh_keys()
        else:
            super().read_failed(group, error)

    def _take(self, found: _Found) -> None:
        self._case = found.case
        self.query_one(LineList).set_rows(in_order(found.lines))
        form = SetForm(
            self._ids,
            fields_of(found.offer, found.case, self.services, self.actor),
            heading=lambda: label(self._action),
            intro=lambda: _(found.offer.explain),
        )
        later(self.query_one(".area").mount(form))
        self.take_form(form, draft_name(FORM_NAME, self._action))

    # The form

    def form_ready(self, form: Form, draft: DraftView | None) -> None:
        """Offer the conditions of the matter a draft holds, the people of its unit."""
        self.offer_conditions(form, keep=True)
        self.offer_people(form, keep=True)

    def action_save_form(self) -> None:
        """Show what would be done, if everything asked for is there."""
        form = self.form
        if form is None or not self.readable(form):
            return
        services, actor, ids, action = self.services, self.actor, self._ids, self._action
        entries = self.entered(form)
        form.saving = True
        self.refresh_keys()
        self.read(
            "preview", lambda: services.sets.preview(actor, ids, action, entries), partial(self._ask, form)
        )

    def _ask(self, form: Form, lines: list[SetLine]) -> None:
        form.saving = False
        self.query_one(LineList).set_rows(in_order(lines))
        self._versions = [(line.case_id, line.version) for line in lines if line.refusal is None]

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                super(MarkedSetScreen, self).action_save_form()
            else:
                form.take_keys()
                self.refresh_keys()

        later(self.app.push_screen(SetPreviewDialog(self._action, lines), answered))

    def form_work(self, form: Form) -> Callable[[], Any]:
        """Return the steps on all cases that are not refused."""
        services, actor, action, versions = self.services, self.actor, self._action, self._versions
        entries = self.entered(form)
        self.say(_("Working on %(count)s cases ...", count=len(versions)))
        return lambda: services.sets.perform(actor, versions, action, entries, self._tell_progress)

    def _tell_progress(self, done: int) -> None:
        # In the thread that writes: a message is all that may pass from there.
        self.post_message(SetProgress(done))

    def on_set_progress(self, message: SetProgress) -> None:
        """Say how far it is."""
        message.stop()
        self.say(_("%(done)s of %(count)s cases ...", done=message.done, count=len(self._versions)))

    def form_saved(self, form: Form, result: Any) -> None:
        """Show what came of each case."""
        # It stays in sight below the result, but is a form no longer.
        form.disabled = True
        self._form, self._keeper = None, None
        self.refresh_keys()
        self._show_result(result, result)

    def _show_result(self, made: SetResult, shown: SetResult) -> None:
        def answered(undo: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if undo and made.set_id is not None:
                self._take_back(made, made.set_id)
            else:
                later(self.dismiss(made))

        later(self.app.push_screen(SetResultDialog(shown), answered))

    def _take_back(self, made: SetResult, set_id: int) -> None:
        services, actor = self.services, self.actor

        def refused(error: Exception) -> bool:
            self.console.explain(error, then=lambda: later(self.dismiss(made)))
            return True

        self.save(
            lambda: services.sets.undo_set(actor, set_id, self._tell_progress),
            partial(self._show_result, made),
            refused,
        )


def _case_id(line: SetLine) -> int:
    return line.case_id


def _possible(line: SetLine) -> bool:
    """Say whether nothing stands in the way but that the form is empty yet."""
    return line.refusal is None or isinstance(line.refusal, EntryMissing)


def _shown(line: SetLine) -> SetLine:
    """Leave out that the form is empty yet, and where the case stands before anything was done."""
    return replace(line, state=None, refusal=None if _possible(line) else line.refusal)


def _offer_of(case: CaseView, action: Action) -> Offer:
    """Return what ``action`` asks for on ``case``; where it is not possible, as it is elsewhere."""
    for offer in case.offers:
        if offer.action is action:
            return offer
    row = next(row for row in current_house().rows if row.action is action)
    return Offer(
        action, allowed=False, refusal=None, required=row.required, optional=row.optional, explain=row.explain
    )
