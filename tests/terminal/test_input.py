"""T1, T8, T10, T11: nothing typed, pasted or sent by the line ends the program or loses the form."""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

import pytest

from tests.terminal.ptyhost import PtyHost

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.pty

SLOW = bool(os.environ.get("YIWANG_SLOW_TESTS"))
SAMPLE = ["-m", "tests.terminal.sample"]
DOWN_BOX = "> [ ] 匿名"


@pytest.fixture
def host() -> Iterator[PtyHost]:
    with PtyHost(SAMPLE, quick=True) as program:
        program.wait_for("准备好了")
        program.wait_for("\n>[")
        program.wait_for("刷屏")
        program.read(quiet=0.15)
        yield program


def test_bad_bytes_in_utf8(host: PtyHost) -> None:
    """T1: an invalid byte, a cut-off character, a whole GBK name typed into a UTF-8 session."""
    host.send("张".encode() + b"\xff" + "伟".encode())
    host.wait_for("张\ufffd伟")
    host.send(b"\xe5\xbc")
    host.wait_for("伟\ufffd", 4)
    host.send("李敏".encode("gbk") + b"ok")
    host.wait_for("ok")
    assert host.alive
    assert "张\ufffd伟" in host.lines[1]


def test_utf8_in_a_gb18030_session() -> None:
    """T1, T2: the reverse, and rare names typed and shown in GB18030."""
    with PtyHost([*SAMPLE, "charset=gb18030"], charset="gb18030", quick=True) as host:
        host.wait_for("准备好了")
        host.wait_for("\n>[")
        host.send("张伟㐀𠮷阿布·买买提")
        host.wait_for("张伟㐀𠮷阿布·买买提")
        host.send("李敏".encode() + b"\xff\xff\xff ok")
        host.wait_for("ok")
        assert host.alive
        assert "张伟㐀𠮷阿布·买买提" in host.lines[1]


def test_gbk_terminals_get_one_mark_for_each_cell() -> None:
    """T2: what the terminal's set lacks takes its two cells all the same."""
    with PtyHost([*SAMPLE, "charset=gbk", "data=㐀"], charset="gbk", quick=True) as host:
        host.wait_for("准备好了 ??")
        assert host.lines[1].endswith("]")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_random_bytes(charset: str) -> None:
    """T1: random bytes, control keys among them; ten thousand in the slow run, or a quarter."""
    chance = random.Random(20260302)
    with PtyHost([*SAMPLE, f"charset={charset}"], charset=charset, quick=True) as host:
        host.wait_for("准备好了")
        host.send("\t")
        for _round in range(40 if SLOW else 10):
            # 0x1b is left out here: by chance it can spell F2, which raises on purpose.
            host.send(bytes(byte for byte in chance.randbytes(251) if byte != 0x1B))
            host.read(quiet=0.01, limit=0.1)
        host.read(quiet=0.4)
        assert host.alive
        host.send("\x1b[21~")
        assert host.exit_code(20.0, reading=True) == 0


FORGED = [
    (
        "\x1b[99999999999999999999u\x1b[1114112;1u\x1b[48;100000;100000;1;1t\x1b[?2048;1$y\x1b[?2026;2$y"
        "\x1b[<0;1;1M\x1b[I\x1b[O\x1b[999999999999;999999999999R"
    ),
    "\x1b[?1;2c",
    "\x1b]0;title\x07",
    "\x1b" * 40,
    "\x1b[" + "1;" * 20,
]


def test_forged_and_broken_sequences(host: PtyHost) -> None:
    """T1: reports nobody asked for change neither the size nor the focus, nor end the program."""
    for sequence in FORGED:
        host.send("\x15张伟")
        host.wait_for("[张伟")
        host.send(sequence)
        host.read(quiet=0.45)
        assert host.alive, sequence
        assert "[张伟" in host.text, sequence
        assert len(host.lines[2]) == 80, sequence
        host.send("敏")
        host.wait_for("敏")


