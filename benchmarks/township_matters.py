"""Made-up but realistic source items of a county's departments, from a seed.

Names follow the patterns of real lists: whom or what for, the thing, the action, now and
then a number in front, a tail such as 工作, a bracket, or another order of words. Nearly
every third item is another wording of an earlier one, as in inventories before merging.
"""

from __future__ import annotations

import csv
import random
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from models.catalogue.clustering.views import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

_REWORDED = 0.3
_EXTENDED = 0.15
_GROUNDED = 5

_EXTENTS = (
    "辖区内",
    "季节性",
    "重点区域",
    "夜间",
    "节假日",
    "沿河",
    "集镇",
    "偏远村组",
    "新建",
    "跨区域",
    "群众反映的",
    "挂账",
    "上级交办的",
)
_WORDS = (
    ("巡查", "日常巡查"), ("排查", "摸排"), ("处置", "处理"), ("审批", "核准"), ("发放", "给付"),
    ("上报", "报告"), ("检查", "监督检查"), ("小广告", "非法小广告"), ("违法建设", "违章建筑"),
    ("补贴", "补助"), ("噪声", "噪音"),
)  # fmt: skip
_LAWS = (
    "社会救助暂行办法",
    "中华人民共和国消防法",
    "中华人民共和国土地管理法",
    "食品安全法",
    "大气污染防治法",
    "城乡规划法",
)


def items(count: int, seed: int = 20260302) -> list[Item]:
    """Return ``count`` items, the same for the same seed.

    There are some 3,000 different matters: up to a township's inventory most items bring a new
    one, a whole county's inventories mostly repeat them in other words.
    """
    dice = random.Random(seed)
    plans = list(_matters(dice))
    dice.shuffle(plans)
    return list(_written(plans, count, dice))


def _matters(dice: random.Random) -> Iterator[tuple[str, str, str]]:
    with (Path(__file__).parent / "data" / "fields.csv").open(encoding="utf-8", newline="") as file:
        fields = list(csv.DictReader(file))
    for field in fields:
        department, choice = field["department"], field["actions"].split()
        for whom, thing in product(field["whoms"].split(), field["things"].split()):
            for action in dice.sample(choice, dice.randint(2, min(5, len(choice)))):
                extent = dice.choice(_EXTENTS) if dice.random() < _EXTENDED else ""
                yield department, f"{extent}{whom}{thing}", action


def _written(plans: list[tuple[str, str, str]], count: int, dice: random.Random) -> Iterator[Item]:
    used: list[tuple[str, str, str]] = []
    for number in range(1, count + 1):
        if used and (dice.random() < _REWORDED or len(used) == len(plans)):
            department, thing, action = dice.choice(used)
            name = _reworded(thing, action, dice)
            department = department.removeprefix("县") if dice.random() < 1 / 3 else department
        else:
            used.append(plans[len(used)])
            department, thing, action = used[-1]
            name = thing + action
        # One thing rests on one article; three books of four say nothing of it.
        own = random.Random(thing)
        basis = f"《{own.choice(_LAWS)}》第{own.randint(1, 120)}条" if number % 20 < _GROUNDED else ""
        yield Item(number, name, department, basis, kind="department", book=f"B{number % 20:02d}")


def _reworded(thing: str, action: str, dice: random.Random) -> str:
    name = thing + action
    for usual, other in _WORDS:
        if usual in name and dice.random() < 1 / 2:
            name = name.replace(usual, other)
    turns = (
        f"{name}工作",
        f"对{thing}的{action}",
        f"{dice.randint(1, 30)}.{name}",
        f"{name}（试行）",
        f"负责{name}",
        name,
    )
    return dice.choice(turns)
