"""From the bytes of a terminal to keys and pastes, for one input thread."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser

from console.terminal.codec import InputDecoder

if TYPE_CHECKING:
    from textual.message import Message

PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

UNFINISHED_SECONDS: Final = 1.0
"""How long the rest of a character may take on a slow line."""
OPEN_PASTE_SECONDS: Final = 2.0
"""Silence after which a paste whose end mark never came is taken as complete."""
PASTE_LIMIT: Final = 1_000_000
"""Characters after which a paste is handed over in parts."""

_REPORTS: Final = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # colours, titles
    r"|\x1b[P_^X][^\x1b]*\x1b\\"  # names and abilities
    r"|\x1b\[[?>=][\d;:]*\$?[A-Za-z]"  # what it is, which modes are on
    r"|\x1b\[\d?n"  # that it is well
)
"""Answers of terminals: to a program that ran before, or to a line somebody showed; no key sends any"""
_BEGUN: Final = re.compile(r"\x1b(?:\][^\x07\x1b]*|P[^\x1b]*|\[[?>=][\d;:]*\$?)\x1b?\Z")
"""The beginning of one, at the end of a packet"""
_LONGEST_REPORT: Final = 256

_PARSER_ERRORS: Final = (ParseError, ValueError, LookupError, ArithmeticError, TypeError, RuntimeError)
"""What Textual's parser raises on sequences it did not expect (``ESC[9999999999u``)."""


BREATH_SECONDS: Final = 0.03
"""Less than lies between two keys pressed by hand; text pasted, or caught up with, comes closer."""


class HurriedKey(events.Key):
    """A key that came in one breath with text: pasted rather than pressed.

    Terminals without bracketed paste send a paste as keys, its line ends as Enter. It acts
    as any other key; what must not happen by accident can ask (``TerminalApp.in_one_breath``).
    """


# To widgets it is a key like any other; Textual would name its handlers after the class.
HurriedKey.handler_name = events.Key.handler_name


class KeyReader:
    """Decodes and parses input; no bytes make it fail.

    Pastes are collected here and not by the parser, which takes an ESC inside a paste for a
    key and types the rest into the field.
    """

    def __init__(self, charset: str, *, debug: bool = False) -> None:
        self._debug = debug
        self._decoder = InputDecoder(charset)
        self._parser = XTermParser(debug)
        self._last_read = time.monotonic()
        self._recent = ""
        self._pasted: list[str] | None = None
        self._begun = ""
        """The beginning of a terminal's answer, whose end is still on the line"""
        self._last_letter = 0.0

    def feed(self, data: bytes) -> list[Message]:
        """Return the messages completed by ``data``."""
        self._last_read = time.monotonic()
        text = self._without_reports(self._decoder.decode(data))
        return self._in_breaths(self._parse(text) + self._ticks())

    def _without_reports(self, text: str) -> str:
        """Leave out what a terminal answers: the parser would type it, and "?" or "n" are commands."""
        text, self._begun = self._begun + text, ""
        if self._pasted is not None or PASTE_START in text:
            return text
        text = _REPORTS.sub("", text)
        begun = _BEGUN.search(text)
        if begun is not None and len(begun[0]) <= _LONGEST_REPORT:
            self._begun = begun[0]
            text = text[: begun.start()]
        return text

    def _in_breaths(self, messages: list[Message]) -> list[Message]:
        """Mark the keys that came in one breath with text: after it, or an Enter just before it."""
        letters = [place for place, message in enumerate(messages) if _is_letter(message)]
        follows = self._last_read - self._last_letter < BREATH_SECONDS
        marked: list[Message] = []
        for place, message in enumerate(messages):
            if isinstance(message, events.Key):
                after = follows or bool(letters and letters[0] < place)
                before = bool(letters and letters[-1] > place) and message.key == "enter"
                marked.append(HurriedKey(message.key, message.character) if after or before else message)
            else:
                marked.append(message)
        if letters:
            self._last_letter = self._last_read
        return marked

    def idle(self) -> list[Message]:
        """Return what a pause in the input completes: a lone ESC, half a character, a paste."""
        silence = time.monotonic() - self._last_read
        messages = self._ticks()
        if self._begun and silence > UNFINISHED_SECONDS:
            begun, self._begun = self._begun, ""
            messages += self._parse(begun)
        if self._decoder.pending and silence > UNFINISHED_SECONDS:
            messages += self._parse(self._decoder.flush())
        if self._pasted is not None and silence > OPEN_PASTE_SECONDS:
            # The end mark was lost on the line; without this every key from now on would
            # be taken for a part of the paste.
            messages.append(self._paste_event("".join(self._pasted)))
            self._pasted = None
        return messages

    def _parse(self, text: str) -> list[Message]:
        messages: list[Message] = []
        for character in text:
            if self._pasted is None:
                messages += self._step(character)
                self._recent = (self._recent + character)[-len(PASTE_START) :]
                if self._recent == PASTE_START:
                    # The parser has begun a paste of its own; an end at once closes it.
                    for end in PASTE_END:
                        self._step(end)
                    self._recent = ""
                    self._pasted = []
            else:
                self._collect(self._pasted, character, messages)
        return messages

    def _collect(self, pasted: list[str], character: str, messages: list[Message]) -> None:
        """Add a character to the paste, and hand it over at its end mark or limit."""
        pasted.append(character)
        if character == PASTE_END[-1] and "".join(pasted[-len(PASTE_END) :]) == PASTE_END:
            messages.append(self._paste_event("".join(pasted[: -len(PASTE_END)])))
            self._pasted = None
        elif len(pasted) >= PASTE_LIMIT:
            messages.append(self._paste_event("".join(pasted)))
            pasted.clear()

    @staticmethod
    def _paste_event(text: str) -> Message:
        return events.Paste(text.replace("\x00", ""))

    def _step(self, character: str) -> list[Message]:
        """Give the parser one character, so that what it chokes on costs no more than itself."""
        messages: list[Message] = []
        try:
            messages.extend(self._parser.feed(character))
        except _PARSER_ERRORS:
            self._parser = XTermParser(self._debug)
        return messages

    def _ticks(self) -> list[Message]:
        try:
            return list(self._parser.tick())
        except _PARSER_ERRORS:
            self._parser = XTermParser(self._debug)
            return []


def _is_letter(message: Message) -> bool:
    return isinstance(message, events.Key) and message.is_printable
