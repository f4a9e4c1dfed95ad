"""U1: every private hook of Textual and Rich the terminal layer leans on, touched by name.

When this fails after an upgrade, read the new source of what is named before changing the pin.
"""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib.metadata import version

from rich.console import Console
from rich.style import Style
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Input, OptionList, RadioSet, SelectionList, TextArea

from console.terminal.base import TerminalApp
from console.terminal.keyreader import HurriedKey
from console.terminal.posix import YiwangDriver
from tests.terminal.ptyhost import REPOSITORY


def source(thing: object) -> str:
    return inspect.getsource(thing)  # type: ignore[arg-type]


def test_pins() -> None:
    assert version("textual") == "8.2.8"
    assert version("rich") == "15.0.0"


def test_crash_path() -> None:
    """An unforeseen error goes through _handle_exception to panic or _fatal_error, and nowhere else."""
    handle = source(App._handle_exception)
    assert "self.panic(error)" in handle
    assert "self._fatal_error()" in handle
    assert "show_locals=True" in source(App._fatal_error)
    assert "_close_messages_no_wait" in source(App.panic)
    assert "self._return_code = 1" in handle


def test_line_filter_reach() -> None:
    assert "self.app.get_line_filters()" in source(Widget.get_line_filters)
    assert "_filters" in source(App.get_line_filters)
    assert "filter.apply(self._segments, background)" in source(Strip.apply_filter)
    assert "style._link" in source(Strip.render_style)
    assert Style(link="x", bold=True).without_color.bold


def test_driver_hooks() -> None:
    made = source(LinuxDriver.__init__)
    for name in ("self._file", "self.fileno", "self.attrs_before", "self.exit_event", "self._key_thread"):
        assert name in made
    for name in (
        "write",
        "flush",
        "close",
        "start_application_mode",
        "stop_application_mode",
        "disable_input",
        "process_message",
        "run_input_thread",
        "_run_input_thread",
        "_get_terminal_size",
        "can_suspend",
        "_patch_lflag",
        "_patch_iflag",
    ):
        assert hasattr(LinuxDriver, name), name
    assert "self.send_message(message)" in source(Driver.process_message)
    assert "_loop" in source(Driver.__init__)
    assert set(inspect.signature(LinuxDriver.__init__).parameters) == set(
        inspect.signature(YiwangDriver.__init__).parameters
    )


def test_no_new_way_to_the_terminal() -> None:
    """What the driver starts with is ours; a new mode in Textual's must be looked at first."""
    start = source(LinuxDriver.start_application_mode)
    for known in ("?1049h", "?25l", "?1004h", "_request_terminal_sync_mode_support", "_disable_line_wrap"):
        assert known in start
    assert start.count("self.write(") == 4
    assert "self._driver.write" in source(App._display)


def test_parser() -> None:
    for name in ("feed", "tick"):
        assert callable(getattr(XTermParser(), name))
    assert "constants.ESCAPE_DELAY" in source(XTermParser.parse)


def test_application_hooks() -> None:
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    assert "markup" in inspect.signature(App.notify).parameters
    assert "ansi_color" in inspect.signature(App.__init__).parameters
    assert inspect.iscoroutinefunction(App.on_event)
    assert inspect.iscoroutinefunction(App.run_async)
    for name in ("_exit", "_driver", "_loop", "_return_code", "_filters", "_bindings"):
        assert hasattr(App(), name), name
    assert "outer" not in source(MessagePump.call_later)
    assert isinstance(App().console, Console)
    assert "_modal_binding_chain" in source(App._check_bindings)
    assert hasattr(Screen, "_modal_binding_chain")
    assert "_merged_bindings" in vars(DOMNode)


def test_widget_hooks() -> None:
    assert "_make_label" in source(Checkbox.__mro__[1].__init__)  # type: ignore[misc]
    assert isinstance(vars(Input)["_value"], property)
    assert "_on_paste" in vars(Input)
    assert "_on_paste" in vars(TextArea)
    assert "_replace_via_keyboard" in source(TextArea._on_paste)
    assert isinstance(vars(OptionList)["_lines"], property)
    assert "_selected" in source(SelectionList.__init__)
    assert "_get_left_gutter_width" in source(OptionList._get_option_render)
    assert '"-selected"' in source(RadioSet.watch__selected)
    assert "validate_label" in vars(Button)
    assert "_styles_cache.render_widget" in source(Widget.render_lines)


def test_constants_are_read_from_the_environment_at_import() -> None:
    for name in ("DISABLE_KITTY_KEY", "ESCAPE_DELAY", "MAX_FPS", "SMOOTH_SCROLL", "TEXTUAL_ANIMATIONS"):
        assert hasattr(constants, name), name


def test_overrides_still_override() -> None:
    for name in (
        "_display",
        "_fatal_error",
        "_handle_exception",
        "panic",
        "get_line_filters",
        "copy_to_clipboard",
        "open_url",
        "get_system_commands",
        "action_screenshot",
        "action_suspend_process",
        "action_command_palette",
        "action_change_theme",
        "action_toggle_dark",
        "action_show_help_panel",
        "deliver_text",
        "deliver_binary",
        "deliver_screenshot",
        "on_event",
        "notify",
        "bell",
    ):
        assert hasattr(App, name), name
        assert name in vars(TerminalApp), name


def test_windows_falls_back_to_textuals_own_driver() -> None:
    """The modules import where there are no POSIX terminals, and the driver there is Textual's."""
    code = """
import sys, types
import textual.app
for name in ("termios", "tty", "fcntl", "pty"):
    sys.modules[name] = None
fake = types.ModuleType("textual.drivers.windows_driver")
fake.WindowsDriver = type("WindowsDriver", (), {})
sys.modules[fake.__name__] = fake
sys.platform = "win32"
import console.terminal.base, console.terminal.signals
from console.terminal.driver import driver_class
sys.exit(driver_class("gb18030") is not fake.WindowsDriver)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_hurried_key_reaches_the_handlers_of_keys() -> None:
    """``keyreader``: the name of a message's handlers is made of its class."""
    assert HurriedKey.handler_name == events.Key.handler_name == "on_key"
    assert HurriedKey("enter", "\r").bubble
