"""A name taken apart: what it is about, what is done, and what must not be confused.

「残疾人“两项补贴”的申请受理」 is about 残疾人2项补贴, and its action is to accept. Two names are
compared by these parts and never letter by letter: 消防通道 and 消防设施 share half their
letters and mean different things, 占用消防通道 and 消防通道占用 the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from models.catalogue.clustering.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION = ("accept", "review", "approve", "issue", "annual")
"""Steps of an application, in order: 受理, 审核, 审批, 发放, 年审."""
PATROL = ("patrol", "test", "report", "handle", "recheck")
"""Steps of a patrol, in order: 巡查, 检测, 上报, 处置, 复查."""
CHAINS = (APPLICATION, (*PATROL, "review"))
"""核查 and 审核 are used in both."""
STEPS = frozenset({*APPLICATION, *PATROL})

_NUMBERED = re.compile(r"^(?:\((?:[一二三四五六七八九十]+|\d+)\)|(?:[一二三四五六七八九十]+|\d+)[、.．。)])+")
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_ASIDE = re.compile(
    r"^(?:试行|暂行|含.*|包括.*|包含.*|不含.*|如.*|详见.*|见.*|[省市县区镇乡村]{1,2}级|乡镇|街道|镇街|镇|村|备注.*)$"
)
"""What in brackets says nothing of what the matter is."""
_PUNCTUATION = re.compile(r"[^\w]|_")
_OPENINGS = re.compile(
    r"^(?:负责|做好|组织开展|开展|组织实施|组织|协助做好|协助|配合做好|配合|加强|落实|推进|推动|实施|参与|承担|"
    r"指导|督促|依法|本?辖区内?的?|全[镇县街]|对于?|关于|有关|进行|统筹|强化)"
)
_CLOSINGS = re.compile(r"(?:(?<![会党])组织|计划|工程)$")
_NUMERALS = {word: str(number) for number, word in enumerate("〇一二三四五六七八九")} | {"零": "0", "两": "2"}
_COUNTED = re.compile(r"([〇零一二两三四五六七八九十百]+)(?=级|类|孩|周?岁|档|等|批|期|项|个月)")
_DIGITS = re.compile(r"\d+")
_NEGATION = re.compile(r"非(?!法)|未|无(?!照|证|偿|障碍|害化|线|人机|着)|不(?!动产|可)")
UNLAWFUL = re.compile(r"非法|违规|违法|违章|违建|违反|无照|无证|擅自")
"""Words that make a deed of a thing; what is punished is unlawful without saying so."""
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Form:
    """A name's parts.

    ``text`` is the name in canonical spelling and words, ``core`` what is left without
    actions and weak words, ``bag`` the letters of the core sorted, so that the order of words
    does not matter, ``bare`` those that are left without words that are implied anyway,
    ``grams`` the core's pairs of letters.
    """

    text: str
    core: str
    bag: str
    bare: str
    grams: frozenset[str]
    steps: frozenset[str]
    acts: frozenset[str]
    action_words: tuple[str, ...]
    operation: str
    numbers: frozenset[str]
    negated: bool
    unlawful: bool
    contrasts: Mapping[int, frozenset[str]]
    generic: bool

    @property
    def identity(self) -> tuple[object, ...]:
        """What is compared, all of it: names of one identity stand to every other name alike."""
        actions = (self.steps, self.acts, self.operation)
        excluding = frozenset(self.contrasts.items())
        return (self.core, *actions, self.numbers, self.negated, self.unlawful, excluding, self.generic)


@lru_cache(maxsize=65536)
def form_of(name: str) -> Form:
    """Take a name apart."""
    text = canonical(name)
    known = lexicon()
    found: list[str] = known.words.findall(text)
    core = known.words.sub("", text)
    actions = [word for word in found if word in known.actions]
    classes = _without_request([known.actions[word] for word in actions])
    generic = not core or core in known.generic
    core = core or text
    return Form(
        text=text,
        core=core,
        bag="".join(sorted(core)),
        bare="".join(sorted(known.implied.sub("", core) or core)),
        grams=grams_of(core),
        steps=frozenset(each for each in classes if each in STEPS),
        acts=frozenset(each for each in classes if each not in STEPS),
        action_words=tuple(actions),
        operation=next((known.operations[word] for word in found if word in known.operations), "open"),
        numbers=frozenset(_DIGITS.findall(text)),
        negated=_NEGATION.search(text) is not None,
        unlawful="penalty" in classes or UNLAWFUL.search(text) is not None,
        contrasts=_contrasts(text),
        generic=generic,
    )


def canonical(name: str) -> str:
    """Return a name in one spelling: plain letters, no numbering, the lexicon's words."""
    text = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    text = _NUMBERED.sub("", text)
    text = _BRACKETS.sub(lambda match: "" if _ASIDE.match(match[1]) else match[1], text)
    text = _PUNCTUATION.sub("", text)
    text = _COUNTED.sub(lambda match: str(_number(match[1])), text)
    while (opening := _OPENINGS.match(text)) and opening.end() < len(text) - 1:
        text = text[opening.end() :]
    text = _CLOSINGS.sub("", text) or text
    known = lexicon()
    return known.spelling.sub(lambda match: known.synonyms[match[0]], text)


def grams_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters; of a single letter that letter."""
    if len(text) == 1:
        return frozenset({text})
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def clash(first: Form, second: Form) -> bool:
    """Say whether something in the names excludes that they mean the same."""
    if first.numbers and second.numbers and first.numbers != second.numbers:
        return True
    if first.negated != second.negated or first.operation != second.operation:
        return True
    return any(
        words.isdisjoint(second.contrasts[line])
        for line, words in first.contrasts.items()
        if line in second.contrasts
    )


def _without_request(classes: list[str]) -> list[str]:
    """Drop 申请 where something else is done with the application: 申请认定 is 认定."""
    last = classes[-1] if classes else ""
    return [each for each in classes if each != "accept" or last == "accept"]


def _contrasts(text: str) -> dict[int, frozenset[str]]:
    known = lexicon()
    lines: dict[int, set[str]] = defaultdict(set)
    for word in known.contrast_words.findall(text):
        for line in known.contrasts[word]:
            lines[line].add(word)
    return {line: frozenset(words) for line, words in lines.items()}


def _number(text: str) -> int:
    """Return a Chinese numeral below a thousand as a number."""
    total, digit = 0, 0
    for letter in text:
        if letter in "十百":
            total += (digit or 1) * (_TEN if letter == "十" else _HUNDRED)
            digit = 0
        else:
            digit = int(_NUMERALS[letter])
    return total + digit
