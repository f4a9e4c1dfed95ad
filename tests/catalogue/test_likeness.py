from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.likeness import LikenessIndex

MATTERS = [
    (1, "占用消防通道", "堵车", "街面秩序", ""),
    (2, "上水井盖", "", "公用设施", "井盖破损\n井盖丢失"),
    (3, "污水井盖", "", "公用设施", ""),
    (4, "暴露生活垃圾", "", "市容环境", ""),
]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("消防通道被占用", 1),
        ("门口一直堵车", 1),
        ("上水井盖丢失，很危险", 2),
        ("污水井盖", 3),
        ("桥下有很多生活垃圾没人清", 4),
    ],
)
def test_the_likest_comes_first(text: str, first: int) -> None:
    assert LikenessIndex(MATTERS).like(text, 5)[0].matter_id == first


def test_words_are_pieces_of_the_text_and_none_repeats_another() -> None:
    (found, *_rest) = LikenessIndex(MATTERS).like("上水井盖丢失", 1)
    assert found.words[0] == "上水井盖"
    assert not any(one != other and one in other for one in found.words for other in found.words)


@given(st.text(max_size=80))
def test_scores_are_ordered_and_bounded_for_any_text(text: str) -> None:
    found = LikenessIndex(MATTERS).like(text, 3)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len(found) <= 3


@pytest.mark.bench
def test_five_hundred_matters_answer_in_five_milliseconds() -> None:
    chance = random.Random(7)
    letters = [chr(0x4E00 + number) for number in range(300)]

    def words(count: int) -> str:
        return "".join(chance.choices(letters, k=count))

    index = LikenessIndex((n, words(6), words(8), words(4), words(40)) for n in range(500))
    text = words(120)
    started = time.perf_counter()
    for _turn in range(20):
        index.like(text, 5)
    assert (time.perf_counter() - started) / 20 < 0.005
