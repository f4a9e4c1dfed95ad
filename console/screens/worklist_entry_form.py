"""The form of an entry: fields, and the conditions below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.forms.form import Form
from console.i18n import _
from console.screens.worklist_fields import CONDITIONS, condition_document, condition_from
from console.screens.worklist_words import condition_line
from console.widgets.lines import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult

    from console.forms.fields import Field
    from models.catalogue.rules import ConditionDraft


class EntryForm(Form):
    """The fields of an entry, and below them its conditions, which F3 changes."""

    DEFAULT_CSS = "EntryForm > .conditions { padding: 0 1; }"

    def __init__(self, fields: Sequence[Field], *, heading: Callable[[], str]) -> None:
        super().__init__(fields, heading=heading)
        self.conditions: tuple[ConditionDraft, ...] = ()
        self._list = Sentence()
        self._list.add_class("conditions")

    def compose(self) -> ComposeResult:
        """Put the conditions below the fields."""
        yield from super().compose()
        yield self._list

    def set_conditions(self, conditions: Sequence[ConditionDraft]) -> None:
        """Hold these conditions and show them."""
        self.conditions = tuple(conditions)
        self.write_words()

    def write_words(self) -> None:
        """Write everything of ours in the current language."""
        super().write_words()
        lines = [condition_line(number, each) for number, each in enumerate(self.conditions, start=1)]
        title = _("Filing conditions: %(count)s (F3 changes them)", count=len(lines))
        self._list.show("\n".join([title, *(f"  {line}" for line in lines)]))

    def content(self) -> dict[str, Any]:
        """Return what is entered as a draft keeps it, the conditions as well."""
        return super().content() | {CONDITIONS: [condition_document(each) for each in self.conditions]}

    def take_up(self, content: Mapping[str, Any]) -> None:
        """Show what a draft kept."""
        super().take_up(content)
        kept = content.get(CONDITIONS)
        if isinstance(kept, list):
            self.set_conditions([condition_from(each) for each in kept if isinstance(each, dict)])
