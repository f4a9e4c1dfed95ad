"""An evaluator's form about one expectation: points for each item, then handed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from console.i18n import N_, _
from console.keys import bindings
from console.reviewing.place import outside_drills, sandboxes_of
from console.screens.base import ConsoleScreen
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import later
from models.drills.kinds import EntryKind
from scenarios.review.words import points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from scenarios.format.expecting import Expected


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    text: str
    most: float
    given: float | None


class DrillSheetScreen(ConsoleScreen[None]):
    """Fills in a form; one handed in again replaces the evaluator's earlier one.

    Args:
        services: the one door of the office.
        actor: the evaluator.
        number: the drill's.
        expectation: which is judged.
    """

    GROUP = "drill_sheet"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("drill_sheet"))
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = "DrillSheetScreen LineList { height: 1fr; }\nDrillSheetScreen Sentence { padding: 0 1; }"

    def __init__(self, services: Services, actor: Actor, number: int, expectation: str) -> None:
        super().__init__(services, actor)
        self._number = number
        self._expectation = expectation
        self._expected: Expected | None = None
        self._given: dict[str, float] = {}
        self._handed_in: Mapping[str, float] = {}

    def body(self) -> Iterable[Widget]:
        """Return the question and the items."""
        yield Sentence("", "bold", id="question")
        yield LineList[_Item](_columns(), lambda each: each.id)
        yield Sentence("", "dim", id="hint")

    @property
    def rows(self) -> LineList[_Item]:
        """The items."""
        found: LineList[_Item] = self.query_one(LineList)
        return found

    def reload(self) -> None:
        """Read the form, and what the evaluator gave before; what is typed since stays."""
        if self._expected is not None:
            return
        services, settings, number, name = (
            self.services,
            self.console.settings,
            self._number,
            self._expectation,
        )
        login = self.actor.login

        def work() -> tuple[Expected, Mapping[str, float]]:
            from scenarios.review.assessing import expectation_of, form_of
            from scenarios.review.sources import plan_of
            from scenarios.scoring.forms import forms_of

            outside_drills(services)
            with sandboxes_of(settings).open(number) as world:
                drills = world.services.drills
                expected = expectation_of(plan_of(drills.drill()).scenario, name)
                form_of(expected)
                forms = forms_of(drills.entries(kinds={EntryKind.FORM})).get(expected.id, [])
                own = next((each.points for each in forms if each.evaluator == login), {})
                return expected, own

        self.read("form", work, self._take)

    def _take(self, found: tuple[Expected, Mapping[str, float]]) -> None:
        self._expected, self._handed_in = found
        self._given = dict(self._handed_in)
        self._show()

    def _show(self) -> None:
        from scenarios.review.assessing import form_of

        if self._expected is None:
            return
        form = form_of(self._expected)
        rows = [_Item(each.id, each.text, each.points, self._given.get(each.id)) for each in form.items]
        at = None if self.rows.row is None else self.rows.row.id
        self.query_one("#question", Sentence).show(f"{self._expected.title}: {form.question}")
        self.query_one("#hint", Sentence).show(form.hint)
        self.rows.set_rows(rows, cursor_id=at)
        self.refresh_keys()

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())

    def holds_unsaved(self) -> bool:
        """Say whether points were given that are not handed in."""
        return self._given != dict(self._handed_in)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the item under the cursor."""
        message.stop()
        self.refresh_keys()

    def can_row(self) -> bool:
        """An item is under the cursor."""
        return self.rows.row is not None

    def can_complete(self) -> bool:
        """Every item has its points."""
        return bool(self.rows.count) and len(self._given) == self.rows.count

    def back(self) -> None:
        """Ask first where points would be lost."""
        if not self.holds_unsaved():
            super().back()
            return
        from console.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                super(DrillSheetScreen, self).back()

        question = _("Leave the form without handing it in?")
        later(self.app.push_screen(ConfirmDialog(question, _("The points given are lost.")), answered))

    def action_give(self) -> None:
        """Ask for the points of the item under the cursor."""
        from console.dialogs.prompt import PromptDialog

        row = self.rows.row
        if row is None:
            return

        def problem(text: str) -> str:
            given = _number(text)
            if given is None or not 0 <= given <= row.most:
                return _("A number from 0 to %(most)s.", most=points(row.most))
            return ""

        words = _("From 0 to %(most)s; halves are allowed.", most=points(row.most))
        value = "" if row.given is None else points(row.given)
        dialog = PromptDialog(row.text, words, value=value, check=problem)
        later(self.app.push_screen(dialog, partial(self._give, row)))

    def _give(self, row: _Item, text: str | None) -> None:
        given = None if text is None else _number(text)
        if given is not None:
            self._given[row.id] = given
            self._show()
            self.rows.shift(1)

    def action_hand_in(self) -> None:
        """Ask for a note, and hand the form in."""
        from console.dialogs.prompt import PromptDialog

        dialog = PromptDialog(_("Hand the form in"), _("A note, if there is anything to say."))
        later(self.app.push_screen(dialog, self._hand_in))

    def _hand_in(self, note: str | None) -> None:
        if note is None:
            return
        actor, settings, number, name = self.actor, self.console.settings, self._number, self._expectation
        given = dict(self._given)

        def work() -> None:
            from scenarios.review.assessing import fill_in

            with sandboxes_of(settings).open(number) as world:
                fill_in(world, actor, name, given, note)

        self.save(work, partial(self._handed, given))

    def _handed(self, given: dict[str, float], _nothing: None) -> None:
        self._handed_in = given
        self.console.go_back()
        self.console.say(_("Your form is handed in; the marks count it."))


def _number(text: str) -> float | None:
    from models.kernel.text import half_width

    plain = half_width(text).strip()
    return float(plain) if plain.replace(".", "", 1).isdecimal() else None


def _columns() -> list[Column[_Item]]:
    def given(row: _Item) -> Piece:
        return (_("not given"), "dim") if row.given is None else (points(row.given), "bold")

    return [
        Column(N_("Form item"), 40, lambda row: (row.text, ""), grow=True),
        Column(N_("Points given"), 10, given, right=True),
        Column(N_("Of"), 6, lambda row: (points(row.most), ""), right=True),
    ]
