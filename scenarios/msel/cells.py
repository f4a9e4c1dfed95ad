"""What trainers write into the cells of their tables: times, spans, names, means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from models.accounts.views import Role
from models.kernel.text import fold, half_width
from scenarios.format.base import MINUTE, seconds_of
from scenarios.format.injects import TO_ALL
from scenarios.format.moments import parsed
from scenarios.format.words import Means

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SPOKEN = re.compile(r"(\d{1,2})\s*[时点]\s*(?:(\d{1,2})\s*分?|(半))?")
_RANGE = re.compile(r"(.*?\d)\s*(?:-|~|—|–|至|到)\s*(\d{1,2}:\d{2}(?::\d{2})?)")
_SEPARATORS = re.compile(r"[、,，;；/／\n|]+")
_ARROW = re.compile(r"\s*(?:→|->|—>|=>|＞|>)\s*")
_NO_ID = re.compile(r"[^\w.\-]+")
_ALL = frozenset(
    map(fold, ("all", "全体", "全体参演", "全体参演人员", "各岗位", "所有人", "各单位", "all players"))
)
_YES = frozenset(map(fold, ("是", "y", "yes", "true", "1", "√", "✓", "备用", "应急", "contingency")))
_MEANS: dict[str, Means] = {
    "电话": Means.PHONE, "来电": Means.PHONE, "phone": Means.PHONE, "call": Means.PHONE, "对讲": Means.RADIO,
    "radio": Means.RADIO, "群": Means.GROUP, "微信": Means.GROUP, "chat": Means.GROUP, "文件": Means.PAPER,
    "传真": Means.PAPER, "书面": Means.PAPER, "公文": Means.PAPER, "paper": Means.PAPER, "fax": Means.PAPER,
    "email": Means.PAPER, "邮件": Means.PAPER, "口头": Means.ORAL, "当面": Means.ORAL, "oral": Means.ORAL,
    "face": Means.ORAL, "verbal": Means.ORAL, "平台": Means.PLATFORM, "系统": Means.PLATFORM,
    "platform": Means.PLATFORM, "广播": Means.BROADCAST, "视频": Means.PLATFORM, "broadcast": Means.BROADCAST,
}  # fmt: skip
_ROLES: dict[str, Role] = {
    "受理": Role.ACCEPTOR, "接线": Role.ACCEPTOR, "分拨": Role.DISPATCHER, "派遣": Role.DISPATCHER,
    "调度": Role.DISPATCHER, "值班": Role.DUTY_CHIEF, "指挥中心": Role.DUTY_CHIEF, "领导": Role.LEADER,
    "镇长": Role.LEADER, "书记": Role.LEADER, "指挥长": Role.LEADER, "总指挥": Role.LEADER,
    "网格": Role.COLLECTOR, "巡查": Role.COLLECTOR, "质评": Role.EVALUATOR, "回访": Role.EVALUATOR,
    "accept": Role.ACCEPTOR, "dispatch": Role.DISPATCHER, "duty": Role.DUTY_CHIEF, "leader": Role.LEADER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class When:
    """A time as a table has it: a moment, and how long it lasts if a span was written."""

    moment: str
    by_clock: bool = False
    allow: int | None = None
    day: date | None = None


def when_of(text: str) -> When | None:
    """Understand a cell with a time; ``None`` if it is none."""
    plain = half_width(text).replace("−", "-").replace("：", ":")
    if not plain:
        return None
    match = _RANGE.fullmatch(plain)
    if match is not None and not plain[0].isalpha():
        first, last = when_of(match[1]), when_of(match[2])
        if first is not None and last is not None:
            long = parsed(last.moment).seconds - parsed(first.moment).seconds
            return When(first.moment, first.by_clock, long if long > 0 else None, first.day)
    said = _SPOKEN.fullmatch(plain)
    if said is not None:
        plain = f"{int(said[1]):02d}:{30 if said[3] else int(said[2] or 0):02d}"
    elif plain.isdecimal():
        plain = f"T+{plain}"
    plain = re.sub(r"^(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?", r"\1-\2-\3", plain)
    try:
        found = parsed(plain)
    except PydanticCustomError:
        return None
    return When(found.written, found.days is not None or found.day is not None, day=found.day)


def minutes_of(text: str) -> int | None:
    """Return the seconds of a cell with a time allowed."""
    plain = half_width(text)
    # Excel hands over a length of time as hours and minutes; a plain number is minutes.
    return seconds_of(plain) if plain else None


def names_of(text: str) -> Iterator[str]:
    """Yield the names of a cell, ``all`` for everybody."""
    for part in _SEPARATORS.split(text):
        name = part.strip()
        if name:
            yield TO_ALL if fold(name) in _ALL else name


def pair_of(text: str) -> tuple[str, str]:
    """Return sender and receiver of a cell that holds both."""
    parts = _ARROW.split(text, maxsplit=1)
    if len(parts) == 1:
        parts = re.split(r"[/／\n]", text, maxsplit=1)
    return (parts[0].strip(), parts[1].strip()) if len(parts) > 1 else ("", parts[0].strip())


def id_of(name: str, taken: Collection[str] = ()) -> str:
    """Return an id made of a name, different from those taken."""
    plain = _NO_ID.sub("-", half_width(name)).strip("-._")[:36] or "x"
    found, number = plain, 1
    while found in taken:
        number += 1
        found = f"{plain}-{number}"
    return found


def means_of(text: str) -> Means | None:
    """Return by which means something is said."""
    folded = fold(text)
    if folded in {each.value for each in Means}:
        return Means(folded)
    return next((means for word, means in _MEANS.items() if word in folded), None)


def role_of(name: str) -> Role:
    """Guess the role behind a receiver's name; who is nobody of the desks leads a unit."""
    folded = fold(name)
    return next((role for word, role in _ROLES.items() if word in folded), Role.UNIT_LEAD)


def is_yes(text: str) -> bool:
    """Say whether a cell says yes."""
    return fold(text) in _YES


def start_of(text: str, today: date, earliest: str | None) -> datetime | None:
    """Return the start a person named, else the earliest clock time; ``None`` for no day and time."""
    if text:
        try:
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        except ValueError:
            return None
    seconds = 9 * 60 * MINUTE if earliest is None else parsed(earliest).seconds
    return datetime(today.year, today.month, today.day, seconds // 3600, seconds // 60 % 60)  # noqa: DTZ001 -- the office's own clock
