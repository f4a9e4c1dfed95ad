"""How duty lists are laid out, numbered and read: pure rules."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from models.catalogue.duties.refusals import NumberOutside
from models.catalogue.duties.views import DutySection, DutySheet, Renumbered
from models.catalogue.views import DutyList
from models.kernel.numerals import chinese_number
from models.kernel.text import clean_line, fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from models.catalogue.views import DutyItemView

LIST_NAMES = {
    DutyList.BASIC: "基本履职事项清单",
    DutyList.COOPERATIVE: "配合履职事项清单",
    DutyList.RECALLED: "上级部门收回事项清单",
}
"""What the lists are called in print."""

LAYOUTS: dict[DutyList, tuple[tuple[str, str], ...]] = {
    DutyList.BASIC: (("number", "序号"), ("name", "事项名称")),
    DutyList.COOPERATIVE: (
        ("number", "序号"),
        ("name", "事项名称"),
        ("department", "对应上级部门"),
        ("superior_duty", "上级部门职责"),
        ("township_duty", "镇街配合职责"),
    ),
    DutyList.RECALLED: (
        ("number", "序号"),
        ("name", "事项名称"),
        ("department", "承接部门"),
        ("method", "工作方式"),
    ),
}
"""The columns of the published sheets: field and heading."""

TOWNSHIP = "township"
"""Stands for the township's own name among the columns of :data:`MIRROR`."""

MIRROR: tuple[tuple[str, str], ...] = (
    ("number", "序号"),
    ("name", "事项名称"),
    (TOWNSHIP, "关联镇街"),
    ("superior_duty", "本部门职责"),
    ("township_duty", "镇街配合职责"),
)
"""The columns in which a department sees the cooperative list."""

MIRROR_RECALLED: tuple[tuple[str, str], ...] = (
    ("number", "序号"),
    ("name", "事项名称"),
    (TOWNSHIP, "关联镇街"),
    ("method", "工作方式"),
)
"""The columns in which a department sees what it took over."""

CATEGORIES = (
    "党的建设", "经济发展", "民生服务", "平安法治", "乡村振兴", "精神文明建设", "社会管理", "安全稳定",
    "社会保障", "自然资源", "生态环保", "城乡建设", "交通运输", "文化和旅游", "卫生健康", "应急管理及消防",
    "市场监管", "人民武装", "综合政务",
)  # fmt: skip
"""The usual categories in their usual order."""

LETTERS = {DutyList.BASIC: "J", DutyList.COOPERATIVE: "P", DutyList.RECALLED: "S"}
"""基本, 配合, 收回: what the code of an item begins with that has none of its own."""

UNSORTED = "未归类"
"""What a section without a category is called."""

_RANKS = {name: place for place, name in enumerate(CATEGORIES)}
_ORDINAL = re.compile(r"^[（(]?[一二三四五六七八九十百零〇]+[）)、.．]\s*|^[0-9]{1,3}[、.．]\s*")
_COUNT = re.compile(r"[（(]\s*(?:共\s*)?[0-9]+\s*[项条件个]?\s*[）)]$")
_OPENING, _CLOSING = frozenset("（(【["), frozenset("）)】]")
_SEPARATORS = frozenset("、,，;；\n/")
_LEAD = re.compile(r"[（(]?\s*(?:牵头|主要|责任|配合|协助)(?:单位|部门)?\s*[）):：]")


def section_title(number: int, category: str, count: int) -> str:
    """Return the title row of a category as it is published: 一、党的建设（20项）."""
    return f"{chinese_number(number)}、{category or UNSORTED}（{count}项）"


def category_name(text: str) -> str:
    """Return the category a title row names: 一、党的建设（20项） → 党的建设."""
    name = clean_line(text)
    return _COUNT.sub("", _ORDINAL.sub("", name, count=1)).strip()


def rank(category: str) -> int:
    """Return the place of a category in the usual order; unusual ones come after all others."""
    return _RANKS.get(category, len(_RANKS))


def sheet_of(duty_list: DutyList, items: Iterable[DutyItemView]) -> DutySheet:
    """Return a list in sections: neighbours of one category, in the order of the numbers."""
    runs: list[list[DutyItemView]] = []
    for item in sorted(items, key=_order):
        if not runs or runs[-1][-1].category != item.category:
            runs.append([])
        runs[-1].append(item)
    return DutySheet(
        duty_list,
        tuple(DutySection(place, run[0].category, tuple(run)) for place, run in enumerate(runs, start=1)),
    )


def _order(item: DutyItemView) -> tuple[int, str]:
    return item.number, item.code


def split_departments(text: str) -> list[str]:
    """Return the departments a cell names, each once; what stands in brackets is not split.

    The mark of who leads (牵头) is left out: it is no part of the name.
    """
    pieces: list[str] = [""]
    depth = 0
    for character in clean_line(text.replace("\n", "、")):
        depth += (character in _OPENING) - (character in _CLOSING)
        if character in _SEPARATORS and depth <= 0:
            depth = 0
            pieces.append("")
        else:
            pieces[-1] += character
    names = (_LEAD.sub("", piece).strip() for piece in pieces)
    return list(dict.fromkeys(name for name in names if name))


# ---------------------------------------------------------------- numbering


def arranged(items: Iterable[DutyItemView]) -> list[DutyItemView]:
    """Return items by number, each category in one piece where it first occurs, numbered through."""
    by_category: dict[str, list[DutyItemView]] = {}
    for item in sorted(items, key=_order):
        by_category.setdefault(item.category, []).append(item)
    together = [item for group in by_category.values() for item in group]
    return [replace(item, number=number) for number, item in enumerate(together, start=1)]


def with_item(others: Sequence[DutyItemView], item: DutyItemView, number: int | None) -> list[DutyItemView]:
    """Return a list with ``item`` put in its place, numbered through.

    Args:
        others: the other items of its list.
        item: with the category it is to have.
        number: the number it is to have; ``None`` puts it last in its category. A category the
            list does not have yet goes where it usually stands.

    Raises:
        NumberOutside: the number does not lie within the category.
    """
    rows = arranged(others)
    places = [place for place, each in enumerate(rows) if each.category == item.category]
    if places:
        first, last = places[0], places[-1] + 1
    else:
        later = (place for place, each in enumerate(rows) if rank(each.category) > rank(item.category))
        first = last = next(later, len(rows))
    if number is not None and not first <= number - 1 <= last:
        raise NumberOutside(number, item.category or UNSORTED, first + 1, last + 1)
    rows.insert(last if number is None else number - 1, item)
    return [replace(each, number=place) for place, each in enumerate(rows, start=1)]


def renumbered(before: Iterable[DutyItemView], after: Iterable[DutyItemView]) -> list[Renumbered]:
    """Return the items whose number differs, in their new order."""
    old = {item.code: item for item in before}
    return [
        Renumbered(item.code, item.duty_list, old[item.code].number, item.number)
        for item in after
        if item.code in old and old[item.code].number != item.number
    ]


def free_code(duty_list: DutyList, number: int, taken: Iterable[str]) -> str:
    """Return a code for a new item: the list's letter and ``number``, or the next that was never used."""
    used = set(taken)
    while (code := f"{LETTERS[duty_list]}{number:03d}") in used:
        number += 1
    return code


def matches(item: DutyItemView, words: Iterable[str]) -> bool:
    """Say whether every word occurs in the item's texts, begins its code, or is part of its initials."""
    texts = (item.name, item.category, item.department, item.superior_duty, item.township_duty, item.method)
    text, code, letters = fold("\n".join(texts)), fold(item.code), initials(item.name)
    return all(word in text or code.startswith(word) or word in letters for word in words)
