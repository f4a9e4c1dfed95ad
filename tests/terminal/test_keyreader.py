from __future__ import annotations

import random
import time

import pytest
from textual import constants, events

from console.terminal import keyreader
from console.terminal.keyreader import HurriedKey, KeyReader


def told(reader: KeyReader, data: bytes) -> list[str]:
    return [
        message.key if isinstance(message, events.Key) else f"paste:{message.text}"
        for message in reader.feed(data)
        if isinstance(message, events.Key | events.Paste)
    ]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        # xterm and VT220, PuTTY default, PuTTY "Linux" and the Linux console
        ("\x1bOP", "f1"),
        ("\x1b[11~", "f1"),
        ("\x1b[[A", "f1"),
        ("\x1bOQ", "f2"),
        ("\x1b[12~", "f2"),
        ("\x1b[[B", "f2"),
        ("\x1bOR", "f3"),
        ("\x1b[13~", "f3"),
        ("\x1bOS", "f4"),
        ("\x1b[14~", "f4"),
        ("\x1b[15~", "f5"),
        ("\x1b[[E", "f5"),
        ("\x1b[17~", "f6"),
        ("\x1b[18~", "f7"),
        ("\x1b[19~", "f8"),
        ("\x1b[20~", "f9"),
        ("\x1b[21~", "f10"),
        ("\x1b[A", "up"),
        ("\x1bOA", "up"),
        ("\x1b[5~", "pageup"),
        ("\x1b[6~", "pagedown"),
        ("\x1b[H", "home"),
        ("\x1b[1~", "home"),
        ("\x1bOH", "home"),
        ("\x1b[7~", "home"),
        ("\x1b[F", "end"),
        ("\x1b[4~", "end"),
        ("\x1b[Z", "shift+tab"),
        ("\r", "enter"),
        ("\x7f", "backspace"),
        ("\x08", "backspace"),
        ("\t", "tab"),
        ("张", "张"),
    ],
)
def test_keys_in_the_dialects_of_terminals(sequence: str, key: str) -> None:
    """T9: the safe set reads the same from every kind of terminal."""
    assert told(KeyReader("utf-8"), sequence.encode()) == [key]


def test_answers_of_a_terminal_are_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = KeyReader("utf-8")
    for answer in (
        b"\x1b[?62;c\x1b[>0;276;0c\x1b[?2026;2$y\x1b[0n",
        b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b]11;rgb:0/0/0\x07",
        b"\x1bP1+r544e=78\x1b\\\x1bP>|xterm(3)\x1b\\\x1b_x\x1b\\",
    ):
        assert told(reader, b"a" + answer + b"\x1bOP") == ["a", "f1"]
        # On a slow line it comes in pieces.
        for cut in (3, 5):
            assert told(reader, answer[:cut]) + told(reader, answer[cut:] + b"b") == ["b"]
    # What only began like one is typed after all, and nothing of a paste is left out.
    monkeypatch.setattr(keyreader, "UNFINISHED_SECONDS", 0.0)
    assert told(reader, b"\x1b]12") == []
    time.sleep(0.01)
    messages = reader.idle()
    time.sleep(constants.ESCAPE_DELAY + 0.01)
    messages += reader.idle()
    assert [message.key for message in messages if isinstance(message, events.Key)][-2:] == ["1", "2"]
    assert told(reader, b"\x1b[200~\x1b[0nx\x1b[201~") == ["paste:\x1b[0nx"]


def test_a_paste_keeps_what_is_in_it_together() -> None:
    reader = KeyReader("utf-8")
    assert told(reader, b"a\x1b[200~x\x1b[31m\ty\x1b[2") == ["a"]
    assert told(reader, b"01~b") == ["paste:x\x1b[31m\ty", "b"]


def test_a_paste_without_an_end_is_closed_by_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = KeyReader("utf-8")
    reader.feed("\x1b[200~张伟".encode())
    assert reader.idle() == []
    monkeypatch.setattr(keyreader, "OPEN_PASTE_SECONDS", -1.0)
    (paste,) = reader.idle()
    assert isinstance(paste, events.Paste)
    assert paste.text == "张伟"
    assert told(reader, b"x") == ["x"]


def test_an_endless_paste_is_handed_over_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyreader, "PASTE_LIMIT", 4)
    assert told(KeyReader("utf-8"), b"\x1b[200~abcdefghi") == ["paste:abcd", "paste:efgh"]


def hurried(reader: KeyReader, data: bytes) -> list[str]:
    return [message.name for message in reader.feed(data) if isinstance(message, HurriedKey)]


@pytest.mark.parametrize(
    ("packet", "marked"),
    [
        (b"a", []),
        (b"\r", []),
        (b"\x1b[B\x1b[B\r", []),
        (b"ab\r", ["b", "enter"]),
        (b"\rab", ["enter", "b"]),
        (b"ab\rcd\r", ["b", "enter", "c", "d", "enter"]),
        (b"a\x1bOQ", ["f2"]),
        (b"\x1b[200~ab\rcd\x1b[201~\r", []),
    ],
)
def test_keys_in_one_breath_with_text_are_marked(packet: bytes, marked: list[str]) -> None:
    """T11: what a terminal without bracketed paste makes of pasted lines."""
    assert hurried(KeyReader("utf-8"), packet) == marked


def test_a_breath_goes_on_in_the_next_packet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyreader, "BREATH_SECONDS", 60.0)
    reader = KeyReader("utf-8")
    assert hurried(reader, b"ab") == ["b"]
    assert hurried(reader, b"\r") == ["enter"]
    monkeypatch.setattr(keyreader, "BREATH_SECONDS", 0.0)
    assert hurried(reader, b"\r") == []


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_structured_nonsense_never_raises(charset: str) -> None:
    """Sequences built from the letters of real ones reach more of the parser than chance does."""
    chance = random.Random(11)
    reader = KeyReader(charset)
    letters = b"\x1b[[[O?<>;;:0123456789999uRMmtyc~IOP$ABCDHF \x9b\xff\x81"
    for _round in range(3000):
        reader.feed(bytes(chance.choices(letters, k=chance.randrange(1, 30))))
        reader.idle()
    reader.feed(b"\x1b[201~")
    time.sleep(0.15)
    reader.idle()
    assert "q" in told(reader, b" q")
