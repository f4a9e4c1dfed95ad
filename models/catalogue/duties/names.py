"""When two departments, or two items, may be one and the same: for a person to look at.

Edit distance says little about short Chinese names: 县应急局 and 县应急管理局 differ by two
characters out of six and are one office, 民政局 and 财政局 by one and are two. An office's
short name keeps its first and last character and drops some between; that is what is looked
for. Items are compared by the pairs of characters they share, without the words every item
has (负责, 配合, 开展, 工作).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log
from typing import TYPE_CHECKING

from models.kernel.text import bigrams, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIKE_FROM = 0.6
"""From which share of common character pairs on two items may overlap (Dice, rare pairs weigh more).

On a list of 340 items that was merged with care this names some ten pairs, of which two thirds do
overlap and one third only sound alike: 建筑工程质量监督 and 水利工程质量监督.
"""

_COMMONEST = 60
"""A pair of characters that so many items have tells none of them apart."""
_SHORTEST = 3
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_PLACE = re.compile(r"^[\u4e00-\u9fff]{0,4}?[省市县区旗](?![场政容监管])")
_COMMITTEE = re.compile(r"^委(?=[\u4e00-\u9fff]{2})")
_EVERYWHERE = re.compile(
    r"负责|配合|协助|协同|开展|做好|组织|落实|推进|加强|参与|实施|承担|辖区内?|本?区域内?|相关|有关|工作|[的等及和与对]"
)
_MARKS = re.compile(r"[^\w]+")


def plain_department(name: str) -> str:
    """Return a department's name without its place and without what stands in brackets."""
    bare = _BRACKETS.sub("", fold(name))
    without = _COMMITTEE.sub("", _PLACE.sub("", bare, count=1))
    return without if len(without) >= _SHORTEST else bare


def same_department(left: str, right: str) -> bool:
    """Say whether two different names may be those of one department."""
    short, long = sorted((plain_department(left), plain_department(right)), key=len)
    if short == long:
        return True
    if len(short) < _SHORTEST or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def department_groups(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the departments that are named in several ways, each group sorted."""
    known = sorted(set(names))
    above = {name: name for name in known}

    def root(name: str) -> str:
        while above[name] != name:
            name = above[name]
        return name

    for place, left in enumerate(known):
        for right in known[place + 1 :]:
            if same_department(left, right):
                above[root(right)] = root(left)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in known:
        groups[root(name)].append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def core_name(name: str) -> str:
    """Return what an item is about: its name without marks and without the words every item has."""
    bare = _MARKS.sub("", _EVERYWHERE.sub("", fold(name)))
    return bare or fold(name)


def like_pairs(names: Sequence[str], least: float = LIKE_FROM) -> list[tuple[int, int, float]]:
    """Return the places of names that are much alike, without those that are the same.

    Only names that share a pair of characters are compared, and pairs nearly every name has
    do not count as shared for that; so the work grows with the number of neighbours, not with
    the square of the list.
    """
    cores = [core_name(name) for name in names]
    grams = [bigrams(core) for core in cores]
    holders: Mapping[str, list[int]] = defaultdict(list)
    for place, each in enumerate(grams):
        for gram in each:
            holders[gram].append(place)
    common: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if 1 < len(places) <= _COMMONEST:
            common.update((left, right) for at, left in enumerate(places) for right in places[at + 1 :])
    weight = {gram: log(1 + len(names) / len(places)) for gram, places in holders.items()}
    sums = [sum(weight[gram] for gram in each) for each in grams]
    found = []
    for left, right in sorted(common):
        if cores[left] == cores[right]:
            continue
        shared = sum(weight[gram] for gram in grams[left] & grams[right])
        score = 2 * shared / (sums[left] + sums[right])
        if score >= least:
            found.append((left, right, score))
    return found
