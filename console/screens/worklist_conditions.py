"""The filing conditions of an entry: their list, and one of them as a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from console.dialogs.base import Dialog
from console.forms.fields import BlockField, ChoiceField, LineField
from console.forms.form import Form
from console.i18n import N_, _, pgettext, render_error, sentences
from console.keys import bindings
from console.text import limit_words
from console.widgets.line_list import Column, LineList
from console.widgets.lines import Sentence
from console.work import Failed, attempt, later
from models.calendar.rules import parse_limit
from models.catalogue.rules import ConditionDraft
from models.catalogue.views import LimitMode
from models.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class _Row:
    """A condition in the list; the last line stands for one to be added."""

    place: int
    condition: ConditionDraft | None


class ConditionsDialog(Dialog[tuple[ConditionDraft, ...]]):
    """Lists the conditions; F2 returns them as they stand then.

    Args:
        conditions: what there is.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("conditions",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("conditions"))
    DEFAULT_CSS = """
    ConditionsDialog > .panel { max-height: 100%; }
    ConditionsDialog LineList { height: 10; width: 100%; }
    ConditionsDialog Sentence { padding: 0 2; }
    """

    def __init__(self, conditions: Sequence[ConditionDraft]) -> None:
        super().__init__(_("Filing conditions"))
        self._conditions = list(conditions)
        self._before = tuple(conditions)

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield Sentence(_("Each has its own limit. Enter changes one, the last line adds one."), "dim")
        columns: list[Column[_Row]] = [
            Column(N_("No."), 3, _number_of, right=True),
            Column(N_("Limit"), 12, _limit_of, best=16),
            Column(N_("Condition"), 20, _text_of, grow=True),
            Column(N_("Closing condition"), 14, _closing_of, best=24, since=60),
            Column(N_("Evidence"), 8, _evidence_of, best=12, since=72),
        ]
        yield LineList(columns, lambda row: row.place)

    @property
    def _rows(self) -> LineList[_Row]:
        found: LineList[_Row] = self.query_one(LineList)
        return found

    def on_mount(self) -> None:
        """Show them."""
        super().on_mount()
        self._show()

    def _show(self, place: int = 0) -> None:
        rows = [_Row(number, each) for number, each in enumerate(self._conditions, start=1)]
        self._rows.set_rows([*rows, _Row(len(rows) + 1, None)])
        self._rows.move_to(place)

    def action_accept(self) -> None:
        """Open the condition under the cursor, or a new one."""
        row = self._rows.row
        if row is None:
            return
        place = row.place - 1

        def taken(condition: ConditionDraft | None) -> None:
            if condition is not None:
                self._conditions[place : place + 1] = [condition]
                self._show(place)

        later(self.app.push_screen(ConditionDialog(row.condition, row.place), taken))

    def action_delete(self) -> None:
        """Take the condition under the cursor out."""
        row = self._rows.row
        if row is not None and row.condition is not None:
            del self._conditions[row.place - 1]
            self._show(row.place - 1)

    def action_move(self, by: int) -> None:
        """Move the condition under the cursor up or down."""
        row = self._rows.row
        if row is None or row.condition is None:
            return
        here, there = row.place - 1, row.place - 1 + by
        if 0 <= there < len(self._conditions):
            both = self._conditions
            both[here], both[there] = both[there], both[here]
            self._show(there)

    def action_done(self) -> None:
        """Return them."""
        later(self.dismiss(tuple(self._conditions)))

    def holds_unsaved(self) -> bool:
        """Say whether something was changed."""
        return tuple(self._conditions) != self._before

    def action_cancel(self) -> None:
        """Leave them as they were; ask first where something was changed."""
        if not self.holds_unsaved():
            later(self.dismiss(None))
            return
        from console.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:  # noqa: FBT001 -- the shape of a dialog's answer
            if yes:
                later(self.dismiss(None))

        question = _("Throw away what was changed in the conditions?")
        later(self.app.push_screen(ConfirmDialog(question), answered))


