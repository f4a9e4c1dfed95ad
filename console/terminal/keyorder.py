"""Keys take effect in the order they were typed, however close together they arrive.

Textual hands a key to the focused widget, and what the widget does not use travels on from
parent to parent as messages. Keys behind it overtake: ``张``, Tab, ``李`` arriving as one
packet (a slow line catching up, a card reader) put both characters in the first field. Here
each key that may travel is given time to arrive before the next one is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.widgets import Input, TextArea

from console.terminal.keyreader import HurriedKey

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message
    from textual.message_pump import MessagePump

SETTLE_SECONDS: Final = 0.5
"""How long one widget may take over a key before the next is sent all the same."""

FLOOD: Final = 200
"""Keys waiting beyond which they are a paste, or a file sent by mistake, and not typed ahead."""


class KeyOrder:
    """Sends keys and pastes to an application one after the other."""

    def __init__(self, app: App[Any]) -> None:
        """Start sending. Call inside the application's event loop."""
        self._app = app
        self._waiting: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(self._send(), name="yiwang-keys")

    def put(self, message: Message) -> None:
        """Send ``message`` when all before it have taken effect. Event loop only."""
        self._waiting.put_nowait(message)

    def stop(self) -> None:
        """Throw away what still waits."""
        self._task.cancel()

    async def _send(self) -> None:
        while True:
            message = await self._waiting.get()
            in_field = isinstance(self._app.focused, Input | TextArea)
            if not in_field and isinstance(message, HurriedKey) and self._waiting.qsize() >= FLOOD:
                # A text pasted where nothing takes text: its letters are no commands, and each of
                # them would keep the next key of the person waiting for a millisecond.
                continue
            if not self._app.post_message(message):
                return
            # A letter is used by the field it is sent to, and nothing can overtake it. Elsewhere
            # it may be a command: what it opens has to be there for the letters that follow.
            letter = isinstance(message, events.Key) and message.is_printable
            if not (letter and in_field):
                await self._settled()

    async def _settled(self) -> None:
        """Wait until the application has done all that the last key started."""
        app = self._app
        await _passed(app)
        if app._exit or not app.screen_stack:  # noqa: SLF001 -- no public sign that the end has begun
            return
        for node in (app.focused or app.screen).ancestors_with_self:
            await _passed(node)
        # What an action puts off until later (a change of focus, a new screen).
        await _passed(app)
        if app.screen_stack:
            await _passed(app.screen)


async def _passed(node: MessagePump) -> None:
    """Wait until ``node`` has handled every message it has now."""
    reached = asyncio.Event()
    if node.is_running and node.call_later(reached.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reached.wait(), SETTLE_SECONDS)
