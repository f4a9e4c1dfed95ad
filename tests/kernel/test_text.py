"""Text from outside: nothing a terminal would obey gets in, and nothing else is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.text import bigrams, clean_block, clean_line, fold, half_width, initials


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("\x1b[31m红\x1b[0m", "红"),
        ("a\x1b[2J\x1b[1;1Hb", "ab"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("\x1b]52;c;ZXZpbA==\x9cx", "x"),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x1b_G…\x1b\\x", "x"),
        ("\x1b(0lqk", "(0lqk"),
        ("\x9b31mx", "31mx"),
        ("a\x00b\x08\x7fc", "abc"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\ufeffc\u2060d", "abcd"),
        ("a\ud800b", "ab"),
        ("a\U000e0041b", "ab"),
        ("\x1b", ""),
        ("\x1b\x1b[31m]0;x", "]0;x"),
        ("[red]x[/red] [@click=app.quit]y[/]", "[red]x[/red] [@click=app.quit]y[/]"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("'; DROP TABLE cases; --", "'; DROP TABLE cases; --"),
        ("  小区\t三栋\r\n通道\u3000\u3000被堵  ", "小区 三栋 通道 被堵"),
        ("a\u2028b\u2029c", "a b c"),
        ("é e\u0301 👨‍👩‍👧", "é e\u0301 👨‍👩‍👧"),
        ("", ""),
    ],
)
def test_one_line_of_hostile_text(hostile: str, left: str) -> None:
    assert clean_line(hostile) == left


def test_a_block_keeps_its_lines() -> None:
    assert clean_block("一\r\n二\r三\n\n四\u2028五\t六\x1b[0m\x07\n") == "一\n二\n三\n\n四\n五\t六"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    line, block = clean_line(text), clean_block(text)
    for cleaned, allowed in ((line, ""), (block, "\n\t")):
        for character in cleaned:
            assert unicodedata.category(character) not in {"Cc", "Cs"} or character in allowed
            assert unicodedata.bidirectional(character) not in {
                "RLO",
                "LRO",
                "RLE",
                "LRE",
                "PDF",
                "RLI",
                "LRI",
                "PDI",
            }


@given(st.text(alphabet=st.sampled_from("ab一\x1b[]0;\x07\x9b\\31mP_\n \u202e"), max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_block(clean_block(text)) == clean_block(text)


@given(st.text(alphabet=st.characters(categories=["Lo", "Nd", "Lu", "Ll", "Po"]), min_size=1, max_size=30))
def test_ordinary_text_is_kept_byte_for_byte(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消防通道", "xftd"),
        ("岭南03网格", "ln03wg"),
        ("12345热线", "12345rx"),
        ("ＬＮ－０１", "ln01"),
        ("大岭镇（街道）", "dlzjd"),
        ("，。！", ""),
        ("", ""),
        ("A区3#楼", "aq3l"),
    ],
)
def test_initials(text: str, expected: str) -> None:
    assert initials(text) == expected


@given(st.text(max_size=30))
def test_initials_are_plain_small_letters_and_digits(text: str) -> None:
    assert all(character.isascii() or character.isalnum() for character in initials(text))
    assert initials(text) == initials(text).lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消防通道", {"消防", "防通", "通道"}),
        ("井", {"井"}),
        ("井盖，坏", {"井盖", "坏"}),
        ("ＡＢ c", {"ab", "bc"}),
        ("", set()),
        ("，。", set()),
    ],
)
def test_bigrams(text: str, expected: set[str]) -> None:
    assert bigrams(text) == expected


def test_folding_and_half_width() -> None:
    assert fold(" ＬＮ ０１\u3000Straße ") == "ln01strasse"
    assert half_width("　１３８００１３８０００ ") == "13800138000"