def _number_of(row: _Row) -> tuple[str, str]:
    return ("" if row.condition is None else str(row.place)), "dim"


def _limit_of(row: _Row) -> tuple[str, str]:
    if row.condition is None:
        return "", ""
    return (limit_words(row.condition.limit), "") if row.condition.limit else (_("no limit"), "bold")


def _text_of(row: _Row) -> tuple[str, str]:
    return (_("(add one)"), "dim") if row.condition is None else (row.condition.text, "")


def _closing_of(row: _Row) -> tuple[str, str]:
    return ("" if row.condition is None else row.condition.closing_condition), ""


def _evidence_of(row: _Row) -> tuple[str, str]:
    return ("" if row.condition is None else row.condition.evidence), ""


class ConditionDialog(Dialog[ConditionDraft]):
    """One condition as a form; F2 returns it if its limit is one.

    Args:
        condition: what there is; ``None`` for a new one.
        number: its place.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ("condition",)
    BINDINGS: ClassVar[list[BindingType]] = list(bindings("condition"))
    AUTO_FOCUS = None
    DEFAULT_CSS = "ConditionDialog > .panel { max-height: 100%; }"

    def __init__(self, condition: ConditionDraft | None, number: int) -> None:
        super().__init__(_("Filing condition %(number)s", number=number))
        self._condition = condition or ConditionDraft("")
        self._form = Form(
            [
                LineField(
                    "limit",
                    N_("Limit"),
                    required=True,
                    hint=N_("Such as 4WH or 4工作时, 2WD, 2UH (urgent, runs on), 1UD, 3ND."),
                    max_length=16,
                ),
                ChoiceField("mode", N_("Counted"), options=_modes),
                BlockField("text", N_("Condition"), rows=2, paragraph=True),
                BlockField("closing_condition", N_("Closing condition"), rows=2, paragraph=True),
                BlockField("evidence", N_("Evidence"), rows=2, paragraph=True),
            ]
        )

    def body(self) -> Iterable[Widget]:
        """Return the form."""
        yield self._form

    def on_mount(self) -> None:
        """Show the condition once the fields stand."""
        super().on_mount()
        self._form.call_later(self.call_later, self._show)

    def _show(self) -> None:
        each = self._condition
        shown = limit_words(each.limit) if each.limit else ""
        readable = not isinstance(attempt(lambda: parse_limit(shown)), Failed)
        self._form.take_up(
            {
                "limit": shown if readable else each.limit,
                "mode": each.mode.value,
                "text": each.text,
                "closing_condition": each.closing_condition,
                "evidence": each.evidence,
            }
        )
        self._form.rows[0].take_keys()
        self.take_as_given()

    def on_form_submitted(self, message: Form.Submitted) -> None:
        """Take it with Enter in the last field."""
        message.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Return it, if its limit is one and its texts fit."""
        form = self._form
        if not form.complete():
            return
        values: dict[str, Any] = form.values()
        read = attempt(lambda: parse_limit(values["limit"]))
        if isinstance(read, Failed):
            error = read.error
            said = sentences(*render_error(error)) if isinstance(error, DomainError) else str(error)
            form.show_problem(said, "limit")
            return
        texts = {name: " ".join(values[name].split()) for name in ("text", "closing_condition", "evidence")}
        for name, text in texts.items():
            if len(text) > _LONGEST:
                form.show_problem(_("At most %(count)s characters.", count=_LONGEST), name)
                return
        mode = LimitMode(values["mode"]) if values["mode"] else self._condition.mode
        later(self.dismiss(replace(self._condition, limit=str(read.value), mode=mode, **texts)))


def _modes() -> list[tuple[str, str]]:
    return [
        (LimitMode.HOURS.value, pgettext("limit", "to the minute")),
        (LimitMode.DAYS.value, pgettext("limit", "by whole days")),
    ]