@pytest.mark.parametrize("pause", [0.05, 0.25])
def test_split_escape_is_still_an_arrow(host: PtyHost, pause: float) -> None:
    """T8: ESC and the rest of an arrow key a quarter of a second apart."""
    host.send("\t\t")
    host.wait_for(DOWN_BOX)
    host.send("\x1b[Z\x1b[Z")
    host.wait_for("\n>[")
    host.send("ab")
    host.wait_for("ab")
    host.send("\x1b")
    time.sleep(pause)
    host.send("[D")
    host.read(quiet=0.6)
    host.send("X")
    host.wait_for("aXb")


def test_lone_escape_harms_nothing(host: PtyHost) -> None:
    """T8: ESC alone in a field changes nothing and comes through as a key."""
    host.send("ab")
    host.wait_for("ab")
    host.send("\x1b")
    host.read(quiet=0.6)
    host.send("c")
    host.wait_for("abc")


def test_flow_control_and_other_control_keys(host: PtyHost) -> None:
    """T10: XON, XOFF, Ctrl-Z, Ctrl-C and Ctrl-\\ with the focus on each kind of widget."""
    for _stop in range(8):
        # The last row is Textual's footer, which paints itself anew whenever it likes.
        before = host.lines[:-1]
        for byte in b"\x11\x13\x1a\x03\x1c":
            host.send(bytes([byte]))
        host.read(quiet=0.1)
        assert host.alive
        assert host.lines[:-1] == before
        host.send("\t")
        host.read(quiet=0.15)


def test_keys_arriving_together_take_effect_in_order(host: PtyHost) -> None:
    """One packet with letters, editing keys and Tab, as a slow line or a card reader sends it."""
    host.send("ab\x7fc\x1b[DX\t第一\r第二\t \t")
    host.wait_for("[aXc ")
    host.wait_for("|第一 ")
    host.wait_for("|第二 ")
    host.wait_for("[x] 匿名")


def test_pasted_lines_are_joined_with_a_notice(host: PtyHost) -> None:
    """T11: what a bracketed paste does to a field of one line."""
    host.send("\x1b[200~张伟\r\n李\u202e敏\x1b[31m\t三\r\n\x1b[201~")
    host.wait_for("张伟 李敏 三")
    host.wait_for("2 行已并成一行")


def test_a_paste_cut_off_on_the_line_does_not_swallow_the_keys(host: PtyHost) -> None:
    host.send("\x1b[200~张伟")
    host.wait_for("张伟", 5)
    host.send("李敏")
    host.wait_for("张伟李敏")


def test_small_window_says_so_and_keeps_the_form(host: PtyHost) -> None:
    """T7: below 60 by 20 a sentence; keys reach no form that cannot be seen."""
    host.send("张伟")
    host.wait_for("张伟")
    host.resize(50, 12)
    host.wait_for("窗口现在是 50 列 12 行")
    host.send("XYZ")
    host.read()
    host.resize(20, 5)
    host.wait_for("20 列 5")
    host.resize(80, 24)
    host.wait_for("张伟")
    host.read()
    assert "XYZ" not in host.text


def test_a_storm_of_sizes_ends_in_the_right_picture(host: PtyHost) -> None:
    """T12: fifty changes of size in a second, compared with a fresh start."""
    for step in range(50):
        host.resize(80 + step % 7, 24 + step % 3)
        host.read(quiet=0.005, limit=0.02)
    host.resize(90, 26)
    with PtyHost(SAMPLE, columns=90, rows=26, quick=True) as fresh:
        fresh.wait_for("准备好了")
        fresh.wait_for("\n>[")
        fresh.read(quiet=0.5)
        end = time.monotonic() + 10
        while host.text != fresh.text and time.monotonic() < end:
            host.read(quiet=0.2)
        assert host.text == fresh.text
