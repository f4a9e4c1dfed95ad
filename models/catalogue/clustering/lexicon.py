"""The words by which names are taken apart, read once from the files in ``data``.

Localities word their lists differently; the words are data, so that they can grow without
touching the rules.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GUARD = (
    "(?!站|员|人员|证|局|所|厂|设施|机构|器|点|对象|金|费|款|资金|补贴|档案|平台|中心|场所|部门|方案|"
    "计划|书|表|册|单位|站点|权|工程|公司|企业|基地|名录)"
)
"""An action before one of these is part of a noun: 检查站, 申请表, 救助金."""


@dataclass(frozen=True)
class Lexicon:
    """Everything the files say, as expressions that find the longest word first."""

    synonyms: Mapping[str, str]
    """The word each synonym is read as."""
    spelling: re.Pattern[str]
    """Any synonym."""
    words: re.Pattern[str]
    """Any action, operation or weak word."""
    actions: Mapping[str, str]
    """The class of each action."""
    operations: Mapping[str, str]
    """The class of each operation on a registration or paper."""
    contrast_words: re.Pattern[str]
    contrasts: Mapping[str, frozenset[int]]
    """The lines of excluding words each word stands in."""
    implied: re.Pattern[str]
    generic: frozenset[str]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon; it is read on the first call."""
    synonyms = {word: line[0] for line in _lines("synonyms") for word in line}
    actions = {word: line[0] for line in _lines("actions") for word in line[1:]}
    operations = {word: line[0] for line in _lines("operations") for word in line[1:]}
    weak = [word for line in _lines("weak") for word in line]
    contrasts: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("contrasts")):
        for word in line:
            contrasts.setdefault(word, set()).add(number)
    plain = [word for word in weak if word not in actions]
    guarded = f"(?:{_any([*actions, *operations])}){_GUARD}"
    return Lexicon(
        synonyms=synonyms,
        spelling=re.compile(_any(synonyms)),
        words=re.compile(f"{guarded}|{_any(plain)}"),
        actions=actions,
        operations=operations,
        contrast_words=re.compile(_any(contrasts)),
        contrasts={word: frozenset(numbers) for word, numbers in contrasts.items()},
        implied=re.compile(_any(word for line in _lines("implied") for word in line)),
        generic=frozenset(word for line in _lines("generic") for word in line),
    )


def _lines(name: str) -> Iterator[list[str]]:
    text = files("models.catalogue.clustering").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def _any(words: Iterable[str]) -> str:
    # An expression tries its alternatives in order: the longest has to stand first.
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
