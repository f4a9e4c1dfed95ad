"""A screen whose list can be searched as one types, in a field above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from console.screens.base import ConsoleScreen
from console.work import later

if TYPE_CHECKING:
    from textual import events
    from textual.widgets import Input

    from console.terminal.widgets import LineInput
    from console.widgets.line_list import LineList

R = TypeVar("R")

_FIELD = "#filter"
_LONGEST = 64


class FilteringScreen(ConsoleScreen[R], Generic[R]):
    """Subclasses have :attr:`rows`, an ``.area`` the field is put above, and a key for ``filter``.

    Enter keeps the search and goes to the list, as the down arrow does; Esc drops it.
    """

    @property
    def rows(self) -> LineList[Any]:
        """The list that is searched."""
        raise NotImplementedError

    @property
    def filtering(self) -> bool:
        """Whether a search is open or narrows the list."""
        return bool(self.query(_FIELD)) or bool(self.rows.text)

    def filter_opened(self) -> None:
        """Do what has to be done before a search begins."""

    def filter_field(self, text: str, name: str) -> LineInput:
        """Return the field to search in, with ``text`` in it and ``name`` as its id."""
        from console.terminal.widgets import LineInput

        return LineInput(text, id=name, max_length=_LONGEST)

    def filter_error(self, _text: str) -> Exception | None:
        """Return why a text cannot be searched by; words always can."""
        return None

    def filter_notice(self, _text: str, _error: Exception | None) -> str:
        """Return what is said of the text while it is typed."""
        return ""

    def action_filter(self) -> None:
        """Give a field to search in."""
        found = self.query(_FIELD)
        if found:
            found.first().focus()
            return
        self.filter_opened()
        field = self.filter_field(self.rows.text, _FIELD.removeprefix("#"))
        later(self.mount(field, before=self.query_one(".area")))
        field.focus()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Search as it is typed."""
        message.stop()
        error = self.filter_error(message.value)
        self.say_lasting(self.filter_notice(message.value, error))
        if error is None:
            self.rows.set_text(message.value.strip())

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Keep the search and go to the list; what is not understood is explained first."""
        message.stop()
        error = self.filter_error(message.value)
        if error is None:
            self.rows.focus()
        else:
            self.console.explain(error)

    def on_key(self, event: events.Key) -> None:
        """Let the arrow lead from the field into the list."""
        if event.key == "down" and self.query(f"{_FIELD}:focus"):
            event.stop()
            self.rows.focus()

    def drop_filter(self) -> None:
        """Show the whole list again."""
        self.rows.set_text("")
        for field in self.query(_FIELD):
            later(field.remove())
        self.rows.focus()

    def can_go_back(self) -> bool:
        """A search can be left, and then the screen."""
        return self.filtering or super().can_go_back()

    def back(self) -> None:
        """Drop the search; without one, go back to the screen below."""
        if self.filtering:
            self.drop_filter()
        else:
            super().back()
