"""One field on the screen: its label, its control, and what is wrong with the entry below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, Vertical
from textual.message import Message

from console.forms.choice_line import ChoiceLine
from console.forms.fields import (
    BlockField,
    ChoiceField,
    Field,
    LineField,
    LookupField,
    Picked,
    ToggleField,
    read_picked,
)
from console.forms.lookup import Lookup
from console.i18n import _
from console.terminal.widgets import BlockInput, LineInput, Toggle
from console.widgets.lines import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Checkbox, Input, TextArea

_TAKEN_KEYS = ("f6", "f7")
"""Keys a Textual text area would use up that carry commands of ours."""


class BlockEntry(BlockInput):
    """Several lines of text; Enter adds a line, or goes on where it is one paragraph."""

    class Finished(Message):
        """Enter in a paragraph: the person goes on."""

    def __init__(self, *, paragraph: bool) -> None:
        super().__init__(soft_wrap=True)
        self._paragraph = paragraph
        for key in _TAKEN_KEYS:
            self._bindings.key_to_bindings.pop(key, None)

    async def _on_key(self, event: events.Key) -> None:
        """Let Enter go on from a paragraph."""
        if self._paragraph and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished())
            return
        await super()._on_key(event)


Control = LineInput | BlockEntry | ChoiceLine | Toggle | Lookup


def control_of(field: Field) -> Control:
    """Return the control a field is entered in."""
    match field:
        case LineField():
            return LineInput(max_length=field.max_length)
        case BlockField():
            block = BlockEntry(paragraph=field.paragraph)
            block.styles.height = field.rows
            return block
        case ChoiceField():
            return ChoiceLine(field.options, field.initial)
        case ToggleField():
            return Toggle("", field.initial)
        case LookupField():
            return Lookup(field)
        case _:
            message = f"no control for a field of kind {type(field).__name__}"
            raise TypeError(message)


class FieldRow(Vertical):
    """Label, control, problem.

    Args:
        field: its declaration.
        label_width: cells kept for the label.
    """

    DEFAULT_CSS = """
    FieldRow, FieldRow > Horizontal { height: auto; }
    FieldRow Horizontal > Sentence { height: auto; padding: 0 0 0 1; }
    FieldRow Horizontal > .control { width: 1fr; }
    FieldRow > .problem { display: none; padding: 0 3; color: ansi_red; text-style: bold; }
    FieldRow > .hint { display: none; padding: 0 3; }
    FieldRow.-hinted.-entering > .hint { display: block; }
    FieldRow.-wrong > .problem { display: block; }
    FieldRow.-wrong.-hinted:focus-within > .hint { display: none; }
    """

    class Changed(Message):
        """The entry changed."""

        def __init__(self, row: FieldRow) -> None:
            self.row = row
            super().__init__()

    class Finished(Message):
        """The person goes on to the next field."""

        def __init__(self, row: FieldRow) -> None:
            self.row = row
            super().__init__()

    def __init__(self, field: Field, label_width: int) -> None:
        # Known before it is mounted: later all its parts would be styled once more.
        super().__init__(classes="-hinted" if field.hint else None)
        self.field = field
        self.control: Control = control_of(field)
        self.control.add_class("control", update=False)
        self._label = Sentence()
        self._label.styles.width = label_width
        self._problem = Sentence()
        self._problem.add_class("problem", update=False)
        self._hint = Sentence("", "dim")
        self._hint.add_class("hint", update=False)
        self._hint_words: Callable[[], str] = self._declared_hint

    def compose(self) -> ComposeResult:
        """Put the parts together."""
        yield Horizontal(self._label, self.control)
        yield self._hint
        yield self._problem

    def on_mount(self) -> None:
        """Write the words."""
        self.write_words()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Show the hint while the keys go here."""
        self.add_class("-entering")

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Take the hint away."""
        self.remove_class("-entering")

    def write_words(self) -> None:
        """Write label and hint in the current language; required fields carry a star."""
        self._label.show(_(self.field.label) + ("*" if self.field.required else ""))
        hint = self._hint_words()
        self._hint.show(hint)
        self.set_class(bool(hint), "-hinted")
        self.control.refresh(layout=True)

    def _declared_hint(self) -> str:
        return _(self.field.hint) if self.field.hint else ""

    @property
    def hint(self) -> str:
        """The sentence shown below the field while it has the keys."""
        return self._hint.text

    def set_hint(self, words: Callable[[], str] | None) -> None:
        """Show another hint than the declared one; ``words`` gives it translated, ``None`` ends that."""
        self._hint_words = self._declared_hint if words is None else words
        self.write_words()

    # Its value

    @property
    def value(self) -> str | bool | Picked | None:
        """What is entered, see :mod:`console.forms.fields`."""
        match self.control:
            case BlockEntry():
                return self.control.text
            case control:
                return control.value

    @property
    def empty(self) -> bool:
        """Whether nothing is entered."""
        value = self.value
        return not value.strip() if isinstance(value, str) else value is None

    @property
    def kept(self) -> Any:
        """The entry as a draft keeps it."""
        value = self.value
        if isinstance(self.control, Lookup) and value is None:
            return self.control.text
        return {"key": value.key, "text": value.text} if isinstance(value, Picked) else value

    def take_up(self, kept: Any) -> None:
        """Show what a draft kept; a value of the wrong kind leaves the field as it is."""
        match self.control, kept:
            case Lookup() as lookup, str():
                lookup.type_in(kept)
            case Lookup() as lookup, dict():
                lookup.pick(read_picked(kept))
            case BlockEntry() as block, str():
                block.text = kept
            case (LineInput() | ChoiceLine()) as one, str():
                one.value = kept
            case Toggle() as toggle, bool():
                toggle.value = kept
            case _:
                return

    # What is wrong with it

    @property
    def problem(self) -> str:
        """What is wrong with the entry, in a sentence; "" if nothing."""
        return self._problem.text if self.has_class("-wrong") else ""

    @problem.setter
    def problem(self, problem: str) -> None:
        self._problem.show(problem)
        self.set_class(bool(problem), "-wrong")
        self.control.problem = problem

    def take_keys(self) -> None:
        """Let the keys go to the control."""
        if isinstance(self.control, Lookup):
            self.control.take_keys()
        else:
            self.control.focus()

    # What the controls tell

    def _changed(self, message: Message) -> None:
        message.stop()
        if self.problem:
            self.problem = ""
        self.post_message(self.Changed(self))

    def _finished(self, message: Message) -> None:
        message.stop()
        self.post_message(self.Finished(self))

    def on_input_changed(self, message: Input.Changed) -> None:
        """Pass on that the entry changed."""
        self._changed(message)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Pass on that the person goes on."""
        self._finished(message)

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Pass on that the entry changed."""
        self._changed(message)

    def on_block_entry_finished(self, message: BlockEntry.Finished) -> None:
        """Pass on that the person goes on."""
        self._finished(message)

    def on_checkbox_changed(self, message: Checkbox.Changed) -> None:
        """Pass on that the entry changed."""
        self._changed(message)

    def on_choice_line_changed(self, message: ChoiceLine.Changed) -> None:
        """Pass on that the entry changed."""
        self._changed(message)

    def on_choice_line_finished(self, message: ChoiceLine.Finished) -> None:
        """Pass on that the person goes on."""
        self._finished(message)

    def on_lookup_changed(self, message: Lookup.Changed) -> None:
        """Pass on that the entry changed."""
        self._changed(message)

    def on_lookup_finished(self, message: Lookup.Finished) -> None:
        """Pass on that the person goes on."""
        self._finished(message)
