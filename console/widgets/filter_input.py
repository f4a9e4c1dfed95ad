"""The field a filter of cases is typed in: Tab goes on with what may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from console.house import current_house
from console.i18n import _, current_language, render_error
from console.keys import bindings
from console.terminal.fields import LineInput
from console.work import Failed, attempt
from models.cases.completing import complete
from models.cases.filter_refusals import FilterNotUnderstood, ValueMissing
from models.cases.filters import LONGEST, parse

if TYPE_CHECKING:
    from datetime import date

    from textual.binding import BindingType

    from models.cases.completing import Completion

_OFFERS_SHOWN = 8


class FilterInput(LineInput):
    """The field. Pressed again, Tab offers the next of several.

    Args:
        value: the filter it begins with.
        id: of the widget.
        placeholder: what it says while it is empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(bindings("filter"))

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002 -- Textual's name
        super().__init__(value, placeholder, id=id, max_length=LONGEST)
        self._typed = ""
        self._offered: tuple[str, ...] = ()

    def action_complete(self) -> None:
        """Go on with what may follow what was typed."""
        # What has only one way to go on is gone on from there.
        if len(self._offered) == 1 or self.value not in self._offered:
            self._typed = self.value
            completion = _going_on(self._typed)
            self._offered = tuple(completion.kept + offer for offer in completion.offers)
            place = 0
        else:
            place = (self._offered.index(self.value) + 1) % len(self._offered)
        if self._offered:
            self.value = self._offered[place]
            self.cursor_position = len(self.value)


def _going_on(text: str) -> Completion:
    return complete(text, chinese=current_language() == "zh_CN", house=current_house())


def filter_error(text: str, today: date) -> Exception | None:
    """Return why a filter is not understood, ``None`` if it is.

    Args:
        text: as typed.
        today: the day in the office.
    """
    outcome = attempt(lambda: parse(text, today, current_house()))
    return outcome.error if isinstance(outcome, Failed) else None


def filter_notice(text: str, error: Exception | None) -> str:
    """Return one line about a filter that is not understood yet: what may follow, or what is wrong.

    Args:
        text: as typed.
        error: why it is not understood; ``None`` says nothing.
    """
    if not isinstance(error, FilterNotUnderstood):
        return ""
    offers = _going_on(text).offers
    if offers and (isinstance(error, ValueMissing) or len(offers) < _OFFERS_SHOWN):
        return _("Tab goes on: %(offers)s", offers=" ".join(offers))
    sentence, next_step = render_error(error)
    return f"{sentence}{next_step}" if current_language() == "zh_CN" else f"{sentence} {next_step}"
