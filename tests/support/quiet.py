"""Waiting until a Textual program under test has nothing left to do, without waiting longer than that.

Textual's pilot sleeps a fiftieth of a second at a time, twice for every key, and takes a process that
used no processor meanwhile for one that is done. Here the event loop itself is asked, which is quicker
and does not mistake a busy machine for a finished program.
"""

from __future__ import annotations

import asyncio
import os
import selectors
from inspect import CO_VARARGS, CO_VARKEYWORDS, signature
from time import monotonic, process_time
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest
import textual._callback
import textual.app
import textual.message_pump
import textual.pilot
import textual.screen
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.strip import Strip

from tests.support import styling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.message import Message
    from textual.screen import Screen

LOOK = 0.02
"""Seconds after which work in a thread that used no processor is taken to be held up, as a test may want."""
STUCK = 0.001
"""Seconds of processor time within :data:`LOOK` below which the process did nothing."""
TICK = 0.5
"""Seconds between two pictures that nobody waits for; whoever waits has one made at once"""
UNASKED = 10
"""Rounds of a busy event loop between two in which it asks the system for news"""
MOST_SHEETS = 2_000
"""Style sheets kept parsed: more than all widgets and screens have."""

_find_handlers = MessagePump._get_dispatch_methods
_Handlers = list[tuple[type, Any]]
WITH_CARE: _Handlers = [(object, None)]
"""Stands for handlers that only Textual itself finds"""
_handlers: dict[tuple[type, str, type], _Handlers] = {}
"""What a kind of receiver has for messages of that name and kind"""

_begin = Stylesheet.__init__
_set = Stylesheet.set_variables
_parsed: dict[frozenset[tuple[str, str]], Any] = {}
"""What was parsed, by the colours it was parsed with"""


@pytest.fixture(autouse=True)
def quiet_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every pilot wait for quiet; import it into the conftest of a room that drives screens."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", quiet)
    # Else a slow machine lays out in between, again and again, what is not complete yet.
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", TICK)
    monkeypatch.setattr(Pilot, "_wait_for_screen", _let_all_attend)
    monkeypatch.setattr(textual._callback, "_count_parameters", _count_parameters)
    monkeypatch.setattr(selectors, "DefaultSelector", _BusySelector)
    monkeypatch.setattr(Compositor, "render_update", _paint_nothing)
    monkeypatch.setattr(MessagePump, "_get_dispatch_methods", handlers_of)
    monkeypatch.setattr(textual.message_pump, "log", _Silence())
    monkeypatch.setattr(Stylesheet, "__init__", _begin_with_what_is_known)
    monkeypatch.setattr(Stylesheet, "set_variables", _set_variables)
    monkeypatch.setattr(Stylesheet, "apply", styling.apply)
    monkeypatch.setattr(Stylesheet, "_process_component_classes", styling.style_parts)
    monkeypatch.setattr(MessagePump, "_start_messages", _start_messages)
    monkeypatch.setattr(Strip, "__init__", _begin_strip)


class _BusySelector(selectors.DefaultSelector):
    """Asks the system for news of files only now and then while the loop has enough to do.

    A program that is driven makes thousands of rounds without a file in sight, and each would ask.
    """

    _rounds = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._rounds += 1
        if timeout == 0 and self._rounds % UNASKED:
            return []
        found: list[tuple[selectors.SelectorKey, int]] = super().select(timeout)
        return found


