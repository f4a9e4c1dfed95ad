"""An evaluator's form about one expectation: points for each item and a remark, then handed in.

It is the same from the review in the office and from the trainer's console. What is given stays as a
draft until it is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.draft_keeper import DraftKeeper, DraftPlace
from console.forms.keeping import DraftedScreen
from console.forms.registry import draft_name
from console.i18n import N_, _
from console.keys import bindings
from console.messages import DataChanged
from console.reviewing.sheets import HandSheets, OfficeSheets
from console.widgets.line_list import Column, LineList
from console.widgets.lines import RuleLine, Sentence
from console.work import later
from scenarios.review.words import points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from console.reviewing.sheets import Sheets
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.desk.views import DraftView
    from scenarios.format.expecting import Expected
    from scenarios.scoring.forms import FilledIn

    Found = tuple[tuple[Expected, FilledIn | None], DraftView | None]

_TWO_DIGITS = 10
_REMARK = "*remark"
"""The row of the remark: no item of a form is called so"""


@dataclass(frozen=True, slots=True)
class _Row:
    """An item, or the remark, which has no points."""

    id: str
    text: str
    most: float
    given: float | None

    @property
    def is_item(self) -> bool:
        return self.id != _REMARK


class DrillSheetScreen(DraftedScreen[None]):
    """Fills in a form; one handed in again replaces the evaluator's earlier one.

    Args:
        services: the one door, of the office or of the drill.
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
        self._remark = ""

    @classmethod
    def from_draft(cls, services: Services, actor: Actor, draft: DraftView) -> DrillSheetScreen:
        """Return the screen that takes a draft up."""
        number, _slash, expectation = draft.subject.partition("/")
        return cls(services, actor, int(number), expectation)

    def body(self) -> Iterable[Widget]:
        """Return the question, the items, the sum and what helps to judge."""
        yield Sentence("", "bold", id="question")
        yield LineList[_Row](_columns(), lambda each: each.id)
        yield RuleLine(id="sum")
        yield Sentence("", "", id="remark")
        yield Sentence("", "dim", id="hint")

    @property
    def rows(self) -> LineList[_Row]:
        """The items."""
        found: LineList[_Row] = self.query_one(LineList)
        return found

    # Reading

    def _sheets(self) -> Sheets:
        hand: Any = getattr(self.app, "hand", None)
        if hand is not None:
            return HandSheets(hand, self._expectation)
        return OfficeSheets(self.services, self.console.settings, self.actor, self._number, self._expectation)

    def _place(self) -> DraftPlace:
        subject = f"{self._number}/{self._expectation}"
        return DraftPlace(self.services, self.actor, draft_name("drill_sheet"), subject)

    def reload(self) -> None:
        """Read the form, and what the evaluator gave before; what is typed since stays."""
        if self._expected is None:
            sheets, place = self._sheets(), self._place()
            self.read("form", lambda: (sheets.read(), place.read()), self._take)

    def _take(self, found: Found) -> None:
        (self._expected, before), draft = found
        if before is not None:
            self._given, self._remark = dict(before.points), before.note
        self._keeper = DraftKeeper(self, self._place(), self.console.save, self._not_kept)
        if draft is not None:
            kept = draft.content
            self._given, self._remark = dict(kept.get("points", {})), str(kept.get("note", ""))
            self._keeper.taken_up()
            frame = self.console.frame
            when = frame.times.moment(draft.saved_at, frame.clock.now())
            self.say(_("This is your draft of %(when)s, not handed in yet.", when=when))
        elif before is not None:
            self.say(_("You handed this form in before; handed in again, it is replaced."))
        self._show()

    # Showing

    def _show(self, then: int | None = None) -> None:
        from scenarios.review.assessing import form_of

        if self._expected is None:
            return
        form = form_of(self._expected)
        rows = [_Row(each.id, each.text, each.points, self._given.get(each.id)) for each in form.items]
        rows.append(_Row(_REMARK, _("Remark"), 0, None))
        at = None if self.rows.row is None else self.rows.row.id
        self.query_one("#question", Sentence).show(f"{self._expected.title}  {form.question}")
        self.query_one("#hint", Sentence).show(form.hint)
        remark = _("Remark: %(text)s", text=self._remark) if self._remark else ""
        self.query_one("#remark", Sentence).show(remark)
        self.query_one("#sum", RuleLine).set_note(self._sum_words(rows[:-1]))
        self.rows.set_rows(rows, cursor_id=at)
        if then is not None:
            self.rows.move_to(then)
        self.refresh_keys()

    def _sum_words(self, items: list[_Row]) -> str:
        given = [each.given for each in items if each.given is not None]
        words = _("%(given)s of %(most)s", given=points(sum(given)), most=points(sum(e.most for e in items)))
        missing = len(items) - len(given)
        return "  ".join((words, _("still to judge: %(count)s", count=missing))) if missing else words

    def language_changed(self) -> None:
        """Show everything in the new language."""
        super().language_changed()
        self.rows.set_columns(_columns())
        self._show()

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Offer what can be done to the item under the cursor."""
        message.stop()
        self.refresh_keys()

    # The draft on the desk

    def content(self) -> dict[str, Any]:
        """Return what a draft keeps; ``name`` is there to recognise it by."""
        name = "" if self._expected is None else self._expected.title
        return {"name": name, "points": dict(self._given), "note": self._remark}

    def back(self) -> None:
        """Leave; what was given and not handed in stays as a draft."""
        kept = self._keeper is not None and self._keeper.leave()
        super().back()
        if kept:
            self.console.say(_("What you gave is kept as a draft; it does not count until it is handed in."))

    # Keys

    def can_row(self) -> bool:
        """An item is under the cursor."""
        return self.rows.row is not None

    def can_complete(self) -> bool:
        """Every item has its points."""
        return self._expected is not None and len(self._given) == self.rows.count - 1

    def action_give(self) -> None:
        """Ask for the points of the item under the cursor, or for the remark."""
        row = self.rows.row
        if row is not None and row.is_item:
            self._ask("" if row.given is None else points(row.given))
        elif row is not None:
            self._ask_remark()

    def action_digit(self, place: int) -> None:
        """Give as many points as the digit says; where there may be more digits, ask."""
        row, digit = self.rows.row, place % 10
        if row is None or not row.is_item:
            return
        if row.most >= _TWO_DIGITS or digit > row.most:
            self._ask(str(digit))
        else:
            self._give(row, str(digit))

    def action_full(self) -> None:
        """Give the item all its points."""
        row = self.rows.row
        if row is not None and row.is_item:
            self._give(row, points(row.most))

    def action_clear(self) -> None:
        """Take back what the item was given."""
        row = self.rows.row
        if row is None:
            return
        if row.is_item:
            self._given.pop(row.id, None)
        else:
            self._remark = ""
        self._changed()

    def _ask(self, value: str) -> None:
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
        later(
            self.app.push_screen(
                PromptDialog(row.text, words, value=value, check=problem), partial(self._give, row)
            )
        )

    def _give(self, row: _Row, text: str | None) -> None:
        given = None if text is None else _number(text)
        if given is not None:
            self._given[row.id] = given
            self._changed(self.rows.cursor + 1)

    def _ask_remark(self) -> None:
        from console.dialogs.prompt import PromptDialog

        def answered(text: str | None) -> None:
            if text is not None:
                self._remark = text.strip()
                self._changed()

        words = _("What you want to say about it; it stands in the review under your name.")
        later(self.app.push_screen(PromptDialog(_("Remark"), words, value=self._remark), answered))

    def _changed(self, then: int | None = None) -> None:
        self._show(then)
        if self._keeper is not None:
            self._keeper.changed()

    def action_hand_in(self) -> None:
        """Hand the form in."""
        sheets, given, remark, keeper = self._sheets(), dict(self._given), self._remark, self._keeper
        if keeper is None or not self.can_complete():
            return

        def work() -> None:
            sheets.hand_in(given, remark)
            keeper.place.finish()

        self.save(work, lambda _nothing: self._handed(keeper))

    def _handed(self, keeper: DraftKeeper) -> None:
        keeper.stop()
        self.console.go_back()
        # It went into the drill's own database, which the office's console does not follow.
        self.app.post_message(DataChanged(elsewhere=False))
        self.console.say(_("Your form is handed in; the marks count it."))


def _number(text: str) -> float | None:
    from models.kernel.text import half_width

    plain = half_width(text).strip()
    return float(plain) if plain.replace(".", "", 1).isdecimal() else None


def _columns() -> list[Column[_Row]]:
    def given(row: _Row) -> Piece:
        if not row.is_item:
            return "", ""
        return (_("not given"), "dim") if row.given is None else (points(row.given), "bold")

    return [
        Column(N_("Form item"), 40, lambda row: (row.text, ""), grow=True),
        Column(N_("Points given"), 10, given, right=True),
        Column(N_("Of"), 6, lambda row: (points(row.most) if row.is_item else "", ""), right=True),
    ]
