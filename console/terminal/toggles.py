"""Things to switch: ``[x]``, ``(*)`` and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Button, Checkbox, RadioButton, RadioSet

from console.terminal.marks import FOCUS_MARK, Marked, plain

if TYPE_CHECKING:
    from textual.content import ContentText
    from textual.geometry import Size

_EDGES = {"default": "<  >", "primary": "<<>>", "success": "<+ >", "warning": "<? >", "error": "<!!>"}


class _Switch(Marked):
    """What a box and a round button share: the drawing."""

    ON: ClassVar[str]
    OFF: ClassVar[str]

    if TYPE_CHECKING:
        value: bool
        _label: Content

    @property
    def _button(self) -> Content:
        """The box itself, as Textual's toggles measure it."""
        return Content(self.ON if self.value else self.OFF)

    def _make_label(self, label: ContentText) -> Content:
        """Return the label's first line, never parsed as markup."""
        return (plain(label) if isinstance(label, str) else Content.from_text(label)).first_line.rstrip()

    def render(self) -> Content:
        """Draw the box and the label."""
        style = self.get_visual_style("toggle--label")
        return Content.assemble(self._button, " ", self._label.stylize_before(style))


class Toggle(_Switch, Checkbox):
    """Yes or no: ``[x] 匿名`` or ``[ ] 匿名``. Space or Enter switches it."""

    DEFAULT_CSS = """
    Toggle, Toggle:focus {
        border: none;
        padding: 0 1 0 2;
        height: 1;
        background: ansi_default;
        background-tint: transparent;
    }
    Toggle > .toggle--label { color: ansi_default; background: ansi_default; text-style: none; }
    Toggle:focus > .toggle--label {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: none;
    }
    Toggle:disabled { text-style: dim; }
    """
    ON = "[x]"
    OFF = "[ ]"


class Choice(_Switch, RadioButton):
    """One of several: ``(*) 电话`` or ``( ) 电话``, inside a :class:`ChoiceSet`."""

    DEFAULT_CSS = """
    Choice, Choice:focus {
        border: none;
        padding: 0 1 0 2;
        height: 1;
        background: ansi_default;
        background-tint: transparent;
    }
    Choice > .toggle--label { color: ansi_default; background: ansi_default; text-style: none; }
    Choice:disabled { text-style: dim; }
    """
    ON = "(*)"
    OFF = "( )"

    @property
    def shows_focus(self) -> bool:
        """Whether the keys go to this choice: its set has the focus and stands on it."""
        if isinstance(self.parent, RadioSet):
            return self.parent.has_focus and self.has_class("-selected")
        return self.has_focus


class ChoiceSet(Marked, RadioSet):
    """Several :class:`Choice`, of which one holds. Arrows move, Space or Enter chooses."""

    DEFAULT_CSS = """
    ChoiceSet, ChoiceSet:focus {
        border: none;
        padding: 0 0 0 1;
        background: ansi_default;
        background-tint: transparent;
    }
    ChoiceSet > Choice { padding: 0 1 0 2; background: ansi_default; }
    ChoiceSet > Choice > .toggle--label { background: ansi_default; text-style: none; }
    ChoiceSet:blur > Choice.-selected > .toggle--label { background: ansi_default; text-style: none; }
    ChoiceSet:focus > Choice.-selected > .toggle--label {
        color: $block-cursor-foreground;
        background: $block-cursor-background;
        text-style: none;
    }
    ChoiceSet:disabled { text-style: dim; }
    """

    def __init__(self, *choices: str | Choice, **options: Any) -> None:
        """Make a set of choices; ``options`` are those of Textual's ``RadioSet``."""
        super().__init__(
            *(choice if isinstance(choice, Choice) else Choice(choice) for choice in choices), **options
        )

    def left_edge(self, row: int) -> str:
        """Return the mark for a problem or for a set that is off; the focus shows at a choice."""
        mark = self.state_mark
        return mark if row == 0 and mark != FOCUS_MARK else " "

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 -- Textual's signature
        """Let the choice the set stands on show the focus."""
        super().watch_has_focus(has_focus)
        for choice in self.query(Choice):
            choice.refresh()


class ActionButton(Marked, Button):
    """A button of one row: ``> <  保存  >``.

    The kinds differ without colour: ``<<保存>>`` for the usual next step (primary),
    ``<!删除!>`` for what cannot be taken back (error).
    """

    DEFAULT_CSS = """
    ActionButton, ActionButton.-style-default, ActionButton:ansi.-style-default {
        border: none;
        height: 1;
        min-width: 0;
        padding: 0 2 0 4;
        margin: 0 1 0 0;
        background: ansi_default;
        color: ansi_default;
        text-style: none;
        text-align: left;
        background-tint: transparent;
    }
    ActionButton.-primary, ActionButton:ansi.-style-default.-primary {
        border: none; color: ansi_default; background: ansi_default; text-style: bold;
    }
    ActionButton.-error, ActionButton:ansi.-style-default.-error {
        border: none; color: ansi_red; background: ansi_default; text-style: bold;
    }
    ActionButton.-success, ActionButton:ansi.-style-default.-success {
        border: none; color: ansi_default; background: ansi_default;
    }
    ActionButton.-warning, ActionButton:ansi.-style-default.-warning {
        border: none; color: ansi_default; background: ansi_default;
    }
    ActionButton:focus, ActionButton:ansi.-style-default:focus {
        text-style: reverse; background-tint: transparent;
    }
    ActionButton:ansi.-style-default.-active { border: none; tint: transparent; }
    ActionButton:disabled, ActionButton:ansi.-style-default:disabled {
        border: none !important; text-style: dim; text-opacity: 1;
    }
    """

    def __init__(self, label: str | Content, **options: Any) -> None:
        """Make a button; ``options`` are those of Textual's ``Button``."""
        super().__init__(plain(label) if isinstance(label, str) else label, **options)
        # The "pressed" flash is two more paints on a slow line.
        self.active_effect_duration = 0

    def validate_label(self, label: ContentText) -> Content:
        """Return the label, never parsed as markup."""
        return plain(label) if isinstance(label, str) else Content.from_text(label)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells of the label; and a blank on either side."""
        return cell_len(Content.from_text(self.label, markup=False).plain) + 2

    def left_edge(self, row: int) -> str:
        """Return the mark and the opening bracket of the button's kind."""
        return f"{self.state_mark} {_EDGES[self.variant][:2]}" if row == 0 else "    "

    def right_edge(self, row: int) -> str:
        """Return the closing bracket of the button's kind."""
        return _EDGES[self.variant][2:] if row == 0 else "  "