def _begin_with_what_is_known(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    """Parse no style sheet that another program of this run has parsed with the same colours."""
    _begin(sheet, variables=variables)
    sheet._parse_cache = _parsed_with(sheet._variables)


def _set_variables(sheet: Stylesheet, variables: dict[str, str]) -> None:
    # What others know of other colours is not forgotten with it.
    sheet._parse_cache = LRUCache(1)
    _set(sheet, variables)
    sheet._parse_cache = _parsed_with(variables)


def _parsed_with(variables: dict[str, str]) -> Any:
    return _parsed.setdefault(frozenset(variables.items()), LRUCache(MOST_SHEETS))


def _start_messages(pump: Any) -> None:
    """Do what Textual's own does, but name no task by all a widget says of itself."""
    pump._thread_init()
    if pump.app._running:
        pump._task = asyncio.create_task(pump._process_messages())
    else:
        pump._closing = pump._closed = True


class _Forgetful:
    """Takes the place of what a strip keeps for being asked again, which nobody does who looks once."""

    def get(self, _key: object) -> None:
        return None

    def __setitem__(self, key: object, value: object) -> None:
        """Forget it."""


_FORGETFUL: Any = _Forgetful()


def _begin_strip(strip: Any, segments: Iterable[Any], cell_length: int | None = None) -> None:
    """Do what Textual's own does, but make none of its seven caches: every line of every picture has them."""
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._divide_cache = strip._crop_cache = strip._style_cache = strip._filter_cache = _FORGETFUL
    strip._line_length_cache = strip._crop_extend_cache = strip._offsets_cache = _FORGETFUL
    strip._render_cache = strip._link_ids = strip._cell_count = None


def handlers_of(pump: MessagePump, method_name: str, message: Message) -> Iterable[tuple[type, Any]]:
    """Do what Textual's own does, but look through a class for a handler only once.

    Most messages are of interest to hardly any class on the way up from the widget that gets them.
    """
    kinds = (type(pump), method_name, type(message))
    known = _handlers.get(kinds)
    if known is None:
        known = _handlers[kinds] = _named_handlers(*kinds)
    if not known:
        return ()
    return _find_handlers(pump, method_name, message) if known is WITH_CARE else _bound(known, pump, message)


def _named_handlers(receiver: type, name: str, kind: type) -> _Handlers:
    """Return the methods that go by their name alone; :data:`WITH_CARE` if one goes by a selector."""
    if any(
        not cls.__dict__.get("_decorated_handlers", {}).keys().isdisjoint(kind.__mro__)
        for cls in receiver.__mro__
    ):
        return WITH_CARE
    found = [(cls, cls.__dict__.get(f"_{name}") or cls.__dict__.get(name)) for cls in receiver.__mro__]
    return [(cls, made) for cls, made in found if made is not None and not getattr(made, "_textual_on", None)]


def _bound(handlers: _Handlers, pump: MessagePump, message: Message) -> Iterable[tuple[type, Any]]:
    for cls, method in handlers:
        # One handler may keep the message from those of the classes above.
        if message._no_default_action:
            break
        yield cls, method.__get__(pump, cls)


class _Silence:
    """Takes the place of a log that tells of every message, of which nobody hears."""

    def __getattr__(self, name: str) -> _Silence:
        return self

    def __call__(self, *_told: object, **_more: object) -> _Silence:
        return self


def _paint_nothing(
    compositor: Compositor,
    full: bool = False,  # noqa: FBT002 -- Textual's own signature
    screen_stack: list[Screen[Any]] | None = None,
    simplify: bool = False,  # noqa: FBT002 -- as above
) -> None:
    """Paint no picture that nobody sees: without a terminal Textual works it out and throws it away.

    A test that looks at the screen has it painted then, whole.
    """
    _ = full, simplify
    visible_screen_stack.set([] if screen_stack is None else screen_stack)
    compositor._dirty_regions.clear()


async def quiet(min_sleep: float = 0.0, max_sleep: float = 10.0) -> bool:
    """Wait until no message is under way, nothing waits to be painted and no thread works.

    Args:
        min_sleep: seconds to wait at the least.
        max_sleep: seconds after which a program that never comes to rest is given up.

    Returns:
        ``False`` if a thread is held up, by the database or by the test, or the program was given up.
    """
    if min_sleep:
        await asyncio.sleep(min_sleep)
    app = active_app.get()
    end = monotonic() + max_sleep
    looked, used = 0.0, 0.0
    while monotonic() < end:
        await _let_run()
        if _hurry(app):
            continue
        working = [worker._task for worker in app.workers if not worker.is_finished and worker._task]
        if not working:
            return True
        if not looked:
            looked, used = monotonic(), process_time()
        elif monotonic() - looked >= _patience():
            if process_time() - used < STUCK:
                return False
            looked, used = monotonic(), process_time()
        await asyncio.wait(working, timeout=LOOK / 2, return_when=asyncio.FIRST_COMPLETED)
    return False


async def _let_all_attend(_pilot: Pilot[Any], timeout: float = 0.0) -> bool:  # noqa: ASYNC109 -- Textual's
    """Let every widget attend to what it was told.

    Textual's own sends every widget of the screen a message, to be called back by all, for each key.
    """
    _ = timeout
    await _let_run()
    return True


def _count_parameters(function: Any) -> int:
    """Count as Textual does; a plain function, of which most are made anew each time, by its code."""
    if type(function) is FunctionType and not hasattr(function, "__wrapped__"):
        code = function.__code__
        several = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
        return code.co_argcount + code.co_kwonlyargcount + several
    return len(signature(function).parameters)


def _patience() -> float:
    """Return how long a thread may do nothing: on a busy machine it waits for its turn, as a server does."""
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return LOOK * max(1.0, 2 * waiting)


async def _let_run() -> None:
    """Let the event loop run until nothing is ready to run but this."""
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    while loop._ready:  # noqa: ASYNC110 -- the loop has no event for having nothing to do
        await asyncio.sleep(0)


def _hurry(app: App[Any]) -> bool:
    """Do now what waits for a timer only so as not to be done too often; whether there was something."""
    if app._resize_event is not None:
        app._check_resize()
        return True
    painting: Any = app.screen._update_timer if app._screen_stack else None
    if painting is not None and painting._active.is_set():
        app.screen._on_timer_update()
        return True
    return False
