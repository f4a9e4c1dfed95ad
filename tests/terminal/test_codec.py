from __future__ import annotations

import random

import pytest

from console.terminal.codec import InputDecoder, encode_output
from console.terminal.profile import CHARSETS, TerminalProfile, UnknownCharsetError, charset_named

RARE = "张伟㐀𠮷阿布都热合曼·买买提"


@pytest.mark.parametrize("charset", CHARSETS)
def test_any_bytes_decode(charset: str) -> None:
    chance = random.Random(7)
    decoder = InputDecoder(charset)
    for _round in range(200):
        decoder.decode(chance.randbytes(chance.randrange(1, 80)))
    decoder.flush()
    assert decoder.decode(b"ok") == "ok"


def test_one_bad_byte_costs_one_mark() -> None:
    decoder = InputDecoder("utf-8")
    assert decoder.decode("张".encode() + b"\xff" + "伟".encode()) == "张\ufffd伟"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_characters_split_anywhere_come_out_whole(charset: str) -> None:
    decoder = InputDecoder(charset)
    data = RARE.encode(charset)
    assert "".join(decoder.decode(bytes([byte])) for byte in data) == RARE


def test_a_lone_lead_byte_does_not_swallow_the_next_key() -> None:
    decoder = InputDecoder("gb18030")
    assert decoder.decode(b"\xd5") == ""
    states = [decoder.pending]
    assert decoder.flush() == "\ufffd"
    states.append(decoder.pending)
    assert states == [True, False]
    assert decoder.decode(b"a") == "a"


def test_escape_after_half_a_character_stays_an_escape() -> None:
    assert InputDecoder("gb18030").decode(b"\xd5\x1b[B").endswith("\x1b[B")


def test_gb18030_has_every_character() -> None:
    assert encode_output(RARE, "gb18030").decode("gb18030") == RARE


def test_what_the_charset_lacks_keeps_its_width() -> None:
    assert encode_output("a㐀b", "gbk") == b"a??b"
    assert encode_output("x\u2b58y", "gbk") == b"x?y"


def test_nothing_makes_the_encoder_fail() -> None:
    for charset in CHARSETS:
        for point in (*range(0x20), 0x7F, 0x9B, 0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x31350, 0x10FFFF):
            encode_output(chr(point), charset)


def test_charset_names() -> None:
    assert charset_named(" UTF8 ") == "utf-8"
    assert TerminalProfile(charset="GB2312").charset == "gbk"
    with pytest.raises(UnknownCharsetError, match="klingon"):
        TerminalProfile(charset="klingon")
