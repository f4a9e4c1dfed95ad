"""In the form of a step: a template of wording, its facts filled in, put where the cursor stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.dialogs.pick import Option, PickDialog
from console.forms.row import BlockEntry
from console.i18n import _, render
from console.labels import label
from console.screens.case_assistance import CaseTasks
from console.widgets.line_list import Column
from console.wording import filled
from console.work import later
from models.cases.door import REASON_LENGTH
from models.cases.kinds import Action, Entry
from models.catalogue.boundary.kinds import StandingKind, WayKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.forms.form import Form
    from models.cases.wordings import WordingView
    from models.catalogue.boundary.views import StandingView

_TEXTS = (Entry.REASON, Entry.NOTE)
_GIVING_AWAY = frozenset({Action.RETURN, Action.TRANSFER})
"""Steps whose ground may be the duty lists"""
_SHARED = frozenset({StandingKind.COOPERATIVE, StandingKind.RECALLED})


class WordingDialog(PickDialog[str]):
    """Lists templates, each as wide as the screen."""

    def columns(self) -> list[Column[Option[str]]]:
        """Return the one column there is."""
        return [Column("", 30, lambda option: (option.text, ""), grow=True)]


class CaseWording(CaseTasks):
    """A case in whose forms wording can be picked."""

    @property
    def open_action(self) -> Action | None:
        """What the open form is for."""
        raise NotImplementedError

    def can_wording(self) -> bool:
        """A form with a text in it is open."""
        return self.can_form() and self._form is not None and bool(_texts_of(self._form))

    def action_wording(self) -> None:
        """Offer the templates of the step."""
        services, actor, action = self.services, self.actor, self.open_action
        if action is not None and self.can_wording():
            matter = None if self._case is None or action not in _GIVING_AWAY else self._case.matter

            def work() -> tuple[list[WordingView], StandingView | None]:
                standing = None if matter is None else services.boundary.standing(actor, matter.id)
                return services.wordings.wordings(actor, action), standing

            self.read("wordings", work, self._offer_wordings)

    def _offer_wordings(self, read: tuple[list[WordingView], StandingView | None]) -> None:
        found, standing = read
        form, case, frame = self._form, self._case, self.console.frame
        if form is None or case is None or self.open_action is None:
            return
        now = frame.clock.now()
        texts = [*grounded(standing), *(filled(each.text, case, frame.times, now) for each in found)]
        options = [Option(text, text) for text in texts]
        title = _("%(action)s: wording", action=label(self.open_action))
        empty = _("There is no template for this step; the duty chief can add some.")
        later(self.app.push_screen(WordingDialog(title, options, empty=empty), partial(self._take, form)))

    def _take(self, form: Form, text: str | None) -> None:
        texts = _texts_of(form) if form is self._form else []
        if text is None or not texts:
            return
        entry = next((each for each in texts if each.has_focus), texts[0])
        entry.insert(text)
        entry.focus()


def grounded(standing: StandingView | None) -> Iterator[str]:
    """Yield what the duty lists say for giving a case away that rests on an item not the township's own."""
    if standing is not None and standing.kind in _SHARED:
        ways = (way for way in standing.ways if way.kind in {WayKind.RETURN, WayKind.TRANSFER})
        yield from (str(render(way.text))[:REASON_LENGTH] for way in ways)


def _texts_of(form: Form) -> list[BlockEntry]:
    controls = [row.control for row in form.rows if row.field.name in _TEXTS]
    return [control for control in controls if isinstance(control, BlockEntry)]
