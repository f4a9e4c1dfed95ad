"""Pieces of words: whatever part of a text is looked for leads to it, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kernel.bigrams import Sought, grams, pieces_of, sought
from models.kernel.text import fold

_TEXTS = st.text("消防通道占用路灯 abc120-０Ａ，。_\u0301é", max_size=30).map(fold)


def leads(word: str, text: str) -> bool:
    """Say whether an index of pieces would name the text, and the text itself has the word."""
    whole, starts, sure = sought(word)
    pieces = grams(text)
    named = pieces.issuperset(whole) and all(any(p.startswith(start) for p in pieces) for start in starts)
    return named and (sure or word in text)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("消防", Sought(("消防",), (), sure=True)),
        ("消防通道", Sought(("消防", "防通", "通道"), (), sure=False)),
        ("火", Sought((), ("火",), sure=True)),
        ("xf", Sought((), ("xf",), sure=True)),
        ("xftd", Sought(("xft", "ftd"), (), sure=False)),
        ("0302-0001", Sought(("030", "302", "000", "001"), (), sure=False)),
        ("3栋", Sought((), ("3", "栋"), sure=False)),
        ("3栋楼", Sought(("栋楼",), (), sure=False)),
        ("，", Sought((), (), sure=False)),
        ("", Sought((), (), sure=False)),
    ],
)
def test_how_a_word_is_looked_for(word: str, wanted: Sought) -> None:
    assert sought(word) == wanted


def test_pieces_end_where_the_kind_of_character_does() -> None:
    assert grams("3栋消防,xftd") == {"3", "栋消", "消防", "防", "xft", "ftd", "td", "d"}


@given(_TEXTS, st.data())
def test_every_part_of_a_text_leads_to_it(text: str, data: st.DataObject) -> None:
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        assert leads(text[start:end], text)


@given(_TEXTS, _TEXTS)
def test_what_is_not_in_a_text_does_not_lead_to_it(word: str, text: str) -> None:
    assert leads(word, text) == (word in text)


@given(_TEXTS, _TEXTS)
def test_the_pieces_a_text_has_are_told_without_taking_it_apart(text: str, brought: str) -> None:
    assert pieces_of(text, grams(brought)) == grams(text) & grams(brought)
