from __future__ import annotations

import re
import time
import unicodedata

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from console.terminal.filter import HOSTILE, TerminalFilter, ascii_text, clean_text, plain_style
from console.terminal.glyphs import ascii_glyph

BACKGROUND = Color(0, 0, 0)
CONTROLS = [
    *map(chr, (0x00, 0x07, 0x08, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D)),
    *"\u061c\u200b\u200c\u200d\u200e\u202a\u202e\u2028\u2029\u2060\u2066\u2069\ufeff\ufff9\u00ad\u3164",
    "\U000e0041",
    "\ud800",
]


def line(*texts: str) -> list[Segment]:
    return [Segment(text, Style()) for text in texts]


def shown(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def width(segments: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda text: f"U+{ord(text):04X}")
@pytest.mark.parametrize("ascii_borders", [False, True])
def test_no_control_survives_and_the_right_edge_stays(control: str, ascii_borders: bool) -> None:
    before = line("|", f"张{control}伟{control}", "      ", "|")
    after = TerminalFilter(ascii_borders=ascii_borders).apply(before, BACKGROUND)
    assert not HOSTILE.search(shown(after))
    assert "?" in shown(after)
    assert width(after) == width(before)
    assert shown(after).endswith("|")


def test_a_full_line_gives_up_the_end_of_the_hostile_text_only() -> None:
    before = line("|", "ab\x1b[31mcd", "|")
    after = TerminalFilter().apply(before, BACKGROUND)
    assert [segment.text for segment in after] == ["|", "ab?[31mc", "|"]


def test_a_variation_selector_goes_without_a_mark() -> None:
    before = line("葛\U000e0100城  ", "|")
    after = TerminalFilter().apply(before, BACKGROUND)
    assert shown(after).startswith("葛城")
    assert width(after) == width(before)


def test_a_tab_becomes_a_space() -> None:
    assert clean_text("a\tb") == "a b"


@pytest.mark.parametrize("text", ["张伟", "㐀𠮷", "阿布都热合曼·买买提", "بەختىيار", "café", "\ue000", "𱍐"])
def test_names_pass_unchanged(text: str) -> None:
    assert shown(TerminalFilter().apply(line(text), BACKGROUND)) == text


def test_links_are_dropped_and_the_rest_of_the_style_kept() -> None:
    style = Style(bold=True, link="http://example.invalid/")
    (segment,) = TerminalFilter().apply([Segment("x", style)], BACKGROUND)
    assert segment.style is not None
    assert segment.style.link is None
    assert segment.style.bold


def test_control_segments_are_dropped() -> None:
    assert TerminalFilter().apply([Segment("\x1b[2J", None, [])], BACKGROUND) == []


def test_every_ambiguous_glyph_has_one_ascii_cell() -> None:
    left = [
        chr(point)
        for point in range(0xA0, 0x30000)
        if unicodedata.east_asian_width(chr(point)) == "A"
        and cell_len(chr(point)) == 1
        and not ascii_glyph(chr(point)).isascii()
    ]
    assert left == []


def test_borders_of_textual_become_ascii() -> None:
    drawing = "─│┌┐└┘├┤┼═║╔╗▔▁▎▊▌▐█▄▀●○▼▲•…·—“”①×⭘"
    mapped = ascii_text(drawing)
    assert mapped.isascii()
    assert len(mapped) == len(drawing)
    assert mapped.startswith("-|++++")


def test_chinese_and_arabic_script_are_left_alone_in_ascii_mode() -> None:
    assert ascii_text("张伟，（）بەختىيار") == "张伟，（）بەختىيار"


def test_monochrome_keeps_the_meaning_of_a_background() -> None:
    cursor = plain_style(Style.parse("black on white"))
    assert cursor.color is None
    assert cursor.bgcolor is None
    assert cursor.reverse
    assert not plain_style(Style.parse("red")).reverse
    assert not plain_style(Style.parse("default on black")).reverse
    assert plain_style(Style.parse("bold reverse red on blue")) == Style(bold=True, reverse=True)


def test_the_hot_path_is_cheap() -> None:
    """A screen of 24 rows of 12 segments, as DataTable makes them, costs well under a frame."""
    rows = [line(*(f"行{row}格{column}·待受理" for column in range(12))) for row in range(24)]
    gate = TerminalFilter(ascii_borders=True)
    for row in rows:
        gate.apply(row, BACKGROUND)
    best = 1.0
    for _round in range(5):
        start = time.perf_counter()
        for row in rows:
            gate.apply(row, BACKGROUND)
        best = min(best, time.perf_counter() - start)
    assert best < 0.01


def test_printable_ascii_is_never_hostile() -> None:
    assert not re.search(HOSTILE, "".join(map(chr, range(0x20, 0x7F))))
